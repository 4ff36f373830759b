"""Facts of the log that tell which weighting was chosen."""

from __future__ import annotations

CHOSEN = "weighting_chosen"
"""Somebody chose a recipe, or that there are no weights any more."""
