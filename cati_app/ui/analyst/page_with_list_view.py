"""What pages of the analyst's screen have alike: a list, the column that belongs to it, commands, a message."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.command_button import command_buttons
from cati_app.ui.widgets.enter import confirms, is_enter, presses_button
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone, show_texts
from cati_app.ui.widgets.list_and_column import ListAndColumn
from cati_app.ui.widgets.opened_files import open_with_system

UNLIMITED = 16_777_215
"""Height of a widget that takes what there is: QWIDGETSIZE_MAX."""


class PageWithList(QWidget):
    """A list at the side, and a column that scrolls; one below the other where the page is narrow.

    Signals:
        command_asked(str): the command of a button.
    """

    command_asked = Signal(str)

    def __init__(self, kit: Kit, commands: Iterable[str]) -> None:
        super().__init__()
        self._kit = kit
        self.buttons = command_buttons(kit, self.command_asked, dict.fromkeys(commands, ""))
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, 0, 0, 0)

    def _lay_out(self, column: Iterable[QWidget], *foot: QWidget) -> None:
        """What stands beside the list, and below both; the page arranges itself from now on."""
        self._parts = ListAndColumn(self._kit, self._side, tuple(column))
        self._parts.fill(self, *foot)
        self._kit.theme.changed.connect(self._themed)
        self._arrange()

    @Slot()
    def _themed(self) -> None:
        """Another size of texts. Not overridden: Qt would go on calling such a slot once the page is deleted."""
        self._arrange()

    def _arrange(self) -> None:
        """Whenever there is another width or size of texts."""
        raise NotImplementedError

    def _fit_side(self, listed: QWidget, rows: int) -> None:
        """A list so many rows high where it is above the column; beside it takes what there is."""
        theme, is_beside = self._kit.theme, self._parts.is_beside
        height = (theme.line_height(TextRole.CONTROL) + theme.space(4)) * rows
        listed.setMaximumHeight(UNLIMITED if is_beside else height + theme.space(1))
        self._side.setMaximumHeight(UNLIMITED if is_beside else height + theme.space(4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show_buttons(self, texts: Iterable[tuple[str, str]]) -> None:
        """The commands that there are now, each with its label."""
        shown = dict(texts)
        for command, button in self.buttons.items():
            button.setVisible(command in shown)
            button.say(shown.get(command, ""))

    def _tell(self, message: str, tone: Tone) -> None:
        """A message, read aloud and in sight when it is another one; blank: none."""
        if message and message != self._message.text():
            announce(self, message)
            self._parts.scroller.show_news(self._message)
        set_tone(self._message, tone.value)
        show_texts((self._message, message))

    @property
    def told(self) -> str:
        """The message in sight."""
        return self._message.text()

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name not in ("scroll_up", "scroll_down"):
            return False
        self._parts.scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
        return True

    def _confirmed(self) -> None:
        """Enter, where it presses no button."""

    def _takes(self, event: QKeyEvent) -> bool:
        """Any other key: whether the page has a use for it."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if confirms(self._kit, event):
            if not presses_button(self):
                self._confirmed()
        elif not is_enter(event) and not self._takes(event):
            super().keyPressEvent(event)


class PageWithProgress(PageWithList):
    """A page that runs long work, with a bar at its foot.

    Signals:
        stop_asked(): end what is under way.
    """

    stop_asked = Signal()

    def __init__(self, kit: Kit, commands: Iterable[str]) -> None:
        super().__init__(kit, commands)
        self._bar = ThinBar(kit)
        self.stop = KeyButton(kit, say("Stop"), key_word("Esc"))
        self.stop.clicked.connect(self.stop_asked)
        self._runs = False

    def _show_progress(self, progress: float | None) -> None:
        """How far it is, from 0 to 1; None: nothing runs."""
        self._runs = progress is not None
        self._bar.set_share(progress or 0.0)
        for part in (self._bar, self.stop):
            part.setVisible(self._runs)

    def _takes(self, event: QKeyEvent) -> bool:
        stops = event.key() == Qt.Key.Key_Escape and self._runs
        if stops:
            self.stop_asked.emit()
        return stops


class PageWithFiles(PageWithProgress):
    """A page that opens the files its work wrote."""

    def __init__(self, kit: Kit, commands: Iterable[str]) -> None:
        super().__init__(kit, commands)
        self._files = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._files.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _show_files(self, files: Iterable[str]) -> None:
        show_texts((self._files, "\n".join(files)))

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        return open_with_system(files)
