"""Coding of what experts and residents said: the code frame, units, agreement of coders, suggestions."""
