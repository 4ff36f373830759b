"""An import or a draw that is tried on the reading copy, to be compared with the whole study; nothing stays.

What it makes of cases is read off, sealed as a hub is to have it, before the transaction is undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Self

from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId
from cati_app.domain.sampling.sample import NewUnit, RenewedUnit
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.samples import SampledCase
from cati_app.store.case_tables import CASE, NUMBER, told_row
from cati_app.store.contacts import SqlContacts
from cati_app.store.database import Database
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.keys import Cost
from cati_app.store.log_chain import RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.queue import SqlQueue
from cati_app.store.reading_copy import CopyUnit, still_coming
from cati_app.store.sample import SqlSample
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import dataclass

_BATCH = 500
# sqlite: json_each spreads a list of ids
_AMONG = "IN (SELECT value FROM json_each(?))"
_CASES = f'SELECT {", ".join(CASE.columns)} FROM "case" WHERE id {_AMONG}'
_NUMBERS = f"SELECT {', '.join(NUMBER.columns)} FROM number WHERE case_id {_AMONG} ORDER BY {NUMBER.order}"


@dataclass(frozen=True, slots=True)
class StagedChange:
    """What an import or a draw has made.

    Args:
        life: Of the hub, as far as the copy knows.
        basis: Number of the last change that there was at the hub; the copy has all of them.
        count: Of the cases.
        cases: To be read once, before the transaction ends.
        facts: What it would have written into the log.
    """

    life: str
    basis: int
    count: int
    cases: Iterator[SampledCase]
    facts: Sequence[NewEvent]


Keep = Callable[[StagedChange], None]


class _StagedSample(SqlSample):
    """Remembers which cases are new, and which are renewed.

    Args:
        clear: What study.yaml declares; cases that are there stay as they are.
    """

    def __init__(self, statements: Statements, contacts: SqlContacts, queue: SqlQueue, clear: frozenset[str]) -> None:
        super().__init__(statements, contacts, queue)
        self._clear = clear
        self.changed: dict[CaseId, tuple[bool, int]] = {}

    def clear_columns(self) -> frozenset[str]:
        """What is declared: a study at a hub is not divided anew here."""
        return self._clear

    def add(self, units: Iterable[NewUnit]) -> None:
        """New cases."""
        known = list(units)
        super().add(known)
        self.changed.update((unit.id, (False, 0)) for unit in known)

    def renew(self, units: Iterable[RenewedUnit]) -> None:
        """Cases that are there."""
        known = list(units)
        super().renew(known)
        self.changed.update((unit.id, (True, unit.row)) for unit in known)


class _StagedLog(SqlEventLog):
    """Keeps what is written, for the log of the station."""

    def __init__(self, statements: Statements, rows: EventRows, chain: RowChain) -> None:
        super().__init__(statements, rows, chain)
        self.facts: list[NewEvent] = []

    def append(self, events: Iterable[NewEvent]) -> int:
        """How many facts there are."""
        self.facts += events
        return len(self.facts)


class StagedUnit(CopyUnit):
    """One transaction on a reading copy that is always undone.

    Args:
        clear: Columns that stay in the open.
        keep: Gets what was made, where it is to be kept.

    Raises:
        EnvironmentProblem: `whole_study_coming` at its beginning, where a page is still to come. A case that changed
            may lack until then; and the number of the page alone does not tell a hub that came back from a copy that
            it was told in a state which is lost.
    """

    def __init__(self, copy: Database, keys: HeldKeys, clear: frozenset[str], keep: Keep) -> None:
        super().__init__(copy, keys, Cost())
        self._clear = clear
        self._keep = keep

    def __enter__(self) -> Self:
        try:
            if not self.copy.standing().is_whole:
                raise still_coming()
        except BaseException:
            self._statements.end()
            raise
        return self

    @OnDemand
    def sample(self) -> _StagedSample:
        """The sample as a whole."""
        return _StagedSample(self._statements, self.contacts, self.cases.queue, self._clear)

    @OnDemand
    def log(self) -> _StagedLog:
        """What would be written."""
        return _StagedLog(self._statements, self._event_rows, self._kept.chain)

    def commit(self) -> None:
        """Hand over what was made; the copy stays as it was."""
        standing, changed = self.copy.standing(), self.sample.changed
        cases = self._read_off(list(changed.items()))
        self._keep(StagedChange(standing.life, standing.mark.n, len(changed), cases, tuple(self.log.facts)))

    def _read_off(self, changed: Sequence[tuple[CaseId, tuple[bool, int]]]) -> Iterator[SampledCase]:
        for first in range(0, len(changed), _BATCH):
            batch = changed[first : first + _BATCH]
            ids = json.dumps([case_id for case_id, _ in batch])
            cases = {row[0]: told_row(CASE, row) for row in self._statements.all(_CASES, ids)}
            numbers: dict[str, list[list[object]]] = {}
            for row in self._statements.all(_NUMBERS, ids):
                numbers.setdefault(str(NUMBER.at(row, "case_id")), []).append(told_row(NUMBER, row))
            for case_id, (renews, file_row) in batch:
                rows = {CASE.name: [cases[case_id]], NUMBER.name: numbers.get(case_id, [])}
                yield SampledCase(CaseBundle(case_id, rows), renews, file_row)
