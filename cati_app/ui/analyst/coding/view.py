"""The page of coding: questions at the side, the text as it was said, the code frame below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from cati_app.texts import say
from cati_app.ui.analyst.coding.states import CodingState
from cati_app.ui.analyst.page_with_list_view import PageWithList
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.answer_list import AnswerList, ListOption, Mode
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, label, show_texts
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.speech import Speech

_LIST, _BESIDE_FROM, _ROWS_ABOVE = 260, 900, 2
_ROW = 48
"""Height of a row of the frame, so that the codes and what is done with them stand in sight together."""
_COMMANDS = (
    "coding_alike",
    "coding_nearly",
    "coding_new",
    "coding_reason",
    "coding_clear",
    "coding_undo",
    "coding_all",
    "coding_question",
)
_STEPS = {"coding_back": -1, "coding_next": 1}


class _CodeFrame(AnswerList):
    """Of it the code in hand must be in sight, and then the text above it: what is coded is read, and not the list."""

    def current_rect(self) -> QRect:
        """The row of the cursor."""
        return self.visual_rect(self.cursor_place)


class CodingPage(PageWithList):
    """Implements `CodingView`."""

    question_chosen = Signal(str)
    codes_picked = Signal(tuple)
    give_asked = Signal()
    moved = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _COMMANDS)
        self._state = CodingState()
        self.list = KeyedList(kit, say("Questions with open answers"))
        self.list.setWordWrap(True)
        self.list.key_chosen.connect(self.question_chosen)
        self._progress = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._question = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._counted = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self.text = label(kit, TextRole.READ_ALOUD, wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._given = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._alike = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._quota = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self.frame = _CodeFrame(kit, Speech())
        self.frame.setAccessibleName(say("Code frame"))
        self.frame.changed.connect(self._picked)
        self.frame.refused.connect(self._no_such_code)
        self.frame.cursor_moved.connect(self._show_cursor)
        self.give = KeyButton(kit, say("Give the codes"), key_word("Return"), "primary")
        self.give.clicked.connect(self.give_asked)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._versions = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._build()
        for watched in (self.list, self.frame):
            watched.installEventFilter(self)
        self.render(CodingState())

    def _build(self) -> None:
        kit = self._kit
        self._side_column.addWidget(self._progress)
        self._side_column.addWidget(self.list, 1)
        self._card = Card(kit)
        self._row = ButtonRow(kit, self.give, *self.buttons.values())
        parts = (self._question, self._counted, self.text, self._given, self._alike, self._message, self._empty)
        for part in (*parts, self.frame, self._quota, self._row, self._versions):
            self._card.add(part)
        self._lay_out((self._card,))

    def _arrange(self) -> None:
        was_beside = self._parts.is_beside
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        if was_beside is not self._parts.is_beside:
            self._fill_list()
        self._fit_side(self.list, max(1, min(self.list.count(), _ROWS_ABOVE)))
        self._progress.setVisible(self._parts.is_beside and bool(self._state.progress))
        self._fit_frame()

    def _fill_list(self) -> None:
        """How many wait stands below the name where the list is narrow, and behind it where the list is low."""
        between = "\n" if self._parts.is_beside else " · "
        self.list.fill((line.name, f"{line.name}{between}{line.waiting}") for line in self._state.questions)
        self.list.mark(self._state.selected)

    def _fit_frame(self) -> None:
        """Rows of the usual height; they close up where what is done with the codes would be out of sight."""
        width, wanted = self.frame.width() or self.width(), self._kit.theme.text_px(_ROW) * len(self.frame.options)
        column = self._card.parentWidget()
        others = column.heightForWidth(self._parts.scroller.viewport().width()) - self.frame.height() if column else 0
        room = max(1, min(wanted, self._parts.scroller.viewport().height() - others))
        self.frame.setFixedHeight(max(1, self.frame.height_for(width, room, Levels(alone=True))))

    def _types_code(self, event: QKeyEvent) -> bool:
        """Whether it is a digit, which is for the frame wherever it is typed."""
        if not event.text().isdigit():
            return False
        self.frame.setFocus()
        self.frame.handle_key(event)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.frame and event.type() == QEvent.Type.Resize:
            self._fit_frame()
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._types_code(event)
        return False

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: CodingState) -> None:  # type: ignore[override]
        """Show a state; codes picked by hand stay until another text comes."""
        old, self._state = self._state, state
        if old.questions != state.questions:
            self._fill_list()
            self._arrange()
        self.list.mark(state.selected)
        has_text = bool(state.text)
        self._show_buttons(state.buttons)
        self.give.setVisible(has_text)
        self._side.setVisible(bool(state.questions))
        self.frame.setVisible(has_text)
        if (old.form, old.options) != (state.form, state.options):
            options = tuple(ListOption(each.name, each.code, each.label, each.alone) for each in state.options)
            mode = Mode.MULTIPLE if state.several else Mode.SINGLE
            self.frame.show_options(options, mode, state.codes, steps=False, read_only=False)
            self._fit_frame()
            if has_text and self.list.hasFocus() is False and self.isVisible() and not old.text:
                self.frame.setFocus()
        direction = Qt.LayoutDirection.RightToLeft if state.right_to_left else Qt.LayoutDirection.LeftToRight
        self.text.setLayoutDirection(direction)
        show_texts(
            (self._progress, state.progress if self._parts.is_beside else ""),
            (self._question, state.question if has_text else ""),
            (self._counted, state.counted),
            (self.text, state.text),
            (self._given, state.given),
            (self._alike, state.alike),
            (self._empty, state.empty),
            (self._quota, state.quota),
            (self._versions, "\n".join(state.versions)),
        )
        self._tell(state.message, state.tone)
        self._fit_frame()
        if old.form != state.form:
            self._parts.scroller.verticalScrollBar().setValue(0)

    # -- keys ---------------------------------------------------------------------------------------------------

    @Slot()
    def _picked(self) -> None:
        rows = sorted(self.frame.selected)
        self.codes_picked.emit(tuple(self.frame.options[row].value for row in rows))
        self._show_cursor()

    @Slot(str)
    def _no_such_code(self, typed: str) -> None:
        self._tell(say("“{typed}” is no code of this question.", typed=typed), Tone.WARN)

    @Slot()
    def _show_cursor(self) -> None:
        self._parts.scroller.show_selection(self.frame, self.frame.current_rect())

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name in _STEPS:
            self.moved.emit(_STEPS[name])
            return True
        return super().run_local(name)

    def _confirmed(self) -> None:
        if self._state.text and not self.frame.apply_pending():
            self.give_asked.emit()

    def _takes(self, event: QKeyEvent) -> bool:
        typed = bool(self._state.text) and not self.frame.hasFocus() and self._types_code(event)
        return typed or super()._takes(event)

    def take_focus(self) -> None:
        """To the code frame, or to the list of questions while there is no text."""
        if self._state.text:
            self.frame.setFocus()
        elif self._state.questions:
            self.list.setFocus()
        else:
            self.window().setFocus()  # the tab it came from shall not take the keys of the page
