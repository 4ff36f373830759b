"""Kinds of line in words, the same on the console, in a case's history and in the sample."""

from __future__ import annotations

from cati_app.domain.sampling.phone import LineKind
from cati_app.texts import Words


def line_label(words: Words, kind: str) -> str:
    """What kind of line a number has; one that no numbering plan tells apart is another line.

    Args:
        kind: A `LineKind` as it is stored.
    """
    if kind == LineKind.LANDLINE:
        return words.say("landline")
    return words.say("mobile") if kind == LineKind.MOBILE else words.say("other line")
