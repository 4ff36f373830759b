"""Telephone numbers and the units of a sample."""
