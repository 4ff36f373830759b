"""Which open answers read like another one: the same words, or nearly."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

NEARLY = 0.85
"""Share of signs in common, of both texts, from which they read nearly alike."""
_SHORTEST = 5  # signs; below that one letter makes another word


def bare(text: str) -> str:
    """A text without case, punctuation and blanks: equal ones read the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum() or unicodedata.category(sign).startswith("M"))


def reads_the_same(text: str, others: Sequence[str]) -> tuple[int, ...]:
    """Places of the texts with the same words; none where the text has no letter and no digit."""
    wanted = bare(text)
    return tuple(row for row, other in enumerate(others) if wanted and bare(other) == wanted)


def reads_nearly_the_same(text: str, others: Sequence[str]) -> tuple[int, ...]:
    """The same, with those in which a few signs differ."""
    wanted = bare(text)
    if len(wanted) < _SHORTEST:
        return reads_the_same(text, others)
    match = SequenceMatcher(None, b=wanted, autojunk=False)
    alike = []
    for row, other in enumerate(others):
        match.set_seq1(bare(other))
        if match.real_quick_ratio() >= NEARLY and match.quick_ratio() >= NEARLY and match.ratio() >= NEARLY:
            alike.append(row)
    return tuple(alike)
