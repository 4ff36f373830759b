"""The main window: header, one screen, panels over it, footer; keys become commands here."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QInputEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.shell.footer import Footer
from cati_app.ui.shell.header import Header
from cati_app.ui.shell.message_line import MessageLine
from cati_app.ui.shell.notice_line import NoticeLine
from cati_app.ui.stage.commands import BY_NAME, COMMANDS, Command, Situation, enabled_now, may_come
from cati_app.ui.stage.panel_states import PanelKind, PanelState
from cati_app.ui.stage.states import HeaderState, MessageState, ScreenName, StoredState, Tone
from cati_app.ui.widgets.enter import confirms, is_enter, presses_button
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.repeats import KeyRepeats

if TYPE_CHECKING:
    from cati_app.ui.panels.host import PanelHost
    from cati_app.ui.panels.panel import Panel
    from cati_app.ui.shell.waiting_keys import WaitingKeys

_SMALLEST = (560, 300)  # 640 × 360, a small screen at 200 %, less frame and title bar
_FIRST = (1280, 720)
_OVER_PANELS = {"hang_up", "close_panel", "larger", "smaller", "normal_size", "scroll_up", "scroll_down"}
_OTHER_TABS = ("next_tab", "previous_tab")
_NOT_OVER_PANELS = {
    "pick",
    "pick_result",
    "confirm",
    "go_on",
    "back",
    "dont_know",
    "refused",
    "not_applicable",
    "undo",
    "fold",
    "remark",
    "dial",
    "rang_back",
}
_WHILE_HELD = {"larger", "smaller", "scroll_up", "scroll_down"}  # goes on while the key is held; nothing else does
_STROKES = {
    QEvent.Type.ShortcutOverride,  # first of a key, before the command or the widget that has it
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
}
_PAGE_KEYS = {Qt.Key.Key_PageUp: "scroll_up", Qt.Key.Key_PageDown: "scroll_down"}
_STEPS_A_PAGE = 2  # in thirds of what is in sight
_KEYS_OF_WIDGETS = {"Return", "Enter", "1–9", "Ctrl+1–9", "Esc"}  # heard by the screens and panels themselves


class Screen(Protocol):
    """What the shell asks of a screen."""

    def run_local(self, name: str) -> bool: ...

    def allow_focus(self, allowed: bool) -> None: ...


class Shell(QMainWindow):
    """Implements `ShellView`."""

    command_given = Signal(str)
    panel_choice_made = Signal(object, str)  # enums and dataclasses cross as plain objects
    text_saved = Signal(object, str, str)
    appointment_made = Signal(object)
    appointment_offered = Signal(object)
    figure_typed = Signal(object, str)
    jump_chosen = Signal(str)
    wrap_up_confirmed = Signal(str, str)
    pause_ended = Signal()
    panel_closed = Signal(object)
    message_closed = Signal()
    close_asked = Signal()
    gone = Signal()  # the window has closed

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._repeats = KeyRepeats(self)
        self._screens: dict[ScreenName, QWidget] = {}
        self._current = ScreenName.LOGIN
        self._enabled = enabled_now(Situation())
        self._tab = ""  # of the screen, and the page on it
        self._usable: frozenset[str] = frozenset()  # commands whose actions are enabled now
        self._may_close = False
        self._keeps = True  # what is answered
        self._said: MessageState | None = None  # the message of a presenter
        self._not_now: MessageState | None = None  # lies over it: of a key that cannot be used now
        self._keys: WaitingKeys | None = None  # struck ahead; made when an answer waits for the first time
        self._awaits_panel = False  # what the open one was answered with is worked on
        self.header = Header(kit)
        self.header.hide()  # until somebody has signed in
        self.message = MessageLine(kit)
        self.notice = NoticeLine(kit)
        self.stack = QStackedWidget()
        self.footer = Footer(kit)
        self._actions: dict[str, QAction] = {}
        self._build()
        self._connect()
        self._apply_enabled()

    def _build(self) -> None:
        center = QWidget()
        column = self._column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notice)
        column.addWidget(self.message)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.stack, 1)
        column.addLayout(self._middle, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(center)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)

    def _action(self, name: str) -> QAction:
        """What the keys of a command trigger, made when it can first be given: a first screen has ten of 140."""
        action = self._actions.get(name)
        if action is None:
            command = BY_NAME[name]
            action = self._actions[name] = QAction(say(command.text), self)
            action.setShortcuts(_sequences(command))
            action.setObjectName(name)
            action.setAutoRepeat(name in _WHILE_HELD)
            action.triggered.connect(self._triggered)
            self.addAction(action)
        return action

    def _connect(self) -> None:
        self.header.command_asked.connect(self.run_command)
        self.notice.command_asked.connect(self.run_command)
        self.message.closed.connect(self._close_message)

    @cached_property
    def panels(self) -> PanelHost:
        """What shows panels, made with the first one."""
        from cati_app.ui.panels.host import PanelHost  # noqa: PLC0415 - the first screen of a start has no panel

        host = PanelHost(self._kit, self.stack)
        host.choice_made.connect(self.panel_choice_made)
        host.text_saved.connect(self.text_saved)
        host.appointment_made.connect(self.appointment_made)
        host.appointment_offered.connect(self.appointment_offered)
        host.figure_typed.connect(self.figure_typed)
        host.jump_chosen.connect(self.jump_chosen)
        host.wrap_up_confirmed.connect(self.wrap_up_confirmed)
        host.pause_ended.connect(self.pause_ended)
        host.closed.connect(self.panel_closed)
        host.opened_or_closed.connect(self._panel_changed)
        return host

    @property
    def _waiting(self) -> WaitingKeys:
        if self._keys is None:
            from cati_app.ui.shell.waiting_keys import WaitingKeys  # noqa: PLC0415 - no answer waits at a start

            self._keys = WaitingKeys(
                self._kit,
                self,
                self._in_front,
                self._is_covered,
                self.is_enabled,
                self.run_command,
                self._show_said,
            )
        return self._keys

    def keep_keys(self) -> None:
        self._waiting.wait()

    def give_keys(self) -> None:
        self._waiting.give()

    def drop_keys(self, *, until_rest: bool = False) -> None:
        self._waiting.drop(until_rest=until_rest)

    def await_panel(self) -> None:
        self._awaits_panel = True
        self._waiting.wait(for_panel=True)
        self._apply_enabled()

    def await_no_panel(self, *, until_rest: bool = False) -> None:
        if self._awaits_panel:
            self._awaits_panel = False
            self.drop_keys(until_rest=until_rest)
            self._apply_enabled()

    @Slot()
    def _answer_refused(self) -> None:
        self.drop_keys(until_rest=True)

    def _in_front(self) -> QWidget:
        return self._screens[self._current]

    def _is_covered(self) -> bool:
        """Whether keys that wait are meant for something else than a panel that is open."""
        return self._panel is not None and not (self._keys is not None and self._keys.for_panel)

    @property
    def _panel(self) -> Panel | None:
        """The open one."""
        return self.panels.panel if "panels" in self.__dict__ else None

    def add_line(self, line: QWidget) -> None:
        """A line of its own between header and screens, on every screen."""
        self._column.insertWidget(1, line)

    def add_side(self, side: QWidget) -> None:
        """A column of its own beside every screen."""
        self._middle.addWidget(side)

    def add_screen(self, name: ScreenName, screen: QWidget) -> None:
        """Add a screen; of what it may have, `command_asked` runs commands, `answer_refused` lets go of keys."""
        self._screens[name] = screen
        self.stack.addWidget(screen)
        asked = getattr(screen, "command_asked", None)
        if asked is not None:
            asked.connect(self.run_command)
        refused = getattr(screen, "answer_refused", None)
        if refused is not None:
            refused.connect(self._answer_refused)

    def keeps_nothing(self) -> None:
        """In practice and in a preview no line says that anything is stored."""
        self._keeps = False
        self.header.show_stored(False)

    def render(self, state: HeaderState) -> None:  # type: ignore[override]
        self.header.render_header(state)
        self.notice.show_notice(state.notice, urgent=state.notice_urgent)
        self.setWindowTitle(state.study_title)
        end = state.footer
        is_stored = self._keeps and state.stored is not StoredState.FAILED and bool(state.stored_at)
        if is_stored and self._current is ScreenName.CONSOLE:
            end = say("Every answer is stored · {time}", time=state.stored_at)
        elif is_stored and self._current is ScreenName.SITTING:
            end = say("Every card is stored · {time}", time=state.stored_at)
        self.footer.show_end(end)

    def appear(self) -> None:
        """Show the window in all the room of its screen."""
        self.showMaximized()

    def show_screen(self, name: ScreenName) -> None:
        if name is self._current and self.stack.currentWidget() is self._screens[name]:
            return
        self._current = name
        if self._keys is not None:
            self._keys.drop()  # what was to come does not come any more
        self.header.show_stored(self._keeps and name in (ScreenName.DIAL, ScreenName.CONSOLE, ScreenName.SITTING))
        self.header.setVisible(name is not ScreenName.LOGIN)  # nothing to say there
        self.stack.setCurrentWidget(self._screens[name])
        if self._panel is not None:
            self.panels.raise_()
        self._panel_changed()

    def show_panel(self, state: PanelState) -> None:
        before = self.open_panel()
        if not self._awaits_panel:
            self._let_go_of_keys()
        self.panels.show_panel(state)
        if not self._awaits_panel:
            return
        if before is not None and self.open_panel() is before:  # it was refused, and why stands there
            self.await_no_panel(until_rest=True)
        elif before is None and (self._panel is None or not self._panel.types_text):  # what they do there is unread
            self.await_no_panel()
        else:
            self._awaits_panel = False
            self._apply_enabled()
            self.give_keys()

    def hide_panel(self) -> None:
        if self._panel is not None:
            self.panels.hide_panel()

    def open_panel(self) -> PanelKind | None:
        return None if self._panel is None else self._panel.kind

    def show_message(self, state: MessageState | None) -> None:
        self._not_now, self._said = None, state
        if state is not None:
            self._let_go_of_keys()
        self._show_said()

    def _let_go_of_keys(self) -> None:
        """Something else comes in sight than the next question: nothing that waits was meant for it."""
        if self._keys is not None and self._keys.minds:
            self._keys.let_go()

    def _show_said(self) -> None:
        said = self._not_now or self._said
        self.message.show_message(said if self._keys is None else self._keys.beside(said))

    @Slot(str)
    def show_error(self, trace: str) -> None:
        """An unexpected error: the window stays, and so does what was stored."""
        self.show_message(
            MessageState(
                say("Something went wrong in the program."),
                say(
                    "Answers that were stored are safe. Carry on; if it happens again, tell the supervisor: {place}",
                    place=trace.split(" < ", maxsplit=1)[0],
                ),
                Tone.WARN,
            )
        )

    def set_enabled(self, names: frozenset[str], tab: str = "") -> None:
        self._tab = tab
        if names != self._enabled:
            self._enabled = names
            self._apply_enabled()

    def allow_close(self) -> None:
        self._may_close = True
        self.close()

    def _screen(self) -> Screen | None:
        screen = self._screens.get(self._current)
        return screen if screen is not None and hasattr(screen, "run_local") else None  # type: ignore[return-value]

    def is_enabled(self, name: str) -> bool:
        """Whether a command can be given now."""
        return name in self._enabled_now()

    def _enabled_now(self) -> frozenset[str]:
        panel = self._panel
        if self._awaits_panel or (panel is not None and panel.types_text):
            return self._enabled & _OVER_PANELS
        if panel is None:
            return self._enabled
        return self._enabled - (_NOT_OVER_PANELS - _OVER_PANELS)

    def _apply_enabled(self) -> None:
        usable = self._enabled_now()
        for name in usable ^ self._usable:
            self._action(name).setEnabled(name in usable)
        self._usable = usable
        self.footer.show_keys(usable)

    @Slot()
    def _panel_changed(self) -> None:
        if self._panel is None:
            self.await_no_panel()
        self._apply_enabled()
        screen = self._screen()
        if screen is not None:
            screen.allow_focus(self._panel is None)

    @Slot()
    def _triggered(self) -> None:
        action = self.sender()
        if action is None:
            return
        name = action.objectName()
        if self._counts(name):
            self.run_command(name)

    def _counts(self, name: str) -> bool:
        """Whether the key of a command was struck, and neither held nor bounced."""
        keys, is_held = self._kit.keys, self._repeats.is_held
        if name in _WHILE_HELD:
            return True
        if name in _OTHER_TABS:  # one too many is seen and taken back by a key; one too few would go unnoticed
            keys.is_echo(name)  # as any key it makes the next Enter count
            return not is_held
        return keys.accepts(name, repeated=is_held)

    @Slot(str)
    def run_command(self, name: str) -> None:
        """Give a command by name, as its key would; nothing happens where its rule does not hold."""
        if not self.is_enabled(name):
            return
        if self._not_now is not None:  # said of an earlier key
            self._not_now = None
            self._show_said()
        if not BY_NAME[name].local:
            self.command_given.emit(name)
        elif name == "larger":
            self._kit.theme.larger()
        elif name == "smaller":
            self._kit.theme.smaller()
        elif name == "normal_size":
            self._kit.theme.normal_size()
        elif name in ("scroll_up", "scroll_down") and self._panel is not None:
            self.panels.scroll_by_steps(-1 if name == "scroll_up" else 1)
        else:
            if name in _OTHER_TABS and self._panel is not None:
                self.panels.close_panel()  # it belongs to the tab that goes
            screen = self._screen()
            if screen is not None:
                screen.run_local(name)

    @Slot()
    def _close_message(self) -> None:
        if self._keys is not None:
            self._keys.forget_told()
        was_said, covered = self._said is not None, self._not_now is not None
        if covered:
            self._not_now = None
        else:
            self._said = None
        self._show_said()
        if was_said and not covered:
            self.message_closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._escape():
            return
        if is_enter(event) and confirms(self._kit, event) and presses_button(self):
            return
        if not self._scrolls(event) and not self._tell_not_now(QKeySequence(event.keyCombination())):
            super().keyPressEvent(event)

    def _scrolls(self, event: QKeyEvent) -> bool:
        """A page key that turns no page here and that no widget used: what scrolls, scrolls with it."""
        name = _PAGE_KEYS.get(Qt.Key(event.key()))
        screen = self._screen()
        if name is None or screen is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if any(self.is_enabled(turning) for turning in ("back", "go_on")):
            return False
        return all(screen.run_local(name) for _ in range(_STEPS_A_PAGE))

    def _escape(self) -> bool:
        """Esc that no widget used, since the focus is elsewhere: what offers it does it; False where nothing does."""
        if self._panel is not None:
            self.panels.close_panel()
            return True
        if self.is_enabled("stop_waiting"):
            self.run_command("stop_waiting")
            return True
        if self.message.isVisible():
            self._close_message()
            return True
        buttons = self._screens[self._current].findChildren(KeyButton)
        offering = next((b for b in buttons if b.key == key_word("Esc") and b.isVisible() and b.isEnabled()), None)
        if offering is not None:
            offering.click()
        return offering is not None

    def _tell_not_now(self, pressed: QKeySequence) -> bool:
        """The key of a command that cannot be given now: said, so that no key is silent; False for any other key."""
        commands = [command for command in COMMANDS if pressed in _sequences(command)]
        if not commands:
            return False
        here = next((each for each in commands if may_come(each, self._current, self._tab)), None)
        if here is not None:
            what = say(here.text).partition(";")[0]  # that it is logged holds once it is done
            told, needs = say("Not possible now: {what}.", what=what), here.needs
        else:  # what it does elsewhere says nothing here
            key, needs = key_word(pressed.toString()), ""
            elsewhere = any(may_come(each, self._current) for each in commands)
            told = say("{key} does nothing on this screen.", key=key)
            if elsewhere:
                told = say("{key} does nothing on this page.", key=key)
        self._let_go_of_keys()
        self._not_now = MessageState(told, say(needs) if needs else "", Tone.WARN)
        self._show_said()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.windowHandle().installEventFilter(self)  # installed twice, it is still called once
        self._repeats.watch(self.windowHandle())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _STROKES and isinstance(event, QInputEvent):
            self._kit.struck.emit()
            if event.timestamp():
                self._kit.keys.stroke_came(event.timestamp())
            keys = self._keys
            if keys is not None and keys.minds and isinstance(event, QKeyEvent) and keys.takes(event):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            self.gone.emit()
        else:
            event.ignore()
            self.close_asked.emit()


def _sequences(command: Command) -> list[QKeySequence]:
    """Keys that give a command from wherever the focus is."""
    return [QKeySequence(key) for key in command.keys if key not in _KEYS_OF_WIDGETS]
