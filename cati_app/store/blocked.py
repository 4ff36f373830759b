"""The block list as a unit of work sees it: the shared file, and what an older version left in the study itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.outcomes.dispositions import HARD_REFUSALS, NOT_SCREENED
from cati_app.store.blocklist import BlockListFile, number_hash
from cati_app.store.contacts import SqlContacts, number_spot
from cati_app.store.statements import Statements

_CODES = ", ".join(f"'{code}'" for code in sorted({*HARD_REFUSALS, NOT_SCREENED}))
_REFUSED = f"""
SELECT n.id, n.sealed FROM number n JOIN "case" c ON c.id = n.case_id
 WHERE c.state = 'closed' AND c.disposition IN ({_CODES})
"""
"""Whose numbers may be on the list: a refusal before the screening counts as not screened."""


class SqlBlockList:
    """Numbers never to be called again, within a unit of work."""

    def __init__(self, statements: Statements, contacts: SqlContacts, shared: BlockListFile | None) -> None:
        self._statements = statements
        self._contacts = contacts
        self._shared = shared

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        own = self._own()
        shared = self._shared.holding(numbers) if self._shared is not None else frozenset()
        if not own:
            return shared
        pepper = self._pepper()
        return shared | {number for number in numbers if number_hash(number, pepper) in own}

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """Put numbers on the shared list at once, whatever happens to this unit of work; how many were new."""
        if self._shared is None:
            raise RuntimeError("a database without block list cannot take numbers")
        return self._shared.add(numbers, at, people) if numbers else 0

    def share_own(self, at: datetime) -> int:
        """Bring entries of an older version, known by this study alone, to the shared list; how many went there.

        A hash cannot be turned back, so the numbers of refused cases are tried. What fits none stays here and counts.
        """
        own = self._own()
        if not own or not self._contacts.may_open:
            return 0
        pepper = self._pepper()
        numbers: dict[str, str] = {}
        for number_id, sealed in self._statements.execute(_REFUSED):
            number = self._contacts.opened(sealed, number_spot(number_id)) or ""
            hashed = number_hash(number, pepper)
            if hashed in own:
                numbers[hashed] = number
            if len(numbers) == len(own):
                break
        self.add(list(numbers.values()), at, "older version")
        for hashed in numbers:
            self._statements.execute("DELETE FROM blocked_number WHERE number_hash = ?", (hashed,))
        return len(numbers)

    def _own(self) -> set[str]:
        return {row[0] for row in self._statements.execute("SELECT number_hash FROM blocked_number")}

    def _pepper(self) -> str:
        pepper: str = self._statements.row("SELECT value FROM meta WHERE key = 'pepper'")[0]
        return pepper
