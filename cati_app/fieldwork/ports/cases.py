"""Cases and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.calling.chances import Chances
from cati_app.domain.casework.after_call import Made
from cati_app.domain.casework.cases import Case, HistoryEntry
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, NumberId, UserId
from cati_app.fieldwork.ports.queue import CaseQueue


class Cases(Protocol):
    """Cases and their numbers."""

    def count(self) -> int:
        """How many cases there are."""
        ...

    def id_of(self, case_no: int) -> CaseId | None:
        """The case with that number."""
        ...

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers; they are None for a role without the contact key."""
        ...

    @property
    def queue(self) -> CaseQueue:
        """Who comes first."""
        ...

    def appointments_between(self, after: datetime, until: datetime) -> int:
        """How many open appointments are for a time after the one and up to the other."""
        ...

    def locked_by(self, user_id: UserId) -> CaseId | None:
        """The case a person holds."""
        ...

    def save(self, case: Case, facts: Sequence[NewEvent] = ()) -> None:
        """The case as it is now, its position in the order, and what happened, at the end of the log.

        What a sample file says of a case is not saved here.
        """
        ...

    def made_within(self, case_id: CaseId, since: datetime, until: datetime) -> int:
        """Contact attempts on the case from `since` to before `until`, counted from the calls."""
        ...

    def made_elsewhere(self, case_id: CaseId, since: datetime, until: datetime) -> Mapping[NumberId, Made]:
        """Of the case's numbers that other cases have too: contact attempts in all of these, and in the time."""
        ...

    def history(self, case_id: CaseId, limit: int = 6) -> tuple[HistoryEntry, ...]:
        """Earlier results, oldest first; notes only with the contact key."""
        ...

    def chances(self) -> Chances:
        """How often first calls reached somebody; kept by `save`."""
        ...

    def block_numbers(self, case_id: CaseId, at: datetime) -> None:
        """Put the numbers of a case on the block list."""
        ...
