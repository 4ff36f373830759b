"""What use cases ask for to list cases and to tell what happened to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from cati_app.domain.casework.case_list import CaseFilter, CaseLine, CaseMark
from cati_app.domain.casework.case_record import AttemptRecord
from cati_app.domain.ids import CaseId


class CaseBook(Protocol):
    """Pages of the list of cases, as quick with many cases as with few; and the record of one case."""

    def after(self, wanted: CaseFilter, mark: CaseMark, limit: int) -> Sequence[CaseLine]:
        """The next cases after a position in the list."""
        ...

    def before(self, wanted: CaseFilter, mark: CaseMark, limit: int) -> Sequence[CaseLine]:
        """The cases just before a position in the list, in the list's order."""
        ...

    def count(self, wanted: CaseFilter, at_most: int) -> int:
        """How many cases there are, counted no further than `at_most`."""
        ...

    def results(self) -> Sequence[str]:
        """Dispositions that cases have now."""
        ...

    def case_numbers(self) -> tuple[int, int] | None:
        """The lowest and the highest number of a case; None without cases."""
        ...

    def sittings(self, case_id: CaseId, *, opened: bool) -> tuple[AttemptRecord, ...]:
        """What happened to a case, oldest first; `opened`: with notes and reasons, which needs the contact key."""
        ...
