"""A window whose cases are at a hub that takes every request and says nothing: work goes on, and waiting is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.domain.sharing.leases import CaseLease, LeaseToken
from cati_app.engine.form.answers import Answer
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.hub_contact import note_contact
from cati_app.store.joined import CASES_AT_HUB
from cati_app.store.state_folder import EditionSeen, HubAccess, StateFolder
from cati_app.ui.console.presenter import InterviewerPresenter
from cati_app.ui.stage.states import ScreenName, StoredState
from tests.hubs import HUB_ID
from tests.silent_hub import SilentHub
from tests.stations import FORM, PASSWORD, STUDY, Site


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
def stored() -> list[int]:
    """Numbers of events that are durable."""
    return []


@pytest.fixture
def desktop(site: Site, stored: list[int], qapp: QApplication) -> Iterator[Desktop]:
    made = Desktop(site.station, WindowSettings(language="de", dark=False, people=[("ann", "Ann")]), stored.append)
    yield made
    made.close()
    qapp.processEvents()


def lend(site: Site, case_id: str = "case-1") -> None:
    """The hub lent a case before the line was cut."""
    now, lasts = site.clock.now(), timedelta(minutes=15)
    with site.units()() as unit:
        over = now + lasts
        lease = CaseLease(
            LeaseToken(1, 1), site.offered_id(), site.station.database.device, site.ann.id, "r", now, over, over + lasts
        )
        unit.leases.save(lease)
        unit.commit()


def signed_in(desktop: Desktop, qtbot: QtBot) -> InterviewerPresenter:
    desktop.show()
    desktop.first.login.login_given.emit("ann", PASSWORD)
    qtbot.waitUntil(lambda: desktop.first.roles.interviewing is not None)
    assert desktop.first.roles.interviewing is not None
    return desktop.first.roles.interviewing


def test_answers_are_stored_while_the_hub_says_nothing(
    desktop: Desktop, site: Site, silent: SilentHub, stored: list[int], qtbot: QtBot
) -> None:
    lend(site)
    at_work = signed_in(desktop, qtbot)
    qtbot.waitUntil(lambda: at_work.calling.offer is not None)
    worker = site.station.hub.worker
    assert worker is not None
    qtbot.waitUntil(silent.asked.is_set)
    at_work.calling.dial()
    qtbot.waitUntil(lambda: at_work.calling.run.is_dialled)
    at_work.begin_interview()
    qtbot.waitUntil(lambda: at_work.interviewing.session is not None)

    qtbot.waitUntil(lambda: not desktop.first.stage.busy)
    before = len(stored)
    at_work.give_answer("/screener/sex", Answer("1"), True)
    qtbot.waitUntil(lambda: len(stored) > before)

    assert worker.standing.connected is None, "it waits for its first answer all the while"
    assert desktop.first.stage._header.stored is StoredState.STORED
    at_work.interviewing.close()


def test_the_last_contact_is_known_after_a_start_without_a_line(desktop: Desktop, site: Site) -> None:
    note_contact(site.station.database, site.clock.now())
    site.clock.move(3600)
    desktop.show()

    connection = desktop.connection()
    assert connection is not None
    assert connection.heard_at == site.clock.now() - timedelta(hours=1)


def test_whoever_waits_for_the_hub_sees_it_and_need_not_wait(desktop: Desktop, silent: SilentHub, qtbot: QtBot) -> None:
    at_work = signed_in(desktop, qtbot)
    stage = desktop.first.stage
    qtbot.waitUntil(lambda: stage.situation.waits_for_hub)
    assert "hub" in stage.said.lower()
    qtbot.keyClick(desktop.first.shell, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not stage.busy)

    assert ScreenName.DIAL == stage.situation.screen
    assert at_work.calling.offer is None
    assert not stage.situation.waits_for_hub


def test_the_tab_of_the_stations_keeps_to_the_keys_while_the_hub_says_nothing(
    desktop: Desktop, site: Site, qtbot: QtBot
) -> None:
    desktop.show()
    desktop.first.login.login_given.emit("sue", PASSWORD)
    qtbot.waitUntil(lambda: desktop.first.roles.supervising is not None)
    board = desktop.first.roles.desk_views[0]
    supervising = desktop.first.roles.supervising
    assert supervising is not None
    assert supervising.stations is not None
    board.show_tab("stations")
    page = board._pages.currentWidget()
    assert page.isVisible()
    assert "stations list" == desktop.first.stage.situation.tab
    assert all(map(desktop.first.shell.is_enabled, ("station_pause", "stations_aside")))
    supervising.stations.command("stations_silent")  # nothing is known yet: nothing is asked
    assert desktop.first.shell.open_panel() is None


def brought(site: Site, n: int, settings: str) -> None:
    """A further edition of the study came from the hub."""
    folder = site.station.loaded.folder
    folder.mkdir(exist_ok=True)
    (folder / "form.md").write_text(FORM)
    (folder / "study.yaml").write_text(settings)
    database = site.station.database
    database.state.keep_edition(database.device, EditionSeen(n, f"{n:064}", {"study.yaml": f"{n:064}"}))
    site.station.hub.look()  # as whoever fetches it does


def test_whether_the_study_was_renewed_is_read_by_who_works_behind_the_window(
    desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: list[threading.Thread] = []

    def edition(_: StateFolder, device: str) -> EditionSeen:
        readers.append(threading.current_thread())
        n = min(len(readers), 2)  # another program fetches a further one as soon as this one has looked
        return EditionSeen(n, f"{n:064}", {"study.yaml": f"{n:064}"})

    monkeypatch.setattr(StateFolder, "edition", edition)
    desktop.show()
    qtbot.waitUntil(lambda: (told := desktop.connection()) is not None and told.is_renewed)
    desktop.first.presenter.tick()
    assert threading.main_thread() not in readers[1:]


def test_rules_that_came_hold_for_the_next_call_without_a_new_start(
    desktop: Desktop, site: Site, tmp_path: Path, qtbot: QtBot
) -> None:
    lend(site)
    site.station.loaded = replace(site.station.loaded, folder=tmp_path / "study")
    at_work = signed_in(desktop, qtbot)
    qtbot.waitUntil(lambda: at_work.calling.offer is not None)
    at_work.calling.dial()
    qtbot.waitUntil(lambda: at_work.calling.run.is_dialled)

    brought(site, 1, STUDY.replace("max_attempts: 10", "max_attempts: 9"))
    desktop.first.presenter.tick()
    qtbot.waitUntil(lambda: not desktop.first.stage.busy)
    assert desktop.first.presenter.at_work is at_work
    at_work.choose_result("no_answer")
    qtbot.waitUntil(lambda: desktop.first.stage.situation.waits_for_hub)
    qtbot.keyClick(desktop.first.shell, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not at_work.calling.run.is_dialled and not desktop.first.stage.busy)
    assert 10 == at_work.calling._services.rules.retry.max_attempts

    desktop.first.presenter.tick()
    qtbot.waitUntil(lambda: desktop.first.presenter.at_work is not at_work)
    now = desktop.first.roles.interviewing
    assert now is not None
    assert 9 == now.calling._services.rules.retry.max_attempts
    assert now.calling.run.given is not None
    desktop.first.presenter.tick()
    qtbot.waitUntil(lambda: not desktop.first.stage.busy)
    assert desktop.first.roles.interviewing is now

    brought(site, 2, "id: small")
    desktop.first.presenter.tick()
    qtbot.waitUntil(lambda: "Studienordner" in desktop.first.stage.said)
    assert desktop.first.roles.interviewing is now
