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

UNKNOWN = "unknown"
"""What calculations say where an answer they need is missing."""
UNKNOWN_CODE = -94


def far(code: int) -> int:
    """The code of a reason where valid values may be negative."""
    return code - 999_999_900


NOT_ASKED_YET = "not_reached"
NOT_IN_VERSION = "removed"
"""The questionnaire of the time did not have the question."""


def reason_of(stored: str | None) -> str | None:
    """The reason a stored one is exported as: a question left blank counts as not reached."""
    return NOT_ASKED_YET if stored == "blank" else stored
