"""The recovery sheet: two pages, of which two groups are typed back to show that the paper exists and can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cati_app.domain.errors import RuleViolation

GROUPS = 14
"""Of each page, with four letters or digits each."""
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # signs that do not occur


@dataclass(frozen=True, slots=True)
class SheetStatus:
    """What everybody may know of the sheet.

    Args:
        waits: Nobody has typed two groups back yet.
        share_number: Of the Share that is in force.
    """

    waits: bool
    share_number: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """Both secrets as they stand on paper, in groups."""

    root: Sequence[str] = field(repr=False)
    share: Sequence[str] = field(repr=False)
    share_number: int
    made_at: datetime

    def check(self, asked: GroupsAsked, root_text: str, share_text: str) -> None:
        """RuleViolation `groups_misread` unless both are what stands there; case and blanks do not matter."""
        typed = plain_group(root_text), plain_group(share_text)
        if typed != (self.root[asked.root_group - 1], self.share[asked.share_group - 1]):
            raise RuleViolation("groups_misread")


@dataclass(frozen=True, slots=True)
class GroupsAsked:
    """Which group of page 1 and of page 2 is typed back, from 1."""

    root_group: int
    share_group: int


def plain_group(text: str) -> str:
    """What somebody typed, as it is printed."""
    return "".join(letter for letter in text.upper() if letter.isalnum()).translate(_MISREAD)
