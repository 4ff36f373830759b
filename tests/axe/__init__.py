"""HTML that the program writes, checked for accessibility by axe-core in a real browser: `make axe`."""
