"""A case from its first attempt to its final code."""
