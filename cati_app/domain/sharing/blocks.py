"""The block lists of a study's stations, side by side: what each tells the hub of its own, and hears of the others.

An entry is the slow hash of a number under a pepper that no hub has; marks sort out nearly every other number without
the slow hash, and belong to no single entry; a pepper travels sealed with the contact key, by its name.
"""

from __future__ import annotations

from enum import StrEnum

from cati_app.values import dataclass

BLOCKS_AT_ONCE = 1_000
"""In one message."""


class BlockKind(StrEnum):
    """What of a list."""

    ENTRY = "entry"
    MARK = "mark"
    PEPPER = "pepper"


@dataclass(frozen=True, slots=True)
class BlockItem:
    """A part of a list.

    Args:
        value: Of an entry its hash, of a mark its number, of a pepper its name.
        gone: Two people have taken the number off.
        sealed: Of a pepper, in hexadecimal; else blank.
    """

    kind: BlockKind
    value: str
    gone: bool = False
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class BlockPage:
    """Items that changed at the hub behind a number.

    Args:
        n: Number of the last of them.
        more: Whether there are further ones.
    """

    items: tuple[BlockItem, ...]
    n: int
    more: bool
