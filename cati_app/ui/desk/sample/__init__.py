"""Samples: files, portions, block list."""
