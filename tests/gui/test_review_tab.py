"""The analyst's page of review by keys: the list, Enter, held keys, long texts at double size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.review.states import ReviewLine, ReviewState
from cati_app.ui.analyst.review.view import ReviewPage
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.states import HistoryLine, ScreenName
from cati_app.ui.widgets.kit import Kit

LONG = "Wie oft haben Sie in den letzten zwölf Monaten an einer Veranstaltung in Ihrem Stadtteil teilgenommen? " * 3
STATE = ReviewState(
    (ReviewLine("3f9c00aa11bb", "wartet auf Prüfung"), ReviewLine("77aa00bb22cc", "wartet auf Prüfung")),
    "3f9c00aa11bb",
    "2 Interviews warten auf Prüfung",
    title="3f9c00aa11bb",
    facts=(HistoryLine("Stand", "wartet auf Prüfung"),),
    why="Auffällig oder zufällig gezogen",
    answers=tuple(HistoryLine(LONG, "<b>nie</b> · 7 s") for _ in range(12)),
    buttons=(("propose_accept", "Behalten vorschlagen"), ("propose_reject", "Zurückweisen vorschlagen")),
)


@pytest.fixture
def page(shell: Shell, kit: Kit) -> ReviewPage:
    desk, view = AnalystView(kit), ReviewPage(kit)
    desk.add_page("review", "Prüfung", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="review", has_reviewed=True)))
    shell.show_screen(ScreenName.DESK)
    view.render(STATE)
    view.take_focus()
    return view


class _Said:
    """What the page says, in order."""

    def __init__(self, page: ReviewPage) -> None:
        self.all: list[str] = []
        page.interview_chosen.connect(self.all.append)
        page.act_asked.connect(lambda: self.all.append("act"))
        page.stop_asked.connect(lambda: self.all.append("stop"))


def test_arrows_tell_the_next_interview_and_enter_asks_what_to_propose(
    shell: Shell, page: ReviewPage, qtbot: QtBot
) -> None:
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert ["77aa00bb22cc", "act"] == said.all


def test_a_list_that_fills_gets_the_arrows(shell: Shell, page: ReviewPage, qtbot: QtBot) -> None:
    page.render(ReviewState(empty="Nichts wartet auf Prüfung."))
    page.take_focus()
    page.render(STATE)
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    assert ["77aa00bb22cc"] == said.all


def test_enter_that_is_held_asks_once(shell: Shell, page: ReviewPage, qtbot: QtBot) -> None:
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True, 1)
    for _ in range(3):
        QApplication.sendEvent(shell.focusWidget(), held)
    assert ["act"] == said.all


def test_letters_of_the_page_are_no_search_in_its_list(shell: Shell, page: ReviewPage, qtbot: QtBot) -> None:
    asked: list[str] = []
    shell.command_given.connect(asked.append)
    for key in (Qt.Key.Key_X, Qt.Key.Key_A, Qt.Key.Key_R):
        qtbot.keyClick(shell.focusWidget(), key)
    assert ["propose_reject", "propose_accept", "review_read"] == asked


def test_esc_ends_a_reading_and_nothing_else(shell: Shell, page: ReviewPage, qtbot: QtBot) -> None:
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert [] == said.all
    page.render(replace(STATE, progress=0.3))
    assert page.stop.isVisible()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert ["stop"] == said.all


def test_what_is_shown_is_read_aloud_as_text(page: ReviewPage) -> None:
    assert page.list.accessibleName()
    assert "<b>nie</b> · 7 s" in page.answers.accessibleName()
    assert "wartet auf Prüfung" in page.facts.accessibleName()


def test_without_interviews_the_page_says_why_and_has_no_list(page: ReviewPage) -> None:
    page.render(ReviewState(empty="Noch kein vollständiges Interview."))
    assert not page.list.isVisible()
    assert not page.act.isVisible()
    assert not page.answers.isVisible()


@pytest.mark.parametrize("percent", [100, 200])
def test_long_texts_stay_inside_a_small_window(shell: Shell, page: ReviewPage, kit: Kit, percent: int) -> None:
    shell.resize(1280, 720)
    kit.theme.set_percent(percent)
    QApplication.processEvents()
    assert page.answers.width() <= page.width()
    assert page.answers.height() >= page.answers.heightForWidth(page.answers.width())
    assert page.list.height() > 0
