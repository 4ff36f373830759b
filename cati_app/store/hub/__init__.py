"""The database of a hub: which devices there are, and the log of each as it arrived."""
