"""The page of the code frame: how far it is at the side, the text as it was said, the axes with their codes below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.analyst.page_with_list_view import UNLIMITED, PageWithList
from cati_app.ui.analyst.units.states import AxisColumn, UnitsState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, label, show_texts

_SIDE, _BESIDE_FROM, _COLUMNS_FROM = 240, 900, 560
_COMMANDS = ("units_nothing", "units_more", "units_join", "units_agreement")
_STEPS = {"units_back": -1, "units_next": 1}
_AXES = 3


class _Axis(Card):
    """An axis with its codes, each a button with its digit.

    Args:
        clicked: Told the code of a button.
    """

    def __init__(self, kit: Kit, clicked: Callable[[str], None]) -> None:
        super().__init__(kit)
        self._clicked = clicked
        self.name = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self.hint = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.rows: list[KeyButton] = []
        self.add(self.name)
        self.add(self.hint)
        self.add_stretch()

    def show_axis(self, axis: AxisColumn) -> None:
        """Its codes now."""
        self.name.setText(f"{axis.title} · {say('now')}" if axis.is_current else axis.title)
        self.setProperty("ground", "card_chosen" if axis.is_current else "card")
        show_texts((self.hint, axis.hint))
        while len(self.rows) < len(axis.options):
            made = KeyButton(self._kit, "")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.rows.append(made)
            self.column.insertWidget(self.column.count() - 1, made)  # above the stretch
        for number, button in enumerate(self.rows):
            button.setVisible(number < len(axis.options))
            if number < len(axis.options):
                option = axis.options[number]
                button.set_texts(option.label, option.digit)
                button.setChecked(option.is_picked)
                button.setProperty("code", option.code)
                if not button.property("wired"):
                    button.setProperty("wired", True)
                    button.clicked.connect(partial(self._was_clicked, button))

    def _was_clicked(self, button: KeyButton, *_: bool) -> None:
        self._clicked(str(button.property("code")))


class UnitsPage(PageWithList):
    """Implements `UnitsView`."""

    digit_struck = Signal(int)
    option_clicked = Signal(int, str)
    letter_struck = Signal(str)
    erase_asked = Signal()
    more_asked = Signal()
    give_asked = Signal()
    moved = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = UnitsState()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bar = ThinBar(kit)
        self._steps = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._agreement = label(kit, TextRole.SMALL, wrap=True)
        self._agreement_below = label(kit, TextRole.SMALL, wrap=True)  # where the side is too low for it
        self._counted = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self.text = label(kit, TextRole.READ_ALOUD, wrap=True)
        self.axes = [_Axis(kit, partial(self._clicked, number)) for number in range(_AXES)]
        self._target = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.typed = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self.suggested = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._meaning = label(kit, TextRole.SMALL, wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.give = KeyButton(kit, say("Next unit"), key_word("Return"), "primary")
        self.give.clicked.connect(self.give_asked)
        self._build()
        self.render(UnitsState())

    def _build(self) -> None:
        self._side_column.addWidget(self._bar)
        self._side_column.addWidget(self._steps)
        self._side_column.addWidget(self._agreement)
        self._side_column.addStretch(1)
        self._columns = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._columns)
        self._row.setContentsMargins(0, 0, 0, 0)
        for axis in self.axes:
            self._row.addWidget(axis, 1)
        card = Card(self._kit)
        buttons = ButtonRow(self._kit, self.give, *self.buttons.values())
        parts = (self._counted, self.text, self._message, self._empty, self._columns, self._target)
        for part in (*parts, self.typed, self.suggested, self._meaning, buttons, self._agreement_below):
            card.add(part)
        self._lay_out((card,))

    def _arrange(self) -> None:
        theme = self._kit.theme
        self._parts.arrange(self.width(), _SIDE, _BESIDE_FROM)
        beside = self._parts.is_beside
        self._side.setMaximumHeight(UNLIMITED if beside else theme.text_px(48))
        room = self.width() - (theme.text_px(_SIDE) if beside else 0)
        is_row = room >= theme.text_px(_COLUMNS_FROM)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_row else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(theme.space(2))
        self._show_side()

    def _show_side(self) -> None:
        """Above the unit there is room for a line alone; how far both agree stands below it then."""
        told, beside = "\n".join(self._state.agreement), self._parts.is_beside
        self._side.setVisible(bool(self._state.side or (beside and told)))
        show_texts(
            (self._steps, "\n".join(self._state.side if beside else self._state.side[:1])),
            (self._agreement, told if beside else ""),
            (self._agreement_below, "" if beside else told),
        )

    def render(self, state: UnitsState) -> None:  # type: ignore[override]
        """Show a state."""
        old, self._state = self._state, state
        has_text = bool(state.text)
        self._show_buttons(state.buttons)
        self.give.setVisible(has_text)
        self._bar.set_share(state.share)
        direction = Qt.LayoutDirection.RightToLeft if state.right_to_left else Qt.LayoutDirection.LeftToRight
        self.text.setLayoutDirection(direction)
        self._columns.setVisible(bool(state.axes))
        for axis, shown in zip(self.axes, state.axes, strict=False):
            axis.show_axis(shown)
        if [each.is_current for each in old.axes] != [each.is_current for each in state.axes]:
            for axis in self.axes:
                axis.style().unpolish(axis)
                axis.style().polish(axis)
        show_texts(
            (self._counted, state.counted),
            (self.text, state.text),
            (self._empty, state.empty),
            (self._target, state.target),
            (self.typed, state.typed),
            (self.suggested, state.suggested),
            (self._meaning, "\n".join(state.meaning)),
        )
        self._show_side()
        self._tell(state.message, state.tone)
        if old.form != state.form:
            self._parts.scroller.verticalScrollBar().setValue(0)

    def _clicked(self, axis: int, code: str) -> None:
        self.option_clicked.emit(axis, code)

    # -- keys ---------------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name in _STEPS:
            self.moved.emit(_STEPS[name])
        elif name == "units_nothing":
            self.digit_struck.emit(0)
        elif name == "units_more":
            self.more_asked.emit()
        elif name == "units_erase":
            self.erase_asked.emit()
        else:
            return super().run_local(name)
        return True

    def _confirmed(self) -> None:
        if self._state.text:
            self.give_asked.emit()

    def _takes(self, event: QKeyEvent) -> bool:
        """Digits and letters; a key that is held counts once."""
        text = event.text()
        if not self._state.text or event.isAutoRepeat():
            return bool(self._state.text) and event.isAutoRepeat()
        if text.isascii() and text.isdigit():
            self.digit_struck.emit(int(text))
        elif len(text) == 1 and text.isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.letter_struck.emit(text)
        else:
            return False
        return True

    def take_focus(self) -> None:
        """To the page itself, whose keys pick codes."""
        self.setFocus()
