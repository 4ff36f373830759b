"""A small study with quota and contact questions, and stations on it: real store, real services, a clock that waits."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
import sqlcipher3.dbapi2
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from cati_app.demo.clock import SimulatedClock
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.casework.case_list import FIRST, CaseFilter
from cati_app.domain.casework.case_record import AttemptRecord
from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.form_versions import FormFiles
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people.users import Role, User
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.domain.sampling.sample import NewNumber, NewUnit
from cati_app.engine.xlsform.load import load_form
from cati_app.fieldwork.calling.settle import settle
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.current_texts import CurrentTexts
from cati_app.station.loading import LoadedStudy, StudySource, study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.station.study_rules import with_sealed_columns
from cati_app.store import migrate
from cati_app.store.contacts import sample_id_spot
from cati_app.store.database import Database
from cati_app.store.keys import KEY_BYTES, Cost, NoKeyRing, wrap
from cati_app.store.log_chain import Box, LogChain
from cati_app.store.opening import Settings, open_database
from cati_app.store.passwords import hash_password
from cati_app.store.person_rows import Sealing
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.fields import FieldKey
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits
from cati_app.study.load import load_study
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.desk.sample.port import SampleDesk
from cati_app.ui.desk.services import SupervisorServices
from tests.older_contents import put_back

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)
"""16:00 in Berlin; calls may run until 20:00."""
QUICK = Cost(1, 128)
"""So cheap that the passwords of a test cost next to nothing."""
PASSPHRASE, PASSWORD = "open sesame", "a very long secret"
FOLDER = Path(__file__).parent / "folder_of_station"
"""A study folder as small as the study: what lies in it goes into every backup, and to every hub."""
BOX = X25519PrivateKey.generate()
"""What the first keys of the logs' chains are sealed to."""

FORM = """
| survey |
| | type | name | label | relevant | calculation | required | cati_contact | cati_core |
| | hidden | quota_status | | | | | | |
| | hidden | quota_cell | | | | | | |
| | begin group | screener | Screener | | | | | |
| | select_one sex | sex | Sex? | | | yes | | |
| | integer | age | Age? | | | yes | | |
| | calculate | age_group | | | if(${age} = '', '', if(${age} < 45, 'young', 'old')) | | | |
| | end group | | | | | | | |
| | calculate | outcome | | | if(${age} != '' and ${age} < 16, 'no_eligible_person', '') | | | |
| | note | goodbye | The group is full, thank you. | ${quota_status} = 'full' | | | | |
| | begin group | main | Main | ${quota_status} != 'full' and ${outcome} = '' | | | | |
| | integer | rooms | Rooms? | | | | | yes |
| | text | wish | Wish? | | | | | yes |
| | select_one yes_no | again | May we call again? | | | | | |
| | text | contact_name | Name? | ${again} = '1' | | | yes | |
| | text | contact_phone | Number? | ${again} = '1' | | | yes | |
| | end group | | | | | | | |
| choices |
| | list_name | name | label |
| | sex | 1 | man |
| | sex | 2 | woman |
| | yes_no | 1 | yes |
| | yes_no | 0 | no |
"""
STUDY = """
id: small
title: {de: Klein}
version: "1"
questionnaire: form.md
languages: [{code: de, name: Deutsch, status: checked}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent, recontact: again}
calling:
  state: NI
  weekdays: {start: "09:00", end: "20:00"}
  saturday: {start: "10:00", end: "20:00"}
  max_attempts: 10
  max_attempts_per_day: 3
  expected_length_min: 20
screener: screener
outcome: outcome
quota:
  total: 8
  unclassified_share: 0.125
  dimensions:
    - variable: sex
      label: {de: Geschlecht}
      categories:
        - {code: m, values: ["1"], label: {de: M}, share: 0.5}
        - {code: f, values: ["2"], label: {de: F}, share: 0.5}
    - variable: age_group
      label: {de: Alter}
      categories:
        - {code: young, values: [young], label: {de: jung}, share: 0.5}
        - {code: old, values: [old], label: {de: alt}, share: 0.5}
"""
"""Four cells with two places each, one place for those who fit none."""


@cache
def small_study() -> LoadedStudy:
    """Study and form of this module."""
    return study_with(FORM, "hash")


