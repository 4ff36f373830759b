"""Interviews and their form as one neutral table."""
