"""The block list as a unit of work sees it: the shared file, and what an older version left in the study itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from cati_app.domain.outcomes.dispositions import HARD_REFUSALS, NOT_SCREENED
from cati_app.store.block_peppers import held_peppers, keep_pepper, own_entries_pepper
from cati_app.store.blocklist import (
    BlockListFile,
    Peppers,
    foreign,
    is_pepper,
    no_list,
    not_joined,
    number_hash,
    pepper_name,
)
from cati_app.store.contacts import SqlContacts, number_spot
from cati_app.store.statements import Statements

_CODES = ", ".join(f"'{code}'" for code in sorted({*HARD_REFUSALS, NOT_SCREENED}))
_REFUSED = f"""
SELECT n.id, n.sealed FROM number n JOIN "case" c ON c.id = n.case_id
 WHERE c.state = 'closed' AND c.disposition IN ({_CODES})
"""
"""Whose numbers may be on the list: a refusal before the screening counts as not screened."""


class SqlBlockList:
    """Numbers never to be called again, within a unit of work; RuleViolation `no_contact_access` for other roles."""

    def __init__(self, statements: Statements, contacts: SqlContacts, shared: BlockListFile | None) -> None:
        self._statements = statements
        self._contacts = contacts
        self._file = shared

    def unlock(self) -> BlockListFile | None:
        """The shared list, with the peppers that this study holds; None for a database without one."""
        fields = self._contacts.fields
        if self._file is not None and not self._file.is_held:
            self._file.hold(held_peppers(self._statements, fields))
        return self._file

    def take_in(self) -> tuple[str, ...]:
        """Keep the peppers that an older version left in the list; these.

        Once they are durable here, the list is rid of them: `BlockListFile.take_out`.

        Raises:
            EnvironmentProblem: `blocklist_not_joined`.
        """
        file = self.unlock()
        inside = file.peppers_inside() if file is not None else ()
        if inside:
            self._keep(inside)
        if file is not None and file.unknown(self._peppers()):
            raise not_joined(file.path)
        return inside

    def join(self, peppers: Collection[str]) -> int:
        """Keep the peppers of another study, hexadecimal, with which the list was made; how many were new.

        Raises:
            EnvironmentProblem: `blocklist_none`, `blocklist_foreign`; nothing is kept then.
        """
        file, before = self.unlock(), self._peppers()
        names = file.names() if file is not None else ()
        if file is None or not names:
            raise no_list()
        new = [
            pepper for pepper in peppers if pepper_name(pepper) in names and pepper_name(pepper) not in before.by_name
        ]
        if file.unknown(Peppers.of(before.own, *before.by_name.values(), *new)):
            raise foreign(file.path)
        self._keep(new)
        return len(new)

    def peppers(self) -> tuple[str, ...]:
        """What this study holds, hexadecimal, for one that joins."""
        return tuple(self._peppers().by_name.values())

    def _peppers(self) -> Peppers:
        return held_peppers(self._statements, self._contacts.fields)

    def _keep(self, peppers: Iterable[str]) -> None:
        for pepper in peppers:
            keep_pepper(self._statements, self._contacts.fields, pepper)
        if self._file is not None:
            self._file.hold(self._peppers())

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        own = self._own()
        file = self.unlock()
        shared = file.holding(numbers) if file is not None else frozenset()
        if not own:
            return shared
        pepper = self._pepper()
        return shared | {number for number in numbers if number_hash(number, pepper) in own}

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """Put numbers on the shared list at once, whatever happens to this unit of work; how many were new."""
        file = self.unlock()
        if file is None:
            raise RuntimeError("a database without block list cannot take numbers")
        return file.add(numbers, at, people) if numbers else 0

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
        """With which the entries of this study alone were made."""
        known = own_entries_pepper(self._statements)
        return known if is_pepper(known) else self._peppers().by_name[known]
