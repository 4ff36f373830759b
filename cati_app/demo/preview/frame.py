"""What every preview has around its screen: window, threads, a line that says what it is, findings beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.error_hook import ErrorHook
from cati_app.ui.setup import prepare
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.tasks import TaskRunner
from cati_app.ui.theme import TextRole
from cati_app.ui.translation import interface_language
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.finding_column import FindingColumn
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone


class PreviewLine(QWidget):
    """Below the header: that it is a preview, what became of the file, and the keys that only the preview has.

    Args:
        with_keys: False: the preview has none of its own.
    """

    def __init__(self, kit: Kit, *, with_keys: bool = True) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        space = kit.theme.space
        column = QVBoxLayout(self)
        column.setSpacing(space(1))
        column.setContentsMargins(space(4), space(2), space(4), space(2))
        row = QHBoxLayout()
        row.setSpacing(space(4))
        row.addWidget(label(kit, TextRole.CONTROL_STRONG, "accent", text=say("Preview · nothing is stored")))
        self._told = label(kit, TextRole.CONTROL, wrap=True)
        row.addWidget(self._told, 1)
        column.addLayout(row)
        self._quota = label(kit, TextRole.CONTROL_STRONG, "", wrap=True)
        self._quota.hide()
        column.addWidget(self._quota)
        self.full = KeyButton(kit, say("Play the cells as full"), key_word("Ctrl+K"), "pill")
        self.full.hide()
        self.width_button = KeyButton(kit, "", key_word("Ctrl+W"), "pill")
        self.again = KeyButton(kit, say("Begin again"), key_word("Ctrl+R"), "pill")
        self.findings = KeyButton(kit, say("Findings"), key_word("Ctrl+D"), "pill")
        for button in (self.width_button, self.again, self.findings, self.full):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys = ButtonRow(kit, self.width_button, self.again, self.findings, self.full)
        keys.setVisible(with_keys)
        column.addWidget(keys)

    @property
    def told(self) -> str:
        """What became of the file."""
        return self._told.text()

    def tell(self, text: str, tone: str = "") -> None:
        """Say what became of the file, and have it read out."""
        if text != self._told.text():
            self._told.setText(text)
            set_tone(self._told, tone)
            announce(self, text)

    def show_quota(self, text: str) -> None:
        """What the quota decides; blank: there is none."""
        if text != self._quota.text():
            self._quota.setText(text)
            announce(self, text)
        for part in (self._quota, self.full):
            part.setVisible(bool(text))

    def show_width(self, width: int) -> None:
        """How wide the questionnaire is now."""
        text = say("Width: {width}", width=width) if width else say("Width: all")
        self.width_button.set_texts(text, key_word("Ctrl+W"))


class PreviewFrame:
    """A window in which a file is looked at. `close` joins the threads.

    Args:
        language: Of the interface; None: by the system.
        dark: None: by the system.
        with_keys: As `PreviewLine`.
    """

    def __init__(self, language: str | None, dark: bool | None, *, with_keys: bool = True) -> None:
        self.kit, self._translation = prepare(interface_language(language))
        if dark is not None:
            self.kit.theme.set_dark(dark)
        self.hook = ErrorHook()
        self.hook.install()
        self.runner = TaskRunner(self.hook.report)
        self.shell = Shell(self.kit)
        self.hook.reported.connect(self.shell.show_error)
        self.line = PreviewLine(self.kit, with_keys=with_keys)
        self.shell.add_line(self.line)
        self.findings = FindingColumn(self.kit)
        self.shell.add_side(self.findings)

    def show(self, screen: ScreenName) -> None:
        """Show the window on its screen."""
        self.shell.show_screen(screen)
        self.shell.keeps_nothing()
        self.shell.appear()

    def close(self) -> None:
        """Join the threads and close the window."""
        self.runner.shut_down()
        self.shell.allow_close()
