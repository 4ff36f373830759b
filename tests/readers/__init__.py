"""Exports read back by other programs than those that write them: `make readers`."""
