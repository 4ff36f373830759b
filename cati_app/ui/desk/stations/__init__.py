"""The tab of the stations of a study at a hub, and what the hub kept aside."""
