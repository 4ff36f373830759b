"""Cells of the quota and their counters."""
