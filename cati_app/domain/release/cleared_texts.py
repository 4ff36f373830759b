"""What people decided about texts before data become public: facts of the log, each about one text as it read then."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from cati_app.values import dataclass

TEXT_CLEARED = "text_cleared"
"""The fact; which text it is about, and what was decided, is sealed with the key of the interview."""


class Clearing(StrEnum):
    """Whether a text may be read by everybody."""

    OPEN = "open"  # nobody has decided, somebody took a decision back, or the text has changed since
    CLEARED = "cleared"
    WITHHELD = "withheld"  # public data have a blank in its place


@dataclass(frozen=True, slots=True)
class DecidedText:
    """The last decision about a text.

    Args:
        digest: Of the text it was made about, as `text_digest`.
        by: Number of the person; None: nobody of that id is known.
        at: Aware UTC.
    """

    digest: str
    clearing: Clearing
    by: int | None
    at: datetime


def text_digest(text: str) -> str:
    """By which a decision knows its text again: SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def clearing_of(text: str, decided: DecidedText | None) -> Clearing:
    """How a text stands: what was decided about another wording holds no more."""
    if decided is None or decided.digest != text_digest(text):
        return Clearing.OPEN
    return decided.clearing
