"""Mistakes planted on purpose: for each, some test has to fail."""
