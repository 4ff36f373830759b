"""Histories of a hub and its stations: the real code in a world whose time, lines and crashes a seed decides."""
