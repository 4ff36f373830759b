"""The recovery sheet: two pages on paper that bring a study back when nobody can sign in any more."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from cati_app.values import dataclass

GROUPS = 14
"""On each page."""
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})  # signs that no group holds


@dataclass(frozen=True, slots=True)
class SheetInForce:
    """What every supervisor may know of the sheet in force; `number` as on the sheet."""

    number: int
    made_at: datetime
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the two pages, each as 14 groups of four letters and digits with blanks between them.

    Args:
        number: Of the Share; a new sheet has a higher one.
        page_1: Signs the list of people and opens every key, but no number without page 2.
        page_2: The Share; opens nothing without page 1 or a person's password.
    """

    number: int
    page_1: str = field(repr=False)
    page_2: str = field(repr=False)

    def holds(self, page: int, group: int, typed: str) -> bool:
        """Whether somebody typed a group as it stands there; case, blanks and dashes do not matter.

        Args:
            page: 1 or 2.
            group: 1 to 14.
        """
        plain = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
        return (self.page_1 if page == 1 else self.page_2).split()[group - 1] == plain
