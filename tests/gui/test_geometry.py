"""Every screen and panel that is not the interview, at every size, in both languages, small and large: nothing cut,
nothing over something else, the main verb and the focus in sight, and Tab stops at nothing that cannot be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QScrollArea, QScrollBar, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from cati_app.domain.quota.cells import CellState
from cati_app.publish.formats.contents import FORMATS as EXPORT_FORMATS
from cati_app.texts import choose, words_of
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.figure_states import FigureCell, FigureHead, FigureRow
from cati_app.ui.analyst.offers import offered_formats, offered_interviews, offered_parts
from cati_app.ui.analyst.states import ExportState
from cati_app.ui.analyst.view import DataExportView
from cati_app.ui.analyst.weights.panels import WeightsPanels
from cati_app.ui.analyst.weights.states import (
    BeforeAfter,
    BeforeAfterState,
    FigureTable,
    RecipeLine,
    RecipeStep,
    SpreadBar,
    SpreadState,
    WeightFigures,
    WeightsState,
)
from cati_app.ui.analyst.weights.typed import TypedOptions
from cati_app.ui.analyst.weights.view import WeightsPage
from cati_app.ui.desk.board.matrix import Matrix
from cati_app.ui.desk.board.states import (
    ActiveInterview,
    BoardState,
    ColumnGroup,
    MatrixCell,
    MatrixState,
)
from cati_app.ui.desk.cases.states import AttemptState, CaseListRow, CaseListState, CaseStoryState
from cati_app.ui.desk.sample.states import (
    ColumnRow,
    ColumnsState,
    OverviewQuestion,
    OverviewState,
    ResultState,
    RunningState,
    SampleStep,
)
from cati_app.ui.desk.sample.view import SampleTab
from cati_app.ui.desk.states import TableState
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.panels.host import PanelHost
from cati_app.ui.shell.view import Shell
from cati_app.ui.sign_in.states import LoginState, UserOption
from cati_app.ui.sign_in.view import SignInView
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.panel_states import (
    AppointmentPanelState,
    ChoicePanelState,
    ExplanationState,
    HelpState,
    PanelKind,
    PanelState,
    PauseState,
    ReasonLine,
    ResultOption,
    SteeringPanelState,
    TextPanelState,
)
from cati_app.ui.stage.states import HeaderState, HistoryLine, MessageState, ScreenName, TileState, Tone
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.tick_box import TickBox

LONG = "Haushalt, Zielgruppe nicht geklärt, sonstiger Grund, den jemand ausführlich aufgeschrieben hat"
TILES = tuple(TileState(str(n), "Termine fällig", "1 234 / 2 000", "unterbrochen 12 · abgebrochen 9") for n in range(4))
GROUPS = tuple(
    ColumnGroup(f"{word} Einwanderungsgeschichte", ("niedrig", "mittel", "hoch")) for word in ("mit", "ohne")
)
CELL = MatrixCell("a", 38, 139, in_interview=2, suspended=3)
MATRIX = MatrixState(
    "Quoten: Alter × sozialer Status × Einwanderungsgeschichte",
    ("16–29 Jahre", "30–44 Jahre", "45–64 Jahre", "65 Jahre und älter"),
    GROUPS,
    tuple(
        tuple(replace(CELL, key=f"{row}{n}", state=list(CellState)[n % len(CellState)]) for n in range(6))
        for row in range(4)
    ),
    "Nicht einzuordnen (weiß nicht, verweigert): 4 von höchstens 20 · Ausgeschieden: 0 · Summe der Ziele 400",
)
ACTIVE = tuple(ActiveInterview(str(n), f"Int. 0{n}", "30–44 Jahre · niedrig · Deutsch", 59) for n in range(3))
APPOINTMENTS = TableState(
    "appointments",
    "Termine",
    ("Wann", "Fall", "Zusage", "Bei", "Stand", "Sprache", "Letztes Ergebnis"),
    (("1", "Mi 25.11. 18:00", "000 086", "fest", "Int. 01", "steht bevor", "Deutsch", "fester Termin"),),
)
STORY = CaseStoryState(
    "case-1",
    "Fall 000 001",
    "Nicht vor Mi 25.11. 12:00: die Pause nach dem letzten Ergebnis läuft noch.",
    Tone.WARN,
    tuple(ReasonLine(name, LONG) for name in ("Endcode", "Entschieden", "Zielgruppe", "Anrufe")),
    (AttemptState("1", "1 · heute 16:00", LONG, "entscheidet", ("Int. 01 · Rufnummer 1, 22 s",)),),
    hint="Enter öffnet Notizen, Gründe und Endziffern der Rufnummern; das wird protokolliert.",
)
LISTED = CaseListState(
    ("Fall", "Stand", "Letztes Ergebnis", "Versuche", "Nächste Zeit", "Termin", "Bei", "Sprache"),
    tuple(
        CaseListRow(f"case-{n}", (f"000 {n:03}", "wartet · Interview begonnen", LONG, "1", "Mi 25.11.", "", "", "de"))
        for n in range(1, 60)
    ),
    count_text="2 000 Fälle",
    standing_text="Stand: noch nicht freigegeben",
    result_text="Ergebnis: alle",
    order_text="Reihenfolge: nächste Zeit",
)
ROLES = (("number", "Rufnummer"), ("", "nicht benutzt"))
COLUMNS = ColumnsState(
    "Spalten",
    "liste.xlsx, 2 000 Zeilen",
    tuple(ColumnRow(f"Spalte {n}", "030 …, 040 …", "number", ROLES) for n in range(6)),
    ("Blatt 1", "Blatt 2"),
    "Blatt 1",
    problem="Keine Spalte enthält Rufnummern.",
)
REMARKS = TableState("rows", "Zeilen", ("Zeile", "Grund", "Wert", "Was tun"), (("1", "12", "doppelt", "…", LONG),))
FORMATS = offered_formats(words_of("de"), EXPORT_FORMATS)
USERS = tuple(UserOption(name, name) for name in ("Interview", "Supervision", "Analyse"))
MARGINS = FigureTable(
    LONG,
    tuple(FigureHead("", f"{word} − Ziel") for word in ("Ziel", "ungewichtet", "mit Basis", "gewichtet")),
    tuple(FigureRow(LONG, tuple(FigureCell("100,0") for _ in range(4))) for _ in range(6)),
)
WEIGHTS = WeightsState(
    tuple(RecipeLine(str(n), f"{n} · {LONG}") for n in range(9)),
    "3",
    tuple(RecipeStep(LONG, LONG) for _ in range(5)),
    can_look=True,
    buttons=(
        ("weights_base", "Basisgewichte: die der Stichprobe"),
        ("weights_method", "Verfahren: Logit-Kalibrierung, 0,3–3"),
        ("weights_choose", "Für Daten und Tabellen verwenden …"),
        ("weights_save", "Dateien schreiben …"),
        ("weights_tables", "Bilder als Tabellen"),
        ("weights_none", "Keine Gewichte mehr …"),
        ("weights_open", "Dateien öffnen"),
    ),
    figures=WeightFigures(
        TILES,
        MARGINS,
        BeforeAfterState((BeforeAfter(LONG, 0.2, 0.4, 0.3, "20,0 → 40,0", LONG),), ("vorher", "nachher", "Ziel")),
        LONG,
        SpreadState(tuple(SpreadBar(f"{n},0", 9, n == 0) for n in range(20)), "20,0", 0.1, "Mittel 1", LONG),
        MARGINS,
        MARGINS,
        (LONG, LONG),
        LONG,
    ),
    message=LONG,
    tone=Tone.WARN,
    files=(LONG,),
)
OPTIONS = tuple(ResultOption(str(n), LONG, "in vier Stunden", options=()) for n in range(12))

PANELS: dict[str, PanelState] = {
    "choice": ChoicePanelState(PanelKind.CASE_RESULT, "Welches Ergebnis?", OPTIONS, LONG),
    "reason": TextPanelState(PanelKind.CORRECT_REASON, "Warum?", earlier=(HistoryLine("danach", LONG),), message=LONG),
    "help": HelpState(commands=enabled_now(Situation(ScreenName.BOARD, tab="cases"))),
    "explanation": ExplanationState("Warum?", tuple(ReasonLine("Priorität", LONG) for _ in range(12)), LONG),
    "appointment": AppointmentPanelState("Termin", date(2026, 11, 24), LONG, LONG, suggestions=("morgen 18 Uhr",)),
    "pause": PauseState("Pause", LONG),
    "weighting method": WeightsPanels(words_of("de"), "").method_panel(1, TypedOptions(), LONG, "high"),
    "base weights": WeightsPanels(words_of("de"), "").base_panel(2, TypedOptions(), LONG, "frames"),
    "steering": SteeringPanelState(
        "1",
        LONG,
        "Ziel ändern",
        ("noch", "Ziel"),
        ((LONG, "8 → 5", "12 → 9"), ("alle Zellen", "82", "240")),
        tuple(ReasonLine("Darin", LONG) for _ in range(4)),
        "9",
        asked="Neues Ziel",
        message=LONG,
    ),
}


class Window:
    """A shell with the screens of every role but the interviewer's."""

    def __init__(self, kit: Kit) -> None:
        self.shell = Shell(kit)
        self.login, self.board, self.analyst = SignInView(kit), SupervisorView(kit), DataExportView(kit)
        desk = AnalystView(kit)
        desk.add_page("data", "Daten", self.analyst)
        self.weights_page = WeightsPage(kit)
        self.board.add_page("weights", "Gewichte", self.weights_page)  # below tabs, as on the analyst's screen
        self.sample = SampleTab(kit)
        self.board.add_page("sample", "Stichprobe", self.sample)
        for name, screen in (
            (ScreenName.LOGIN, self.login),
            (ScreenName.BOARD, self.board),
            (ScreenName.DESK, desk),
        ):
            self.shell.add_screen(name, screen)
        self.shell.render(HeaderState("Lokale Integration – Bürgerbefragung", station="Supervision"))

    def bring(self, name: str) -> None:
        """A screen or panel of the table, alone and laid out."""
        self.shell.panels.hide_panel()
        self.sample.show_step(SampleStep.OVERVIEW)
        self.sample.render_overview(OverviewState())
        SCREENS[name](self)
        settle()

    def show(self, screen: ScreenName, tab: str = "") -> None:
        self.shell.set_enabled(enabled_now(Situation(screen, tab=tab, has_story=tab == "cases", can_switch_user=True)))
        self.shell.show_screen(screen)
        if tab:
            self.board.show_tab(tab)

    def sign_in(self) -> None:
        self.show(ScreenName.LOGIN)
        state = LoginState("Lokale Integration – Bürgerbefragung", USERS, "Interview", hint="Passwort: demo")
        self.login.render(replace(state, message="Name oder Passwort stimmt nicht.", tone=Tone.WARN))

    def quotas(self) -> None:
        self.board.render(BoardState(TILES, MATRIX, ACTIVE, tables=(APPOINTMENTS,)))
        self.show(ScreenName.BOARD, "quotas")

    def cases(self) -> None:
        self.board.cases.render(LISTED)
        self.board.cases.render_story(STORY)
        self.show(ScreenName.BOARD, "cases")

    def appointments(self) -> None:
        self.quotas()
        self.show(ScreenName.BOARD, "appointments")

    def overview(self) -> None:
        self.sample.render_overview(OverviewState(TILES, message=LONG))
        self.show(ScreenName.BOARD, "sample")
        self.sample.overview.take_focus()

    def unblock(self) -> None:
        self.show(ScreenName.BOARD, "sample")
        self.sample.render_overview(OverviewState(TILES, asked=OverviewQuestion.UNBLOCK, question=LONG))

    def columns(self) -> None:
        self.show(ScreenName.BOARD, "sample")
        self.sample.show_step(SampleStep.COLUMNS)
        self.sample.render_columns(COLUMNS)

    def running(self) -> None:
        self.show(ScreenName.BOARD, "sample")
        self.sample.show_step(SampleStep.RUNNING)
        self.sample.render_running(RunningState("Liste wird eingelesen", LONG, 0.4))

    def result(self) -> None:
        self.show(ScreenName.BOARD, "sample")
        self.sample.show_step(SampleStep.RESULT)
        state = ResultState(
            "Vorschau: liste.xlsx", Tone.OK, LONG, TILES, (("", "alle"),), "", LONG, REMARKS, message=LONG
        )
        self.sample.render_result(state)

    def weights(self) -> None:
        self.weights_page.render(WEIGHTS)
        self.show(ScreenName.BOARD, "weights")

    def weights_as_tables(self) -> None:
        self.weights()
        self.weights_page.render(replace(WEIGHTS, as_tables=True))

    def export(self) -> None:
        self.show(ScreenName.DESK)
        state = ExportState("Datensatz", LONG, "/home/nutzer/studie-export", FORMATS, None, "10 Interviews.", Tone.OK)
        self.analyst.render(
            replace(
                state,
                files=tuple(f"/home/nutzer/studie-export/daten{n}.csv" for n in range(9)),
                notices=(LONG, LONG),
                parts=offered_parts(words_of("de")),
                interviews=offered_interviews(words_of("de")),
            )
        )

    def panel(self, name: str) -> None:
        self.cases()
        self.shell.show_panel(PANELS[name])


