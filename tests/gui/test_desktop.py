"""The application as it opens: with its frame on the screen there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.backing_up import DailyBackup, content_of
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.store.backup import Backups
from cati_app.store.staff_words import person_of
from tests.stations import PASSWORD, TUESDAY, Site


@pytest.fixture
def desktop(tmp_path: Path, qapp: QApplication) -> Iterator[Desktop]:
    site = Site(tmp_path)
    made = Desktop(site.station, WindowSettings(language="de", dark=False, people=[("ann", "Ann")]))
    yield made
    made.close()
    qapp.processEvents()
    site.close()


def test_the_window_fits_on_the_screen_with_its_frame(desktop: Desktop) -> None:
    desktop.show(fitted=True)

    assert desktop.first.shell.isMaximized()  # the screen without display has 800 pixels


def test_a_further_window_fits_as_well(desktop: Desktop) -> None:
    desktop.show()
    desktop.add_window()

    assert [False, True] == [window.shell.isMaximized() for window in desktop.windows]


def test_a_key_that_stores_nothing_makes_what_can_wait_give_way_too(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.show()
    monkeypatch.setattr(desktop.runner, "_busy_at", 0.0)
    window = desktop.first.shell.windowHandle()

    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier))
    assert not desktop.runner._busy_at
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier))
    assert desktop.runner._busy_at


class _Shown(QObject):
    """Remembers every window that is shown while it listens."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


def test_making_the_screens_of_a_role_shows_no_window_of_its_own(desktop: Desktop, qapp: QApplication) -> None:
    desktop.show()
    shown = _Shown()
    qapp.installEventFilter(shown)
    try:
        assert desktop.first.roles.console_views
        assert desktop.first.roles.desk_views
    finally:
        qapp.removeEventFilter(shown)

    assert [] == shown.windows


def test_keys_work_at_once_after_the_first_person_has_signed_in(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.show()
    qtbot.waitExposed(desktop.first.shell)
    desktop.first.login.login_given.emit("ann", PASSWORD)
    qtbot.waitUntil(lambda: desktop.first.roles.interviewing is not None and not desktop.first.stage.busy)

    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F5)

    assert desktop.first.roles.interviewing is not None
    qtbot.waitUntil(lambda: desktop.first.roles.interviewing.calling.run.is_dialled)


def test_the_first_who_signs_in_on_a_day_has_the_backup_made_and_is_told_in_one_line(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    site = Site(tmp_path)
    daily = DailyBackup(Backups(site.path), partial(content_of, site.station.database, None), site.clock)
    made = Desktop(site.station, WindowSettings(language="de", people=[("ann", "Ann")]), daily=daily)
    window = made.first
    made.show()
    window.login.login_given.emit("ann", PASSWORD)
    qtbot.waitUntil(lambda: "Die heutige Sicherung ist gemacht" in window.stage.said)

    assert 1 == len(Backups(site.path).all())
    made.back_up(window)  # as when the next one signs in
    made.close()  # which joins the lanes

    assert 1 == len(Backups(site.path).all())
    qapp.processEvents()
    site.close()


def test_a_backup_that_fails_is_told_with_its_cure_and_keeps_nobody_from_work(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    site = Site(tmp_path)
    (tmp_path / "no folder").write_text("", encoding="utf-8")
    backups = Backups(site.path, tmp_path / "no folder")
    daily = DailyBackup(backups, partial(content_of, site.station.database, None), site.clock)
    made = Desktop(site.station, WindowSettings(language="en", people=[("ann", "Ann")]), daily=daily)
    made.show()
    made.first.login.login_given.emit("ann", PASSWORD)
    qtbot.waitUntil(lambda: "No backup could be made" in made.first.stage.said)

    assert made.first.presenter.signed_in is not None
    made.close()
    qapp.processEvents()
    site.close()


def test_a_doubtful_clock_is_asked_about_before_anything_is_settled(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    site = Site(tmp_path)
    site.dialled()
    before = site.kinds()
    site.clock.move_to(TUESDAY + timedelta(days=20))
    doubt = site.station.check_clock()(PROGRAM)
    made = Desktop(site.station, WindowSettings(language="en", people=[("ann", "Ann")]), doubt=doubt)
    made.show()
    made.first.login.login_given.emit("ann", PASSWORD)
    qapp.processEvents()
    assert (before, None) == (site.kinds(), made.first.presenter.signed_in)

    made.first.login.question_confirmed.emit()
    made.first.login.login_given.emit("ann", PASSWORD)
    qtbot.waitUntil(lambda: made.first.presenter.signed_in is not None)

    assert ["signed_in", "clock_confirmed"] == site.kinds()[len(before) :][:2]
    made.close()
    qapp.processEvents()
    site.close()


def test_who_comes_and_goes_stands_in_the_log(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    site = Site(tmp_path)
    made = Desktop(site.station, WindowSettings(language="en", people=[("eve", "Eve"), ("sue", "Sue")]))
    made.show()

    def trace() -> list[tuple[str, str | None]]:
        return [
            (str(kind), str(user))
            for kind, user in site.sql(
                f"SELECT kind, {person_of('user_id')} FROM event WHERE kind LIKE 'sign%' ORDER BY seq"
            )
        ]

    for login in ("eve", "sue"):
        qtbot.waitUntil(lambda: not made.first.stage.busy)
        made.first.login.login_given.emit(login, PASSWORD)
        qtbot.waitUntil(lambda: made.first.presenter.signed_in is not None)
        if login == "eve":
            qtbot.waitUntil(lambda: not made.first.stage.busy)
            made.first.presenter.switch_user()
            qtbot.waitUntil(lambda: "signed_out" in site.kinds())
    made.close()

    eve, sue = site.eve.id, site.sue.id
    assert [("signed_in", eve), ("signed_out", eve), ("signed_in", sue), ("signed_out", sue)] == trace()
    site.close()


def test_after_several_failures_the_window_says_how_long_to_wait(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    site = Site(tmp_path)
    made = Desktop(site.station, WindowSettings(language="en", people=[("ann", "Ann")]))
    made.show()
    for number in range(3):
        made.first.login.login_given.emit("ann", "wrong")
        qtbot.waitUntil(lambda number=number: site.kinds().count("sign_in_failed") > number)
        qtbot.waitUntil(lambda: not made.first.stage.busy)
    made.first.login.login_given.emit("ann", PASSWORD)
    qtbot.waitUntil(lambda: made.first.login._left_s > 0)  # counted down

    assert made.first.presenter.signed_in is None
    made.close()
    site.close()
