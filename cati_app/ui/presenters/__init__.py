"""What each screen shows and decides, in plain Python."""
