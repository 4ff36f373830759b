"""Data sets: one neutral table model, one small writer for each format."""
