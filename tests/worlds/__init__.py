"""Simulated months of fieldwork in which orders of cases are compared; `python -m tests.worlds` prints the gain."""
