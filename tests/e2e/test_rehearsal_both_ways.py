"""A field whose units of work are joined is the same, row by row, as one in which each is durable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from cati_app.demo.rehearsal.field import Rehearsal
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from cati_app.store.calls import SqlCalls
from cati_app.store.case_rows import row_of
from cati_app.store.cases import SqlCases
from cati_app.store.contacts import recontact_spot
from cati_app.store.event_rows import SEALED
from cati_app.store.histories import SqlHistories
from cati_app.store.joined_units import JoinedUnit
from tests.stations import FORM, STUDY

pytestmark = pytest.mark.slow

_SAMPLE = "telefon\n" + "".join(f"03023125{n:03d}\n" for n in range(120))
_PEOPLE = """
calls: {no_answer: 0.2, busy: 0.1, not_in_service: 0.1, soft_refusal: 0.1, appointment: 0.15, never_again: 0.1}
contact: {kinds: {work: {out: {weekday: {9: 0.4, 17: 1.0}}}}}
willingness: {categories: {work: {out: 0.8}}, attempts: [1.0, 0.9]}
appointments: {kept: 0.6, late: 0.3}
population: {margins: {sex: {m: 0.5, f: 0.5}, work: {in: 0.4, out: 0.6}}, cells: {m/in: 1, m/out: 3, f/in: 1, f/out: 1}}
break_off: {per_minute: [0.1, 0.03], at: {rooms: 0.05}}
corrections: {share: 0.08, back: 2}
interviewers: {absence: 0.2}
answers: {age: {range: [10, 80]}}
answers_of: {sex: {m: {sex: {"1": 1}}, f: {sex: {"2": 1}}}, work: {in: {age: {range: [40, 80]}}}}
"""
_OF_KEYS = {"head", "box", "device", "chain", "block_pepper", "meta", "code_key"}
_DRAWN = {("recontact", "id"), ("event", "device")}
"""Columns that differ between any two databases, as nobody's seed draws them."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    folder = tmp_path_factory.mktemp("study")
    (folder / "form.md").write_text(FORM)
    (folder / "study.yaml").write_text(STUDY + "sample: {file: sample.csv, columns: {numbers: [telefon]}}\n")
    (folder / "sample.csv").write_text(_SAMPLE)
    (folder / "respondents.yaml").write_text(_PEOPLE)
    read = read_study(folder)
    assert isinstance(read, LoadedStudy), read
    return read


def test_joined_and_single_units_write_the_same(loaded: LoadedStudy, tmp_path: Path) -> None:
    ways = {joins: Rehearsal(loaded, tmp_path / f"{joins}.db", 3, 5, joins=joins) for joins in (True, False)}
    try:
        fields = {joins: way.play(4) for joins, way in ways.items()}
        assert fields[True].facts() == fields[False].facts()
        assert fields[True].days == fields[False].days
        assert fields[True].work == fields[False].work
        assert fields[True].work.corrected and fields[True].absent_s
        joined, single = ({name: list(rows) for name, rows in _tables(way)} for way in ways.values())
        for name, rows in single.items():
            assert rows == joined[name], name
        assert len(single["event, opened"]) > 1_000
        assert single["recontact, opened"]
        assert "-" in single["notes, opened"]
        joined_check = ways[True].station.verify()(PROGRAM)
        assert joined_check.agrees
    finally:
        for way in ways.values():
            way.station.database.close()


def test_what_a_field_keeps_in_hand_is_what_its_database_tells(loaded: LoadedStudy, tmp_path: Path) -> None:
    rehearsal, steps, seen = Rehearsal(loaded, tmp_path / "field.db", 3, 5), count(1), Counter[str]()

    def compare(_: float) -> None:
        assert rehearsal._joined is not None
        if next(steps) % 23 == 0:
            seen.update(_compared(rehearsal._joined.of(rehearsal.keys), rehearsal.station.clock.now()))

    try:
        rehearsal.play(4, between=compare)
        kept = "cases", "outcomes", "attempts", "open", "held", "alone"
        assert [] == [name for name in kept if not seen[name]], seen
    finally:
        rehearsal.station.database.close()