SCREENS: dict[str, Callable[[Window], None]] = {
    "sign in": Window.sign_in,
    "quotas": Window.quotas,
    "cases": Window.cases,
    "appointments": Window.appointments,
    "overview": Window.overview,
    "unblock": Window.unblock,
    "columns": Window.columns,
    "running": Window.running,
    "result": Window.result,
    "export": Window.export,
    "weights": Window.weights,
    "weights as tables": Window.weights_as_tables,
    **{f"panel {name}": (lambda window, name=name: window.panel(name)) for name in PANELS},
}
SIZES = [(640, 340), (1024, 640), (1280, 700), (1440, 880), (1920, 1060)]
"""Screens less the bar of a window manager; the first is a small one at 200 %."""


@pytest.fixture(params=["de", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    choose(request.param)
    yield request.param
    choose("de")


@pytest.fixture
def window(kit: Kit, language: str, qtbot: QtBot) -> Window:
    window = Window(kit)
    qtbot.addWidget(window.shell, before_close_func=lambda w: w.allow_close())
    return window


@pytest.mark.parametrize(
    ("size", "percent"), [*((size, 100) for size in SIZES), *((size, 200) for size in SIZES[2:])], ids=str
)
def test_everything_has_its_room(kit: Kit, window: Window, size: tuple[int, int], percent: int) -> None:
    kit.theme.set_percent(percent)
    shell = window.shell
    shell.resize(*size)
    shell.show()
    shell.activateWindow()
    told = []
    for name in SCREENS:
        window.bring(name)
        wrong = [said for widget in seen(shell) for said in faults(widget)] + out_of_sight(shell)
        told += [f"{name}: {said}" for said in wrong]
        if size != (shell.width(), shell.height()):
            told.append(f"{name}: needs {shell.width()} × {shell.height()}")
    assert [] == told


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def seen(shell: Shell) -> list[QWidget]:
    return [widget for widget in shell.findChildren(QWidget) if widget.isVisible()]


def named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | KeyButton) else widget.accessibleName()
    return f"{type(widget).__name__} {text[:40]!r} {widget.geometry().getRect()}"


def faults(widget: QWidget) -> list[str]:
    """What is wrong with a widget and the widgets in it: cut, or over one another."""
    told = []
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            cut = widget.height() < widget.heightForWidth(widget.width())
        else:
            cut = widget.width() < widget.sizeHint().width() or widget.height() < widget.sizeHint().height()
        told += [f"cut: {named(widget)}"] if cut else []
    if isinstance(widget, KeyButton) and widget.width() < widget.sizeHint().width():
        told.append(f"cut: {named(widget)}")
    if isinstance(widget, QStackedWidget | QAbstractItemView | QScrollArea):
        return told  # laid over one another on purpose, and Qt's own parts
    inside = [
        child
        for child in widget.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not isinstance(child, PanelHost)
        and not child.isWindow()
    ]
    for number, child in enumerate(inside):
        for other in inside[number + 1 :]:
            if child.geometry().intersects(other.geometry()):
                told.append(f"over one another: {named(child)} and {named(other)}")
        if not scrolls(widget) and not widget.rect().contains(child.geometry()):
            told.append(f"beyond its parent: {named(child)} in {named(widget)}")
    return told


def scrolls(widget: QWidget) -> bool:
    """Whether it is the part of a scroll area through which the rest is seen."""
    return isinstance(widget.parentWidget(), QScrollArea | QAbstractItemView)


def in_sight(widget: QWidget) -> bool:
    if isinstance(widget, Matrix):  # one of its cells has the focus
        return bool(widget.visibleRegion().boundingRect().contains(widget.current_rect()))
    return bool(widget.visibleRegion().boundingRect() == widget.rect())


def out_of_sight(shell: Shell) -> list[str]:
    """Main verbs, and what has the focus, that cannot be seen whole; what is behind a panel does not count."""
    panel = shell.panels.panel
    area = shell.panels if panel is not None else shell
    verbs = [button for button in area.findChildren(KeyButton) if button.isVisible() and button.look == "primary"]
    told = [f"verb out of sight: {named(verb)}" for verb in verbs if not in_sight(verb)]
    focus = shell.focusWidget()
    if focus is None:
        told.append("nothing has the focus")
    elif not in_sight(focus) and not higher_than_its_area(focus):
        told.append(f"focus out of sight: {named(focus)}")
    return told


def higher_than_its_area(widget: QWidget) -> bool:
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    return area is not None and widget.height() > area.viewport().height()


def test_tab_stops_only_where_something_is_seen_and_reads_like_the_page(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    shell.resize(1280, 700)
    shell.show()
    shell.activateWindow()
    for name in SCREENS:
        window.bring(name)
        stops: list[QWidget] = []
        steps: list[tuple[QRect, QRect]] = []
        while (widget := shell.focusWidget()) not in stops:
            assert widget is not None, name
            assert len(stops) < 40, f"{name}: Tab does not come round"
            assert not widget.visibleRegion().isEmpty(), f"{name}: stop out of sight: {named(widget)}"
            assert not isinstance(widget, QScrollBar | QLabel), f"{name}: {named(widget)}"
            assert widget.accessibleName() or isinstance(widget, KeyButton | TickBox), (
                f"{name}: no name: {named(widget)}"
            )
            if stops:  # both where they are now: the page may have scrolled with the focus
                steps.append((place(shell, stops[-1]), place(shell, widget)))
            stops.append(widget)
            qtbot.keyClick(widget, Qt.Key.Key_Tab)
            settle()
        assert [] == backwards(steps), name


def place(shell: Shell, widget: QWidget) -> QRect:
    """Where it is in the window."""
    return QRect(widget.mapTo(shell, widget.rect().topLeft()), widget.size())


def backwards(steps: list[tuple[QRect, QRect]]) -> list[str]:
    """Steps up the page within one part of the window, but for the one with which the round begins anew."""
    up = [f"{before.getRect()} → {after.getRect()}" for before, after in steps if after.bottom() < before.top()]
    return up if len(up) > 1 else []


def test_escape_takes_a_message_away_wherever_the_focus_is(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    shell.show()
    shell.activateWindow()
    for name in SCREENS:
        if name in ("running", "unblock", "columns", "result") or name.startswith("panel"):
            continue  # their own Esc comes first
        window.bring(name)
        shell.show_message(MessageState("Gespeichert."))
        settle()
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
        assert not shell.message.isVisible(), name
