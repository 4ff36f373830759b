"""The analyst's tables by keys: questions searched by typing, a table that scrolls sideways, and its picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cati_app.texts import words_of
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.figure_states import FigureCell, FigureHead, FigureRow
from cati_app.ui.analyst.tables.port import AskedTable, TableSet
from cati_app.ui.analyst.tables.states import AnswerFigures, QuestionLine, TablesState
from cati_app.ui.analyst.tables.view import TablesPage
from cati_app.ui.analyst.tables.words import TablesWords
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.chart_states import ShareBar, SharePart, SharesState
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit

HEADS = (FigureHead("", "Gesamt"), *(FigureHead("Alter", f"{n}0 bis {n}9 Jahre A") for n in range(1, 9)))
CELLS = tuple(FigureCell("21", "BC", "4,1", "74") for _ in HEADS)
TABLE = AnswerFigures(
    "mood",
    "Eigene Haltung",
    "",
    "Alter",
    "",
    HEADS,
    (FigureRow("1 sehr dafür", CELLS), FigureRow("Basis", tuple(FigureCell("371") for _ in HEADS), is_quiet=True)),
    picture=SharesState((ShareBar("Gesamt", "n 371", (SharePart(0, 0.6, "60"), SharePart(1, 0.4, "40"))),), ("a", "b")),
    pictured="Bild, Prozent",
)


@pytest.fixture
def page(shell: Shell, kit: Kit) -> TablesPage:
    desk, view = AnalystView(kit), TablesPage(kit)
    desk.add_page("tables", "Tabellen", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="tables", has_tables=True)))
    shell.show_screen(ScreenName.DESK)
    lines = (QuestionLine("mood_own", "Eigene Haltung"), QuestionLine("sex", "Geschlecht"))
    view.render(TablesState(lines, "mood_own", buttons=(("tables_columns", "Kopf: Alter"),), table=TABLE))
    return view


def test_a_question_is_searched_by_typing_and_its_table_walked_through(
    shell: Shell, page: TablesPage, qtbot: QtBot
) -> None:
    chosen: list[str] = []
    page.question_chosen.connect(chosen.append)
    shell.run_command("tables_find")
    qtbot.keyClicks(shell.focusWidget(), "gesch")
    assert ["sex"] == list(dict.fromkeys(chosen))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert page.questions.list.hasFocus()
    page.table.setFocus()
    for _ in HEADS:
        qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert len(HEADS) - 1 == page.table.currentIndex().column()
    assert "21 BC ±4,1 (74)" == page.table.model().data(page.table.model().index(0, 1))
    assert "Alter: 10 bis 19 Jahre A" == page.table.model().headerData(1, Qt.Orientation.Horizontal)
    assert page.picture.isVisible()
    assert page.picture.height() == page.picture.high()


def test_a_search_without_a_match_keeps_the_keys_until_it_is_left(shell: Shell, page: TablesPage, qtbot: QtBot) -> None:
    shell.run_command("tables_find")
    qtbot.keyClicks(shell.focusWidget(), "zz")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert page.questions.field.hasFocus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert (True, "", 2) == (
        page.questions.list.hasFocus(),
        page.questions.field.text(),
        page.questions.list.model().rowCount(),
    )
    assert "mood_own" == page.questions.selected


def test_arrows_go_through_the_questions_once_they_are_read(shell: Shell, page: TablesPage, qtbot: QtBot) -> None:
    full = page._state
    page.render(TablesState(empty="Die Interviews werden gelesen …", progress=0.5))
    page.take_focus()
    page.render(full)
    assert page.questions.list.hasFocus()
    chosen: list[str] = []
    page.question_chosen.connect(chosen.append)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    assert ["sex"] == chosen


def test_letters_are_commands_on_the_table_and_words_in_the_field(shell: Shell, page: TablesPage, qtbot: QtBot) -> None:
    given: list[str] = []
    shell.command_given.connect(given.append)
    shell.run_command("tables_find")
    qtbot.keyClicks(shell.focusWidget(), "bf")
    assert ("bf", []) == (page.questions.field.text(), given)
    page.questions.list.setFocus()
    qtbot.keyClicks(shell.focusWidget(), "b")
    assert ["tables_columns"] == given


@pytest.mark.parametrize("kind", [PanelKind.TABLE_FILTER, PanelKind.TABLE_COLUMNS])
def test_what_is_typed_once_the_panel_is_open_goes_into_the_line_for_it(
    kit: Kit, shell: Shell, page: TablesPage, qtbot: QtBot, kind: PanelKind
) -> None:
    read = TableSet((), (("sex", "Geschlecht"),), (("women", "Frauen"),), 400)
    shell.show_panel(TablesWords(words_of("de"), "").panel(kind, 1, read, AskedTable("mood"), ""))
    saved: list[str] = []
    shell.text_saved.connect(lambda kind, key, text: saved.append(text))
    qtbot.keyClicks(shell.focusWidget(), "sex: 2")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert ["sex: 2"] == [text.split("\n")[1] for text in saved]


def test_what_is_said_of_the_sample_stays_in_sight_however_long_the_table(page: TablesPage, qtbot: QtBot) -> None:
    told = "Quotenstichprobe: keine Fehlerspannen."
    long = replace(TABLE, rows=TABLE.rows * 40, caveat=told)
    page.render(TablesState((QuestionLine("mood", "Eigene Haltung"),), "mood", table=long))
    for _ in range(60):
        page.run_local("scroll_down")
    (shown,) = (each for each in page.findChildren(QLabel) if each.text() == told and each.isVisible())
    assert not shown.visibleRegion().isEmpty()
    assert shown.visibleRegion().boundingRect() == shown.rect()


def test_the_question_selected_stays_in_sight_when_the_list_gets_lower(
    shell: Shell, page: TablesPage, qtbot: QtBot
) -> None:
    lines = tuple(QuestionLine(f"q{n}", f"Frage {n}") for n in range(12))
    page.render(TablesState(lines, "q9", table=TABLE))
    shell.resize(1280, 360)
    view = page.questions.list

    def is_in_sight() -> bool:
        return view.viewport().rect().contains(view.visualRect(view.currentIndex()))

    qtbot.waitUntil(lambda: view.height() < 12 * view.visualRect(view.currentIndex()).height() and is_in_sight())
