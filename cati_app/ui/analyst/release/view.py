"""The page of releases: variables at the side, the text as it was said, what in it may tell, and what else is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from cati_app.texts import say
from cati_app.ui.analyst.page_with_list_view import PageWithList
from cati_app.ui.analyst.release.states import ReleaseState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, label, show_texts

_LIST, _BESIDE_FROM, _ROWS_ABOVE = 260, 900, 2
_COMMANDS = ("release_withhold", "release_undo", "release_all", "release_variable")
_STEPS = {"release_back": -1, "release_next": 1}


class ReleasePage(PageWithList):
    """Implements `ReleaseView`."""

    variable_chosen = Signal(str)
    clear_asked = Signal()
    moved = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = ReleaseState()
        self.list = KeyedList(kit, say("Variables with texts"))
        self.list.setWordWrap(True)
        self.list.key_chosen.connect(self.variable_chosen)
        self._progress = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._question = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._counted = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self.text = label(kit, TextRole.READ_ALOUD, wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.marks = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._standing = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.clear = KeyButton(kit, say("May be public"), key_word("Return"), "primary")
        self.clear.clicked.connect(self.clear_asked)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self.open = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._build()
        self.render(ReleaseState())

    def _build(self) -> None:
        self._side_column.addWidget(self._progress)
        self._side_column.addWidget(self.list, 1)
        card = Card(self._kit)
        row = ButtonRow(self._kit, self.clear, *self.buttons.values())
        parts = (self._question, self._counted, self.text, self.marks, self._standing, self._message, self._empty)
        for part in (*parts, row, self.open):
            card.add(part)
        self._lay_out((card,))

    def _arrange(self) -> None:
        was_beside = self._parts.is_beside
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        if was_beside is not self._parts.is_beside:
            self._fill_list()
        self._fit_side(self.list, max(1, min(self.list.count(), _ROWS_ABOVE)))
        self._progress.setVisible(self._parts.is_beside and bool(self._state.progress))

    def _fill_list(self) -> None:
        """How many wait stands below the name where the list is narrow, and behind it where the list is low."""
        between = "\n" if self._parts.is_beside else " · "
        self.list.fill((line.name, f"{line.name}{between}{line.waiting}") for line in self._state.variables)
        self.list.mark(self._state.selected)

    def render(self, state: ReleaseState) -> None:  # type: ignore[override]
        """Show a state."""
        old, self._state = self._state, state
        if old.variables != state.variables:
            self._fill_list()
            self._arrange()
        self.list.mark(state.selected)
        has_text = bool(state.text)
        self._show_buttons(state.buttons)
        self.clear.setVisible(has_text)
        self._side.setVisible(bool(state.variables))
        direction = Qt.LayoutDirection.RightToLeft if state.right_to_left else Qt.LayoutDirection.LeftToRight
        self.text.setLayoutDirection(direction)
        show_texts(
            (self._progress, state.progress if self._parts.is_beside else ""),
            (self._question, state.question if has_text else ""),
            (self._counted, state.counted),
            (self.text, state.text),
            (self.marks, "\n".join(state.marks)),
            (self._standing, state.standing),
            (self._empty, state.empty),
            (self.open, "\n".join(state.open)),
        )
        self._tell(state.message, state.tone)
        if state.variables and not old.variables and self.isVisible():
            self.take_focus()
        if old.form != state.form:
            self._parts.scroller.verticalScrollBar().setValue(0)

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name in _STEPS:
            self.moved.emit(_STEPS[name])
            return True
        return super().run_local(name)

    def _confirmed(self) -> None:
        if self._state.text:
            self.clear_asked.emit()

    def take_focus(self) -> None:
        """To the list of variables."""
        if self._state.variables:
            self.list.setFocus()
        else:
            self.window().setFocus()  # the tab it came from shall not take the keys of the page
