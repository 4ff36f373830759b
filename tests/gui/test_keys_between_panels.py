"""Keys struck while a panel of a desk is on its way, the next one or the first: for that one, or for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from cati_app.demo.hands import Hands
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.ui.stage.keys_ahead import KeysAhead
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.widgets.kit import monotonic_ms
from tests.patience import PATIENCE_S
from tests.stations import PASSWORD, Site
from tests.unit.ui.desk import called

CTRL = Qt.KeyboardModifier.ControlModifier


class Lane:
    """The store's lane, which a test holds up."""

    def __init__(self, window: Desktop) -> None:
        self._window = window
        self._gate = threading.Event()

    def stop(self) -> None:
        self._gate.clear()
        self._window.runner.submit("store", lambda: self._gate.wait(PATIENCE_S), lambda _: None)

    def go(self) -> None:
        self._gate.set()


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[tuple[Desktop, Site, Hands, Lane]]:
    """A case that was not answered, and in front the question what its result is to be."""
    site = Site(tmp_path)
    called(site, "refusal_household")
    window = Desktop(site.station, WindowSettings(language="en", dark=False, people=[("sue", "Sue")]))
    lane = Lane(window)
    window.kit.keys.follow(monotonic_ms)
    window.show()
    window.first.shell.activateWindow()
    qtbot.waitUntil(window.first.shell.isActiveWindow)
    hands = Hands(window, site.clock)
    hands.type(PASSWORD)
    hands.press("Return")
    hands.press("Tab", CTRL)
    hands.type("1")
    hands.press("Return")
    QTest.qWait(300)  # the next Enter is no bounce
    hands.press("Return")
    hands.press("F8")
    for group in ("1", "Return", "4"):
        hands.type(group) if group.isdigit() else hands.press(group)
    assert window.first.shell.open_panel() is PanelKind.CORRECT_RESULT
    yield window, site, hands, lane
    lane.go()
    window.close()
    qapp.processEvents()
    site.close()


def strike(window: Desktop, text: str) -> None:
    """In one moment, as the window system brings them; a line break is Enter."""
    for letter in text:
        key = Qt.Key.Key_Return if letter == "\n" else Qt.Key(ord(letter.upper()))
        QTest.keyClick(window.first.shell.windowHandle(), key)


def typed() -> str:
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit):
        return field.text()
    assert isinstance(field, QPlainTextEdit | QTextEdit)
    return field.toPlainText()


def test_what_is_typed_before_the_reason_is_asked_stands_in_its_field(
    desk: tuple[Desktop, Site, Hands, Lane],
) -> None:
    window, _, hands, lane = desk
    given: list[str] = []
    window.first.shell.command_given.connect(given.append)
    lane.stop()
    strike(window, "\nrvmisheard")
    assert window.first.shell.open_panel() is PanelKind.CORRECT_RESULT
    lane.go()
    hands.rest()

    assert window.first.shell.open_panel() is PanelKind.CORRECT_REASON
    assert typed().lower() == "rvmisheard"
    assert [] == given, "the page behind heard none of it"


def test_enter_struck_before_the_reason_is_asked_does_nothing(
    desk: tuple[Desktop, Site, Hands, Lane], qtbot: QtBot
) -> None:
    window, site, hands, lane = desk
    lane.stop()
    strike(window, "\nmisheard\nx")
    lane.go()
    hands.rest()

    assert window.first.shell.open_panel() is PanelKind.CORRECT_REASON
    assert typed().lower() == "misheard"
    assert window.first.shell.message.isVisible(), "that the rest was not taken is told"
    assert [("refusal_household",)] == site.sql("SELECT disposition FROM attempt")
    qtbot.wait(KeysAhead.REST_MS + 10)
    strike(window, "\n")
    hands.rest()
    assert window.first.shell.open_panel() is None


def test_where_the_panel_is_closed_meanwhile_the_page_has_its_keys_again(
    desk: tuple[Desktop, Site, Hands, Lane], qtbot: QtBot
) -> None:
    window, _, hands, lane = desk
    given: list[str] = []
    window.first.shell.command_given.connect(given.append)
    lane.stop()
    strike(window, "\n")
    QTest.keyClick(window.first.shell.windowHandle(), Qt.Key.Key_Escape)  # out of the list
    QTest.keyClick(window.first.shell.windowHandle(), Qt.Key.Key_Escape)
    assert window.first.shell.open_panel() is None
    lane.go()
    hands.rest()
    qtbot.wait(KeysAhead.REST_MS + 10)
    strike(window, "v")

    assert given == ["review"]


def test_what_is_typed_for_a_reason_that_nobody_asks_for_goes_nowhere(
    desk: tuple[Desktop, Site, Hands, Lane], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step is refused before the first letter comes, or with some of them struck."""
    window, _, hands, lane = desk
    given: list[str] = []
    window.first.shell.command_given.connect(given.append)

    def refused(*_: object) -> None:
        raise RuleViolation("case_taken")

    monkeypatch.setattr(ChangeResult, "preview", refused)
    lane.stop()
    strike(window, "\n")
    lane.go()
    hands.rest()
    assert window.first.shell.open_panel() is None
    strike(window, "rvf")

    assert [] == given
    assert window.first.shell.open_panel() is None
    assert window.first.shell.message.isVisible()


def test_what_is_typed_before_the_first_panel_is_there_does_nothing_on_the_page_and_nothing_unread(
    desk: tuple[Desktop, Site, Hands, Lane], qtbot: QtBot
) -> None:
    """Ctrl+E asks which results occur; struck after it: the first of the list, Enter, and a command of the page."""
    window, _, hands, lane = desk
    shell = window.first.shell
    hands.press("Escape")
    hands.press("Escape")
    qtbot.waitUntil(lambda: shell.open_panel() is None and not window.first.stage.busy)
    given: list[str] = []
    shell.command_given.connect(given.append)
    lane.stop()
    QTest.keyClick(shell.windowHandle(), Qt.Key.Key_E, CTRL)
    strike(window, "1\nv")
    assert ["filter_result"] == given
    lane.go()
    qtbot.waitUntil(lambda: shell.open_panel() is PanelKind.CASE_RESULT)
    hands.rest()

    assert (PanelKind.CASE_RESULT, ["filter_result"]) == (shell.open_panel(), given)
    assert "Keys typed ahead were not taken." in shell.message.accessibleName()
