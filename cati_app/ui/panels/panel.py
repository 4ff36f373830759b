"""What the host asks of a panel, and the parts that panels share."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.stage.panel_states import PanelKind
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, follow_font, label


class Panel(QWidget):
    """Contents of a panel; a contract with the host, which routes Enter, Esc and unused keys here."""

    grown = Signal()  # the contents need another height
    primary_pressed = Signal()
    close_pressed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.kind = PanelKind.OTHER
        self._primary: KeyButton | None = None
        self._goes_on: QLabel | None = None
        self.buttons: QWidget | None = None  # the host lays them below what scrolls
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        self.column.setSpacing(self.kit.theme.space(3))

    def line_field(self, name: str, example: str) -> LineField:
        """A line to type in, with what it is and how it is typed."""
        field = LineField(self.kit.keys)
        follow_font(self.kit, field, TextRole.ANSWER)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        return field

    def title(self) -> str:
        """Heading of the panel."""
        return ""

    def first_focus(self) -> QWidget | None:
        """Where the focus goes when the panel opens."""
        return None

    def confirm(self) -> None:
        """Enter."""

    def step_back(self) -> bool:
        """Esc: True when there was something inside the panel to go back from."""
        return False

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that the focused widget left over."""
        return False

    @property
    def types_text(self) -> bool:
        """Whether something typed would be lost if another panel took its place."""
        return False

    @property
    def covers(self) -> bool:
        """Whether the panel hides the screen behind it."""
        return False

    def add_buttons(self, primary: str = "", closable: bool = True) -> None:
        """The verb on Enter, if there is one, and closing on Esc."""
        self.buttons = QWidget()
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 0, 0, 0)
        if primary:
            button = KeyButton(self.kit, primary, key_word("Return"), "primary")
            button.clicked.connect(self.primary_pressed)
            row.addWidget(button)
            self._primary = button
        if closable:
            close = KeyButton(self.kit, say("Close"), key_word("Esc"))
            close.clicked.connect(self.close_pressed)
            row.addWidget(close)
        self._goes_on = label(
            self.kit, TextRole.SMALL, "muted", wrap=True, text=say("More below: {key}", key=key_word("Ctrl+Down"))
        )
        self._goes_on.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._goes_on.hide()
        row.addStretch(1)
        row.addWidget(self._goes_on, 3)

    def tell_more(self, is_more: bool) -> None:
        """Whether something stands below what is in sight, and by which key it comes."""
        if self._goes_on is not None:
            self._goes_on.setVisible(is_more)

    def name_primary(self, text: str) -> None:
        """Another verb on Enter."""
        if self._primary is not None:
            self._primary.set_texts(text, key_word("Return"))
