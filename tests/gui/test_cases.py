"""The tab of cases by keyboard: rows stay where they are while others come and go, and every way leads back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.demo.hands import Hands
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.ui.desk.cases.model import CasesModel
from cati_app.ui.desk.cases.states import AttemptState, CaseListRow, CaseListState, CaseStoryState
from cati_app.ui.desk.cases.view import CasesTab
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.stage.panel_states import PanelKind, ReasonLine
from cati_app.ui.stage.states import ScreenName, Tone
from tests.stations import PASSWORD, Site
from tests.unit.ui.desk import called

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COLUMNS = ("Fall", "Stand", "Letztes Ergebnis", "Versuche", "Nächste Zeit")


def row(number: int, state: str = "offen") -> CaseListRow:
    return CaseListRow(f"c{number}", (f"{number:06d}", state, "besetzt", "1", "jetzt"))


def listed(numbers: range | list[int], **parts: object) -> CaseListState:
    texts = {"standing_text": "Stand: alle", "result_text": "Ergebnis: alle", "order_text": "Reihenfolge: Nummer"}
    return replace(CaseListState(COLUMNS, tuple(row(n) for n in numbers), **texts), **parts)  # type: ignore[arg-type]


STORY = CaseStoryState(
    "c1",
    "Fall 1",
    "Nicht vor 18:00",
    Tone.WARN,
    (ReasonLine("Endcode", "besetzt (3.12)"),),
    (AttemptState("1", "1 · heute 16:00", "besetzt", "entscheidet", ("Int. 01",)),),
)


@pytest.fixture
def tab(kit, qtbot: QtBot) -> CasesTab:
    view = CasesTab(kit)
    qtbot.addWidget(view)
    view.resize(1280, 600)
    view.show()
    view.activateWindow()
    QApplication.processEvents()
    return view


def settled(qtbot: QtBot, tab: CasesTab, state: CaseListState) -> list[str]:
    """Render, and what was selected by it."""
    said: list[str] = []
    tab.case_selected.connect(said.append)
    tab.render(state)
    QApplication.processEvents()
    tab.case_selected.disconnect(said.append)
    return said


def first_in_sight(tab: CasesTab) -> str:
    return str(tab.table.model().key(tab.table.rowAt(0)))


def test_the_first_case_is_selected_after_the_rendering_not_within(tab: CasesTab, qtbot: QtBot) -> None:
    within: list[str] = []
    tab.case_selected.connect(within.append)
    tab.render(listed(range(1, 6)))
    assert [] == within
    QApplication.processEvents()

    assert (["c1"], "c1") == (within, tab.table.key)


def test_rows_that_come_and_go_leave_selection_and_place(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed(range(1, 201)))
    tab.table.setFocus()
    for _ in range(60):
        qtbot.keyClick(tab.table, Qt.Key.Key_Down)
    before, y = first_in_sight(tab), tab.table.rowViewportPosition(tab.table.currentIndex().row())

    said = settled(qtbot, tab, listed([n for n in range(-20, 260) if n not in (3, 4, 70)]))

    assert ("c61", [], before) == (tab.table.key, said, first_in_sight(tab))
    assert y == tab.table.rowViewportPosition(tab.table.currentIndex().row())


def test_a_row_that_changes_its_place_takes_the_selection_along(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed([1, 2, 3, 4]))
    qtbot.keyClick(tab.table, Qt.Key.Key_Down)

    assert ([], "c2", 3) == (
        settled(qtbot, tab, listed([1, 3, 4, 2])),
        tab.table.key,
        tab.table.currentIndex().row(),
    )


def test_when_the_selected_row_leaves_its_neighbour_is_selected(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed([1, 2, 3]))
    qtbot.keyClick(tab.table, Qt.Key.Key_Down)

    assert (["c3"], ["c1"], [""]) == (
        settled(qtbot, tab, listed([1, 3])),
        settled(qtbot, tab, listed([1])),
        settled(qtbot, tab, listed([], empty_text="Keine Fälle.")),
    )
    assert not tab.table.isVisible()


def test_an_empty_list_leaves_the_keyboard_in_the_field_until_there_are_cases(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed([1, 2]))
    tab.render_story(STORY)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    settled(qtbot, tab, listed([], empty_text="Keine Fälle."))
    tab.render_story(None)
    assert tab.field.hasFocus()
    settled(qtbot, tab, listed([1]))

    assert tab.table.hasFocus()


def test_the_model_keeps_to_the_rules_of_models(qtbot: QtBot) -> None:
    model = CasesModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chance = random.Random(7)
    for _ in range(60):
        numbers = chance.sample(range(30), chance.randint(0, 20))
        state = listed(numbers)
        model.show_list(state)
        assert [row.key for row in state.rows] == [model.key(place) for place in range(model.rowCount())]


def test_before_the_end_of_what_was_read_more_is_asked_for(tab: CasesTab, qtbot: QtBot) -> None:
    asked: list[bool] = []
    tab.more_wanted.connect(asked.append)
    settled(qtbot, tab, listed(range(1, 201), has_after=True))
    assert [] == asked
    tab.table.scrollToBottom()
    assert [True] == list(dict.fromkeys(asked))
    asked.clear()
    settled(qtbot, tab, listed(range(1, 401), has_after=True))
    assert [] == asked
    settled(qtbot, tab, listed(range(150, 401), has_before=True))
    tab.table.verticalScrollBar().setValue(0)

    assert [False] == list(dict.fromkeys(asked))


def test_digits_begin_a_number_and_enter_finds_it(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed(range(1, 6)))
    tab.table.setFocus()
    qtbot.keyClicks(tab.table, "2")
    assert tab.field.hasFocus()
    qtbot.keyClicks(tab.field, "17")
    with qtbot.waitSignal(tab.number_typed) as typed:
        qtbot.keyClick(tab.field, Qt.Key.Key_Return)

    assert (["217"], True) == (typed.args, tab.table.hasFocus())


@pytest.mark.parametrize(("key", "last"), [(Qt.Key.Key_End, True), (Qt.Key.Key_Home, False)])
def test_home_and_end_go_to_the_ends_of_the_whole_list(tab: CasesTab, qtbot: QtBot, key: Qt.Key, last: bool) -> None:
    settled(qtbot, tab, listed(range(1, 6)))
    with qtbot.waitSignal(tab.edge_wanted) as wanted:
        qtbot.keyClick(tab.table, key)
    tab.show_edge(True)

    assert ([last], "c5") == (wanted.args, tab.table.key)


@pytest.mark.parametrize("percent", [100, 200])
def test_enter_opens_the_story_and_esc_leads_back(tab: CasesTab, kit, qtbot: QtBot, percent: int) -> None:
    kit.theme.set_percent(percent)
    settled(qtbot, tab, listed(range(1, 6)))
    tab.render_story(STORY)
    tab.table.setFocus()
    with qtbot.waitSignal(tab.case_opened):
        qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert (True, True, percent == 100) == (tab.story.hasFocus(), tab.story.isVisible(), tab.table.isVisible())
    qtbot.keyClick(tab.story, Qt.Key.Key_Escape)

    assert (True, True, percent == 100) == (tab.table.hasFocus(), tab.table.isVisible(), tab.story.isVisible())


def test_tabs_change_by_key_and_take_the_keyboard_along(kit, qtbot: QtBot) -> None:
    board = SupervisorView(kit)
    qtbot.addWidget(board)
    board.resize(1280, 640)
    board.show()
    board.activateWindow()
    QApplication.processEvents()
    board.cases.render(listed(range(1, 6)))
    with qtbot.waitSignal(board.tab_shown) as shown:
        assert board.run_local("next_tab")
    assert (["cases"], True) == (shown.args, board.cases.table.hasFocus())
    assert board.run_local("find_case")
    assert board.cases.field.hasFocus()
    assert board.run_local("next_tab")

    assert (0, True, False) == (board.tabs.currentIndex(), board.tabs.hasFocus(), board.run_local("find_case"))


def test_attempts_and_cells_are_heard(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed(range(1, 3)))
    tab.render_story(STORY)
    attempts = tab.story.findChildren(type(tab.story._attempts))[0]
    heard = QAccessible.queryAccessibleInterface(attempts)

    name, detail = QAccessible.Text.Name, QAccessible.Text.Description
    assert ("1 · heute 16:00, besetzt, entscheidet", "Int. 01") == (
        heard.child(0).text(name),
        heard.child(0).text(detail),
    )
    model = tab.table.model()
    assert "Stand: offen" == model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert all(widget.accessibleName() for widget in (tab.field, tab.table, tab.story, *tab.buttons.values()))


def test_the_focus_goes_in_the_order_of_reading(tab: CasesTab, qtbot: QtBot) -> None:
    settled(qtbot, tab, listed(range(1, 3)))
    tab.field.setFocus()
    passed = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())

    assert [*tab.buttons.values(), tab.table, tab.story] == passed[1:]


@pytest.fixture
def desktop(tmp_path: Path, qapp: QApplication) -> Iterator[tuple[Desktop, Site]]:
    """The whole application on a small study: one case refused, two not answered."""
    site = Site(tmp_path)
    for result in ("refusal_household", "no_answer", "no_answer"):
        called(site, result)
    people = [("sue", "Sue"), ("ann", "Ann")]
    made = Desktop(site.station, WindowSettings(language="de", dark=False, people=people))
    made.show()
    yield made, site
    made.close()
    qapp.processEvents()
    site.close()


def test_a_supervisor_corrects_a_result_by_keys_alone(desktop: tuple[Desktop, Site]) -> None:
    window, site = desktop
    hands = Hands(window, site.clock)
    hands.type(PASSWORD)
    hands.press("Return")
    hands.press("Tab", CTRL)
    hands.rest()
    hands.type("1")
    hands.press("Return")
    hands.press("Return")
    hands.press("F8")
    for key in ("1", "Return", "4", "Return"):
        hands.type(key) if key.isdigit() else hands.press(key)
    hands.rest()
    hands.type("misheard")
    site.clock.move(1)
    hands.press("Return")
    hands.rest()

    assert [("no_answer", "open")] == site.sql(
        'SELECT a.disposition, c.state FROM attempt a JOIN "case" c ON c.id = a.case_id WHERE c.case_no = 1'
    )
    assert window.first.shell.open_panel() is None
    assert window.first.roles.desk_views[0].cases.table.key == "case-1"


def test_the_keys_of_cases_stand_in_the_footer_only_there(desktop: tuple[Desktop, Site]) -> None:
    window, site = desktop
    hands = Hands(window, site.clock)
    hands.type(PASSWORD)
    hands.press("Return")
    shell = window.first.shell
    assert "Ergebnis korrigieren" not in shell.footer.accessibleName()
    hands.press("Tab", CTRL)
    hands.rest()
    assert "F8 Ergebnis korrigieren" in shell.footer.accessibleName()
    hands.press("Tab", CTRL | SHIFT)
    hands.rest()

    assert "Ergebnis korrigieren" not in shell.footer.accessibleName()


def test_the_filters_open_from_the_field_too(desktop: tuple[Desktop, Site]) -> None:
    window, site = desktop
    hands = Hands(window, site.clock)
    hands.type(PASSWORD)
    hands.press("Return")
    hands.press("Tab", CTRL)
    opened = []
    for letter in ("S", "E"):
        hands.press("F", CTRL)
        assert window.first.roles.desk_views[0].cases.field.hasFocus()
        hands.press(letter, CTRL)
        opened.append(window.first.shell.open_panel())
        hands.press("Escape")

    assert [PanelKind.CASE_STANDING, PanelKind.CASE_RESULT] == opened


def test_an_interviewer_sees_neither_tabs_nor_their_keys(desktop: tuple[Desktop, Site]) -> None:
    window, site = desktop
    hands = Hands(window, site.clock)
    hands.choose_user(1)
    hands.type(PASSWORD)
    hands.press("Return")

    assert ScreenName.DIAL is window.first.stage.situation.screen
    assert not window.first.roles.desk_views[0].isVisible()
    hands.press("Tab", CTRL)
    assert not {"next_tab", "filter_state", "correct"} & window.first.shell._enabled