def _compared(unit: JoinedUnit, now: datetime) -> dict[str, int]:
    """How much was in hand and agrees with what the repositories of a field in earnest read."""
    known, day = unit.known, (now - timedelta(hours=12), now + timedelta(hours=12))
    cases = SqlCases(unit._statements, unit.contacts, unit.blocklist, unit.log, unit.staff)
    calls, histories = SqlCalls(unit._statements, unit.contacts, unit.staff), SqlHistories(unit._statements)
    for case_id, case in known.cases.items():
        assert row_of(cases.get(case_id)) == row_of(case)
        assert cases.made_within(case_id, *day) == unit.cases.made_within(case_id, *day)
        assert cases.made_elsewhere(case_id, *day) == unit.cases.made_elsewhere(case_id, *day)
        assert histories.done(case_id, *day) == unit.histories.done(case_id, *day)
    for attempt_id, attempt in known.attempts.items():
        assert calls.attempt(attempt_id) == attempt
        assert calls.open_attempt_of(attempt.user_id) == unit.calls.open_attempt_of(attempt.user_id)
    assert cases.queue.held() == unit.cases.queue.held()
    assert cases.chances() == unit.cases.chances()
    soon = now + timedelta(minutes=1)
    assert calls.blocks_due(soon) == unit.calls.blocks_due(soon)
    return {
        "cases": len(known.cases),
        "outcomes": sum(map(len, known.outcomes.values())),
        "attempts": len(known.attempts),
        "open": sum(map(len, known.open.values())),
        "held": len(known.held or ()),
        "alone": len(known.alone),
    }


def _tables(rehearsal: Rehearsal) -> Iterator[tuple[str, Iterator[object]]]:
    """Every table without what is sealed, and then what is sealed, opened."""
    driver = rehearsal.station.database.driver()
    names = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    people = dict(driver.execute("SELECT word, person FROM staff_word").fetchall())
    for name in names:
        if name in (*_OF_KEYS, "staff_word"):
            continue
        columns = [row[1] for row in driver.execute(f'PRAGMA table_info("{name}")').fetchall()]
        kept = [n for n, column in enumerate(columns) if (name, column) not in _DRAWN and "key" not in column]
        rows = driver.execute(f'SELECT * FROM "{name}" ORDER BY {1 if name != "recontact" else 2}').fetchall()
        yield name, iter([tuple(_named(people, _told(name, row[n])) for n in kept) for row in rows])
    yield from _opened(rehearsal)


def _named(people: Mapping[str, str], value: object) -> object:
    """Each field draws its own words in place of people: a value with them in it."""
    if not isinstance(value, str):
        return value
    return re.sub(r"p:[0-9a-f]{16}", lambda word: people[word[0]], value)


def _told(name: str, value: object) -> object:
    """A value, and of what is sealed whether there is something; sealed parts of a fact are told opened, later."""
    is_sealed = isinstance(value, bytes) or (name == "event" and isinstance(value, str) and SEALED in value)
    return "sealed" if is_sealed or (name == "number" and isinstance(value, str) and len(value) == 32) else value


def _opened(rehearsal: Rehearsal) -> Iterator[tuple[str, Iterator[object]]]:
    driver = rehearsal.station.database.driver()
    cases, interviews = (
        driver.execute(f'SELECT id FROM "{table}" ORDER BY id').fetchall() for table in ("case", "interview")
    )
    left = driver.execute("SELECT id, case_id, sealed FROM recontact ORDER BY case_id").fetchall()
    with rehearsal.station.units(rehearsal.keys)() as unit:
        facts = [logged for kind in unit.log.kinds() for logged in unit.log.of_kind(kind)]
        told = []
        for logged in facts:
            payload = dict(logged.event.payload or {})
            sealed = {name: unit.contacts.of_fact(logged, name[: -len(SEALED)]) for name in payload if SEALED in name}
            told.append((logged.seq, logged.event.kind, str({**payload, **sealed})))
        yield "event, opened", iter([fact for fact in told if fact[1] not in ("person_added", "device_added")])
        yield "numbers, opened", iter([unit.cases.get(CaseId(row[0])) for row in cases])
        yield (
            "notes, opened",
            iter([entry.note for row in cases for entry in unit.cases.history(CaseId(row[0]), 99)]),
        )
        yield "interviews, opened", iter([unit.interviews.get(InterviewId(row[0])) for row in interviews])
        yield "data, opened", iter([unit.interviews.data_of(InterviewId(row[0])) for row in interviews])
        yield (
            "recontact, opened",
            iter([(row[1], unit.contacts.opened(row[2], recontact_spot(row[0]))) for row in left]),
        )
