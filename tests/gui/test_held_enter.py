"""A held or bouncing Enter confirms nothing a second time, and nothing on the screen that comes next.

There is a screen here for every file of the windows that asks whether Enter counts: a new one without it fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import cati_app.ui
from cati_app.domain.findings import Finding, Severity
from cati_app.ui.analyst.coding.states import CodingLine, CodingState
from cati_app.ui.analyst.coding.view import CodingPage
from cati_app.ui.analyst.dossier.states import DossierState, ThemeLine
from cati_app.ui.analyst.dossier.view import DossierPage
from cati_app.ui.analyst.release.states import ReleaseLine, ReleaseState
from cati_app.ui.analyst.release.view import ReleasePage
from cati_app.ui.analyst.reports.states import ReportLine, ReportsState
from cati_app.ui.analyst.reports.view import ReportsPage
from cati_app.ui.analyst.states import ExportOption, ExportState
from cati_app.ui.analyst.tables.states import QuestionLine, TablesState
from cati_app.ui.analyst.tables.view import TablesPage
from cati_app.ui.analyst.units.states import UnitsState
from cati_app.ui.analyst.units.view import UnitsPage
from cati_app.ui.analyst.view import DataExportView
from cati_app.ui.analyst.weights.states import RecipeLine, WeightsState
from cati_app.ui.analyst.weights.view import WeightsPage
from cati_app.ui.console.dial.view import CallingView
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.desk.board.table_tab import RowTable
from cati_app.ui.desk.cases.view import CasesTab
from cati_app.ui.desk.people.states import CodeState, PeopleState, PeopleStep, SheetState
from cati_app.ui.desk.people.view import PeopleTab
from cati_app.ui.desk.sample.states import OverviewQuestion, OverviewState
from cati_app.ui.desk.sample.view import SampleTab
from cati_app.ui.desk.states import TableState
from cati_app.ui.desk.team.cards import SeatGrid
from cati_app.ui.desk.team.states import SeatCard
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.panels.host import PanelHost
from cati_app.ui.setting_up.states import SettingUpState, StepLine
from cati_app.ui.setting_up.view import SettingUpWindow
from cati_app.ui.shell.view import Shell
from cati_app.ui.sign_in.states import HandoutState, LoginState, UserOption
from cati_app.ui.sign_in.view import SignInView
from cati_app.ui.stage.form_states import FieldState, FormState
from cati_app.ui.stage.panel_states import PanelKind, PauseState, TextPanelState
from cati_app.ui.stage.states import MessageState, ScreenName, Tone
from cati_app.ui.start.line_view import StudyRow
from cati_app.ui.start.states import StartState, StudyLine
from cati_app.ui.start.view import StartWindow
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.finding_column import FindingCard
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit
from tests.gui import screens
from tests.gui.conftest import Watch
from tests.gui.test_board import STATE
from tests.gui.test_cases import STORY, listed

ENTER = Qt.Key.Key_Return
Made = tuple[QWidget, QWidget, SignalInstance]
"""The screen, what is in focus there, and what Enter confirms."""


def sign_in(kit: Kit) -> Made:
    view = SignInView(kit)
    view.render(LoginState("Studie", (UserOption("ann", "Ann"),), "ann"))
    (field,) = [one for one in view.findChildren(QLineEdit) if one.accessibleName() == "Passwort"]
    field.setText("secret")
    return view, field, view.login_given


def analyst(kit: Kit) -> Made:
    view = DataExportView(kit)
    view.render(ExportState("Studie", "3 Interviews", "/tmp/data", (ExportOption("csv", "CSV", "", chosen=True),)))
    return view, view.findChildren(QLineEdit)[0], view.export_asked


def tables(kit: Kit) -> Made:
    view = TablesPage(kit)
    view.render(TablesState((QuestionLine("sex", "Geschlecht"),), "sex"))
    return view, view.questions.field, view.question_chosen


def reports(kit: Kit) -> Made:
    view = ReportsPage(kit)
    view.render(ReportsState((ReportLine("field", "Feldbericht", ""),), "field"))
    return view, view.list, view.look_asked


def weights(kit: Kit) -> Made:
    view = WeightsPage(kit)
    buttons = (("weights_base", "Basisgewichte: je 1"), ("weights_choose", "Verwenden …"))
    view.render(WeightsState((RecipeLine("draft", "Neues Rezept"),), "draft", can_look=True, buttons=buttons))
    return view, view.list, view.look_asked


def coding(kit: Kit) -> Made:
    view = CodingPage(kit)
    view.render(CodingState((CodingLine("job", "Beruf"),), "job", text="Imkerei", form="1"))
    return view, view.list, view.give_asked


def release(kit: Kit) -> Made:
    view = ReleasePage(kit)
    view.render(ReleaseState((ReleaseLine("job", "1 wartet"),), "job", text="Imkerei", form="1"))
    return view, view.list, view.clear_asked


def dossier(kit: Kit) -> Made:
    view = DossierPage(kit)
    view.render(DossierState((ThemeLine("mood", "Stimmung", "offen"),), "mood", label="Stimmung"))
    return view, view.list, view.decide_asked


def units(kit: Kit) -> Made:
    view = UnitsPage(kit)
    view.render(UnitsState(text="Imkerei", form="1"))
    return view, view, view.give_asked


def board(kit: Kit) -> Made:
    view = SupervisorView(kit)
    view.render(STATE)
    return view, view.matrix, view.cell_chosen


def list_of_board(kit: Kit) -> Made:
    view = SupervisorView(kit)
    table = TableState("team", "Team", ("Platz", "Stand"), (("1", "x", "y"),), "Noch niemand.")
    view.render(replace(STATE, tables=(table,)))
    view.tabs.setCurrentIndex(2)
    rows = next(rows for rows in view.findChildren(RowTable) if rows.accessibleName() == table.title)
    rows.setCurrentIndex(rows.model().index(0, 0))
    return view, rows, rows.entered_row


def seats(kit: Kit) -> Made:
    grid = SeatGrid(kit)
    grid.render_seats((SeatCard("ann", "Int. 01", "", "im Gespräch", Tone.OK, "", 20, "Deutsch"),))
    return grid, grid, grid.opened


def case_list(kit: Kit) -> Made:
    view = CasesTab(kit)
    view.render(listed([1, 2]))
    view.render_story(STORY)
    view.table.setCurrentIndex(view.table.model().index(0, 0))
    return view, view.table, view.table.row_opened


def case_number(kit: Kit) -> Made:
    view = CasesTab(kit)
    view.render(listed([1, 2]))
    return view, view.field, view.number_typed


def sample(kit: Kit) -> Made:
    view = SampleTab(kit)
    view.render_overview(OverviewState(asked=OverviewQuestion.RELEASE, question="Freigeben?"))
    return view, view, view.release_confirmed


def start_code(kit: Kit) -> Made:
    view = PeopleTab(kit)
    view.show_step(PeopleStep.CODE)
    view.render_code(CodeState("Ann", ("Startcode",), "ABCD-EFGH-IJKL"))
    return view, view, view.confirmed


def dial(kit: Kit) -> Made:
    view = CallingView(kit)
    view.render(screens.dial_state(can_begin=True))
    return view, view, view.begin_pressed


def interview(kit: Kit) -> Made:
    view = InterviewView(kit)
    view.render(screens.console(screens.screen(screens.single(answer="1"))))
    return view, view, view.answer_given


def panel(kit: Kit) -> Made:
    screen = QWidget()
    host = PanelHost(kit, screen)
    host.show_panel(PauseState("Pause", "Weiter mit Enter."))
    host.setParent(None)
    return host, host, host.pause_ended


def shell(kit: Kit) -> Made:
    """A verb on a screen that has nothing on Enter."""
    window, button = Shell(kit), KeyButton(kit, "Do it")
    window.add_screen(ScreenName.BOARD, button)
    window.show_screen(ScreenName.BOARD)
    return window, button, button.clicked


def start_page(kit: Kit) -> Made:
    window = StartWindow(kit)
    window.render(StartState(empty="Noch keine Studie."))
    button = next(each for each in window.findChildren(KeyButton) if each.property("action") == "folder")
    return window, button, button.clicked


def study_line(kit: Kit) -> Made:
    row = StudyRow(kit, StudyLine("/tmp/studie", "Studie", "im Feld", ""))
    return row, row, row.open_asked


def finding(kit: Kit) -> Made:
    card = FindingCard(kit, Finding(Severity.HINT, "a-code", "Etwas fällt auf.", "So wird es besser."))
    return card, card, card.chosen


def setting_up(kit: Kit) -> Made:
    window = SettingUpWindow(kit)
    steps = tuple(StepLine(str(n)) for n in range(7))
    form = FormState("title", "Titel", "Weiter", fields=(FieldState("title", "Titel", value="Autos"),))
    window.render(SettingUpState(steps, form))
    return window, next(field for field in window.findChildren(QLineEdit)), window.form_given


SCREENS: dict[str, tuple[Callable[[Kit], Made], ...]] = {
    "sign_in/view.py": (sign_in,),
    "analyst/view.py": (analyst,),
    "analyst/page_with_list_view.py": (tables, reports, coding, units, release, dossier, weights),
    "desk/board/matrix.py": (board,),
    "desk/board/table_tab.py": (list_of_board,),
    "desk/cases/table.py": (case_list,),
    "desk/cases/view.py": (case_number,),
    "desk/team/cards.py": (seats,),
    "desk/step_tab.py": (start_code, sample),
    "console/dial/view.py": (dial,),
    "console/interview/view.py": (interview,),
    "panels/host.py": (panel,),
    "shell/view.py": (shell,),
    "start/view.py": (start_page,),
    "start/line_view.py": (study_line,),
    "widgets/finding_column.py": (finding,),
    "setting_up/view.py": (setting_up,),
}
UI = Path(cati_app.ui.__file__).parent
FILES = {str(path.relative_to(UI)): path.read_text(encoding="utf-8") for path in UI.rglob("*.py")}


def stroke(widget: QWidget, key: Qt.Key = ENTER, *, held: bool = False) -> None:
    text = "\r" if key is ENTER else ""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, held))


def shown(made: Made, watch: Watch, qtbot: QtBot) -> tuple[QWidget, list[int]]:
    """What is in focus, and once for each time that Enter confirmed; every stroke comes in the same moment."""
    screen, focused, confirmed = made
    watch.step = 0
    qtbot.addWidget(screen)
    screen.resize(1280, 640)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    focused.show()
    focused.setFocus()
    if isinstance(focused, QLineEdit):
        qtbot.waitUntil(focused.hasFocus)
    told: list[int] = []
    confirmed.connect(lambda *_: told.append(1))
    return focused, told


def test_every_screen_that_enter_confirms_is_here() -> None:
    assert set(SCREENS) == {path for path, text in FILES.items() if "confirms(self._kit" in text}


def test_enter_is_told_from_other_keys_in_one_place() -> None:
    named = {path for path, text in FILES.items() if "Key_Return" in text or "Key_Enter" in text}
    assert {"widgets/enter.py"} == named


@pytest.mark.parametrize("make", [make for made in SCREENS.values() for make in made], ids=lambda make: make.__name__)
def test_enter_counts_once_however_long_it_is_held(
    kit: Kit, watch: Watch, qtbot: QtBot, make: Callable[[Kit], Made]
) -> None:
    made = make(kit)
    focused, told = shown(made, watch, qtbot)

    for _ in range(3):
        stroke(focused, held=True)  # pressed on the screen before
    assert [] == told
    stroke(focused)
    assert [1] == told
    stroke(focused, held=True)
    stroke(focused)  # bounces
    assert [1] == told


@pytest.mark.parametrize("make", [board, list_of_board, case_list], ids=lambda make: make.__name__)
def test_with_another_key_between_the_next_enter_counts_at_once(
    kit: Kit, watch: Watch, qtbot: QtBot, make: Callable[[Kit], Made]
) -> None:
    made = make(kit)
    focused, told = shown(made, watch, qtbot)

    for key in (ENTER, Qt.Key.Key_Down, ENTER):
        stroke(focused, key)
    assert [1, 1] == told


def form(kit: Kit) -> QWidget:
    view = PeopleTab(kit)
    view.show_step(PeopleStep.FORM)
    view.render_form(FormState("deactivate ann", "Ann", "Deaktivieren", leave="Lassen", warns=True))
    return view


def people(kit: Kit) -> QWidget:
    view = PeopleTab(kit)
    view.render_people(PeopleState(can_change=True, can_reset=True, can_deactivate=True, sheet_waits=True))
    return view


def sheet(kit: Kit) -> QWidget:
    view = PeopleTab(kit)
    view.show_step(PeopleStep.SHEET)
    view.render_sheet(SheetState(("Seiten",)))
    return view


def handout(kit: Kit) -> QWidget:
    view = SignInView(kit)
    view.render(LoginState(handout=HandoutState("Startcodes", (), ("Ann · ABCD",))))
    return view


def in_shell(make: Callable[[Kit], Made]) -> Callable[[Kit], QWidget]:
    def made(kit: Kit) -> QWidget:
        window = Shell(kit)
        window.add_screen(ScreenName.BOARD, make(kit)[0])
        window.show_screen(ScreenName.BOARD)
        window.show_message(MessageState("Etwas ist geschehen.", ""))
        return window

    return made


def note(kit: Kit) -> QWidget:
    screen = QWidget()
    host = PanelHost(kit, screen)
    host.show_panel(TextPanelState(PanelKind.NOTE, "Notiz"))
    host.setParent(None)
    return host


WITH_BUTTONS: dict[str, Callable[[Kit], QWidget]] = {
    "people": people,
    "form": form,
    "code": lambda kit: start_code(kit)[0],
    "sheet": sheet,
    "handout": handout,
    "sample": lambda kit: sample(kit)[0],
    "analyst": lambda kit: analyst(kit)[0],
    "reports": lambda kit: reports(kit)[0],
    "weights": lambda kit: weights(kit)[0],
    "cases": in_shell(case_list),
    "board": in_shell(board),
    "panel": note,
}


def _told(told: list[str], text: str) -> None:
    told.append(text)


@pytest.mark.parametrize("name", WITH_BUTTONS)
def test_enter_presses_the_button_that_has_the_keyboard_and_nothing_else(kit: Kit, qtbot: QtBot, name: str) -> None:
    screen = WITH_BUTTONS[name](kit)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    buttons = [
        button
        for button in screen.findChildren(KeyButton)
        if button.isVisible() and button.isEnabled() and button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert buttons
    for button in buttons:
        told: list[str] = []
        button.clicked.disconnect()  # what it does may lead away
        button.clicked.connect(partial(_told, told, button.text()))
        button.setFocus()
        stroke(button)
        assert [button.text()] == told


def test_a_held_enter_presses_no_button_of_a_file_dialog(kit: Kit, qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = file_dialog(parent, "Datei", str(tmp_path))
    (tmp_path / "list.csv").write_text("phone\n", encoding="utf-8")
    dialog.selectFile("list.csv")
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)

    for widget in (dialog, *dialog.findChildren(QLineEdit), *dialog.findChildren(QPushButton)):
        stroke(widget, held=True)
    assert [] == chosen
