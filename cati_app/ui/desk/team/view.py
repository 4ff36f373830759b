"""The tab of the team: who is at work, and figures of groups."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.team.cards import SeatGrid
from cati_app.ui.desk.team.states import TeamState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.command_button import command_buttons
from cati_app.ui.widgets.kit import Kit, announce, label

_EVERY_MS = 1000
_WHY, _BESIDE, _TEXT, _ROWS = 5, 4, 2, 3


class TeamTab(Page):
    """Implements `TeamView`."""

    command_asked = Signal(str)
    second_passed = Signal()
    seat_selected = Signal(str)
    seat_opened = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._state = TeamState()
        self._summary = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._coming = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._problem = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.grid = SeatGrid(kit)
        self.grid.selected.connect(self._selected)
        self.grid.opened.connect(self.seat_opened)
        self._problem.hide()
        self.grid.hide()
        self._agreement = label(kit, TextRole.CONTROL, "accent", wrap=True, text=_agreement())
        groups_card = Card(kit, say("Groups of five and more"))
        self.groups = RowsTable(kit, (_WHY,), _ROWS, lines=2)
        groups_card.add(self.groups)
        self._groups_foot = label(kit, TextRole.SMALL, "muted", wrap=True, text=_groups_foot())
        groups_card.add(self._groups_foot)
        self.findings = RowsTable(kit, (_BESIDE,), _ROWS, lines=2)
        groups_card.add(self.findings)
        self._findings_foot = label(kit, TextRole.SMALL, "muted", wrap=True, text=_findings_foot())
        groups_card.add(self._findings_foot)
        sent_card = Card(kit, say("Messages sent"))
        self.sent = RowsTable(kit, (_TEXT,), _ROWS, lines=2)
        sent_card.add(self.sent)
        self.buttons = command_buttons(kit, self.command_asked, dict(_verbs()))
        for part in (self._summary, self._coming, self._problem, self._empty, self.grid):
            self.column.addWidget(part)
        rest: tuple[QWidget, ...] = (ButtonRow(kit, *self.buttons.values()), sent_card, self._agreement, groups_card)
        for widget in rest:
            self.column.addWidget(widget)
        self.column.addStretch()
        self._second = QTimer(self)
        self._second.setInterval(_EVERY_MS)
        self._second.timeout.connect(self.second_passed)

    def render_team(self, state: TeamState) -> None:
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        texts = (
            (self._summary, "" if state.empty else state.summary),
            (self._coming, "" if state.empty else state.coming),
            (self._problem, state.problem),
            (self._empty, state.empty),
        )
        for part, text in texts:
            if part.text() != text:
                part.setText(text)
            part.setVisible(bool(text))
        if state.problem and not old.problem:
            announce(self, state.problem)
        self.grid.setVisible(bool(state.cards))
        self.grid.render_seats(state.cards)
        if state.cards and not old.cards and self.hasFocus():
            self.grid.setFocus()  # they were not there yet when the tab came to the front
        if (state.groups_days, state.findings_days) != (old.groups_days, old.findings_days):
            self._groups_foot.setText(f"{state.groups_days} {_groups_foot()}".strip())
            self._findings_foot.setText(f"{state.findings_days} {_findings_foot()}".strip())
        if state.groups is not None and state.groups != old.groups:
            self.groups.render_table(state.groups)
        if state.findings is not None and state.findings != old.findings:
            self.findings.render_table(state.findings)
        if state.sent is not None and state.sent != old.sent:
            self.sent.render_table(state.sent)
        self.buttons["team_message"].setEnabled(bool(self.grid.current))
        self.buttons["figures_open"].setVisible(state.opens_figures)

    @Slot(str)
    def _selected(self, key: str) -> None:
        card = self.grid.card_of(key)
        if card is not None and self.grid.hasFocus():
            self.scroller.ensureWidgetVisible(card)
        self.buttons["team_message"].setEnabled(bool(key))
        self.seat_selected.emit(key)

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name not in ("scroll_up", "scroll_down"):
            return False
        self.scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
        return True

    def take_focus(self) -> None:
        """To the cards, or to the page while there is none."""
        (self.grid if self._state.cards else self).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._second.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()


def _verbs() -> tuple[tuple[str, str], ...]:
    return (
        ("team_message", say("Message …")),
        ("team_message_group", say("To a group …")),
        ("team_message_all", say("To all …")),
        ("figures_open", say("Open figures …")),
    )


def _agreement() -> str:
    return say(
        "No figures of single people and no history by name; of pauses neither length nor number. That makes an "
        "agreement with the staff's representatives easier, and replaces none."
    )


def _findings_foot() -> str:
    return say(
        "Complete interviews that stand out by pace, straight lines or questions without an answer, and in which nobody"
        " has found nothing. A flag accuses nobody."
    )


def _groups_foot() -> str:
    return say(
        "Which conversations led on, beside what those of all others of the same difficulty make one expect. Made when "
        "this page came to the front, and kept nowhere."
    )
