"""A number, a budget and the data size for each promise; run by `make bench`, never by the test suite."""
