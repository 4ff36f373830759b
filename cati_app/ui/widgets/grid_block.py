"""A grid as one block: the rows, and the check of the current one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.ui.widgets.check_line import CheckLine
from cati_app.ui.widgets.draft import Draft
from cati_app.ui.widgets.grid import GridList
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.speech import Speech


class GridBlock(QWidget):
    """Faces the page like a block; its question is the current row."""

    changed = Signal()
    picked = Signal()
    resized = Signal()  # needs another height

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._unknown = ""  # a typed code that stands for no answer
        self.list = GridList(kit, speech, self)
        self.check = CheckLine(kit, speech, self)
        self._edited: set[str] = set()  # since the rows were shown
        self._given: set[str] = set()  # after that
        self.list.changed.connect(self._changed)
        self.list.picked.connect(self.picked)
        self.list.row_changed.connect(self._row_changed)
        self.list.refused.connect(self._refused)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def view(self) -> QuestionView:
        return self.list.rows[self.list.row]

    @property
    def index(self) -> int:
        return self.list.row

    @property
    def editor(self) -> GridBlock:
        """The block takes keys itself."""
        return self

    @property
    def special(self) -> Special | None:
        return self.list.answer(self.list.row).special

    @property
    def waits_for_reason(self) -> bool:
        return self.check.is_soft and self.is_given

    def show_rows(self, rows: tuple[QuestionView, ...], row: int) -> None:
        """Show rows; answers typed and not given stay where the stored answer is the same."""
        before = {view.ref: (view.answer, index) for index, view in enumerate(self.list.rows)}
        answers, edited = [], set()
        for view in rows:
            stored, index = before.get(view.ref, (None, 0))
            if view.ref in self._edited and stored == view.answer:
                answers.append(self.list.answer(index))
                edited.add(view.ref)
            else:
                answers.append(view.answer)
        self._edited, self._given = edited, self._given & edited
        self.list.show_rows(rows, answers, row)
        self._show_check()

    @property
    def is_given(self) -> bool:
        """Whether what stands in the current row was given, or never changed."""
        return self.view.ref in self._given or self.view.ref not in self._edited

    def mark_given(self, row: int) -> None:
        """Enter: what stands in a row is an answer now, or is refused."""
        self._given.add(self.list.rows[row].ref)

    def forget(self) -> None:
        """What was typed does not stay, though the same rows follow with the same stored answers."""
        self._edited, self._given = set(), set()
        self.list.forget()

    def ungiven(self) -> list[int]:
        """Rows whose answers were changed, and not given since."""
        return [index for index, view in enumerate(self.list.rows) if view.ref in self._edited - self._given]

    @Slot()
    def _changed(self) -> None:
        self._edited.add(self.view.ref)
        self._given.discard(self.view.ref)
        self._show_check()
        self.changed.emit()

    @Slot()
    def _row_changed(self) -> None:
        self._show_check()
        self.changed.emit()

    def _show_check(self) -> None:
        """The check of the row; what was said against an answer goes with it."""
        was_hidden, self._unknown = self.check.isHidden(), ""
        self.check.show_check(self.view.check if self.is_given else None, self.view)
        self._mark()
        if self.check.isHidden() != was_hidden:
            self.resized.emit()

    def _mark(self) -> None:
        self.list.mark_refused(self.check.is_hard)
        self.list.setAccessibleName(self.view.label)
        self.list.setAccessibleDescription(", ".join(filter(None, (self.check.against, self.view.hint))))

    def show_check_again(self) -> None:
        """The same check fired once more for the same answer."""
        self._show_check()

    @Slot(str)
    def _refused(self, code: str) -> None:
        self._unknown = code
        self.check.show_refused(code, self.view)
        self._mark()
        self.resized.emit()

    def forget_refused(self) -> None:
        """Show the row's own check again in place of a refused code."""
        if self.check.shows_refused:
            self._show_check()

    def move_on(self) -> None:
        self.list.set_row(self.list.row + 1)

    def answer(self) -> Answer:
        return self.list.answer(self.list.row)

    def answers(self) -> list[Answer]:
        return [self.list.answer(row) for row in range(len(self.list.rows))]

    def drafts(self) -> list[Draft]:
        """How the answers stand here, row by row."""
        return [
            Draft(answer, unknown=self._unknown if row == self.list.row else "", check_stands=not self.check.isHidden())
            for row, answer in enumerate(self.answers())
        ]

    def mirror(self, drafts: list[Draft], index: int) -> None:
        """Show how the answers stand in the other column."""
        self.list.show_rows(self.list.rows, [draft.answer or Answer() for draft in drafts], index)
        draft = drafts[self.list.row]
        if draft.unknown:
            self._refused(draft.unknown)
        else:
            self.check.show_check(self.view.check if draft.check_stands else None, self.view)
            self._mark()

    def toggle_special(self, special: Special) -> None:
        if not self.view.asks:
            return
        blank = self.special is special
        self.list.set_answer(Answer() if blank else Answer(special=special))
        self._changed()

    def apply(self) -> bool:
        return self.list.apply_pending()

    def handle_key(self, event: QKeyEvent) -> bool:
        return self.list.handle_key(event)

    def show_problem(self) -> None:
        """A row is always readable."""

    def select(self) -> None:
        """Another code replaces the answer anyway."""

    def keyboard(self) -> QWidget:
        """What takes the answers from the keyboard."""
        return self.list

    def focus_widget(self) -> QWidget:
        """As of a block."""
        return self.check.reason if self.waits_for_reason and self.check.reason.text() else self.list

    def focus_rect(self) -> QRect:
        return self.list.row_rect(self.list.row)

    def height_for(self, width: int, levels: Levels) -> int:
        """Place the parts and return the height."""
        height = self.list.height_for(width, levels)
        self.list.setGeometry(0, 0, width, height)
        if tall := self.check.height_for(width, levels):
            gap = self._kit.theme.space(3)
            self.check.setGeometry(0, height + gap, width, tall)
            height += gap + tall
        return height

    def report_painting(self, report: Callable[[], None]) -> None:
        """Call at the end of painting."""
        self.list.painted = report  # type: ignore[method-assign]
