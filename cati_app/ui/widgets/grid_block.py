"""A grid as one block: the rows, and the check of the current one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import QuestionView
from cati_app.ui.widgets.check_line import CheckLine
from cati_app.ui.widgets.grid import GridList
from cati_app.ui.widgets.kit import Kit


class GridBlock(QWidget):
    """Faces the page like a block; its question is the current row."""

    changed = Signal()
    picked = Signal()
    resized = Signal()  # needs another height

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self.list = GridList(kit, self)
        self.check = CheckLine(kit, self)
        self._edited: set[str] = set()
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
        return self.check.is_soft and self.view.ref not in self._edited

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
        self._edited = edited
        self.list.show_rows(rows, answers, row)
        self.check.show_check(self.view.check)

    @Slot()
    def _changed(self) -> None:
        self.forget_refused()
        self._edited.add(self.view.ref)
        self.changed.emit()

    @Slot()
    def _row_changed(self) -> None:
        self.check.show_check(self.view.check)
        self.changed.emit()

    @Slot(str)
    def _refused(self, code: str) -> None:
        self.check.show_refused(self.view.ref, code)
        self.resized.emit()

    def forget_refused(self) -> None:
        """Show the row's own check again in place of a refused code."""
        if self.check.shows_refused:
            self.check.show_check(self.view.check)
            self.resized.emit()

    def move_on(self) -> None:
        self.list.set_row(self.list.row + 1)

    def answer(self) -> Answer:
        return self.list.answer(self.list.row)

    def answers(self) -> list[Answer]:
        return [self.list.answer(row) for row in range(len(self.list.rows))]

    def mirror(self, answers: list[Answer | None], index: int) -> None:
        """Show the answers of the other language."""
        known = [answer or Answer() for answer in answers[: len(self.list.rows)]]
        self.list.show_rows(self.list.rows, known, index)

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

    def focus_widget(self) -> QWidget:
        """As of a block."""
        return self.check.reason if self.waits_for_reason and self.check.reason.text() else self.list

    def focus_rect(self) -> QRect:
        return self.list.row_rect(self.list.row)

    def height_for(self, width: int) -> int:
        """Place the parts and return the height."""
        height = self.list.height_for(width)
        self.list.setGeometry(0, 0, width, height)
        if not self.check.isHidden():
            tall, gap = self.check.height_for(width), self._kit.theme.space(3)
            self.check.setGeometry(0, height + gap, width, tall)
            height += gap + tall
        return height

    def report_painting(self, report: Callable[[], None]) -> None:
        """Call at the end of painting."""
        self.list.painted = report  # type: ignore[method-assign]
