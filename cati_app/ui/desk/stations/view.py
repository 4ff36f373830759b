"""The tab of the stations: the list with what can be done, and behind it what the hub kept aside."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.stations.states import AsideState, StationsState, StationsStep
from cati_app.ui.desk.step_tab import StepTab
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.command_button import CommandButton
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label

_STATE, _WHO, _WHY, _ROWS_IN_SIGHT = 1, 2, 2, 6
_EVERY_MS = 1000


class _Buttons(Page):
    """A page with buttons for commands."""

    command_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kit = kit
        self.buttons: dict[str, CommandButton] = {}

    def button(self, command: str, text: str) -> CommandButton:
        """One of them."""
        button = CommandButton(self.kit, command, text)
        button.asked.connect(self.command_asked)
        self.buttons[command] = button
        return button


class StationListPage(_Buttons):
    """Every station; below, what can be done with the one that is selected, and with all."""

    station_selected = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._news = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._news.hide()
        self._figures = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.stations = RowsTable(kit, (_STATE, _WHO), _ROWS_IN_SIGHT)
        self.stations.table.selectionModel().currentRowChanged.connect(self._selected)
        card = Card(kit, say("Stations"))
        card.add(self.stations, 1)
        card.add(
            ButtonRow(
                kit,
                self.button("station_pause", say("Pause it …")),
                self.button("station_write_off", say("Write it off …")),
                self.button("station_readmit", say("Re-admit it …")),
            )
        )
        card.add(self._figures)
        self.column.addWidget(self._news)
        self.column.addWidget(card, 1)
        self.add_foot(
            self.button("stations_silent", say("Write off the silent ones …")),
            self.button("stations_go_on", say("Go on without waiting …")),
            self.button("stations_aside", say("Kept aside …")),
        )

    @Slot(QModelIndex, QModelIndex)
    def _selected(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.station_selected.emit(self.stations.model.key(current.row()))

    def render_stations(self, state: StationsState) -> None:
        """Show a state."""
        selection = self.stations.table.selectionModel()
        selection.blockSignals(True)  # the presenter knows which one is selected
        self.stations.render_table(state.table)
        selection.blockSignals(False)
        self.stations.table.viewport().update()  # nobody told it that another row is selected
        if state.news and state.news != self._news.text():
            announce(self, state.news)
        self._news.setText(state.news)
        self._news.setVisible(bool(state.news))
        self._figures.setText(state.figures)
        if state.pause:
            self.buttons["station_pause"].say(state.pause)
        for command, can in (
            ("station_pause", state.can_pause),
            ("station_write_off", state.can_write_off),
            ("station_readmit", state.can_readmit),
            ("stations_silent", state.can_look_aside),
            ("stations_go_on", state.can_go_on),
            ("stations_aside", state.can_look_aside),
        ):
            self.buttons[command].setEnabled(can)

    def take_focus(self) -> None:
        """To the list."""
        self.stations.table.setFocus()


class AsidePage(_Buttons):
    """What the hub kept aside, and nobody has decided about."""

    aside_selected = Signal(str)
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.kept = RowsTable(kit, (_WHY,), _ROWS_IN_SIGHT, lines=2)
        self.kept.table.selectionModel().currentRowChanged.connect(self._selected)
        card = Card(kit, say("Kept aside"))
        card.add(self.kept, 1)
        self.column.addWidget(card, 1)
        back = KeyButton(kit, say("Back to the stations"), key_word("Esc"))
        back.clicked.connect(self.left)
        self.add_foot(self.button("aside_decide", say("Decide …")), back)

    @Slot(QModelIndex, QModelIndex)
    def _selected(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.aside_selected.emit(self.kept.model.key(current.row()))

    def render_aside(self, state: AsideState) -> None:
        """Show a state."""
        selection = self.kept.table.selectionModel()
        selection.blockSignals(True)  # as above
        self.kept.render_table(state.table)
        selection.blockSignals(False)
        self.kept.table.viewport().update()
        self.buttons["aside_decide"].setEnabled(state.can_decide)

    def take_focus(self) -> None:
        """To the list."""
        self.kept.table.setFocus()


class StationsTab(StepTab):
    """Implements `StationsView`."""

    station_selected = Signal(str)
    aside_selected = Signal(str)
    decide_pressed = Signal()
    back_pressed = Signal()
    second_passed = Signal()
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.listing, self.aside = StationListPage(kit), AsidePage(kit)
        pages: dict[StrEnum, Page] = {StationsStep.LIST: self.listing, StationsStep.ASIDE: self.aside}
        super().__init__(kit, pages, parent)
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.second_passed)
        self.listing.station_selected.connect(self.station_selected)
        self.listing.command_asked.connect(self.command_asked)
        self.aside.aside_selected.connect(self.aside_selected)
        self.aside.command_asked.connect(self.command_asked)
        self.aside.left.connect(self.back_pressed)

    def show_step(self, step: StationsStep) -> None:
        """Bring a page to the front."""
        self.bring_to_front(step)

    def render_stations(self, state: StationsState) -> None:
        self.listing.render_stations(state)
        self.settle(StationsStep.LIST)

    def render_aside(self, state: AsideState) -> None:
        self.aside.render_aside(state)
        self.settle(StationsStep.ASIDE)

    def enter(self) -> None:
        """Enter, where no button has it: on what was kept aside it decides."""
        if self.step is StationsStep.ASIDE:
            self.decide_pressed.emit()

    def leave(self) -> bool:
        """Esc: from what was kept aside back to the stations."""
        if self.step is not StationsStep.ASIDE:
            return False
        self.back_pressed.emit()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
