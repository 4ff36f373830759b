"""Codes for the reasons why a value is missing, and the data's texts for them (domain notes, exports)."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, int] = {
    "dont_know": -99,
    "refused": -98,
    "not_applicable": -97,
    "removed": -93,
    "not_reached": -92,
    "filtered": -91,
}
"""One contiguous range for every variable, −99 to −91."""

FAR_CODES: Mapping[str, int] = {reason: code - 999_999_900 for reason, code in CODES.items()}
"""For variables whose valid values may be negative: −999999999 to −999999991, the same last two digits."""

FARTHEST_CODES: Mapping[str, int] = {reason: code - 9_000_000_000_000_000 for reason, code in CODES.items()}
"""For variables that have values among the far codes: beyond the fifteen digits of an answer, and still exact as a
number of eight bytes."""

UNKNOWN = "unknown"
"""What calculations say where an answer they need is missing."""
UNKNOWN_CODE = -94


def unknown_beside(codes: Mapping[str, int]) -> int:
    """The code of `UNKNOWN` that goes with these codes of the reasons."""
    return UNKNOWN_CODE + codes["dont_know"] - CODES["dont_know"]


def is_far_code(value: float) -> bool:
    """Whether a valid value would be taken for a missing one by the far codes."""
    return min(FAR_CODES.values()) <= value <= max(FAR_CODES.values())


NOT_ASKED_YET = "not_reached"
NOT_IN_VERSION = "removed"
"""The questionnaire of the time did not have the question."""


def reason_of(stored: str | None) -> str | None:
    """The reason a stored one is exported as: a question left blank counts as not reached."""
    return NOT_ASKED_YET if stored == "blank" else stored
