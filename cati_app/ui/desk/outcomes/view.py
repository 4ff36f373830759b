"""The tab of outcomes: rates with their formulas, the charts of the field, and each chart as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.desk.outcomes.states import ChartState, OutcomesState, RateState
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.chart_states import BarsState, CurvesState, FanState, HeatState, TrendState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.charts import HeatMap, StackedBars, TrendLine
from cati_app.ui.widgets.command_button import command_buttons
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.fan_chart import CurveGrid, FanChart
from cati_app.ui.widgets.kit import Kit, label

_EVERY_MS = 60_000
_COLUMNS_FROM = ((4, 1080), (2, 620))
"""So many rates beside each other from so many pixels of normal text on."""
_BESIDE_FROM = 1080
_TABLE_ROWS = 6


class RateCard(Card):
    """A rate, its parts, its formula."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, " ")
        self._value = label(kit, TextRole.FIGURE)
        self._parts = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._formula = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._shares = label(kit, TextRole.SMALL, "muted", wrap=True)
        for part in (self._value, self._parts, self._formula, self._shares):
            self.add(part)
        self.add_stretch()

    def render_rate(self, state: RateState) -> None:
        """Show a rate."""
        texts: tuple[tuple[QLabel, str], ...] = (
            (self.title, f"{state.title} · {state.code}"),
            (self._value, state.value),
            (self._parts, state.parts),
            (self._formula, state.formula),
            (self._shares, state.e),
        )
        for part, text in texts:
            if part.text() != text:
                part.setText(text)
        self._parts.setVisible(bool(state.parts))
        self.setAccessibleName(f"{state.title} {state.code}: {state.value}. {state.parts} {state.formula} {state.e}")


class ChartCard(Card):
    """A chart, or the table that says the same."""

    def __init__(self, kit: Kit, chart: HeatMap | TrendLine | StackedBars | FanChart | CurveGrid) -> None:
        super().__init__(kit, " ")
        self.chart = chart
        self.table = RowsTable(kit, (0,), _TABLE_ROWS)
        self._foot = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.add(chart)
        self.add(self.table)
        self.table.hide()
        self.add_stretch()
        self.add(self._foot)

    def render_chart(self, state: ChartState) -> None:
        """Show a state."""
        self.title.setText(state.title)
        self._foot.setText(state.foot)
        self.chart.setAccessibleName(state.title)
        self.chart.setAccessibleDescription(state.foot)
        match self.chart, state.chart:
            case HeatMap() as chart, HeatState() as shown:
                chart.render_map(shown)
            case TrendLine() as chart, TrendState() as shown:
                chart.render_line(shown)
            case StackedBars() as chart, BarsState() as shown:
                chart.render_bars(shown)
            case FanChart() as chart, FanState() as shown:
                chart.render_fan(shown)
            case CurveGrid() as chart, CurvesState() as shown:
                chart.render_curves(shown)
        self.table.render_table(state.table)

    def show_table(self, table: bool) -> None:
        """The table in place of the chart, or the chart again."""
        self.chart.setVisible(not table)
        self.table.setVisible(table)


