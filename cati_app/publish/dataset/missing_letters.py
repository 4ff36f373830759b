"""Stata's extended missing values for the reasons why a value is missing."""

from __future__ import annotations

from cati_app.publish.dataset.missing import UNKNOWN

LETTERS = {
    "dont_know": "a",
    "refused": "b",
    "not_applicable": "c",
    "removed": "f",
    "not_reached": "e",
    "filtered": "d",
    UNKNOWN: "u",
}
"""Extended missing values by reason."""
