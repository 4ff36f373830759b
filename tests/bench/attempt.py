"""What an attempt and a short interview cost in the service: processor time, statements, reads of cases."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cati_app.domain.casework.cases import Call
from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.store.ownership import OPEN_BY
from tests.bench.machine import Measured, Stopwatch
from tests.stations import Site

ANSWERS = {"sex": "1", "age": "30", "rooms": "3", "wish": "none", "again": "0"}
PLACE = {"sex": "1", "age_group": "young"}
_WAIT_S = 11  # after it a result cannot be taken back any more


_GUARD = (
    f"SELECT (SELECT value FROM meta WHERE key = '{OPEN_BY}'), (SELECT max(seq) FROM event), (SELECT max(n) FROM head)"
)


@dataclass
class Counted:
    """What one action asked of the database."""

    units: int = 0  # transactions begun
    guards: int = 0  # questions whether this program still has the database
    statements: list[str] = field(default_factory=list)
    pages: int = 0  # written; each is encrypted and signed
    last: str = ""

    @property
    def case_reads(self) -> int:
        """How often the row of one case was read."""
        return sum('FROM "case" WHERE id = ' in statement for statement in self.statements)


@contextmanager
def counted(site: Site) -> Iterator[Counted]:
    """Count what is asked of the database of a site; what triggers do is not counted."""
    asked = Counted()

    def heard(statement: str) -> None:
        if statement.startswith("BEGIN"):
            asked.units += 1
        elif statement == _GUARD:
            asked.guards += 1
        elif not statement.startswith(("--", "COMMIT", "ROLLBACK")) and statement != asked.last:
            asked.statements.append(statement)
        asked.last = statement  # triggers make the driver tell a statement again

    driver = site.station.database.driver()
    before = _journal(driver)
    driver.set_trace_callback(heard)
    try:
        yield asked
    finally:
        driver.set_trace_callback(None)
        asked.pages = _journal(driver) - before


def _journal(driver: Any) -> int:
    """Pages written since the journal was begun anew; 0 where the next transaction begins it."""
    _, pages, brought = driver.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return 0 if pages == brought else int(pages)


def attempt(site: Site) -> dict[str, Callable[[], object]]:
    """The steps of an attempt that ends with `no_answer`, as the dial screen takes them: a case is in hand, and so is
    the next one at the end.
    """
    place, user, held = site.place(), site.ann, _Hands(site)
    held.take()

    def finish() -> None:
        _, offered = place.finish_attempt(user, held.offer.attempt, "no_answer")
        assert isinstance(offered, Offer)
        held.offer = offered

    return {
        "dial": held.dial,
        "call ended": lambda: place.end_call(user, held.offer.attempt, held.call.id, "no_answer"),
        "result, next case": finish,
    }


class _Hands:
    """Whoever works at a site, with the case and the call of now."""

    offer: Offer
    call: Call

    def __init__(self, site: Site) -> None:
        self._place, self._user = site.place(), site.ann

    def take(self) -> None:
        """The next case."""
        offered = self._place.take_case(self._user)
        assert isinstance(offered, Offer)
        self.offer = offered

    def dial(self) -> None:
        """Its first number."""
        self.call = self._place.start_call(self._user, self.offer.attempt, self.offer.case.numbers[self.offer.number])


def interview(site: Site) -> dict[str, Callable[[], object]]:
    """The steps of a sitting with a short interview, its answers one by one."""
    place, user, held = site.place(), site.ann, _Hands(site)
    interviews: list[Interview] = []

    def start() -> None:
        interviews.append(place.start_interview(user, held.offer.case, "hash", "de"))

    def answer() -> None:
        assert place.reserve_place is not None
        for name, text in ANSWERS.items():
            event = SessionEvent("answered", f"/{name}", site.clock.now(), 0, {"text": text})
            place.record_events(user, interviews[-1], [event], f"/{name}", "de")
            if name == "age":
                place.reserve_place(user, interviews[-1].id, PLACE)

    def finish() -> None:
        data = [StoredDatum(f"/{name}", text, None) for name, text in ANSWERS.items()]
        place.finish_interview(user, EndedSitting(interviews[-1].id, held.offer.attempt, "complete", data, {}))

    return {
        "next case": held.take,
        "dial": held.dial,
        "start": start,
        "answers": answer,
        "finish": finish,
    }


@dataclass
class Cost:
    """A step: what it took and wrote in each round, and what it asked of the database in the last one."""

    times: list[Measured] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)  # written in each round
    counted: Counted = field(default_factory=Counted)


def in_all(steps: Mapping[str, Cost]) -> Cost:
    """The steps together, round by round."""
    whole = Cost(
        [_together(times) for times in zip(*(cost.times for cost in steps.values()), strict=True)],
        [sum(pages) for pages in zip(*(cost.pages for cost in steps.values()), strict=True)],
    )
    for cost in steps.values():
        whole.counted.units += cost.counted.units
        whole.counted.statements += cost.counted.statements
    return whole


def measure_attempts(rounds: int = 200) -> dict[str, dict[str, Cost]]:
    """Attempts, then interviews, each step apart."""
    measured: dict[str, dict[str, Cost]] = {}
    watch = Stopwatch()
    for name, steps_of in (("attempt", attempt), ("interview", interview)):
        with tempfile.TemporaryDirectory() as folder:
            site = Site(Path(folder), cases=2 * rounds, targets_scale=1000.0)
            steps, driver = steps_of(site), site.station.database.driver()
            costs = measured[name] = {step: Cost() for step in steps}
            for turn in range(rounds):
                watch.look()
                for step, do in steps.items():
                    if turn == rounds - 1:
                        with counted(site) as asked:
                            do()
                        costs[step].counted = asked
                        continue
                    before = _journal(driver)
                    watch.time(do, costs[step].times)
                    costs[step].pages.append(_journal(driver) - before)
                site.clock.move(_WAIT_S)
                site.station.database.tidy()  # as the window does while somebody waits for a line
            site.close()
    return measured


def _together(steps: Sequence[Measured]) -> Measured:
    return Measured(sum(step.elapsed for step in steps), sum(step.processor for step in steps), steps[0].products)
