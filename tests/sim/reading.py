"""A supervisor who reads the whole study at a station of a simulated hub, from a copy that is fetched page by page."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.station.catching_up import catch_up, standing_of
from cati_app.station.freshness import TOLD_FROM, Freshness
from cati_app.store.case_tables import CARRIED, TABLES
from cati_app.store.reading_rows import CELL, GRANT, LEASE, NOT_COUNTED
from cati_app.sync.case_messages import SessionBegun
from cati_app.sync.change_client import ChangeClient
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import written
from cati_app.ui.stage.study_age import OLD, Lateness
from tests.sim.hub import HUB_ID, SESSION, SimHub
from tests.sim.kept import SHOWN, Beginning, KeptInMemory
from tests.stations import TUESDAY

_CUT = 0.15
_HELD = ("locked_by", "locked_at", "state")
"""Of a case: in the copy it is in hand with whoever has it from the hub."""
_TOLD = (
    *(
        f'SELECT {", ".join(c for c in t.columns if t.name != "case" or c not in _HELD)} FROM "{t.name}"'
        for t in TABLES
        if t != CARRIED
    ),
    *(table.read for table in (CELL, NOT_COUNTED, GRANT)),
)
_LEASES = f"SELECT {', '.join(c for c in LEASE.columns if c not in ('expires_at', 'report_by'))} FROM case_lease l"
"""Renewing one is no change that is told."""
_NEWEST = (
    " WHERE case_id <> '' AND NOT EXISTS (SELECT 1 FROM case_lease m WHERE m.case_id = l.case_id"
    " AND (m.epoch > l.epoch OR m.epoch = l.epoch AND m.n > l.n))"
)
_HERE = (*_TOLD, _LEASES, "SELECT device, log_seq FROM event")
"""What there is to be read of the copy: of each case its last lease."""
_THERE = (
    *(*_TOLD, _LEASES + _NEWEST),
    "SELECT sender, seq FROM inbox_event UNION ALL SELECT 'hub', position FROM hub_fact",
)
"""The same at the hub."""
_Figures = tuple[Counter[tuple[object, ...]], ...]


class _ReadingLine:
    """The line of whoever only reads: what is asked changes nothing at the hub, and takes no chance from the others."""

    def __init__(self, hub: SimHub, device: str, user: User, chance: random.Random) -> None:
        self._hub, self._device, self._user, self._chance = hub, device, user, chance

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask. LineCut: lost, there or back."""
        if self._chance.random() < _CUT:
            raise LineCut
        if call is HubCall.SIGN_IN:
            return Reply(200, written(SessionBegun(session=SESSION, until=TUESDAY + timedelta(days=1000))))
        return self._hub.beside(self._device, self._user, call, body)


class SimReader:
    """Fetches by chance a page or everything, and reads what came by chance at once, or later.

    Args:
        begin: The study, of which the copy is made.
        station: Where it is; its line may be cut, and somebody sets its clock.
        chance: Of its own, so that the others do the same whether anybody reads or not.

    What was amiss with the copy, or with the age that is told of what is in sight, stands in `amiss`.
    """

    def __init__(self, begin: Beginning, hub: SimHub, user: User, station: Any, chance: random.Random) -> None:
        self._hub, self._station, self._chance = hub, station, chance
        self._clock: Clock = station.clock
        self._copy = cast("Any", begin.station(""))
        line = _ReadingLine(hub, station.device, user, chance)
        self._changes = ChangeClient(
            Client(line, "c" * 64, lambda seconds: None, chance, Patience(tries=1), hub=HUB_ID), user.id, SHOWN
        )
        self._freshness, self._lateness = Freshness(standing_of(self._copy)), Lateness(TOLD_FROM)
        self._seen: _Figures = ()
        self._true_at: int | None = None  # when the hub was known to have what is in sight, and nothing else
        self._copy_true_at: int | None = None  # the same of the copy
        self._is_whole = True
        self.refreshed = self.between_pages = 0
        self.amiss: list[str] = []

    @property
    def copy(self) -> KeptInMemory:
        """What is read."""
        copy: KeptInMemory = self._copy
        return copy

    def look(self) -> None:
        """Whoever keeps the copy does something, and somebody looks at the window."""
        if self._chance.random() < 0.4 and self._station.line.is_up:
            self._fetch(pages=self._chance.choice((1, 1, 50)))
        if self._chance.random() < 0.6:
            self.between_pages += not self._is_whole
            self._read()
        self._check_age()

    def look_at_everything(self) -> None:
        """In the end all of it comes."""
        if not any(self._fetch(pages=50) for _ in range(200)):
            self.amiss.append("the copy never becomes whole")
        self._read()
        self._check_age()

    def _fetch(self, pages: int) -> bool:
        """Whether everything came; it is held against the hub, where nothing happened since."""
        left, asked_ms, came = iter(range(pages)), self._clock.monotonic_ms(), False
        whole_before = standing_of(self._copy).as_of
        with suppress(EnvironmentProblem):
            came = catch_up(self._copy, self._changes, self._clock, lambda: next(left, None) is None)
        if not came and standing_of(self._copy).as_of not in (whole_before, None):
            self.amiss.append("the copy says that it is whole, and there is more")
        self._is_whole = came
        if came:
            self.refreshed += 1
            self._freshness.note(standing_of(self._copy), asked_ms)
            self._copy_true_at = asked_ms
            there = _figures(self._hub.kept.driver, _THERE)
            if there == self._seen:
                self._true_at = asked_ms
            here = _figures(self._copy.driver, _HERE)
            self.amiss += [
                f"in {question.rpartition('FROM ')[2]} the copy differs from the hub as it was asked"
                for question, copied, kept in zip(_HERE, here, there, strict=True)
                if copied != kept
            ]
        return came

    def _read(self) -> None:
        """The window shows what is in the copy, which may be between two pages."""
        self._seen, self._true_at = _figures(self._copy.driver, _HERE), self._copy_true_at
        self._freshness.came_in_sight(self._freshness.newest)

    def _check_age(self) -> None:
        in_sight = self._freshness.in_sight()
        told, age = in_sight.is_old(self._clock, self._lateness), in_sight.age(self._clock)
        if self._true_at is None:
            if in_sight.as_of is not None or not told:
                self.amiss.append("what is in sight never was everything, and nobody is told so")
            return
        real = timedelta(milliseconds=self._clock.monotonic_ms() - self._true_at)
        if age is not None and age < real:
            self.amiss.append(f"what is in sight is {real} old, and told as {age}")
        if real >= OLD and not told:
            self.amiss.append(f"what is in sight is {real} old, and nobody is told so")


def _figures(driver: Any, questions: Sequence[str]) -> _Figures:
    """Everything that boards and lists read, and which facts there are."""
    return tuple(Counter(driver.execute(each).fetchall()) for each in questions)