class OutcomesTab(Page):
    """Implements `OutcomesView`."""

    command_asked = Signal(str)
    minute_passed = Signal()
    save_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._kit = kit
        self._state = OutcomesState()
        self._caveat = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._as_of = label(kit, TextRole.SMALL, "muted", wrap=True)
        texts = {
            **dict.fromkeys(("outcomes_frame", "outcomes_day", "outcomes_method", "outcomes_group"), ""),
            "outcomes_tables": say("Charts as tables"),
            "outcomes_export": say("Save a table …"),
            "outcomes_read": say("Read again"),
        }
        self.buttons = command_buttons(kit, self.command_asked, texts)
        self.rates = [RateCard(kit) for _ in range(4)]
        self.hours, self.trend = ChartCard(kit, HeatMap(kit)), ChartCard(kit, TrendLine(kit))
        self.attempts = ChartCard(kit, StackedBars(kit))
        self.curves = ChartCard(kit, CurveGrid(kit))
        self._charts = (self.hours, self.trend, self.attempts, self.curves)
        self.burn_ups: list[ChartCard] = []
        self._quotas = QWidget()
        self._quotas_column = QVBoxLayout(self._quotas)
        self._quotas_column.setContentsMargins(0, 0, 0, 0)
        self._as_tables = False
        self._way_card = Card(kit, say("From number to interview"))
        self.way = RowsTable(kit, (0,), _TABLE_ROWS)
        self._way_card.add(self.way)
        self._way_foot = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._way_card.add(self._way_foot)
        self._way_card.add_stretch()
        self._groups_card = Card(kit, " ")
        self.groups = RowsTable(kit, (0,), _TABLE_ROWS)
        self._groups_foot = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._groups_card.add(self.groups)
        self._groups_card.add(self._groups_foot)
        self._rates_grid, self._charts_grid = QGridLayout(), QGridLayout()
        for part in (self._caveat, self._empty, ButtonRow(kit, *self.buttons.values())):
            self.column.addWidget(part)
        self.column.addLayout(self._rates_grid)
        self.column.addLayout(self._charts_grid)
        self.column.addWidget(self._as_of)
        self.column.addStretch()
        self._minute = QTimer(self)
        self._minute.setInterval(_EVERY_MS)
        self._minute.timeout.connect(self.minute_passed)
        self._placed: tuple[int, int] | None = None
        kit.theme.changed.connect(self._arrange)
        self._arrange()
        self.render_outcomes(OutcomesState(empty=say("The cases are being counted …")))

    @Slot()
    def _arrange(self) -> None:
        theme, width = self._kit.theme, self.width()
        columns = next((count for count, least in _COLUMNS_FROM if width >= theme.text_px(least)), 1)
        beside = 2 if width >= theme.text_px(_BESIDE_FROM) else 1
        gap = theme.space(3)
        for layout in (self._rates_grid, self._charts_grid, self._quotas_column):
            layout.setSpacing(gap)
        if (columns, beside) == self._placed:
            return
        self._placed = columns, beside
        for index, card in enumerate(self.rates):
            self._rates_grid.addWidget(card, index // columns, index % columns)
        for index, chart in enumerate((self.hours, self.trend, self._way_card, self.attempts)):
            self._charts_grid.addWidget(chart, index // beside, index % beside)
        for line, part in enumerate((self._groups_card, self._quotas, self.curves), 4 // beside):
            self._charts_grid.addWidget(part, line, 0, 1, beside)
        for column in range(4):
            self._rates_grid.setColumnStretch(column, 1 if column < columns else 0)
        for column, share in enumerate((3, 2)):
            self._charts_grid.setColumnStretch(column, share if column < beside else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- what is shown ------------------------------------------------------------------------------------------

    def render_outcomes(self, state: OutcomesState) -> None:
        """Show a state; parts equal to the last ones are left alone."""
        self._state = state
        for part, text in ((self._caveat, state.caveat), (self._empty, state.empty), (self._as_of, state.as_of)):
            part.setText(text)
            part.setVisible(bool(text))
        for command, text in (
            ("outcomes_frame", state.frame),
            ("outcomes_day", state.day),
            ("outcomes_method", state.method),
            ("outcomes_group", state.grouping),
        ):
            self.buttons[command].say(text)
        for button in self.buttons.values():
            button.setVisible(not state.empty)
        self.buttons["outcomes_group"].setVisible(bool(state.grouping))
        for index, card in enumerate(self.rates):
            card.setVisible(index < len(state.rates))
            if index < len(state.rates):
                card.render_rate(state.rates[index])
        shown_now = (state.hours, state.trend, state.attempts, state.curves)
        for chart, shown in zip(self._charts, shown_now, strict=True):
            chart.setVisible(shown is not None)
            if shown is not None:
                chart.render_chart(shown)
        self._render_quotas(state.burn_ups)
        self._way_card.setVisible(state.way is not None)
        self._way_foot.setText(state.way_foot)
        self.way.render_table(state.way or TableState("way", "", (), ()))
        self._groups_card.setVisible(state.groups is not None)
        self._groups_card.title.setText(state.groups.title if state.groups is not None else "")
        self._groups_foot.setText(state.groups_foot)
        self.groups.render_table(state.groups or TableState("way_groups", "", (), ()))

    def _render_quotas(self, states: Sequence[ChartState]) -> None:
        """A card for each quota; those that are not needed any more go."""
        while len(self.burn_ups) > len(states):
            self.burn_ups.pop().deleteLater()
        while len(self.burn_ups) < len(states):
            card = ChartCard(self._kit, FanChart(self._kit))
            card.show_table(self._as_tables)
            self._quotas_column.addWidget(card)
            self.burn_ups.append(card)
        self._quotas.setVisible(bool(states))
        for card, shown in zip(self.burn_ups, states, strict=True):
            card.render_chart(shown)

    def show_tables(self, tables: bool) -> None:
        """Every chart as a table, or as a chart again."""
        self._as_tables = tables
        for card in (*self._charts, *self.burn_ups):
            card.show_table(tables)
        self.buttons["outcomes_tables"].say(say("Tables as charts") if tables else say("Charts as tables"))

    def ask_where_to_save(self, name: str) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = self.dialog = file_dialog(self, say("Save a table …"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save_asked)
        dialog.open()

    # -- keys and time ------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name not in ("scroll_up", "scroll_down"):
            return False
        self.scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.scroller.scroll_by_steps(step)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    def take_focus(self) -> None:
        """To the first button, or to the page while there is none."""
        first: QWidget = self if self._state.empty else self.buttons["outcomes_frame"]
        first.setFocus()
