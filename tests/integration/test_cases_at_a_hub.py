"""Two machines call from one sample over a real hub: commands, TLS, two databases and two state folders."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.coding.code_frame import UnitCodes
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.monitor.answer_codings import codings
from cati_app.fieldwork.monitor.code_answers import CodingResult, ReadOpenAnswers, WantedCodes
from cati_app.fieldwork.monitor.code_units import CodeUnits, ReadUnits
from cati_app.fieldwork.monitor.unit_texts import AnsweredQuestion, AnswerTexts
from cati_app.station.current_texts import CurrentTexts
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.hub_link import push
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study
from cati_app.station.whole_study import whole_study
from cati_app.store.case_tables import NUMBER
from tests.at_work import AtWork, at_work
from tests.code_frames import FRAME, MOOD
from tests.commands import Command
from tests.integration.test_study_at_a_hub import TwoMachines
from tests.lanes import keep_to_the_lane
from tests.running_hub import RunningHub
from tests.stations import PASSWORD, TUESDAY, Site, fiction

pytestmark = pytest.mark.slow


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    made = RunningHub(tmp_path / "hub")
    made.start("--rehearsal-from", TUESDAY.isoformat())
    yield made
    made.close()


@pytest.fixture
def machines(
    sue: Command, cati: Command, site: Site, hub: RunningHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> TwoMachines:
    """The study is published, its cases are at the hub, and a second machine has joined."""
    made = TwoMachines(sue, cati, site, monkeypatch, tmp_path)
    settings = made.study / "study.yaml"
    settings.write_text(settings.read_text().replace("total: 10", "total: 2"))  # one place for men, one for women
    monkeypatch.setenv("CATI_HUB_CODE", hub.code)
    made.here("hub", "enrol")
    made.here("hub", "publish")
    assert made.here("hub", "adopt")["handed_over"] == 5
    assert made.join()[0] == 0
    return made


SEALED_NUMBER = NUMBER.columns.index("sealed")


def lowered(study: Path) -> None:
    """Nobody else is wanted of the first cell, and two of the second."""
    settings = study / "study.yaml"
    text = settings.read_text(encoding="utf-8").replace("share: 0.5}", "share: 0.0}", 1)
    settings.write_text(text.replace("share: 0.5}", "share: 1.0}", 1), encoding="utf-8")


@pytest.fixture
def team(machines: TwoMachines, tmp_path: Path) -> Iterator[tuple[AtWork, AtWork]]:
    """Ann at the machine that had the study, Bob at the one that joined."""
    study = read_study(machines.study)
    assert isinstance(study, LoadedStudy)
    here = at_work(study, machines.db, tmp_path / "state", "ann", 1)
    there = at_work(study, machines.other / "joined.db", machines.other / "state", "bob", 2)
    with here as ann, there as bob:
        yield ann, bob


def test_the_log_of_the_station_is_at_the_hub_with_its_cases(machines: TwoMachines, hub: RunningHub) -> None:
    marks = [device["mark"] for device in hub.command("status")["devices"]]

    assert [False, True] == sorted(mark > 0 for mark in marks), "the one that joined has sent nothing yet"


def test_two_machines_call_from_one_sample_into_one_quota(team: tuple[AtWork, AtWork], hub: RunningHub) -> None:
    ann, bob = team
    first, second = ann.called(), bob.called()
    assert first.case.id != second.case.id
    assert first.case.numbers[0].number is not None
    assert second.case.numbers[0].number is not None, "the second machine reads what the first one sealed"
    ann.services.record_result(ann.user, first.attempt, "no_answer")
    bob.services.record_result(bob.user, second.attempt, "busy")
    for at in (ann, bob):
        at.clock.move(11)
    assert bob.whole_interview(sex="1") == "in"
    assert ann.whole_interview(sex="1") == "full", "there was one place, and every station knows"
    assert ann.whole_interview(sex="2") == "in"
    ann.leave()
    bob.leave()
    assert isinstance(bob.services.take_case(bob.user), Nothing)
    kept = b"".join(path.read_bytes() for path in hub.folder.rglob("*") if path.is_file())
    assert not [n for n in range(1000) if fiction(n).e164.encode() in kept]


def test_a_hub_from_a_copy_lends_nothing_until_every_station_has_said_what_it_has(
    team: tuple[AtWork, AtWork], hub: RunningHub
) -> None:
    ann, bob = team
    offer = ann.called()
    bob.called()
    hub.end(signal.SIGTERM)
    hub.start("--restored", "--rehearsal-from", TUESDAY.isoformat())
    ann.services.record_result(ann.user, offer.attempt, "no_answer")
    ann.clock.move(11)
    with pytest.raises(EnvironmentProblem) as waits:
        ann.services.take_case(ann.user)
    assert waits.value.code == "hub_recovers"
    bob.leave()
    assert isinstance(ann.services.take_case(ann.user), Offer)


def test_a_station_that_was_written_off_holds_nobody_up(
    team: tuple[AtWork, AtWork], machines: TwoMachines, hub: RunningHub
) -> None:
    ann, bob = team
    bob.called()
    ann.station.database.close()
    gone = bob.station.database.device
    told = machines.here("hub", "write-off", gone, "--reason", "it was stolen")
    assert told == {"stations": [gone], "cases": 1, "places": 0}


def test_supervisor_and_analyst_read_the_whole_study_at_any_station(
    team: tuple[AtWork, AtWork],
    machines: TwoMachines,
    hub: RunningHub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CATI_SECOND_PASSWORD", PASSWORD)
    ann, bob = team
    no_answer = bob.called()
    bob.services.record_result(bob.user, no_answer.attempt, "no_answer")
    bob.clock.move(11)
    assert ann.whole_interview(sex="1") == "in"
    assert bob.whole_interview(sex="2") == "in"
    for at in (ann, bob):
        at.leave()
        at.station.database.close()
    assert machines.here("status")["completes"] == 2
    assert machines.here("status", "--here")["completes"] == 0
    lowered(machines.study)
    outlook = machines.here("hub", "publish", "--dry-run")
    assert [{"cell": "m", "now": 0, "taken": 1}] == outlook["overtaken"], "counted where the whole study is read"
    assert {"complete", "no_answer"} <= set(machines.here("rates")["codes"])  # type: ignore[call-overload]
    fetched = machines.there("hub", "fetch", machines.other / "study")  # by the clock of commands it is days later
    assert fetched[0] == 0, fetched
    shown = machines.there("case", machines.other / "study", no_answer.case.case_no, "--json", login="sue")
    assert 0 == shown[0], shown
    assert [attempt["result"] for attempt in json.loads(shown[1])["attempts"]] == ["no_answer"], shown
    corrected = machines.there(
        *("case", machines.other / "study", no_answer.case.case_no, "--result", "refusal_household"),
        *("--reason", "somebody answered", "--json"),
        login="sue",
    )
    assert 0 == corrected[0], corrected
    told = json.loads(corrected[1])
    assert ["refusal_household"] == [attempt["result"] for attempt in told["attempts"]], "as the hub has it at once"
    code = json.loads(machines.there("status", machines.other / "study", "--json", login="eve")[1])
    assert 2 == code["completes"]
    for login in ("eve", "sue"):
        groups = json.loads(machines.there("figures", machines.other / "study", "--json", login=login)[1])
        assert {"few_people"} == {group["findings"]["withheld"] for group in groups}, "of two people nothing is told"
    figures_are_opened_here_and_looked_at_there(machines)
    for words, said in (
        (("hub", "take-back", no_answer.case.case_no), "No station has this case"),
        (("hub", "promote", "x"), "no such cell"),
        (("hub", "promote", "m"), "No interview of this cell"),
    ):
        refused = machines.there(*words[:2], machines.other / "study", *words[2:], "--reason", "why", login="sue")
        assert 1 == refused[0]
        assert said in refused[2]
    closed = machines.there(
        "quota", machines.other / "study", "--close-unclassified", "--reason", "too many", login="sue"
    )
    assert 0 == closed[0], closed
    assert "closed: thanked and told why" in closed[1], "as the hub has it at once"
    out = tmp_path / "data"
    code, told, problems = machines.there(
        "export", machines.other / "study", "--out", out, "--format", "csv", "--json", login="eve"
    )
    assert (0, 2) == (code, json.loads(told)["rows"]), problems
    nothing = machines.there(
        *("export", machines.other / "study", "--out", tmp_path / "since", "--since", "2030-01-01", "--json"),
        login="eve",
    )
    assert (0, 0) == (nothing[0], json.loads(nothing[1])["rows"]), nothing
    (manifest,) = (tmp_path / "since").glob("*_manifest.json")
    assert json.loads(manifest.read_bytes())["data_time"].startswith("2026-11-24T16:"), "of the last interview of all"
    hub.end(signal.SIGTERM)
    cut = machines.there("status", machines.other / "study", login="eve")
    assert 0 == cut[0], cut
    assert "As of" in cut[2]
    assert "completes" in cut[1]
    copies = [machines.other / f"joined.db.{name}" for name in ("whole", "figures")]
    assert not [n for n in range(1000) for copy in copies if fiction(n).e164.encode() in copy.read_bytes()]


def figures_are_opened_here_and_looked_at_there(machines: TwoMachines) -> None:
    """By a supervisor and an analyst at one station; ended at the other."""
    day, study = TUESDAY.date().isoformat(), machines.other / "study"
    words = ("--unlock", "ann", "--from", day, "--to", day, "--reason", "a complaint", "--with", "eve")
    opened = machines.there("figures", study, *words, "--json", login="sue")
    assert (0, "ann") == (opened[0], json.loads(opened[1] or "{}").get("of")), opened
    at_once = machines.there("figures", study, "--of", "ann", "--json", login="sue")
    assert (0, 1) == (at_once[0], json.loads(at_once[1] or "{}").get("conversations")), at_once
    alone = machines.there("figures", study, login="ann")
    assert "signs in beside" in alone[2], "an interviewer's station has the cases in hand alone"
    own = json.loads(machines.there("figures", study, "--with", "eve", "--json", login="ann")[1])
    assert (1, None, 1) == (own["conversations"], own["expected"], own["opened"])
    refused = machines.there("figures", study, "--with", "bob", login="ann")
    assert (1, "") == refused[:2], "a colleague reads no figures"
    machines.there("hub", "push", study)
    assert 1 == machines.here("figures", "--json", "--of", "ann")["conversations"]
    assert {"ended": 1} == machines.here("figures", "--lock")
    listed: Any = machines.here("figures", "--unlocked")
    assert [("ann", True, "a complaint")] == [(each["of"], each["ended"], each["reason"]) for each in listed]


@pytest.mark.parametrize("order", [("eve", "sue"), ("sue", "eve")])
def test_what_a_supervisor_reads_of_a_case_is_not_what_an_analyst_fetched(
    team: tuple[AtWork, AtWork], order: tuple[str, str]
) -> None:
    """In one file the first to come would decide what the second one sees."""
    bob = team[1]
    offer = bob.called()
    bob.services.record_result(bob.user, offer.attempt, "no_answer", note="comes home at six")
    for at in team:
        at.leave()
    sealed: dict[str, bool] = {}
    notes: list[object] = []
    for login in order:
        signed_in = bob.station.sign_in(login, PASSWORD)
        assert signed_in is not None
        user, keys = signed_in
        with whole_study(bob.station, keys) as whole:
            with whole.station.units(keys)() as unit:
                rows = unit.bundles.of(offer.case.id).rows
                sealed[login] = all(row[SEALED_NUMBER] for row in rows["number"])
            if login == "sue":
                end = bob.station.database.end_of_log()
                texts = CurrentTexts(bob.station, "de")
                desk = bob.station.supervisor(user, keys, texts, None, read_from=whole.station)
                notes = [sitting.note for sitting in desk.cases.story(user, offer.case.id, opened=True).sittings]
                assert end != bob.station.database.end_of_log(), "who saw it stands in the station's own log"

    assert {"eve": False, "sue": True} == sealed
    assert ["comes home at six"] == notes


def test_the_windows_of_supervisor_and_analyst_show_the_whole_study_as_it_changes(
    team: tuple[AtWork, AtWork], hub: RunningHub, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_to_the_lane(monkeypatch)
    ann, bob = team
    assert ann.whole_interview(sex="1") == "in"
    ann.leave()
    people = [("sue", "Sue"), ("eve", "Eve")]
    desktop = Desktop(bob.station, WindowSettings(language="en", people=people))
    desktop.show()
    window = desktop.first

    def sign_in(login: str) -> None:
        qtbot.waitUntil(lambda: not window.stage.busy)
        window.login.login_given.emit(login, PASSWORD)
        qtbot.waitUntil(lambda: window.presenter.signed_in is not None)

    def seen(figure: str) -> bool:
        desktop._look_at_whole()
        board = window.roles.desk_views[0]
        return figure in board.tiles.accessibleDescription() or any(
            figure in label.text() for label in board.tiles.findChildren(QLabel)
        )

    sign_in("sue")
    qtbot.waitUntil(lambda: seen("1 / 2"))
    assert desktop.runner.in_store(partial(bob.whole_interview, sex="2")) == "in"
    desktop.runner.in_store(bob.leave)
    qtbot.waitUntil(lambda: seen("2 / 2"))
    hub.end(signal.SIGTERM)
    bob.clock.move(60)
    window.presenter.tick()
    board = window.roles.desk_views[0]
    qtbot.waitUntil(lambda: "As of" in board._age.text())
    window.presenter.switch_user()
    qtbot.waitUntil(lambda: not desktop._whole)
    desktop.close()
    qapp.processEvents()


def test_an_older_copy_of_the_hub_brings_nobody_back_who_was_erased(
    team: tuple[AtWork, AtWork], machines: TwoMachines, hub: RunningHub, tmp_path: Path
) -> None:
    ann, bob = team
    assert ann.whole_interview(sex="1") == "in"
    ann.leave()
    case_no = 1
    hub.end(signal.SIGTERM)
    shutil.copytree(hub.folder, tmp_path / "copy")
    hub.start("--rehearsal-from", TUESDAY.isoformat())
    ann.station.database.close()
    assert ann.code is not None
    asked = "privacy", "respond", machines.other / "study", ann.code.digits, "--reason", "asked"
    done = machines.there(*asked, "--erase", login="sue")
    assert 1 == done[0], "the other machine is at work"
    bob.leave()
    bob.station.database.close()
    assert 0 == machines.there("hub", "fetch", machines.other / "study")[0], "the clock of commands is another one"
    assert 0 == machines.there(*asked, "--export", "--out", tmp_path / "told.json", login="sue")[0]
    (told,) = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    assert 1 == len(told["interviews"]), "what another station has held is told here"
    done = machines.there(*asked, "--erase", "--json", login="sue")
    assert 0 == done[0], done
    assert {"case": case_no, "at_hub": True}.items() <= json.loads(done[1])["cases"][0].items()
    assert 0 == machines.here("status")["completes"]
    hub.end(signal.SIGTERM)
    shutil.rmtree(hub.folder)
    shutil.copytree(tmp_path / "copy", hub.folder)
    hub.start("--restored", "--rehearsal-from", TUESDAY.isoformat())
    assert 1 == machines.here("status")["completes"], "the copy knows nothing of it yet"
    study = read_study(machines.study)
    assert isinstance(study, LoadedStudy)
    with at_work(study, machines.other / "joined.db", machines.other / "state", "bob", 3) as back:
        back.leave()
    assert 0 == machines.here("status")["completes"]
    store = sqlite3.connect(next((hub.folder / "studies").glob("*.db")))
    assert [(0,)] == store.execute("SELECT count(*) FROM interview_key").fetchall()
    assert [(0,)] == store.execute(
        'SELECT count(*) FROM number n JOIN "case" c ON c.id = n.case_id WHERE c.case_no = 1 AND length(n.sealed) > 0'
    ).fetchall()
    store.close()


def test_codes_go_with_an_interview_that_is_erased_and_no_station_opens_them_any_more(
    team: tuple[AtWork, AtWork], machines: TwoMachines, tmp_path: Path
) -> None:
    ann, bob = team
    answers = StoredDatum("/places", "park other", None), StoredDatum("/places_other", "a sauna", None)
    assert "in" == bob.whole_interview(*answers, sex="1")
    bob.leave()
    open_one = OpenQuestion("/places", "/places_other", ("other",), {"park": "1", "pool": "2", "other": "9"}, True)
    signed_in = ann.station.sign_in("eve", PASSWORD)
    assert signed_in is not None
    eve, keys = signed_in

    def seen(station: Station) -> list[tuple[str, ...]]:
        with whole_study(station, keys) as whole, whole.station.units(keys)() as unit:
            told = codings(unit).values()
            return [version.coded.codes for texts in told for versions in texts.values() for version in versions]

    with whole_study(ann.station, keys) as whole:
        read = ReadOpenAnswers(whole.station.units(keys), [open_one], str)
        (answer,) = read(eve)
        wanted = WantedCodes(answer.named, "places_other", ("pool",))
        code = ann.station.code_answers(keys, read, whole.station)
        assert (CodingResult(stored=True),) == code(eve, [wanted], "he said sauna")
        texts = AnswerTexts([AnsweredQuestion("places_other", "/places_other")])
        units = ReadUnits(whole.station.units(keys), FRAME, [texts], ann.station.units(keys))
        give = CodeUnits(ann.station.units(keys), units, ann.station.clock)
        assert (1, 0) == (give.fix(eve, "s"), give.join(eve).seat_of(eve.id))
        (coded,) = units(eve).work.coded_units
        give.code(eve, units(eve), coded, MOOD)
    push(ann.station.database)

    def coded_units(station: Station) -> list[UnitCodes]:
        with whole_study(station, keys) as whole:
            read = ReadUnits(whole.station.units(keys), FRAME, [texts])(eve)
            return [coding.codes for unit in read.work.coded_units.values() for coding in unit.codings]

    assert [MOOD] == coded_units(ann.station) == coded_units(bob.station)
    assert [("pool",)] == seen(ann.station)
    assert [("pool",)] == seen(bob.station), "they come to every station with the log"
    for at in team:
        at.leave()
        at.station.database.close()

    assert 0 == machines.there("hub", "fetch", machines.other / "study")[0], "the clock of commands is another one"
    done = machines.there("case", machines.other / "study", 1, "--erase", "--reason", "asked", login="sue")
    assert 0 == done[0], done
    study = read_study(machines.study)
    assert isinstance(study, LoadedStudy)
    here = at_work(study, machines.db, tmp_path / "state", "ann", 3)
    there = at_work(study, machines.other / "joined.db", machines.other / "state", "bob", 4)
    with here as ann, there as bob:
        for each in (ann, bob):
            assert ([], []) == (seen(each.station), coded_units(each.station))
        with ann.station.units(keys)() as unit:
            (logged,) = unit.log.of_codings()
            assert [] == list(unit.log.on_answers([logged])), "the fact stays, and nothing opens it"


def test_a_target_changed_at_one_station_holds_at_the_other_and_an_edition_that_names_another_ends_it(
    team: tuple[AtWork, AtWork], machines: TwoMachines
) -> None:
    ann, bob = team
    ann.station.database.close()
    changed = men(machines.here("quota", "show", "--target", "m=0", "--reason", "the city has fewer"))
    assert (0, 1) == (changed["target"], changed["planned"])
    assert "full" == bob.whole_interview(sex="1")
    assert 1 == men(machines.here("quota", "show", "--undo", "m"))["target"]
    machines.here("quota", "show", "--target", "m=0", "--reason", "the city has fewer after all")
    bob.leave()
    bob.station.database.close()
    settings = machines.study / "study.yaml"
    settings.write_text(settings.read_text().replace("total: 2", "total: 6"))
    outlook = machines.here("hub", "publish", "--dry-run")
    assert [{"cell": "m", "target": 0}] == outlook["ended"]
    machines.here("hub", "publish")
    after = men(machines.here("quota", "show"))
    assert (3, 3) == (after["target"], after["planned"])


def men(told: object) -> dict[str, object]:
    """The cell of the men, as a command tells it."""
    assert isinstance(told, list)
    return next(cell for cell in told if cell["cell"] == "m")
