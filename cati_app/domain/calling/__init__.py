"""When and in which order cases are called, and what the law and the rules forbid."""
