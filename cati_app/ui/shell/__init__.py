"""The window itself, and which room its keys go to."""
