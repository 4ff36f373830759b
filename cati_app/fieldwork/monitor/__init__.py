"""Figures and lists for those who watch the field."""
