"""What a database of version 0016 holds is sealed in one transaction: all of it, and it reads as it did."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.events import LoggedEvent, Moment
from cati_app.domain.ids import CaseId
from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.ending import stored_data
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.data import Included, paged
from cati_app.publish.outputs import Outputs
from cati_app.station.exporting import export_station
from cati_app.station.loading import study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store import integrity
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.sealing import STEPS, SealingStep, seal_database
from cati_app.store.unit_of_work import SqlUnitOfWork, SqlUnits
from tests.older import PASSWORD_0016, database_0016, exported_0016, known_0016, study_0016
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


# -- the field goes on ---------------------------------------------------------------------------------------------


@pytest.fixture
def station(older: Database) -> Station:
    """On the next morning, sealed by the supervisor, as the window and `cati user seal` do it."""
    clock = SimulatedClock(TUESDAY + timedelta(hours=25))
    made = Station(study_0016(), older, clock=clock, ids=UuidSource(clock, random.Random(1)), cost=QUICK)
    sealed = made.people.seal_study("sue", PASSWORD_0016)
    assert sealed is not None
    made.prepare(sealed[1])
    for user, code in sealed[2].codes:
        assert made.people.choose_password(user.login, code, PASSWORD_0016) is not None
    return made


def exported(station: Station, out: Path) -> dict[str, bytes]:
    signed_in = station.sign_in("eve", PASSWORD_0016)
    assert signed_in is not None
    formats, outputs = ("csv", "sav", "paradata"), Outputs(stores=station.stores)
    export_station(station, *signed_in, formats, out, outputs, include=Included.PARTIAL, include_set_aside=True)
    return {path.name: path.read_bytes() for path in out.iterdir() if "codebook" not in path.name}


TOLD_SINCE = {"first_shown_utc"}
"""Columns that came later, and are told of what was held before, too."""
WHO = {"interviewer_no", "interviewer"}
"""That version gave the person's number; now a pseudonym stands there."""
SINCE = {"clock_ahead_s"}
"""Columns that came later: blank for what was held before."""
FILES_SINCE = {"small_1_manifest.json"}
"""Files that came later."""


def rows_without_who(text: bytes) -> list[dict[str, str]]:
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert not any(row.get(name) for row in rows for name in SINCE)
    return [{name: value for name, value in row.items() if name not in WHO | SINCE | TOLD_SINCE} for row in rows]


def test_an_export_gives_what_the_version_before_gave_but_for_who_interviewed(station: Station, tmp_path: Path) -> None:
    before, now = exported_0016(), exported(station, tmp_path / "out")

    assert before.keys() | FILES_SINCE == now.keys()
    assert before["small_1_set_aside.csv"] == now["small_1_set_aside.csv"]
    for name in ("small_1.csv", "small_1_paradata.csv"):
        assert rows_without_who(before[name]) == rows_without_who(now[name])
    frames = []
    for files in (before, now):
        (tmp_path / "small.sav").write_bytes(files["small_1.sav"])
        frame, meta = pyreadstat.read_sav(tmp_path / "small.sav")
        columns = [name for name in frame.columns if name not in WHO]
        frames.append((frame[columns].to_csv(), {name: meta.column_names_to_labels[name] for name in columns}))
    assert frames[0] == frames[1]


def test_one_person_is_called_alike_in_all_files_of_a_month_and_by_no_number(station: Station, tmp_path: Path) -> None:
    def called(out: Path) -> set[str]:
        files = exported(station, out)
        found = []
        for name in ("small_1.csv", "small_1_paradata.csv"):
            rows = csv.DictReader(files[name].decode("utf-8-sig").splitlines())
            found.append({row["interviewer"] for row in rows} - {""})
        assert found[0] == found[1]
        return found[0]

    first = called(tmp_path / "first")
    assert all(8 == len(name) and not name.isdigit() for name in first)
    assert first == called(tmp_path / "again")
    assert isinstance(station.clock, SimulatedClock)
    station.clock.move(timedelta(days=31).total_seconds())
    assert not first & called(tmp_path / "next month")


def test_the_suspended_interview_is_offered_resumed_where_it_stood_and_completed(
    station: Station, tmp_path: Path
) -> None:
    signed_in = station.sign_in("ann", PASSWORD_0016)
    assert signed_in is not None
    ann, keys = signed_in
    place = station.interviewer(ann, keys, ManualDialer(), study_texts(station.loaded, "de"))
    offer = place.take_case(ann)
    assert isinstance(offer, Offer)
    while offer.case.open_interview is None:  # others are due as well
        place.start_call(ann, offer.attempt, offer.case.numbers[0])
        _, following = place.finish_attempt(ann, offer.attempt, "no_answer")
        assert isinstance(following, Offer), following
        offer = following
    assert 2 == offer.case.case_no
    place.start_call(ann, offer.attempt, offer.case.numbers[0])
    resumed = place.resume_interview(ann, offer.case.open_interview)
    session = InterviewSession.replay(place.form, station.clock, place.read_session(resumed.log))
    assert session.ref == resumed.interview.ref
    data = session.data()
    assert ("a lime tree", "Mr Green") == (data["/main/wish"].answer.text, data["/main/contact_name"].answer.text)
    place.record_events(ann, resumed.interview, session.resume().events, session.ref or "", "de")
    step = session.answer("/main/rooms", Answer("4"))
    place.record_events(ann, resumed.interview, step.events, session.ref or "", "de")
    stored = stored_data(session, place.rules.contact_questions)
    place.finish_interview(ann, EndedSitting(resumed.interview.id, offer.attempt, "complete", stored, {}))

    rows = rows_without_who(exported(station, tmp_path / "out")["small_1.csv"])
    before = rows_without_who(exported_0016()["small_1.csv"])
    assert (before, len(before) + 1) == ([row for row in rows if row in before], len(rows))


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
