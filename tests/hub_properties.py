"""What must hold at a hub at every moment, and once every station has handed in; read from its database beside it.

Each function says in words what is wrong, or nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import QuotaMode
from cati_app.domain.quota.fitting import cells_of, is_unclassified, quota_of
from cati_app.store.statements import Statements
from tests.hub_field import HubField, StationFiles, files_of

_CELLS = "SELECT id, mode, target, room, achieved, in_progress FROM cell"
_DONE = (
    "SELECT cell_id FROM interview WHERE state = 'completed' AND cell_id IS NOT NULL"
    " AND id NOT IN (SELECT interview_id FROM not_counted)"
)
_LIVE = "SELECT cell_id FROM place_grant WHERE state = 'live'"
_TWICE = (
    "SELECT case_id FROM interview WHERE state = 'completed' AND id NOT IN (SELECT interview_id FROM not_counted)"
    " GROUP BY case_id HAVING count(*) > 1"
)
_HELD_FOR_NOBODY = (
    "SELECT count(*) FROM place_grant g WHERE state = 'live' AND NOT EXISTS"
    " (SELECT 1 FROM interview i WHERE i.id = g.interview_id AND i.held)"
)
_NUMBERED_TWICE = (
    'SELECT c.case_no, a.attempt_no FROM attempt a JOIN "case" c ON c.id = a.case_id'
    " GROUP BY c.case_no, a.attempt_no HAVING count(*) > 1"
)
_EVENTS = "SELECT seq, digest FROM inbox_event WHERE device = ?"


@contextmanager
def kept_at(field_: HubField) -> Iterator[Statements]:
    """What the hub has kept of the study."""
    with closing(field_.hub.storage.study(field_.study, writable=False)) as store, store.reading() as statements:
        yield statements


@dataclass
class Acknowledged:
    """What a station knows the hub to have.

    Args:
        taken: Tokens of cases that were handed in.
        completed: Interviews that were held to their end there, acknowledged or not.
        attempts: Of cases that were handed in.
    """

    device: str = ""
    taken: set[tuple[int, int]] = field(default_factory=set)
    waiting: set[tuple[int, int]] = field(default_factory=set)
    completed: set[str] = field(default_factory=set)
    attempts: set[str] = field(default_factory=set)
    log: dict[int, str] = field(default_factory=dict)


def acknowledged(station: StationFiles) -> Acknowledged:
    """Read from the station's file."""
    told = Acknowledged()
    with files_of(station) as database:
        execute = database.driver().execute
        for epoch, n, waits, rows in execute("SELECT epoch, n, waits, rows FROM case_package").fetchall():
            (told.waiting if waits else told.taken).add((epoch, n))
            packed = json.loads(rows)
            told.completed |= {row[0] for row in packed.get("interview", ()) if "completed" in row}
            if not waits:
                told.attempts |= {row[0] for row in packed.get("attempt", ())}
        told.completed |= {row[0] for row in execute("SELECT id FROM interview WHERE state = 'completed'").fetchall()}
        (told.device,) = execute("SELECT device FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        rows = execute("SELECT seq, hex(digest) FROM event WHERE device = ?", (told.device,)).fetchall()
        told.log = {seq: str(digest).lower() for seq, digest in rows}
    return told


def _by_cell(statements: Statements, query: str) -> Counter[str]:
    """How many there are of each cell; the place of an interview is a cell of each quota that counts it."""
    return Counter(cell for (place,) in statements.all(query) for cell in cells_of(CellId(place)))


def at_every_moment(statements: Statements, *, at_once: bool = False) -> Iterator[str]:
    """I1 to I4, and I7; where two stations may have worked one case, both have an attempt of that number."""
    counted, live = _by_cell(statements, _DONE), _by_cell(statements, _LIVE)
    for cell, mode, target, room, achieved, held in statements.all(_CELLS):
        is_strict = mode == QuotaMode.STRICT.value and not is_unclassified(CellId(cell))
        if is_strict and achieved + held > max(target, room):
            yield f"I1: {cell} has {achieved} + {held} of {target}"
        if achieved != counted[cell]:
            yield f"I2: {cell} says {achieved}, its interviews {counted[cell]}"
        if held != live[cell]:
            yield f"I3: {cell} holds {held}, its grants {live[cell]}"
    for (case,) in statements.all(_TWICE):
        yield f"I4: two interviews of {case} count"
    for case_no, attempt_no in () if at_once else statements.all(_NUMBERED_TWICE):
        yield f"I7: attempt {attempt_no} of case {case_no} is there twice"


def kept_what_was_acknowledged(statements: Statements, told: Acknowledged) -> Iterator[str]:
    """I5, I6, I10: what a station was told is there."""
    ended = {(row[0], row[1]) for row in statements.all("SELECT epoch, n FROM case_lease WHERE ended_as = 'handed_in'")}
    aside = {(row[0], row[1]) for row in statements.all("SELECT epoch, n FROM bundle_aside")}
    for token in told.taken - ended - aside:
        yield f"I6: case {token} of {told.device} was acknowledged and is not there"
    attempts = {row[0] for row in statements.all("SELECT id FROM attempt")}
    kept_aside = " ".join(str(row[0]) for row in statements.all("SELECT rows FROM bundle_aside"))
    for attempt in told.attempts - attempts:
        if attempt not in kept_aside:
            yield f"I5: an attempt of {told.device} was acknowledged and is not there"
    mark = statements.row("SELECT n FROM inbox_mark WHERE device = ?", told.device)
    here = dict(statements.all(_EVENTS, told.device))
    for n in range(1, (mark[0] if mark is not None else 0) + 1):
        if n in told.log and here.get(n) != told.log[n]:
            yield f"I5: event {n} of {told.device} is not there as it was written"


def in_the_end(field_: HubField, *, surplus: bool = False, at_once: bool = False) -> list[str]:
    """I1 to I10 and I14, once every station has handed in.

    Args:
        surplus: Whether somebody wrote a station off, so that an interview may be without a place.
        at_once: Whether leases ended before their time, so that two stations may have worked one case.
    """
    amiss: list[str] = []
    told = [acknowledged(station) for station in field_.stations]
    with kept_at(field_) as statements:
        amiss += at_every_moment(statements, at_once=at_once)
        kept = {row[0] for row in statements.all("SELECT id FROM interview WHERE state = 'completed'")}
        aside = " ".join(str(row[0]) for row in statements.all("SELECT rows FROM bundle_aside"))
        for one in told:
            amiss += kept_what_was_acknowledged(statements, one)
            amiss += [
                f"I6: an interview of {one.device} is not at the hub"
                for interview in one.completed - kept
                if interview not in aside
            ]
            if one.waiting:
                amiss.append(f"I14: {len(one.waiting)} cases wait at {one.device}")
        without = statements.row("SELECT count(*) FROM not_counted WHERE why = 'surplus'")[0]
        if without and not surplus:
            amiss.append(f"I8: {without} interviews have no place")
        if leaks := statements.row(_HELD_FOR_NOBODY)[0]:
            amiss.append(f"I9: {leaks} places are held for nobody")
    return amiss


def counted(field_: HubField) -> int:
    """Interviews that count, each once however many quotas count it."""
    with kept_at(field_) as statements:
        cells = statements.all("SELECT id, achieved FROM cell")
        return sum(achieved for cell, achieved in cells if not quota_of(CellId(cell)))