def study_with(form: str, fingerprint: str, settings: str = "") -> LoadedStudy:
    """The study of this module with another form, and with these lines at the end of its study.yaml."""
    study = load_study((STUDY + settings).encode()).study
    assert study is not None
    result = load_form(form.encode(), "form.md", unnamed=study.first_language)
    assert result.form is not None, result.findings
    form_of_study = with_sealed_columns(study, result.form)
    return LoadedStudy(
        FOLDER, StudySource.given(study, form_of_study), fingerprint, (), FormFiles("form.md", form.encode(), {})
    )


def fiction(number: int) -> PhoneNumber:
    """A number reserved for fiction, 0 to 999."""
    return PhoneNumber(f"+493023125{number:03d}", LineKind.LANDLINE)


@dataclass(frozen=True)
class Made:
    """A station's files, made once and copied for every test."""

    files: dict[str, bytes]
    keys: HeldKeys
    people: tuple[User, ...]


@cache
def _made(cases: int, targets_scale: float, chained: bool) -> Made:
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, rehearses=True)
        database = open_database(folder / "small.db", settings, create=True, writable=True)
        clock = SimulatedClock(TUESDAY)
        ids = UuidSource(clock, random.Random(0))
        station = Station(small_study(), database, clock=clock, ids=ids, cost=QUICK, targets_scale=targets_scale)
        keys = begun_study(station)
        roles = {"ann": Role.INTERVIEWER, "bob": Role.INTERVIEWER, "sue": Role.SUPERVISOR, "eve": Role.ANALYST}
        with nullcontext() if chained else without_chain():
            people = [
                station.people.add_person(keys)(PROGRAM, login, login.title(), role, PASSWORD)
                for login, role in roles.items()
            ]
        with SqlUnits(database, keys, QUICK)() as unit:
            unit.sheets.confirm()
            unit.commit()
        station.prepare(keys)
        add_cases(SqlUnits(database, keys, QUICK), range(1, cases + 1))
        database.close()
        paths = [*(folder / name for name in ("small.db", "small.db.key")), *(folder / "state").rglob("*")]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}
        return Made(files, keys, tuple(people))


def made_study(targets_scale: float) -> Made:
    """People with keys, and no cases."""
    return _made(0, targets_scale, chained=True)


def begun_study(station: Station) -> HeldKeys:
    """The keys of a new study, with a box that the tests know."""
    keys = station.people.begin_study()
    secrets = {**keys.opened.secrets, (Purpose.BOX, 1): BOX.private_bytes_raw()}
    keys.renew(replace(keys.opened, secrets=secrets))
    return keys


@contextmanager
def without_chain() -> Iterator[None]:
    """People are added to a study whose log has no chain, so the head names no device."""
    with (
        patch("cati_app.store.people_changes.PeopleChanges._begin_chain", lambda *_: None),
        patch("cati_app.store.people_changes.heads.device_digests", lambda _: {}),
    ):
        yield


def chain(database: Database) -> None:
    """Chain the log of a database from its first row."""
    with database.transaction() as statements:
        database.chain.begin(statements, database.device, Box(BOX.public_key(), 1), 1)
        database.chain.chain_rows(statements)
        statements.commit()


def add_cases(units: Units, numbers: Sequence[int], lines: int = 1) -> None:
    """Cases with these numbers, each with `lines` telephone numbers."""
    with units() as unit:
        unit.sample.add(
            NewUnit(
                CaseId(f"case-{n}"),
                n,
                None,
                "landline",
                None,
                {},
                tuple(NewNumber(NumberId(f"number-{n}-{i}"), fiction(n + 100 * i)) for i in range(lines)),
                sealed_fields={"region": "north"},
            )
            for n in numbers
        )
        unit.commit()


def work_by(station: Station, rules: StudyRules) -> None:
    """A station works by other rules than its study has."""
    station.opened = replace(station.opened, read_rules=lambda: rules)


