"""Expressions of a form: text to tree, tree to Python, and the functions they call."""
