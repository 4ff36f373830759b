"""Interviews begun, answered, ended."""
