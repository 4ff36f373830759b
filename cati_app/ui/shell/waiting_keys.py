"""Keeps the keys of a window that are struck ahead, and gives them to the question they were meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.stage.keys_ahead import Fate, KeyDoes, KeysAhead, commands_of, key_does
from cati_app.ui.stage.states import MessageState, Tone
from cati_app.ui.widgets.enter import is_enter
from cati_app.ui.widgets.fields import EDITS
from cati_app.ui.widgets.kit import Kit
from cati_app.values import dataclass

_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NO_TEXT = frozenset(
    {
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        *_PAGES,
    }
)
_WITH_OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier  # as Windows tells it
_HELD_WITH_OTHERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_TOLD_MS = 2000


@dataclass(frozen=True, slots=True)
class _Struck:
    """A key as it was struck."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    at: int  # by the clock of the window system
    command: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether it may bring another screen."""
        return self.key in _PAGES or is_enter(self.event(QEvent.Type.KeyPress))

    def event(self, kind: QEvent.Type) -> QKeyEvent:
        return QKeyEvent(kind, self.key, self.modifiers, self.text)


class WaitingKeys(QObject):
    """Of one window.

    Args:
        screen: The screen in front.
        is_covered: Whether a panel is open.
        is_enabled: Whether a command can be given now.
        run: Gives a command.
        told: Called when what is to be said of keys has changed.
    """

    def __init__(
        self,
        kit: Kit,
        window: QWidget,
        screen: Callable[[], QWidget],
        is_covered: Callable[[], bool],
        is_enabled: Callable[[str], bool],
        run: Callable[[str], None],
        told: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._kit, self._window, self._screen = kit, window, screen
        self._is_covered, self._is_enabled, self._run, self._told = is_covered, is_enabled, run, told
        self._ahead: KeysAhead[_Struck] = KeysAhead(self._tell)
        self._told_at: int | None = None  # that keys were let go of
        self.minds = False
        """Whether the next key has to be asked about."""
        self.for_panel = False
        """Whether what waits is meant for a panel: Enter is not, for it would do what nobody has read there."""

    def wait(self, *, for_panel: bool = False) -> None:
        """From now on keys are meant for the question that follows, or for the panel."""
        self.for_panel = for_panel
        self._ahead.wait()
        self.minds = True

    def give(self) -> None:
        """The question is there: what waits for it comes once it is painted."""
        self._ahead.arrive()
        self._mind()
        if self._ahead.holds_any:
            self.give_later()

    def drop(self, *, until_rest: bool = False) -> None:
        """Something else is there than could be foreseen.

        Args:
            until_rest: What follows at once is not meant for it either, even where nothing waits.
        """
        self._ahead.arrive()
        self._ahead.drop(self._kit.keys.now_ms(), until_rest=until_rest)
        self._mind()

    def let_go(self) -> None:
        """Something comes between: what was struck was not meant for it; the next question is still to come."""
        self._ahead.drop(self._kit.keys.now_ms())
        self._mind()

    def _mind(self) -> None:
        self.minds = self._ahead.minds or self._told_at is not None

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key is dealt with here, and nobody else is to hear of it; asked first whose it would be."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        name, does = self._meaning(event)
        at, elsewhere = self._kit.keys.stroke_ms(), self._is_covered()
        would = self._ahead.fate(does, at, elsewhere=elsewhere)
        if event.isAutoRepeat():
            return would is not Fate.NOW
        escapes = event.key() == Qt.Key.Key_Escape and self._ahead.holds_any  # it lets go of them, and of nothing else
        if event.type() is QEvent.Type.ShortcutOverride and (does is not KeyDoes.ENDS or escapes):
            return escapes or would is not Fate.NOW
        if would is Fate.LOST and is_enter(event) and not self._ahead.holds_any and self._kit.keys.is_echo(event.key()):
            return True  # the one that went on, bouncing
        struck = _Struck(event.key(), event.modifiers(), event.text(), event.timestamp(), name)
        fate = self._ahead.strike(struck, does, at, elsewhere=elsewhere)
        if fate is Fate.NOW and does is not KeyDoes.STAYS_BESIDE:
            self._has_been_read(at)
        self._mind()
        if escapes and self._is_enabled("stop_waiting"):
            self._run("stop_waiting")
        return escapes or fate is not Fate.NOW

    def _meaning(self, event: QKeyEvent) -> tuple[str, KeyDoes]:
        """The command that a key gives now, blank for the keys of the screen, and what the key is for."""
        sequence = QKeySequence(event.keyCombination()).toString().removeprefix("Num+")
        for command in commands_of(sequence) if sequence not in EDITS else ():
            if self._is_enabled(command.name):
                does = key_does(command.name)
                return ("" if does is KeyDoes.TYPES else command.name), does
        combined = event.modifiers() & _WITH_OTHERS
        if event.key() in _HELD_WITH_OTHERS:
            return "", KeyDoes.STAYS_BESIDE
        if combined and not (combined == _ALT_GR and event.text().isprintable()):
            return "", KeyDoes.ANSWERS_FOR_GOOD
        if is_enter(event) and self.for_panel:
            return "", KeyDoes.ANSWERS_FOR_GOOD
        types = event.key() in _NO_TEXT or is_enter(event) or (bool(event.text()) and event.text().isprintable())
        return "", KeyDoes.TYPES if types else KeyDoes.STAYS_BESIDE  # of the rest the window says what it is

    @Slot()
    def _give(self) -> None:
        """Up to the key that may bring another screen: that one is painted before it gets any."""
        self._screen().repaint()
        while (struck := self._ahead.take()) is not None:
            if struck.leads_on:
                self._screen().repaint()  # the answer is seen before it is given
            if struck.at:
                self._kit.keys.stroke_came(struck.at)
            self._deliver(struck)
            if struck.leads_on and self._ahead.holds_any:
                self.give_later()
                break
        self._mind()

    def give_later(self) -> None:
        """Once what is under way is done and shown; not at all while the next question is still to come."""
        if not self._ahead.waits:
            QTimer.singleShot(0, self, self._give)

    def _deliver(self, struck: _Struck) -> None:
        if struck.command:
            if self._kit.keys.accepts(struck.command):
                self._run(struck.command)
            return
        target = self._window.focusWidget() or self._window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(target, struck.event(kind))

    # -- what is told -------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        is_told, self._told_at = self._told_at is not None, self._kit.keys.now_ms()
        if not is_told:
            self._told()

    def _has_been_read(self, at: int) -> None:
        """Whoever types on has read it, unless it came only just now."""
        if self._told_at is not None and at - self._told_at >= _TOLD_MS:
            self.forget_told()
            self._told()

    def forget_told(self) -> None:
        """Whoever works has read it."""
        self._told_at = None
        self._mind()

    def beside(self, said: MessageState | None) -> MessageState | None:
        """A message, with the word on keys that were let go of as long as that is to be read."""
        if self._told_at is None:
            return said
        text, detail = say("Keys typed ahead were not taken."), say("Look at what is asked now, then type on.")
        if said is None:
            return MessageState(text, detail, Tone.WARN)
        return replace(said, detail=" ".join(filter(None, (said.detail, text, detail))))
