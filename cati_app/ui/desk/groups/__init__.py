"""The tab of focus groups."""
