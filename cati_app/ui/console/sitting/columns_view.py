"""The columns beside the topic: the person with the outline on the left, the cards on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.console.sitting.states import CardGroup, CardRow, OpenBox, PersonState, SittingState, TopicRow
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card_field import direction_of
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.keycap import Keycap
from cati_app.ui.widgets.kit import Kit, follow_font, label, set_tone, show_texts
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.wording import command_key


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        gone = item.widget() if item is not None else None
        if gone is not None:
            gone.hide()
            gone.deleteLater()


class _Column(QWidget):
    """A surface with an edge towards the middle."""

    command_asked = Signal(str)

    def __init__(self, kit: Kit, edge: str) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("ground", "surface")
        self.setProperty("edge", edge)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        pad = self._kit.theme.space(3)
        self.column.setContentsMargins(pad, pad, pad, pad)
        self.column.setSpacing(self._kit.theme.space(2))

    def button(self, text: str, command: str) -> KeyButton:
        """A button that gives a command and never takes the focus from the text."""
        made = KeyButton(self._kit, text, command_key(command), "pill")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setProperty("command", command)
        made.clicked.connect(self._pressed)
        return made

    @Slot()
    def _pressed(self) -> None:
        self.command_asked.emit(str(self.sender().property("command")))


class PersonColumn(_Column):
    """Who it is, how long it has taken, the outline, and what has to be asked yet."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, "right")
        self._rows: tuple[TopicRow, ...] | None = None
        self._current: QLabel | None = None
        self._who = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self._sitting = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._clock = label(kit, TextRole.CLOCK, "ok")
        self._clock.setAccessibleName(say("Time in conversation, without pauses"))
        self._told = label(kit, TextRole.SMALL, "muted")
        self._recorder = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.pause = self.button(say("Pause"), "sitting_pause")
        buttons = ButtonRow(
            kit, self.pause, self.button(say("Recorder"), "recorder"), self.button(say("End sitting"), "sitting_end")
        )
        head = QHBoxLayout()
        head.addWidget(label(kit, TextRole.CAPTION, "muted", text=say("Topic guide")), 1)
        head.addWidget(Keycap(kit, command_key("topic_jump")))
        self._outline = QWidget()
        self._outline.setProperty("ground", "surface")
        self._grid = QGridLayout(self._outline)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._box = QFrame()
        self._box.setProperty("ground", "card")
        self._box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open_title = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._open_lines = label(kit, TextRole.SMALL, wrap=True)
        self._open_time = label(kit, TextRole.SMALL, wrap=True)
        inside = QVBoxLayout(self._box)
        for part in (self._open_title, self._open_lines, self._open_time):
            inside.addWidget(part)
        self._area = Scroll(self._outline)
        for widget in (self._who, self._sitting, self._clock, self._told, self._recorder, buttons):
            self.column.addWidget(widget)
        self.column.addLayout(head)
        self.column.addWidget(self._area, 1)
        self.column.addWidget(self._box)

    def render(self, state: SittingState) -> None:  # type: ignore[override]
        self._show_person(state.person)
        self._show_open(state.open_box)
        if state.topics != self._rows:
            self._rows = state.topics
            self._show_outline(state.topics)

    def _show_person(self, person: PersonState) -> None:
        show_texts((self._who, person.who), (self._sitting, person.sitting), (self._recorder, person.recorder))
        self._clock.setText(person.clock)
        set_tone(self._clock, "warn" if person.is_paused else "ok")
        self._told.setText(person.clock_told)
        self.pause.set_texts(say("Go on") if person.is_paused else say("Pause"), command_key("sitting_pause"))

    def _show_open(self, box: OpenBox) -> None:
        show_texts((self._open_title, box.title), (self._open_lines, "\n".join(box.lines)), (self._open_time, box.time))
        set_tone(self._open_time, "warn" if box.is_short else "muted")

    def _show_outline(self, rows: tuple[TopicRow, ...]) -> None:
        empty(self._grid)
        self._current = None
        for index, row in enumerate(rows):
            tone = "accent" if row.is_current else "ink"
            role = TextRole.CONTROL_STRONG if row.is_current else TextRole.SMALL
            sign = label(self._kit, TextRole.SMALL, "ok" if row.sign == "✓" else "warn", text=row.sign)
            sign.setAccessibleName(row.told)
            no = label(self._kit, TextRole.SMALL, "muted", text=row.no)
            title = label(self._kit, role, tone, wrap=True, text=row.title)
            title.setAccessibleName(", ".join(part for part in (row.no, row.title, row.must, row.told) if part))
            must = label(self._kit, TextRole.SMALL, "warn", text=row.must)
            minutes = label(self._kit, TextRole.SMALL, "ink" if row.is_current else "muted", text=row.minutes)
            for column, part in enumerate((no, title, must, minutes, sign)):
                self._grid.addWidget(part, index, column)
            if row.is_current:
                self._current = title
        self._grid.setRowStretch(len(rows), 1)
        QTimer.singleShot(0, self._show_current)  # once the rows are laid out

    @Slot()
    def _show_current(self) -> None:
        if self._current is not None:
            self._area.ensureWidgetVisible(self._current)


