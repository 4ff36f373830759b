"""Classes of final codes in the words of reports."""

from __future__ import annotations

from cati_app.texts import Terms

OUTCOME_CLASSES = Terms(
    "class of outcomes",
    {
        "I": "interviews",
        "P": "usable partial interviews",
        "R": "refusals and break-offs",
        "NC": "eligible, not reached",
        "O": "eligible, other reasons",
        "UH": "unknown whether a household",
        "UO": "household, eligibility unknown",
        "NE": "not eligible",
    },
)
