"""Numbers into the study."""
