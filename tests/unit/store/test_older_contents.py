"""What a database of version 0016 holds is sealed in one transaction: all of it, and it reads as it did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.events import LoggedEvent, Moment
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.monitor.data import paged
from cati_app.store import integrity
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.sealing import STEPS, SealingStep, seal_database
from cati_app.store.unit_of_work import SqlUnitOfWork, SqlUnits
from tests.older import PASSWORD_0016, database_0016, known_0016
from tests.pages import plain_pages
from tests.stations import PASSPHRASE, QUICK, TUESDAY


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Database]:
    path = database_0016(tmp_path)
    settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, rehearses=True)
    with open_database(path, settings, create=False, writable=True) as database:
        yield database


def sealed(database: Database) -> SqlUnits:
    """Sealed by the supervisor, and units of work with the supervisor's keys."""
    done = seal_database(database, "sue", PASSWORD_0016, QUICK, Moment(TUESDAY, 0))
    assert done is not None
    return SqlUnits(database, done[1], QUICK)


def test_everything_reads_as_the_version_before_read_it(older: Database) -> None:
    known = known_0016()

    with sealed(older)() as unit:
        assert known["sessions"] == {
            interview.id: [[logged.event.kind, _opened(unit, logged)] for logged in log]
            for interview, _, log in paged(unit.interview_book.paths, lambda path: path[0], tuple(InterviewState))
        }
        interviews = unit.interviews.all_in(tuple(InterviewState))
        assert known["frozen"] == {interview.id: dict(interview.frozen or {}) for interview in interviews}
        rows = {record.interview.id: record.values for record in paged(unit.interview_book.page, lambda r: r.interview)}
        values = {
            interview_id: {name: [value.text, value.missing] for name, value in data.items()}
            for interview_id, data in rows.items()
        }
        assert {row[0]: row[5] for row in known["rows"]} == values
        assert set(known["answered"]) == unit.form_versions.answered()


def test_contact_data_read_as_the_version_before_read_them(older: Database) -> None:
    contact = known_0016()["contact"]

    with sealed(older)() as unit:
        cases = [unit.cases.get(CaseId(f"case-{n}")) for n in range(1, 7)]
        numbers = [number.number for case in cases for number in case.numbers]
        assert contact["numbers"] == sorted(number.e164 for number in numbers if number is not None)
        sittings = [sitting for case in cases for sitting in unit.case_book.sittings(case.id, opened=True)]
        assert contact["notes"] == sorted(sitting.note for sitting in sittings if sitting.note)
        reasons = [correction.reason for sitting in sittings for correction in sitting.corrections]
        assert contact["reasons"] == reasons
        assert 2 == len(unit.contacts.kept_cases())
        assert {"case-3"} == {known.id for known in unit.sample.named(["sample-name-3"]).values()}
        lookups = [unit.sample.lookup(number) for number in numbers if number is not None]
        assert 6 == len(unit.sample.owners(lookups))


def test_the_log_keeps_its_facts_their_order_and_its_guards(older: Database) -> None:
    facts = "SELECT seq, device, at, kind, user_id, case_id, interview_id FROM event ORDER BY seq"
    with older.transaction() as statements:
        before = statements.all(facts)

    sealed(older)

    with older.transaction() as statements:
        assert before == statements.all(facts)[: len(before)]
        both = "SELECT count(*) FROM event WHERE payload IS NOT NULL AND sealed IS NOT NULL"
        assert 0 == statements.row(both)[0]
    assert () == integrity.faults(older.driver(), older.path)


CANARIES = ("an ash tree", "a lime tree", "rowing", "Brown", "Green", "23125042", "Muster", "sample-name", "softly")
"""Answers, names, numbers and notes that version 0016 had in its database, in the open or sealed without their row."""


def test_nothing_is_left_for_who_has_the_database_key_alone_not_even_in_free_pages(older: Database) -> None:
    assert b"an ash tree" in plain_pages(older.path, older.key)  # the search itself works
    sealed(older)

    pages = plain_pages(older.path, older.key)

    assert [] == [canary for canary in CANARIES if canary.encode() in pages]


def test_a_kill_before_the_end_leaves_everything_as_it_was(older: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    guards = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"

    def everything() -> list[list[Any]]:
        return [_rows(older, guards), *(_rows(older, f'SELECT * FROM "{name}"') for (name,) in _rows(older, tables))]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    before = everything()
    monkeypatch.setattr("cati_app.store.sealing.STEPS", (*STEPS, SealingStep("0022", killed)))
    with pytest.raises(KeyboardInterrupt):
        sealed(older)

    assert before == everything()


def _rows(database: Database, statement: str) -> list[Any]:
    return list(database.driver().execute(statement).fetchall())


def _opened(unit: SqlUnitOfWork, logged: LoggedEvent) -> dict[str, object] | None:
    payload = logged.event.payload
    if payload is None:
        return None
    return {
        name: unit.contacts.of_fact(logged, name.removesuffix("_sealed")) if name.endswith("_sealed") else value
        for name, value in payload.items()
    }
