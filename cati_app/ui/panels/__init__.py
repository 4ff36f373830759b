"""Panels that lie over a screen."""
