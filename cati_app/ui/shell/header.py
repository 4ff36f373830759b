"""The line at the top: study, whether everything is stored, language, station, pause."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cati_app.texts import say
from cati_app.ui.stage.states import HeaderState, StoredState, Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit, announce, draw_card, draw_line_text
from cati_app.ui.widgets.wording import command_key

_HUB_TOKENS = {Tone.PLAIN: "", Tone.OK: "ok", Tone.WARN: "warn", Tone.BAD: "bad"}
_TOKENS = {StoredState.STORED: "ok", StoredState.STORING: "muted", StoredState.FAILED: "bad"}


def stored_word(stored: StoredState) -> str:
    """Sign and word; the sign differs too, so that colour is not needed."""
    if stored is StoredState.STORED:
        return "● " + say("Everything is stored")
    if stored is StoredState.STORING:
        return "○ " + say("storing …")
    return "✗ " + say("Not stored")


class Pill(QWidget):
    """A rounded word; as wide as the widest word it can say, so that nothing moves."""

    def __init__(self, kit: Kit, words: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._words = words
        self._text, self._token = "", "muted"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def say(self, text: str, token: str = "muted") -> None:
        if (text, token) == (self._text, self._token):
            return
        resize = not self._words and text != self._text
        self._text, self._token = text, token
        self.setAccessibleName(text)
        if resize:
            self.setVisible(bool(text))
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._kit.theme
        metrics = QFontMetrics(theme.font(TextRole.SMALL))
        widest = max(metrics.horizontalAdvance(word) for word in (*self._words, self._text))
        return QSize(widest + 2 * theme.space(3), metrics.height() + theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._kit.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        soft = f"{self._token}_soft" if self._token != "muted" else "background"
        border = theme.color(soft if self._token != "muted" else "line")
        draw_card(painter, self.rect(), theme.color(soft), border, radius=self.height() // 2)
        color, center = theme.color(self._token), Qt.AlignmentFlag.AlignHCenter
        draw_line_text(painter, self._kit, self.rect(), self._text, TextRole.SMALL, color, center)


class Title(QWidget):
    """The study's title; shortened when there is no room."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._text = kit, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRect(0, 0, self.width(), self.height())
        draw_line_text(painter, self._kit, rect, self._text, TextRole.TITLE, self._kit.theme.color("ink"))


class Header(QWidget):
    """Rendered from a HeaderState."""

    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state = HeaderState()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = Title(kit)
        self._stored = Pill(kit, tuple(stored_word(state) for state in StoredState))
        self._station = Pill(kit)
        self._hub = self._button("connection")
        self._language = self._button("language")
        self._pause = self._button("pause")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title, 1)
        for widget in (self._stored, self._hub, self._language, self._station, self._pause):
            self._row.addWidget(widget)
        self._stored.hide()
        kit.theme.changed.connect(self._space)
        self._space()
        self.render_header(HeaderState())

    def _button(self, command: str) -> KeyButton:
        button = KeyButton(self._kit, "", command_key(command), "pill")
        button.setProperty("command", command)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._pressed)
        return button

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.command_asked.emit(str(button.property("command")))

    @Slot()
    def _space(self) -> None:
        theme = self._kit.theme
        pad = theme.space(4)
        self._row.setContentsMargins(pad, theme.space(2), pad, theme.space(2))
        self._row.setSpacing(theme.space(3))
        self._fold()

    def render_header(self, state: HeaderState) -> None:
        failed_now, before = self._state.stored is not state.stored, self._state.hub
        self._state = state
        self._title.say(state.study_title)
        self._stored.say(stored_word(state.stored), _TOKENS[state.stored])
        if state.stored is StoredState.FAILED and failed_now:
            announce(self, stored_word(state.stored))
        self._show_hub(state, before)
        self._station.say(state.station)
        self._language.set_texts(state.language, command_key("language"))
        self._pause.set_texts(say("Pause"), command_key("pause"))
        self._fold()

    def _show_hub(self, state: HeaderState, before: str) -> None:
        self._hub.set_token(_HUB_TOKENS[state.hub_tone])
        self._hub.setToolTip(state.hub_means)
        self._hub.setAccessibleDescription(state.hub_means)
        if before and before != state.hub:
            announce(self, f"{state.hub}. {state.hub_means}")

    def show_stored(self, shown: bool) -> None:
        """Only where answers are given."""
        self._stored.setVisible(shown)

    def _fold(self) -> None:
        """Where there is no room the station goes first, then the language, then pause; their keys still work.

        Whether the hub answers stays.
        """
        state, theme = self._state, self._kit.theme
        room = self.width() - 2 * theme.space(4) - self._stored.sizeHint().width() - theme.text_px(160)
        for widget, wanted in (
            (self._hub, bool(state.hub)),
            (self._pause, state.can_pause),
            (self._language, bool(state.language)),
            (self._station, bool(state.station)),
        ):
            if widget is self._hub:
                self._fit_hub(room - theme.space(3))
            need = widget.sizeHint().width() + theme.space(3)
            shown = wanted and need <= room
            room -= need if shown else 0
            if widget.isHidden() == shown:
                widget.setVisible(shown)

    def _fit_hub(self, room: int) -> None:
        """All of it, or as much as there is room for in pixels."""
        for text in (self._state.hub, self._state.hub_short or self._state.hub):
            self._hub.set_texts(text, command_key("connection"))
            self._hub.setAccessibleName(self._state.hub)
            self._hub.setAccessibleDescription(self._state.hub_means)
            if self._hub.sizeHint().width() <= room:
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
