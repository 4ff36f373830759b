"""One test class for each port, run on the fake and on the real store."""
