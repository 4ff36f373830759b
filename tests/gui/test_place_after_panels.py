"""Whoever closes a panel is where the panel was opened: the same focus, the same place of the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.desk.board.states import BoardState, ColumnGroup, MatrixCell, MatrixState
from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind, ReasonLine, ResultOption
from cati_app.ui.stage.states import ScreenName, TileState
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.scroll import Scroll
from tests.gui.test_shell import CTRL

OPTIONS = (ResultOption("one", "one"), ResultOption("two", "two"))
EXPLAINED = ExplanationState("Why?", tuple(ReasonLine(f"reason {n}", "yes") for n in range(30)))


class Field(Page):
    """A page with more than a window shows: a field at its top, a button in the middle, another at its end."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.field, self.middle, self.last = QLineEdit(), QPushButton("middle"), QPushButton("last")
        for part in (self.field, self.middle, self.last):
            self.column.addWidget(part)
            blank = QWidget()
            blank.setFixedHeight(900)
            self.column.addWidget(blank)

    def take_focus(self) -> None:
        self.field.setFocus()

    def run_local(self, name: str) -> bool:
        self.scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
        return True


@pytest.fixture
def page(shell: Shell, kit: Kit) -> Field:
    desk, made = AnalystView(kit), Field(kit)
    desk.add_page("review", "Review", made)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="review")), "review")
    shell.show_screen(ScreenName.DESK)
    shell.resize(900, 500)
    made.take_focus()
    QApplication.processEvents()
    return made


def scrolled(shell: Shell, qtbot: QtBot, scroll: Scroll, steps: int) -> int:
    """By keys; where the page is then."""
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    for _ in range(steps):
        qtbot.keyClick(shell.focusWidget() or shell, Qt.Key.Key_Down, CTRL)
    assert scroll.verticalScrollBar().value() > 0
    return scroll.verticalScrollBar().value()


def closed(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell.focusWidget() or shell, Qt.Key.Key_Escape)
    assert shell.open_panel() is None
    QApplication.processEvents()


@pytest.mark.parametrize("steps", [3, 6])
def test_esc_leads_back_to_where_the_panel_was_opened(shell: Shell, page: Field, qtbot: QtBot, steps: int) -> None:
    place = scrolled(shell, qtbot, page.scroller, steps)
    for state in (EXPLAINED, ChoicePanelState(PanelKind.REVIEW_LISTED, "Which?", OPTIONS)):
        shell.show_panel(state)
        closed(shell, qtbot)
        assert (place, page.field) == (page.scroller.verticalScrollBar().value(), shell.focusWidget())


def test_what_is_shown_after_a_choice_moves_nothing_while_the_focus_is_the_same(
    shell: Shell, page: Field, qtbot: QtBot
) -> None:
    place = scrolled(shell, qtbot, page.scroller, 3)
    shell.show_panel(EXPLAINED)
    shell.hide_panel()
    page.column.addWidget(QPushButton("what came"))
    page.last.setFixedHeight(80)
    QApplication.processEvents()
    assert (place, page.field) == (page.scroller.verticalScrollBar().value(), shell.focusWidget())


def test_a_part_that_went_meanwhile_gets_no_focus(shell: Shell, page: Field, qtbot: QtBot) -> None:
    page.middle.setFocus()
    shell.show_panel(EXPLAINED)
    page.middle.hide()
    closed(shell, qtbot)
    assert page.middle is not shell.focusWidget()
    page.last.setFocus()
    shell.show_panel(EXPLAINED)
    page.last.deleteLater()
    QApplication.sendPostedEvents(page.last, QEvent.Type.DeferredDelete)
    closed(shell, qtbot)
    assert page.isAncestorOf(shell.focusWidget())


def test_whoever_goes_on_by_tab_sees_what_has_the_focus(shell: Shell, page: Field, qtbot: QtBot) -> None:
    place = scrolled(shell, qtbot, page.scroller, 6)
    shell.show_panel(EXPLAINED)
    closed(shell, qtbot)
    for key, focus in ((Qt.Key.Key_Tab, page.middle), (Qt.Key.Key_Backtab, page.field)):
        qtbot.keyClick(shell.focusWidget(), key)
        QApplication.processEvents()
        assert focus is shell.focusWidget()
        assert focus.visibleRegion().boundingRect() == focus.rect()
    assert page.scroller.verticalScrollBar().value() < place


def test_the_board_stays_where_it_was_scrolled_to(shell: Shell, kit: Kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    cells = tuple(tuple(MatrixCell(f"{row}{column}", 1, 5) for column in range(3)) for row in range(9))
    names = tuple(f"row {row}" for row in range(9))
    matrix = MatrixState("Quotas", names, (ColumnGroup("", ("low", "middle", "high")),), cells)
    shell.add_screen(ScreenName.BOARD, board)
    shell.set_enabled(enabled_now(Situation(ScreenName.BOARD, tab="quotas", has_cells=True)), "quotas")
    shell.show_screen(ScreenName.BOARD)
    shell.resize(900, 500)
    board.render(BoardState((TileState("i", "Interviews", "27 / 135"),), matrix))
    board.show_tab("quotas")
    place = scrolled(shell, qtbot, board._scroll, 2)
    shell.show_panel(EXPLAINED)
    closed(shell, qtbot)
    assert (place, board.matrix) == (board._scroll.verticalScrollBar().value(), shell.focusWidget())
    qtbot.keyClick(board.matrix, Qt.Key.Key_Down)
    assert board._scroll.verticalScrollBar().value() < place, "another cell comes in sight"