class CardColumn(_Column):
    """The cards by topic, newest first; a search leaves those that hold what was typed."""

    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, "left")
        self._groups: tuple[CardGroup, ...] = ()
        self._shown: tuple[CardGroup, ...] | None = None
        self._title = label(kit, TextRole.CAPTION, "muted")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(label(kit, TextRole.SMALL, "muted", text=say("search")))
        head.addWidget(Keycap(kit, command_key("card_find")))
        self.field = LineField(kit.keys)
        follow_font(kit, self.field, TextRole.SMALL)
        self.field.setPlaceholderText(say("Words on a card; Esc goes back to the text"))
        self.field.setAccessibleName(say("Search the cards"))
        self.field.textEdited.connect(self._refresh)
        self.field.returnPressed.connect(self.left)
        self.field.hide()
        self._list = QWidget()
        self._list.setProperty("ground", "surface")
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._area = Scroll(self._list)
        self.column.addLayout(head)
        self.column.addWidget(self.field)
        self.column.addWidget(self._area, 1)
        self.column.addWidget(
            label(kit, TextRole.SMALL, "muted", wrap=True, text=say("Marks are time in conversation, without pauses"))
        )

    def render(self, state: SittingState) -> None:  # type: ignore[override]
        self._title.setText(state.cards_title)
        self._groups = state.groups
        self._refresh()

    @property
    def shown(self) -> tuple[CardGroup, ...]:
        """The cards in sight."""
        return self._shown or ()

    def begin_search(self) -> None:
        """The search gets the focus."""
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def end_search(self) -> None:
        """All cards again."""
        self.field.clear()
        self.field.hide()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        wanted = self.field.text().casefold().split()
        shown = tuple(group for group in (_holding(each, wanted) for each in self._groups) if group.cards)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._cards)
        for group in shown:
            tone = "accent" if group.is_current else "muted"
            self._cards.addWidget(label(self._kit, TextRole.CAPTION, tone, wrap=True, text=group.title))
            for card in group.cards:
                self._cards.addWidget(self._card(card))
        if not shown:
            none = (
                say("No card holds this.")
                if wanted
                else say("No cards yet: {key} closes the first.", key=command_key("card_next"))
            )
            self._cards.addWidget(label(self._kit, TextRole.SMALL, "muted", wrap=True, text=none))
        self._cards.addStretch(1)

    def _card(self, card: CardRow) -> QWidget:
        frame = QFrame()
        frame.setProperty("ground", "card_warn" if card.important else "card")
        frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(frame)
        head = f"{card.mark}  {card.about}" + (f"  ★ {card.important}" if card.important else "")
        column.addWidget(label(self._kit, TextRole.SMALL, "muted", wrap=True, text=head))
        text = label(self._kit, TextRole.SMALL, wrap=True, text=card.text)
        text.setLayoutDirection(direction_of(card.text))
        column.addWidget(text)
        frame.setAccessibleName(f"{head}. {card.text}")
        return frame


def _holding(group: CardGroup, wanted: list[str]) -> CardGroup:
    cards = tuple(card for card in group.cards if all(word in card.text.casefold() for word in wanted))
    return CardGroup(group.title, cards, group.is_current)
