"""User stories in the real windows."""
