"""Between calls: the case, the line, the result."""
