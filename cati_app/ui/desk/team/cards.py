"""A card for each person at work, side by side; arrows go from card to card."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from cati_app.ui.desk.team.states import SeatCard
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.clock import short_clock_text
from cati_app.ui.widgets.enter import confirms
from cati_app.ui.widgets.kit import Kit, label, set_tone

_CARD_PX = 230
_SECOND_MS = 1000
_SIGNS = {Tone.OK: "●", Tone.WARN: "▲", Tone.BAD: "✗", Tone.PLAIN: "○"}


class SeatCardView(Card):
    """One person: name, clock, what they do."""

    pressed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.state: SeatCard | None = None
        self._name = label(kit, TextRole.CONTROL_STRONG)
        self._station = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._clock = label(kit, TextRole.CONTROL_STRONG)
        self._doing = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._detail = label(kit, TextRole.CONTROL, wrap=True)
        self._languages = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._age = label(kit, TextRole.SMALL, "warn", wrap=True)
        top = QHBoxLayout()
        top.addWidget(self._name)
        top.addWidget(self._station, 1)
        top.addWidget(self._clock)
        self.column.addLayout(top)
        for part in (self._doing, self._detail, self._languages, self._age):
            self.add(part)
        self.add_stretch()

    def render_seat(self, state: SeatCard) -> None:
        """Show a person; parts equal to the last ones are left alone."""
        self.state = state
        texts: tuple[tuple[QLabel, str], ...] = (
            (self._name, state.name),
            (self._station, state.station),
            (self._doing, f"{_SIGNS[state.tone]} {state.doing}"),
            (self._detail, state.detail),
            (self._languages, state.languages),
            (self._age, state.age),
        )
        for part, text in texts:
            if part.text() != text:
                part.setText(text)
        self._age.setVisible(bool(state.age))
        set_tone(self._doing, "muted" if state.tone is Tone.PLAIN else state.tone.value)
        self.show_clock(0)
        told = (state.name, state.station, state.doing, state.detail, state.languages, state.age)
        self.setAccessibleName(". ".join(part for part in told if part))

    def show_clock(self, passed: int) -> None:
        """So many seconds after the state was made."""
        seconds = self.state.seconds if self.state is not None else None
        text = "" if seconds is None else short_clock_text(seconds + passed)
        if text != self._clock.text():
            self._clock.setText(text)

    def show_chosen(self, chosen: bool) -> None:
        """Whether it is the one whose person is meant."""
        ground = "card_chosen" if chosen else "card"
        if self.property("ground") != ground:
            self.setProperty("ground", ground)
            self.style().unpolish(self)
            self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.state is not None:
            self.pressed.emit(self.state.key)


class SeatGrid(QWidget):
    """The cards, as many beside each other as there is room for; the person selected stays selected.

    While that person has no card, nobody is: what is sent then would go to somebody else.
    """

    selected = Signal(str)
    opened = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.current = ""  # key of the person
        self._meant = ""  # selected last; whoever is away for a while is selected again
        self.cards: list[SeatCardView] = []
        self._shown: tuple[SeatCard, ...] = ()
        self._placed = (0, 0)
        self.columns = 1
        self._since = QElapsedTimer()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._tick)
        kit.theme.changed.connect(self._arrange)

    def render_seats(self, states: tuple[SeatCard, ...]) -> None:
        """Show the people; a card whose person is as before is left alone."""
        keys = [state.key for state in states]
        if self.current not in keys:
            first = keys[0] if keys and not self._meant else ""
            self._select(self._meant if self._meant in keys else first)
        while len(self.cards) < len(states):
            card = SeatCardView(self._kit)
            card.pressed.connect(self._pressed)
            self.cards.append(card)
        for card, state in zip(self.cards, states, strict=False):
            if card.state != state:
                card.render_seat(state)
            card.show_chosen(state.key == self.current)
        self._shown = states
        self._since.start()
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        gap, count = self._kit.theme.space(3), len(self._shown)
        self.columns = max(1, (self.width() + gap) // (self._kit.theme.text_px(_CARD_PX) + gap))
        self._grid.setSpacing(gap)
        if (self.columns, count) == self._placed:
            return
        before, self._placed = self._placed[0], (self.columns, count)
        for index, card in enumerate(self.cards):
            if index < count:
                self._grid.addWidget(card, index // self.columns, index % self.columns)
            card.setVisible(index < count)
        for column in range(max(before, self.columns)):
            self._grid.setColumnStretch(column, 1 if column < self.columns else 0)

    @Slot()
    def _tick(self) -> None:
        passed = self._since.elapsed() // _SECOND_MS if self._since.isValid() else 0
        for card in self.cards[: len(self._shown)]:
            card.show_clock(passed)

    @Slot(str)
    def _pressed(self, key: str) -> None:
        self.setFocus()
        self._select(key)

    def _select(self, key: str) -> None:
        if key == self.current:
            return
        self.current, self._meant = key, key or self._meant
        for card in self.cards:
            card.show_chosen(card.state is not None and card.state.key == key)
        chosen = next((state for state in self._shown if state.key == key), None)
        self.setAccessibleName(chosen.name if chosen is not None else "")
        self.selected.emit(key)

    def card_of(self, key: str) -> SeatCardView | None:
        """The card of a person."""
        return next((card for card in self.cards if card.state is not None and card.state.key == key), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if confirms(self._kit, event):
            if self.current:
                self.opened.emit()
            return
        keys = [state.key for state in self._shown]
        forward = -1 if self.isRightToLeft() else 1
        step = {
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }.get(Qt.Key(event.key()))
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        at = keys.index(self.current) + step if self.current in keys else 0
        if 0 <= at < len(keys):
            self._select(keys[at])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
