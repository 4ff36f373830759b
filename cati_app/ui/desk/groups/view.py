"""The tab of focus groups: the groups above, below everybody in the draw of the one selected."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.desk.groups.states import FocusGroupsState, GroupsStep
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.states import TableState
from cati_app.ui.desk.step_tab import StepTab
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.command_button import CommandButton
from cati_app.ui.widgets.kit import Kit, announce, label

_DATE, _WHY, _GROUPS_IN_SIGHT, _PEOPLE_IN_SIGHT = 1, 4, 3, 4


class FocusGroupsPage(Page):
    """Groups and people."""

    group_selected = Signal(str)
    person_selected = Signal(str)
    command_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._figures = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._news = label(kit, TextRole.CONTROL_STRONG, "accent", wrap=True)
        self.groups = RowsTable(kit, (_DATE,), _GROUPS_IN_SIGHT)
        self.groups.table.selectionModel().currentRowChanged.connect(self._group_changed)
        self.people = RowsTable(kit, (_WHY,), _PEOPLE_IN_SIGHT, lines=2)
        self.people.table.selectionModel().currentRowChanged.connect(self._person_changed)
        groups, people = Card(kit, say("Focus groups")), Card(kit, say("The draw, person by person"))
        groups.add(self.groups, 1)
        groups.add(self._news)
        people.add(self.people, 1)
        people.add(self._figures)
        self.column.addWidget(groups)
        self.column.addWidget(people, 1)
        self.draw = CommandButton(kit, "group_draw", say("Draw …"))
        self.person = CommandButton(kit, "group_person", say("Person …"))
        for button in (self.draw, self.person):
            button.asked.connect(self.command_asked)
        self.add_foot(self.draw, self.person)

    @Slot(QModelIndex, QModelIndex)
    def _group_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.group_selected.emit(self.groups.model.key(current.row()))
            self._keep_in_sight(self.groups, current)

    @Slot(QModelIndex, QModelIndex)
    def _person_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.person_selected.emit(self.people.model.key(current.row()))
            self._keep_in_sight(self.people, current)

    def _keep_in_sight(self, rows: RowsTable, current: QModelIndex) -> None:
        """Where the window is low, the page follows the row."""
        table = rows.table
        row = table.visualRect(current).translated(table.viewport().pos())
        self.scroller.show_selection(table, row)

    def render_groups(self, state: FocusGroupsState) -> None:
        """Show a state."""
        self._render_table(self.groups, state.groups)
        self._render_table(self.people, state.people)
        if state.news and state.news != self._news.text():
            announce(self, state.news)
        self._news.setText(state.news)
        self._news.setVisible(bool(state.news))
        self._figures.setText(state.figures)
        if state.draw:
            self.draw.say(state.draw)
        self.draw.setEnabled(state.can_draw)
        self.person.setEnabled(state.has_person)

    @staticmethod
    def _render_table(rows: RowsTable, state: TableState) -> None:
        selection = rows.table.selectionModel()
        selection.blockSignals(True)  # the presenter knows which one is selected
        rows.render_table(state)
        selection.blockSignals(False)
        rows.table.viewport().update()  # nobody told it that another row is selected

    def take_focus(self) -> None:
        """To the groups."""
        self.groups.table.setFocus()


class FocusGroupsTab(StepTab):
    """Implements `FocusGroupsView`."""

    group_selected = Signal(str)
    person_selected = Signal(str)
    group_opened = Signal()
    person_opened = Signal()
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.listing = FocusGroupsPage(kit)
        pages: dict[StrEnum, Page] = {GroupsStep.LIST: self.listing}
        super().__init__(kit, pages, parent)
        self.listing.group_selected.connect(self.group_selected)
        self.listing.person_selected.connect(self.person_selected)
        self.listing.command_asked.connect(self.command_asked)

    def render_groups(self, state: FocusGroupsState) -> None:
        self.listing.render_groups(state)

    def enter(self) -> None:
        """Enter on a person, or on a group."""
        (self.person_opened if self.listing.people.table.hasFocus() else self.group_opened).emit()
