"""A hub tells who called as long as words do: it hears them from stations, and forgets with a day's first request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.users import NOBODY
from cati_app.store.hub import writer
from cati_app.store.hub.certificate import KEY
from cati_app.store.hub.copying import back_up
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.sqlite import FolderStorage, SqliteStore
from cati_app.store.hub.studies import HubStudies
from cati_app.store.hub.unit import HubUnit
from cati_app.store.staff_words import StaffWord
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Push, StaffTold, written
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import SECRET, STUDY, MemoryHub, row_of
from tests.stations import TUESDAY

WORD = StaffWord(f"p:{7:016x}", "01a20e12-ann", "2026-4", "2027-04-01")
UNTIL_THE_DAY = timedelta(days=127)
"""From a Tuesday in November to the last day of March."""


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HubStorage]:
    with hub_storage(request.param, tmp_path) as made:
        yield made


def learnt(unit: HubUnit, word: StaffWord = WORD) -> None:
    unit.staff.learn([word])
    unit.commit()


def known(unit: HubUnit) -> str:
    return unit.staff.person(WORD.word)


def test_a_hub_knows_whose_a_word_is_until_its_day(storage: HubStorage) -> None:
    clock = SimulatedClock(TUESDAY)
    with closing(HubStudies(storage, clock)) as studies:
        study = studies.of(STUDY)
        study.run(learnt).result()
        clock.move(UNTIL_THE_DAY.total_seconds())
        assert WORD.person == study.run(known).result()
        clock.move(86_400)
        assert NOBODY == study.run(known).result()


def test_whose_a_word_is_told_once_and_ends_no_later(storage: HubStorage) -> None:
    with closing(HubStudies(storage, SimulatedClock(TUESDAY))) as studies:
        study = studies.of(STUDY)
        study.run(learnt).result()

        def again(unit: HubUnit) -> str:
            unit.staff.learn([StaffWord(WORD.word, "somebody else", "2026-4", "2026-12-01")])
            unit.staff.learn([StaffWord(WORD.word, WORD.person, "2026-4", "2030-01-01")])
            unit.commit()
            return known(unit)

        assert WORD.person == study.run(again).result()
        assert [WORD.until] == [each.until for each in study.run(lambda unit: unit.staff.among([WORD.word])).result()]


def test_a_fact_of_the_hub_has_a_word_in_place_of_whom_it_lent_a_case(storage: HubStorage) -> None:
    clock = SimulatedClock(TUESDAY)
    ann = UserId("01a20e12-ann")

    def lent(unit: HubUnit) -> None:
        unit.log.append([NewEvent("case_lent", TUESDAY, 5, ann, CaseId("c1"))])
        unit.log.append([NewEvent("case_taken_back", TUESDAY, 5, UserId("01a20e12-sue"), CaseId("c1"))])
        unit.commit()

    def told(unit: HubUnit) -> list[str | None]:
        return [fact.event.user_id for kind in ("case_lent", "case_taken_back") for fact in unit.log.of_kind(kind)]

    with closing(HubStudies(storage, clock)) as studies:
        study = studies.of(STUDY)
        study.run(lent).result()
        assert [ann, "01a20e12-sue"] == study.run(told).result()
        clock.move(UNTIL_THE_DAY.total_seconds() + 86_400)
        assert [NOBODY, "01a20e12-sue"] == study.run(told).result()


def test_what_a_hub_has_forgotten_is_in_no_page_and_not_in_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "QUIET_S", 0.01)
    rested, rest = threading.Event(), SqliteStore.rest

    def rests(store: SqliteStore) -> None:
        rest(store)
        rested.set()

    monkeypatch.setattr(SqliteStore, "rest", rests)
    clock, file = SimulatedClock(TUESDAY), tmp_path / "studies" / f"{STUDY}.db"
    row = f"{WORD.word}{WORD.person}".encode()

    def pages() -> bytes:
        return file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()

    with closing(HubStudies(FolderStorage(tmp_path), clock)) as studies:
        study = studies.of(STUDY)
        study.run(learnt).result()
        assert row in pages()
        clock.move(UNTIL_THE_DAY.total_seconds() + 86_400)
        study.run(known).result()
        assert rested.wait(30)
        study.run(learnt_nothing).result()
        assert row not in pages()


def learnt_nothing(unit: HubUnit) -> None:
    unit.try_to_write()


def test_a_copy_of_a_hub_has_words_and_no_people(tmp_path: Path) -> None:
    hub = MemoryHub(tmp_path / "hub")
    (hub.folder / KEY).write_text("key")
    hub.enrol()
    told = StaffTold(word=WORD.word, person=WORD.person, quarter=WORD.quarter, until=WORD.until)
    push = Push(epoch=Epoch(n=1, id=f"{1:032x}"), first=1, last=1, events=(row_of(1),), staff=(told,))
    with closing(hub):
        assert 200 == hub.answer(HubCall.PUSH, written(push), SECRET).status
        assert WORD.person == hub.hub.studies.of(STUDY).run(known).result()
        for n in (8, 9):
            hub.hub.studies.of(STUDY).run(partial(learnt, word=replace(WORD, word=f"p:{n:016x}"))).result()
        counted = hub.hub.studies.of(STUDY).run(lambda unit: unit.changes.last()).result()
        back_up(hub.folder, tmp_path / "copy")

    later = TUESDAY + timedelta(minutes=1)
    copied = (tmp_path / "copy" / "studies" / f"{STUDY}.db").read_bytes()
    assert f"{WORD.word}{WORD.person}".encode() not in copied
    with closing(HubStudies(FolderStorage(tmp_path / "copy"), SimulatedClock(later))) as studies:
        assert NOBODY == studies.of(STUDY).run(known).result()
        assert not studies.of(STUDY).run(lambda unit: unit.changes.was_given(counted + 1)).result(), (
            "numbers that were given after the copy are known for what they are"
        )
