"""Facts of the log about units and their codes. What is said of an interview in them is sealed with its own key."""

from __future__ import annotations

FIXED = "unit_fixed"
"""A card or an answer is a unit from now on, coded by one or by two."""
CODED = "unit_coded"
"""A coder gave codes to a unit, others, or took them back."""
ADJUDICATED = "unit_adjudicated"
"""What holds of a unit on which two coders differ."""
JOINED, LEFT = "coder_joined", "coder_left"
"""Somebody codes from now on, as the first or the second of the two; or does so no more."""
FRAME_SET = "frame_set"
"""A version of the frame came into use."""

ON_UNITS = (FIXED, CODED, ADJUDICATED)
"""Facts that are about an interview each."""
ON_CODERS = (JOINED, LEFT, FRAME_SET)
"""Facts about who codes by what."""
