"""The guided screen: the topic with its probes in the middle, below it the card, which always has the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.console.sitting.columns_view import CardColumn, PersonColumn, empty
from cati_app.ui.console.sitting.states import CardInFront, ProbeRow, SittingState, TopicInFront
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card_field import CardField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keycap import Keycap
from cati_app.ui.widgets.kit import Kit, follow_font, label, set_tone, show_texts
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.wording import command_key

_LEFT, _RIGHT, _MIDDLE_NEEDS = 352, 296, 520
_FIELD_LINES, _FIELD_LINES_FOLDED = 4, 3
_STEP = 48
_TICK_MS = 250


class SittingView(QWidget):
    """Implements `SittingViewPort`."""

    text_typed = Signal(str)
    probe_pressed = Signal(int)
    ticked = Signal()
    command_asked = Signal(str)  # a button was pressed; the shell runs the command

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._topic: TopicInFront | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self.ticked)
        self.person, self.cards = PersonColumn(kit), CardColumn(kit)
        self.field = CardField(kit.keys)
        self.folded = label(kit, TextRole.SMALL, "muted")
        self._heading = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._must = label(kit, TextRole.CONTROL_STRONG, "warn")
        self._minutes = label(kit, TextRole.SMALL, "muted")
        self._bar = ThinBar(kit)
        self._ask = label(kit, TextRole.READ_ALOUD, wrap=True)
        self._hint = label(kit, TextRole.CONTROL, "warn", wrap=True)
        self._probes = QWidget()
        self._grid = QGridLayout(self._probes)
        self._mark = label(kit, TextRole.CONTROL, wrap=True)
        self._draft = label(kit, TextRole.SMALL, "muted")
        self._kind = self._button(say("Note"), "card_kind")
        self._important = self._button(say("Important"), "card_important")
        self._next = self._button(say("Next card"), "card_next")
        self._next.set_look("primary")
        self._of_topic = (
            self._button(say("Topic later"), "topic_later"),
            self._button(say("Topic done"), "topic_done"),
        )
        self._build()
        self._connect()
        self._arrange()

    def _button(self, text: str, command: str) -> KeyButton:
        made = KeyButton(self._kit, text, command_key(command))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the text keeps it
        made.setProperty("command", command)
        made.clicked.connect(self._pressed)
        return made

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._must)
        head.addWidget(self._minutes)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._hint_box = QFrame()
        self._hint_box.setProperty("ground", "card_warn")
        self._hint_box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        QVBoxLayout(self._hint_box).addWidget(self._hint)
        inner = QWidget()
        inner.setProperty("ground", "page")
        self._told = QVBoxLayout(inner)
        self._told.setContentsMargins(0, 0, 0, 0)
        for part in (self._ask, self._hint_box, self._probes):
            self._told.addWidget(part)
        self._told.addStretch(1)
        self._area = Scroll(inner)
        follow_font(self._kit, self.field, TextRole.ANSWER)
        self.field.setAccessibleName(say("Card"))
        self.field.setPlaceholderText(say("Write here; {key} closes the card", key=command_key("card_next")))
        buttons = ButtonRow(self._kit, self._kind, self._important, self._next, *self._of_topic)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.folded)
        self._middle.addLayout(head)
        self._middle.addWidget(self._bar)
        self._middle.addWidget(self._area, 3)
        about = QHBoxLayout()
        about.addWidget(self._mark, 1)
        about.addWidget(self._draft)
        self._middle.addLayout(about)
        self._middle.addWidget(self.field, 2)
        self._middle.addWidget(buttons)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.person)
        columns.addLayout(self._middle, 1)
        columns.addWidget(self.cards)

    def _connect(self) -> None:
        self.field.typed.connect(self.text_typed)
        self.field.probe_pressed.connect(self.probe_pressed)
        self.person.command_asked.connect(self.command_asked)
        self.cards.left.connect(self._back_to_text)
        self._kit.theme.changed.connect(self._arrange)

    @Slot()
    def _pressed(self) -> None:
        self.command_asked.emit(str(self.sender().property("command")))

    @Slot()
    def _back_to_text(self) -> None:
        self.field.setFocus()

    # -- what is shown -------------------------------------------------------------------------------------------

    def render(self, state: SittingState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        self.person.render(state)
        self.cards.render(state)
        self.folded.setText(state.folded)
        self._show_topic(state.topic)
        self._show_card(state.card)

    def _show_topic(self, topic: TopicInFront) -> None:
        before, self._topic = self._topic, topic
        self._minutes.setText(topic.minutes)
        self._bar.set_share(topic.share)
        if before is not None and (before.heading, before.ask, before.probes) == (
            topic.heading,
            topic.ask,
            topic.probes,
        ):
            return
        self._heading.setText(topic.heading)
        show_texts((self._must, topic.must), (self._ask, topic.ask), (self._hint, topic.hint))
        self._hint_box.setVisible(bool(topic.hint))
        self._show_probes(topic.probes)
        if before is None or before.heading != topic.heading:
            self._area.verticalScrollBar().setValue(0)

    def _show_probes(self, probes: tuple[ProbeRow, ...]) -> None:
        empty(self._grid)
        for index, probe in enumerate(probes):
            text = label(self._kit, TextRole.ANSWER, "muted" if probe.asked else "ink", wrap=True, text=probe.text)
            text.setAccessibleDescription(probe.asked)
            asked = label(self._kit, TextRole.SMALL, "ok", text=f"✓ {probe.asked}" if probe.asked else "")
            for column, part in enumerate((Keycap(self._kit, key_word(probe.key)), text, asked)):
                self._grid.addWidget(part, index, column)

    def _show_card(self, card: CardInFront) -> None:
        self._mark.setText(card.mark or card.draft)
        self._draft.setText(card.draft if card.mark else "")
        set_tone(self._draft, "ok" if card.is_kept else "muted")
        self._kind.set_texts(say("Quote") if card.is_quote else say("Note"), command_key("card_kind"))
        for button, on in ((self._kind, card.is_quote), (self._important, card.is_important)):
            button.setCheckable(True)
            button.setChecked(on)

    @property
    def asked(self) -> str:
        """What is read aloud."""
        return self._ask.text()

    def show_text(self, text: str) -> None:
        """The field holds this from now on; nobody is told."""
        self.field.show_text(text)

    # -- keys and room -------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """Carry out a command that needs no presenter; False when it is none of this view's."""
        if name == "card_find":
            self.cards.setVisible(True)
            self.cards.begin_search()
        elif name in ("scroll_up", "scroll_down"):
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + (-1 if name == "scroll_up" else 1) * self._kit.theme.text_px(_STEP))
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cards.field.isVisible():
            self.cards.end_search()
            self._arrange()
            self.field.setFocus()
            return
        super().keyPressEvent(event)

    def allow_focus(self, allowed: bool) -> None:
        """A panel over the screen keeps the focus to itself."""
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus if allowed else Qt.FocusPolicy.NoFocus)
        if allowed:
            self.field.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticks.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        """Fold the cards, then the outline, where there is no room beside the text."""
        theme = self._kit.theme
        left, right, need = theme.text_px(_LEFT), theme.text_px(_RIGHT), theme.text_px(_MIDDLE_NEEDS)
        self.person.setFixedWidth(left)
        self.cards.setFixedWidth(right)
        searched = self.cards.field.isVisible()
        self.cards.setVisible(searched or self.width() >= left + need + right)
        folds = self.width() < left + need
        self.person.setVisible(not folds)
        self.folded.setVisible(folds)
        for button in self._of_topic:
            button.setVisible(not folds)  # the footer has their keys
        pad = theme.space(3 if folds else 6)
        self._middle.setContentsMargins(pad, theme.space(3), pad, theme.space(3))
        self._middle.setSpacing(theme.space(2))
        self._told.setSpacing(theme.space(3))
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(2))
        lines = _FIELD_LINES_FOLDED if folds else _FIELD_LINES
        self.field.setMinimumHeight(theme.line_height(TextRole.ANSWER) * lines)
