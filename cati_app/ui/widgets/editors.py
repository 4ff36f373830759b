"""The editors of answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing
from cati_app.ui.widgets.answer_list import AnswerList
from cati_app.ui.widgets.editor import Editor
from cati_app.ui.widgets.expectations import expected
from cati_app.ui.widgets.fields import mark_refused
from cati_app.ui.widgets.kinds import KIND_WIDGETS, EditorKind, stands_side_by_side
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.line_answer import LineAnswer
from cati_app.ui.widgets.long_editor import LongEditor
from cati_app.ui.widgets.search_list import SearchList
from cati_app.ui.widgets.speech import Speech


class ListEditor:
    """Options painted in one widget."""

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget) -> None:
        self._speech = speech
        self.list = AnswerList(kit, speech, parent)

    @property
    def widget(self) -> QWidget:
        return self.list

    @property
    def keyboard(self) -> QWidget:
        return self.list

    def show(self, view: QuestionView) -> None:
        suits = KIND_WIDGETS[view.kind]
        self.list.show_options(
            suits.options(view, self._speech),
            suits.mode,
            tuple(view.answer.text.split()),
            steps=stands_side_by_side(view),
            read_only=view.read_only,
            hint=expected(view, self._speech) if view.kind.facts.choosing is not None else "",
        )

    def typed(self) -> str:
        return self.list.pending

    def retype(self, text: str) -> None:
        self.list.go_on_with(text)

    def value(self) -> str | None:
        return self.list.text()

    def clear(self) -> None:
        self.list.clear_selection()

    def apply(self) -> bool:
        return self.list.apply_pending()

    def handle_key(self, event: QKeyEvent) -> bool:
        return self.list.handle_key(event)

    def show_problem(self) -> None:
        """A list is always readable."""

    @property
    def is_unread(self) -> bool:
        return False

    def select(self) -> None:
        """Another code replaces the answer anyway."""

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        return self.list.height_for(width, room, levels)

    @property
    def said(self) -> str:
        return ", ".join(filter(None, (self.list.hint, *(caption for _, caption in self.list.captions))))

    def mark_refused(self, refused: bool) -> None:
        self.list.mark_refused(refused)

    def focus_rect(self) -> QRect:
        return self.list.rect_of(self.list.cursor_place)

    def on_change(self, changed: Callable[[], None], picked: Callable[[], None], focused: Callable[[], None]) -> None:
        self.list.changed.connect(changed)
        self.list.picked.connect(picked)
        self.list.focused.connect(focused)

    def on_refused(self, refused: Callable[[str], None]) -> None:
        self.list.refused.connect(refused)


class LineEditor:
    """One typed line."""

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget) -> None:
        self.line = LineAnswer(kit, speech, parent)

    @property
    def widget(self) -> QWidget:
        return self.line

    @property
    def keyboard(self) -> QWidget:
        return self.line.field

    def show(self, view: QuestionView) -> None:
        self.line.show_question(view)

    def typed(self) -> str:
        return self.line.field.text()

    def retype(self, text: str) -> None:
        self.line.retype(text)

    def value(self) -> str | None:
        return self.line.reading().value

    def clear(self) -> None:
        self.line.clear_value()

    def apply(self) -> bool:
        return False

    def handle_key(self, event: QKeyEvent) -> bool:
        return self.line.handle_key(event)

    def show_problem(self) -> None:
        self.line.show_problem()

    @property
    def is_unread(self) -> bool:
        return self.line.is_unread

    def select(self) -> None:
        self.line.field.selectAll()

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        return self.line.height_for(width)

    @property
    def said(self) -> str:
        return " · ".join(filter(None, (self.line.beside, self.line.said)))

    def mark_refused(self, refused: bool) -> None:
        mark_refused(self.line.field, refused)

    def focus_rect(self) -> QRect:
        return self.line.rect()

    def on_change(self, changed: Callable[[], None], picked: Callable[[], None], focused: Callable[[], None]) -> None:
        self.line.changed.connect(changed)
        self.line.field.focused.connect(focused)

    def on_refused(self, refused: Callable[[str], None]) -> None:
        """No codes are typed here."""


class SearchEditor:
    """A long list searched while typing."""

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget) -> None:
        self.search = SearchList(kit, speech, parent)

    @property
    def widget(self) -> QWidget:
        return self.search

    @property
    def keyboard(self) -> QWidget:
        return self.search.field

    def show(self, view: QuestionView) -> None:
        self.search.show_question(view, view.kind.facts.choosing is Choosing.SEVERAL)

    def typed(self) -> str:
        return self.search.field.text()

    def retype(self, text: str) -> None:
        self.search.retype(text)

    def value(self) -> str | None:
        return self.search.value()

    def clear(self) -> None:
        self.search.clear_value()

    def apply(self) -> bool:
        return self.search.apply()

    def handle_key(self, event: QKeyEvent) -> bool:
        return self.search.handle_key(event)

    def show_problem(self) -> None:
        """What is not in the list cannot be taken."""

    @property
    def is_unread(self) -> bool:
        return False

    def select(self) -> None:
        """The search begins with an empty field anyway."""

    def height_for(self, width: int, room: int, levels: Levels) -> int:
        return self.search.height_for(width, room)

    @property
    def said(self) -> str:
        return self.search.said

    def mark_refused(self, refused: bool) -> None:
        mark_refused(self.search.field, refused)

    def focus_rect(self) -> QRect:
        return self.search.rect()

    def on_change(self, changed: Callable[[], None], picked: Callable[[], None], focused: Callable[[], None]) -> None:
        self.search.changed.connect(changed)
        self.search.field.focused.connect(focused)

    def on_refused(self, refused: Callable[[str], None]) -> None:
        """No codes are typed here."""


def make_editor(kind: EditorKind, kit: Kit, speech: Speech, parent: QWidget) -> Editor:
    """Build an editor; once a block and kind."""
    makers: dict[EditorKind, Callable[[Kit, Speech, QWidget], Editor]] = {
        EditorKind.LIST: ListEditor,
        EditorKind.LINE: LineEditor,
        EditorKind.LONG: LongEditor,
        EditorKind.SEARCH: SearchEditor,
    }
    return makers[kind](kit, speech, parent)
