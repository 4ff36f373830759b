"""The store of a study at a hub: a unit's effects count together, and studies know nothing of one another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.store import tables
from cati_app.store.hub import writer
from cati_app.store.hub.answers import KEPT_FOR, OtherRequest
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.sqlite import FolderStorage, SqliteStore
from cati_app.store.hub.studies import Hub, HubStudies
from cati_app.store.hub.unit import HubUnit
from cati_app.store.hub.writer import WriterBusy
from tests.hub_storages import ENGINES, hub_storage
from tests.hub_study import bundles
from tests.stations import TUESDAY

STUDY, OTHER = "5" * 32, "6" * 32
ASKED = "act 7"


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HubStorage]:
    with hub_storage(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def studies(storage: HubStorage) -> Iterator[HubStudies]:
    made = HubStudies(storage, SimulatedClock(TUESDAY))
    yield made
    made.close()


@pytest.fixture
def of_files(tmp_path: Path) -> Iterator[HubStudies]:
    """What is said of files alone."""
    made = HubStudies(FolderStorage(tmp_path), SimulatedClock(TUESDAY))
    yield made
    made.close()


def fact(kind: str = "case_lent", case_id: str = "c1", **more: Any) -> NewEvent:
    return NewEvent(kind, TUESDAY, 5, None, CaseId(case_id), payload={"because": "next"}, **more)


def noted(*, commits: bool = True, fails: bool = False) -> Callable[[HubUnit], int]:
    def note(unit: HubUnit) -> int:
        last = unit.log.append([fact()])
        unit.answers.keep(ASKED, b"next", '{"case":1}')
        if commits:
            unit.commit()
        if fails:
            raise LookupError
        return last

    return note


def kept(studies: HubStudies, study: str = STUDY) -> tuple[int, str | None]:
    """Facts, and the answer."""
    return studies.of(study).run(lambda unit: (unit.log.extent()[0], unit.answers.of(ASKED, b"next"))).result()


def test_what_is_erased_is_not_in_the_journal_either_once_nobody_asks(
    of_files: HubStudies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "QUIET_S", 0.01)
    (bundle,) = bundles(1, STUDY)
    (row, *_) = bundle.rows["number"]
    sealed = bytes.fromhex(str(row[4]))
    rested, rest = threading.Event(), SqliteStore.rest

    def rests(store: SqliteStore) -> None:
        rest(store)
        rested.set()

    monkeypatch.setattr(SqliteStore, "rest", rests)

    def do(work: Callable[[HubUnit], None]) -> bytes:
        """What file and journal hold afterwards."""

        def whole(unit: HubUnit) -> None:
            work(unit)
            unit.commit()

        of_files.of(STUDY).run(whole).result()
        file = tmp_path / "studies" / f"{STUDY}.db"
        return file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()

    assert sealed in do(lambda unit: unit.bundles.put(bundle))
    assert not rested.is_set(), "nothing is owed"
    do(lambda unit: unit.bundles.erase(bundle.case_id))
    assert rested.wait(30)
    assert sealed not in do(lambda unit: None)


def test_what_a_unit_commits_counts_together_and_what_it_does_not_is_undone(studies: HubStudies) -> None:
    left = studies.of(STUDY).run(noted(commits=False))
    failed: Future[int] = studies.of(STUDY).run(noted(commits=False, fails=True))

    assert (1, LookupError) == (left.result(), type(failed.exception()))
    assert (0, None) == kept(studies)
    assert 1 == studies.of(STUDY).run(noted()).result()
    assert (1, '{"case":1}') == kept(studies)


def test_a_request_that_comes_otherwise_under_its_number_is_not_answered(studies: HubStudies) -> None:
    studies.of(STUDY).run(noted()).result()

    told = studies.of(STUDY).run(lambda unit: unit.answers.of(ASKED, b"another")).exception()

    assert isinstance(told, OtherRequest)


def test_answers_that_nobody_can_ask_for_again_are_forgotten(storage: HubStorage) -> None:
    clock = SimulatedClock(TUESDAY)

    def keep(id_: str) -> Callable[[HubUnit], None]:
        def kept_now(unit: HubUnit) -> None:
            unit.answers.keep(id_, b"next", "done")
            unit.commit()

        return kept_now

    def told(*ids: str) -> list[str | None]:
        return study.run(lambda unit: [unit.answers.of(id_, b"next") for id_ in ids]).result()

    with closing(HubStudies(storage, clock)) as studies:
        study = studies.of(STUDY)
        for id_ in ("first", "second"):
            study.run(keep(id_)).result()
            clock.move(KEPT_FOR.total_seconds() - 60)
        assert ["done", "done"] == told("first", "second"), "nobody has asked for anything since"
        study.run(keep("third")).result()
        assert [None, "done"] == told("first", "second")


def test_a_store_of_the_form_before_keeps_answers_from_now_on(studies: HubStudies, storage: HubStorage) -> None:
    studies.of(STUDY).run(noted()).result()
    studies.close()
    with closing(storage.study(STUDY)) as store, store.transaction():
        part = store.part()
        for verb in ("insert", "update", "delete"):
            on_table = "" if isinstance(storage, FolderStorage) else " ON staff_word"
            part.execute(f"DROP TRIGGER noted_staff_word_{verb}{on_table}")
            if on_table:
                part.execute(f"DROP FUNCTION noted_staff_word_{verb}()")
        part.execute("DROP TABLE hub_bundle")
        part.execute("DROP TABLE hub_answer")
        part.execute("CREATE TABLE hub_answer (device TEXT NOT NULL, request BIGINT NOT NULL)")
        part.execute("UPDATE hub_store SET form = '3'")
        part.commit()
    with closing(HubStudies(storage, SimulatedClock(TUESDAY))) as again:
        assert (1, None) == kept(again)
        assert 2 == again.of(STUDY).run(noted()).result()
        assert (2, '{"case":1}') == kept(again)


def test_studies_know_nothing_of_one_another_and_last(studies: HubStudies, storage: HubStorage) -> None:
    studies.of(STUDY).run(noted()).result()

    assert (0, None) == kept(studies, OTHER)
    studies.close()
    assert (STUDY, OTHER) == storage.studies()
    again = HubStudies(storage, SimulatedClock(TUESDAY))
    assert (1, '{"case":1}') == kept(again)
    again.close()


@pytest.mark.parametrize("study", ["", "../" + "5" * 29, "5" * 31, "G" * 32, "5" * 32 + "\n"])
def test_nothing_but_the_id_of_a_study_names_a_file(of_files: HubStudies, study: str) -> None:
    with pytest.raises(ValueError, match="study"):
        of_files.of(study)


def test_a_study_has_the_tables_and_triggers_of_a_file(studies: HubStudies, storage: HubStorage) -> None:
    """Made by the same steps; the counters of the queue follow what is written, as at a station."""

    def add_case(unit: HubUnit) -> None:
        values = ("c1", 1, "landline")
        unit._statements.execute("INSERT INTO route (id, place, language, skill, cell) VALUES (1, '', '', '', '')")
        unit._statements.execute(
            'INSERT INTO "case" (id, case_no, frame, state, fields, attempts, dials, disposition, appointment_firm,'
            " place, cell, skill, refusals, tried, rest, route_id, due_s, level_0, level_1, level_2, level_3)"
            " VALUES (?, ?, ?, 'open', '{}', 0, 0, '3.10', false, '', '', '', 0, '', '', 1, 0, 16, 16, 16, 16)",
            values,
        )
        unit.commit()

    assert tables  # its import fills the list of tables
    studies.of(STUDY).run(add_case).result()
    studies.close()

    with closing(storage.study(STUDY, writable=False)) as store, store.reading() as statements:
        held = {name: statements.all(f'SELECT count(*) FROM "{name}"') for name in SQLModel.metadata.tables}
        counted = statements.all("SELECT route_id, n FROM queue_count")
    assert {"case": [(1,)], "route": [(1,)]}.items() <= held.items()
    assert [(1, 1)] == counted


def test_people_are_not_changed_and_nothing_sealed_is_written_at_a_hub(studies: HubStudies) -> None:

    def tell(unit: HubUnit) -> None:
        unit.log.append([fact(contact={"number": "x"})])

    refused = [studies.of(STUDY).run(work).exception() for work in (tell, lambda unit: unit.people.add_with_code(None))]

    assert ["no_contact_access", "supervisor_needed"] == [
        error.code if isinstance(error, RuleViolation) else error for error in refused
    ]


def test_a_store_that_cannot_be_made_is_tried_again_at_the_next_request(of_files: HubStudies, tmp_path: Path) -> None:
    (tmp_path / "studies").write_text("in the way")

    told = of_files.of(STUDY).run(noted()).exception()
    (tmp_path / "studies").unlink()

    assert isinstance(told, EnvironmentProblem)
    assert "hub_folder_closed" == told.code
    assert 1 == of_files.of(STUDY).run(noted()).result()


def test_a_hub_that_nobody_asked_lets_go_of_its_folder(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.make("b" * 32, "https://127.0.0.1:1", "", "e" * 32)

    for _ in range(2):
        hub = Hub(storage, storage.hub(), SimulatedClock(TUESDAY))
        hub.close()
        hub.close()


def test_a_damaged_study_is_told_and_the_others_go_on(of_files: HubStudies, tmp_path: Path) -> None:
    of_files.of(STUDY).run(noted()).result()
    of_files.close()
    (tmp_path / "studies" / f"{STUDY}.db").write_bytes(b"no database" * 1000)
    again = HubStudies(FolderStorage(tmp_path), SimulatedClock(TUESDAY))

    told = again.of(STUDY).run(noted()).exception()
    other = again.of(OTHER).run(noted()).result()
    again.close()

    assert isinstance(told, EnvironmentProblem)
    assert ("hub_damaged", 1) == (told.code, other)


def test_the_facts_of_a_hub_are_read_as_a_log(studies: HubStudies) -> None:
    def note(unit: HubUnit) -> None:
        unit.log.append([fact(), fact("rules_in_force", "c2")])
        unit.commit()

    studies.of(STUDY).run(note).result()

    def read(unit: HubUnit) -> list[object]:
        log = unit.log
        return [
            [(logged.device, logged.seq, logged.event.case_id) for logged in log.of_kind("case_lent")],
            log.last_rules(),
            log.last_at(),
            log.kinds(),
            log.extent(),
            log.of_interview(InterviewId("i1")),
            log.of_interviews(["i1"]),
        ]

    assert [
        [("hub", 1, "c1")],
        {"because": "next"},
        TUESDAY,
        {"case_lent": 1, "rules_in_force": 1},
        (2, 2),
        (),
        {"i1": []},
    ] == studies.of(STUDY).run(read).result()


def test_what_was_taken_is_finished_at_a_stop_in_its_study_too_and_nothing_begins_behind_it(tmp_path: Path) -> None:
    """A request goes from the register to its study; no thread is left, else the program would never end."""
    storage = FolderStorage(tmp_path)
    storage.make("b" * 32, "https://127.0.0.1:1", "", "e" * 32)
    hub = Hub(storage, storage.hub(), SimulatedClock(TUESDAY))
    go, told = threading.Event(), list[Future[int]]()
    asked = hub.run(lambda _: go.wait())
    asked.add_done_callback(lambda _: told.append(hub.studies.of(STUDY).run(noted())))
    closing_hub = threading.Thread(target=hub.close)
    closing_hub.start()
    go.set()
    closing_hub.join()

    assert [1] == [future.result() for future in told]
    with pytest.raises(WriterBusy):
        hub.studies.of(OTHER)
    with pytest.raises(WriterBusy):
        hub.studies.of(STUDY)
    assert [] == [thread.name for thread in threading.enumerate() if thread.name.startswith("hub-")]