class Site:
    """One open station with its people; closes the database with `close`."""

    def __init__(
        self, folder: Path, *, cases: int = 5, targets_scale: float = 1.0, seed: int = 1, chained: bool = True
    ) -> None:
        self.path = folder / "small.db"
        self.clock = SimulatedClock(TUESDAY)
        self.scale = targets_scale
        self.loaded = small_study()
        self._seed = seed
        made = _made(cases, targets_scale, chained)
        for name, data in made.files.items():
            (folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        self.keys = made.keys.copy()  # which another head renews
        self.ann, self.bob, self.sue, self.eve = made.people
        self.station = self._open(create=False)

    def _open(self, *, create: bool) -> Station:
        settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, rehearses=True)
        database = open_database(self.path, settings, create=create, writable=True)
        self._seed += 1
        return Station(
            self.loaded,
            database,
            clock=self.clock,
            ids=UuidSource(self.clock, random.Random(self._seed)),
            cost=QUICK,
            targets_scale=self.scale,
        )

    def set_back(self, form: str) -> None:
        """The database as an older version made it: people have passwords and no keys, and nothing was seen here."""
        database, key = self.station.database, os.urandom(KEY_BYTES)
        put_back(database, self.keys, key)
        migrate.migrate(migrate.engine_on(database.driver()), form)
        for user in (self.ann, self.bob, self.sue, self.eve):
            wrapped = wrap(key, PASSWORD, QUICK).to_json() if user.role.sees_contact_data else None
            values = hash_password(PASSWORD, QUICK), wrapped, user.id
            self.sql_write('UPDATE "user" SET password_hash = ?, wrapped_key = ? WHERE id = ?', values)
        database.chain.close()
        database.chain = LogChain(database.state, database.study, self.path.name)
        shutil.rmtree(database.state.path)

    def seal(self) -> Sealing:
        """The newest form, and keys for everybody, as when the supervisor signs in for the first time."""
        migrate.migrate(migrate.engine_on(self.station.database.driver()))
        sealed = self.station.people.seal_study("sue", PASSWORD)
        assert sealed is not None
        _, self.keys, sealing = sealed
        return sealing

    def stretch_in_earnest(self, user: User) -> None:
        """Give somebody's password the cost that the program asks for when it runs in a process of its own."""
        with SqlUnits(self.station.database, self.keys, Cost())() as unit:
            code = unit.people.reset(user.id)
            unit.people.set_password(user.id, code, PASSWORD)
            unit.commit()

    def add_cases(self, numbers: Sequence[int], *, lines: int = 1) -> None:
        """Cases with these numbers, each with `lines` telephone numbers."""
        add_cases(self.units(), numbers, lines)

    def units(self, keys: HeldKeys | None = None) -> SqlUnits:
        """Units of work with the contact key."""
        return self.station.units(keys or self.keys)

    def blind_units(self) -> SqlUnits:
        """Units of work of a role without contact data."""
        return self.station.units(None)

    def place(self, user: User | None = None, dialer: Dialer | None = None) -> InterviewerServices:
        """The services of an interviewer."""
        texts = study_texts(self.station.loaded, "de")
        return self.station.interviewer(user or self.ann, self.keys, dialer or ManualDialer(), texts)

    def desk(self, user: User | None = None, sample: SampleDesk | None = None) -> SupervisorServices:
        """The services of a supervisor."""
        return self.station.supervisor(user or self.sue, self.keys, CurrentTexts(self.station, "de"), sample)

    def reopen(self, loaded: LoadedStudy | None = None) -> None:
        """As after a restart; with another study where one is given, prepared as when somebody signs in."""
        self.station.database.close()
        self.loaded = loaded or self.loaded
        self.station = self._open(create=False)
        if loaded is not None:
            self.station.prepare(self.keys)

    def offered(self, user: User | None = None) -> Offer:
        """The case the person gets now."""
        offer = self.place(user).take_case(user or self.ann)
        assert isinstance(offer, Offer), offer
        return offer

    def offered_id(self) -> CaseId:
        """Id of the first case."""
        return CaseId("case-1")

    def dialled(self, user: User | None = None) -> Offer:
        """The case the person gets now, dialled once."""
        who = user or self.ann
        offer = self.offered(who)
        self.place(who).start_call(who, offer.attempt, offer.case.numbers[0])
        return offer

    def kinds(self) -> list[str]:
        """Kinds of all events, in order."""
        return [str(row[0]) for row in self.sql("SELECT kind FROM event ORDER BY seq")]

    def case(self, case_no: int = 1) -> Case:
        """A case as it stands."""
        with self.units()() as unit:
            case_id = unit.cases.id_of(case_no)
            assert case_id is not None
            return unit.cases.get(case_id)

    def interviews(self) -> tuple[Interview, ...]:
        """All interviews, by start."""
        with self.units()() as unit:
            return unit.interviews.all_in(list(InterviewState))

    def attempts(self, *case_nos: int) -> list[AttemptRecord]:
        """Attempts of these cases, or of all; with their notes."""
        with self.units()() as unit:
            lines = unit.case_book.after(CaseFilter(), FIRST, 1000)
            return [
                attempt
                for line in lines
                if not case_nos or line.case_no in case_nos
                for attempt in unit.case_book.sittings(line.id, opened=True)
            ]

    def results(self) -> list[str]:
        """The dispositions that were given, by case and in order."""
        return [attempt.disposition for attempt in self.attempts() if attempt.disposition is not None]

    def places(self) -> tuple[int, int]:
        """Interviews that have a place for good, and those that hold one, in all cells."""
        with self.units()() as unit:
            counts = unit.quota.counts()
        return sum(count.achieved for count in counts), sum(count.in_progress for count in counts)

    def facts(self, kind: str) -> list[NewEvent]:
        """Facts of a kind, in order."""
        with self.units()() as unit:
            return [logged.event for logged in unit.log.of_kind(kind)]

    def everything(self) -> object:
        """All that is kept, to be compared with what is kept later."""
        with self._tables() as execute:
            tables = execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            return [execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables]

    def learn(self, frame: str, first_calls: Mapping[int, tuple[int, int]]) -> None:
        """What first calls of a frame have come to, by part of the week: how many, and how many reached somebody."""
        for part, (calls, reached) in first_calls.items():
            self.sql_write("INSERT INTO part_count VALUES (?, ?, ?, ?)", (frame, part, calls, reached))

    def name_case(self, case_no: int, name: str) -> None:
        """Give a case a name, as a sample file does."""
        sealed = self.keys.fields.seal(FieldKey.CONTACT, name, sample_id_spot(self.case(case_no).id))
        self.sql_write(
            'UPDATE "case" SET sample_id = ?, sample_id_sealed = ? WHERE case_no = ?',
            (self.keys.lookup("sample_id", name).hex(), sealed, case_no),
        )

    def sample_ids(self) -> dict[CaseId, str | None]:
        """What the sample file calls the cases, by case."""
        ids = [CaseId(str(row[0])) for row in self.sql('SELECT id FROM "case"')]
        with self.units()() as unit:
            return {case_id: known.sample_id for case_id, known in unit.sample.with_ids(ids).items()}

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """What the tables hold, past every repository; also when a command has closed the database."""
        with self._tables() as execute:
            return list(execute(statement))

    @contextmanager
    def _tables(self) -> Iterator[Callable[[str], Any]]:
        try:
            execute = self.station.database.driver().execute
            execute("SELECT 1")
        except sqlcipher3.dbapi2.ProgrammingError:  # closed
            settings = Settings(PASSPHRASE, NoKeyRing(), QUICK, rehearses=True)
            with open_database(self.path, settings, create=False, writable=False) as database:
                yield database.driver().execute
        else:
            yield execute

    def sql_write(self, statement: str, values: tuple[object, ...] = ()) -> None:
        """Change a table, past every repository."""
        self.station.database.driver().execute(statement, values)  # in autocommit

    def settle(self, user: User) -> int:
        """What time did, settled as before the next case, without taking one; how many cases and interviews."""
        watch = self.station.watch
        with self.units()() as unit:
            found = settle(unit, self.clock, self.station.rules, user, clock_was_set=watch.was_set())
            unit.commit()
        watch.seen()
        return found

    def is_blocked(self, number: int) -> bool:
        """Whether a number of fiction is on the block list."""
        with self.units()() as unit:
            return bool(unit.blocklist.holding([fiction(number).e164]))

    def close(self) -> None:
        """Give the database free."""
        self.station.database.close()


def without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no database is opened, in a test that says it needs none."""

    def refuse(path: str, *_: object, **__: object) -> None:
        raise AssertionError("a test in memory opens a database: give it the store in memory, or mark it on_store")

    monkeypatch.setattr(sqlcipher3.dbapi2, "connect", refuse)
