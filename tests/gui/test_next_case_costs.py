"""What Enter on a result costs until the next case is painted, told in counts that do not depend on the machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect
from PySide6.QtGui import QHoverEvent, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit
from tests.bench.attempt import counted
from tests.bench.case_window import CallingHands
from tests.stations import PASSWORD, Site

CALLS = 2150
"""Python calls of the window's thread at most; some of them wait for the store."""
PAINTED = 0.55
"""Share of the window painted at most: what did not change stays."""


@pytest.fixture
def at_site(tmp_path: Path, qapp: QApplication) -> Iterator[tuple[Site, CallingHands]]:
    """Somebody who has given a few results, so that what is kept is kept."""
    site = Site(tmp_path, cases=12)
    hands = CallingHands(site.station, "ann", PASSWORD)
    hands.sign_in()
    for digit in "1212":
        hands.call_and_select(digit)
        hands.confirm()
    hands.call_and_select("1")
    yield site, hands
    hands.close()
    qapp.processEvents()
    site.close()


class Painted(QObject):
    """Remembers what is painted while it listens."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()  # of the window
        self.times: list[str] = []

    @property
    def area(self) -> int:
        """Pixels that were painted, however often."""
        rects: list[QRect] = list(self.region)  # type: ignore[call-overload]
        return sum(rect.width() * rect.height() for rect in rects)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            self.times.append(type(watched).__name__)
            self.region |= event.region().translated(watched.mapTo(watched.window(), QPoint(0, 0)))
        return False


def test_the_result_and_the_next_case_are_one_transaction(at_site: tuple[Site, CallingHands]) -> None:
    site, hands = at_site

    with counted(site) as asked:
        hands.confirm()

    assert (1, 2) == (asked.units, asked.case_reads)


def test_every_widget_is_painted_once_and_only_where_it_changed(
    at_site: tuple[Site, CallingHands], qapp: QApplication
) -> None:
    _, hands = at_site
    painted, size = Painted(), hands.shell.size()
    qapp.installEventFilter(painted)
    try:
        hands.confirm()
    finally:
        qapp.removeEventFilter(painted)

    assert "Shell" not in painted.times  # each part fills itself
    assert [1, 1, 1] == [painted.times.count(part) for part in ("ResultList", "UndoLine", "Footer")]
    assert 0 < painted.area <= PAINTED * size.width() * size.height()
    assert "Header" not in painted.times


def test_few_calls_lead_from_the_key_to_the_next_case(at_site: tuple[Site, CallingHands]) -> None:
    _, hands = at_site
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        hands.confirm()
    finally:
        sys.setprofile(None)

    assert 500 < calls <= CALLS


def test_a_button_is_painted_anew_where_the_mouse_comes_and_goes_and_where_it_rests(
    kit: Kit, qtbot: QtBot, qapp: QApplication
) -> None:
    button = KeyButton(kit, "Dial", "F5")
    qtbot.addWidget(button)
    button.show()
    qtbot.wait_exposed(button)
    qapp.processEvents()
    painted = Painted()
    button.installEventFilter(painted)
    middle = QPointF(button.rect().center())
    for kind in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
        qapp.sendEvent(button, QHoverEvent(kind, middle, middle, middle))
        qapp.processEvents()
    button.setEnabled(False)
    qapp.processEvents()

    assert 3 == len(painted.times)
