"""The whole study in windows, from a hub that says nothing: whoever leaves one waits for nobody and disturbs nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.changes import ChangeMark, StudyChanges
from cati_app.station import whole_study
from cati_app.station.desktop import Desktop, StudyWindow, WindowSettings
from cati_app.station.hub_services import HubServices
from cati_app.station.whole_study import WholeReading
from cati_app.store.database import Database
from cati_app.store.joined import CASES_AT_HUB
from cati_app.store.reading_copy import copy_key, copy_of, copy_units, open_copy
from cati_app.store.state_folder import HubAccess
from cati_app.store.trust.derivation import derive
from cati_app.sync.change_client import ChangeClient
from cati_app.sync.refusals import unreachable
from tests.hubs import HUB_ID
from tests.patience import PATIENCE_S
from tests.silent_hub import SilentHub
from tests.stations import FORM, PASSWORD, Site, study_with, work_by


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[SilentHub]:
    with closing(SilentHub(tmp_path / "hub")) as hub:
        yield hub


@pytest.fixture
def site(tmp_path: Path, silent: SilentHub) -> Iterator[Site]:
    made = Site(tmp_path)
    database = made.station.database
    database.keep(CASES_AT_HUB, "1")
    access = HubAccess(HUB_ID, str(silent.address), silent.certificate, "e" * 64, "")
    database.state.keep_hub(database.device, access)
    yield made
    made.close()


@pytest.fixture
def desktop(site: Site, qapp: QApplication) -> Iterator[Desktop]:
    made = Desktop(site.station, WindowSettings(language="en", people=[("sue", "Sue")]))
    made.show()
    yield made
    made.close()
    qapp.processEvents()


def sign_in(window: StudyWindow, qtbot: QtBot) -> None:
    """The supervisor sits down."""
    qtbot.waitUntil(lambda: not window.stage.busy)
    window.login.login_given.emit("sue", PASSWORD)
    qtbot.waitUntil(lambda: window.presenter.signed_in is not None and not window.stage.busy)


def test_a_supervisor_in_two_windows_leaves_one_of_them(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.add_window()
    first, second = desktop.windows
    sign_in(first, qtbot)
    sign_in(second, qtbot)

    first.presenter.switch_user()
    qtbot.waitUntil(lambda: first.roles not in desktop._whole)

    assert desktop._whole[second.roles].age().as_of is None, "it is still read"


def test_whoever_leaves_waits_for_no_hub(desktop: Desktop, silent: SilentHub, qtbot: QtBot) -> None:
    sign_in(desktop.first, qtbot)
    qtbot.waitUntil(silent.asked.is_set)
    (keeper,) = [thread for thread in threading.enumerate() if thread.name == "whole-study"]
    waited: list[bool] = []
    keeper.join = lambda *_: waited.append(True)  # type: ignore[method-assign] # only whether it is waited for counts

    desktop.first.presenter.switch_user()
    qtbot.waitUntil(lambda: not desktop._whole)
    qtbot.waitUntil(lambda: not keeper.is_alive())

    assert not waited


def test_a_sign_in_that_the_hub_refuses_is_not_repeated(
    site: Site, monkeypatch: pytest.MonkeyPatch, silent: SilentHub
) -> None:
    asked: list[bool] = []

    def refused(*_: object) -> None:
        asked.append(True)
        raise EnvironmentProblem("hub_sign_in", "", "")

    monkeypatch.setattr(ChangeClient, "after", refused)
    monkeypatch.setattr(whole_study, "_AFTER_A_CUT_S", 0.0)
    reading = WholeReading(site.station, site.keys)
    reading.join()

    assert [True] == asked
    assert reading.age().is_refused
    reading.close()


def test_whoever_brings_work_hears_that_the_hub_answers(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = threading.Event()
    monkeypatch.setattr(HubServices, "worker", property(lambda _: SimpleNamespace(answered=heard.set)))
    monkeypatch.setattr(whole_study, "catch_up", lambda *_: True)
    reading = WholeReading(site.station, site.keys)
    assert heard.wait(PATIENCE_S)
    reading.close()
    reading.join()


def test_where_another_window_keeps_the_study_up_to_date_its_age_is_known_here_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_study, "EVERY_S", 0.01)
    with closing(open_copy(site.station.database, site.keys, writable=True)) as kept:
        reading = WholeReading(site.station, site.keys)
        at = site.clock.now()
        with copy_units(kept)() as unit:
            unit.copy.put(StudyChanges(ChangeMark(1), more=False), at)
            unit.commit()
        for _ in range(2000):
            if reading.age().as_of is not None:
                break
            threading.Event().wait(0.005)
        age = reading.age()
        reading.close()
        reading.join()
    assert (at, False) == (age.as_of, age.is_old)


def test_a_hub_that_does_not_answer_a_reader_is_looked_after_at_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = threading.Event()
    standing = SimpleNamespace(connected=False)
    worker = SimpleNamespace(silent=silent.set, standing=standing)
    monkeypatch.setattr(HubServices, "worker", property(lambda _: worker))

    def cut(copy: Database, *_: object) -> bool:
        with copy_units(copy)() as unit:
            unit.copy.put(StudyChanges(ChangeMark(1), more=False), site.clock.now())
            unit.commit()
        raise unreachable()

    monkeypatch.setattr(whole_study, "catch_up", cut)
    with closing(open_copy(site.station.database, site.keys, writable=True)) as copy, pytest.raises(EnvironmentProblem):
        cut(copy)
    reading = WholeReading(site.station, site.keys)
    assert silent.wait(PATIENCE_S)
    site.clock.move(2)
    age = reading.age()
    reading.close()
    reading.join()
    assert (True, True, 2) == (age.is_old, age.is_cut, age.seconds)


def test_nobody_but_supervisors_opens_the_copy_with_numbers(site: Site) -> None:
    own, keys = site.station.database, site.keys
    open_copy(own, keys, writable=True).close()
    open_copy(own, keys, writable=False).close()
    path = copy_of(own.path, contacts=True)

    with pytest.raises(EnvironmentProblem) as refused:
        Database(path, derive(own.key, b"reading copy", own.study), own.state.path.parent, writable=False)
    assert "wrong_key" == refused.value.code
    signed_in = site.station.sign_in("ann", PASSWORD)
    assert signed_in is not None
    assert copy_key(own, signed_in[1]) != copy_key(own, keys)


def _kept_as(copy: Database, mark: int, at: datetime) -> None:
    with copy_units(copy)() as unit:
        unit.copy.put(StudyChanges(ChangeMark(mark), more=False), at)
        unit.commit()


def test_what_another_program_fetched_is_told_as_old_until_the_window_has_read_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, qapp: QApplication
) -> None:
    monkeypatch.setattr(whole_study, "EVERY_S", 0.01)
    with closing(open_copy(site.station.database, site.keys, writable=True)) as kept:
        _kept_as(kept, 1, site.clock.now())
        desktop = Desktop(site.station, WindowSettings(language="en", people=[("sue", "Sue")]))
        desktop.show()
        sign_in(desktop.first, qtbot)
        (whole,) = desktop._whole.values()
        assert not whole.age_in_sight().is_old
        site.clock.move(3)
        desktop.runner.in_store(partial(_kept_as, kept, 2, site.clock.now()))
        qtbot.waitUntil(lambda: bool(whole.news))

        assert (False, True) == (whole.age().is_old, whole.age_in_sight().is_old), "nobody has read it yet"
        desktop._look_at_whole()
        qtbot.waitUntil(lambda: whole.age().as_of == whole.age_in_sight().as_of)
        desktop.close()
        qapp.processEvents()


def test_news_is_in_sight_once_whoever_was_reading_has_read_once_more(
    desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(desktop.first, qtbot)
    (whole,) = desktop._whole.values()
    seen: list[str] = []
    monkeypatch.setattr(WholeReading, "news", property(lambda _: 1))
    monkeypatch.setattr(whole, "came_in_sight", lambda news: seen.append(f"in sight {news}"))
    began, goes = threading.Event(), threading.Event()

    def reads() -> None:
        began.set()
        assert goes.wait(PATIENCE_S)

    def read_once_more(_: None) -> None:
        desktop.runner.submit("store", lambda: None, lambda _: seen.append("read once more"))

    desktop.runner.submit("store", reads, read_once_more)
    assert began.wait(PATIENCE_S)
    desktop._look_at_whole()
    goes.set()
    qtbot.waitUntil(lambda: len(seen) > 1)
    assert ["read once more", "in sight 1"] == seen


def test_the_first_quota_that_came_with_an_edition_stands_on_the_board_and_the_copy_stays_open(
    site: Site, desktop: Desktop, qtbot: QtBot
) -> None:
    work_by(site.station, replace(site.station.rules, quota=None))
    window = desktop.first
    sign_in(window, qtbot)
    (whole,) = desktop._whole.values()
    before = window.presenter.at_work
    matrix = window.roles.desk_views[0].matrix
    assert not matrix.state.cells

    desktop.runner.in_store(partial(site.station.renew, study_with(FORM, "hash")))
    window.presenter.tick()
    qtbot.waitUntil(lambda: window.presenter.at_work is not before)
    assert [whole] == list(desktop._whole.values())
    assert whole.station.rules.quota is not None
    qtbot.waitUntil(lambda: bool(matrix.state.cells))
