"""A typed answer in one line: number with unit, date, time, text; says below what it understood."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.engine.form.screen import QuestionView
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.expectations import expected
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.kinds import KIND_WIDGETS, named_steps
from cati_app.ui.widgets.kit import Kit, draw_line_text, follow_font, mirrored
from cati_app.ui.widgets.line_readings import Reading
from cati_app.ui.widgets.speech import Speech

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"  # the unit may run in another direction than the words beside it


class LineAnswer(QWidget):
    """The field, its unit and range beside it, and a line below it."""

    changed = Signal()

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._speech = speech
        self._view: QuestionView | None = None
        self._unit = self._expected = ""
        self._below = ""
        self._problem = False
        self._wide = True
        self.field = LineField(kit.keys, self)
        follow_font(kit, self.field, TextRole.ANSWER)
        self.field.textEdited.connect(self._edited)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_question(self, view: QuestionView) -> None:
        self._view = view
        self._wide = KIND_WIDGETS[view.kind].wide
        self._unit = f"{_ISOLATE}{view.unit}{_END_ISOLATE}" if view.unit else ""
        self._expected = expected_text(view, self._speech)
        self._place_field()
        shown = KIND_WIDGETS[view.kind].shown(view)
        self.field.setText(shown)
        if shown:
            self.field.selectAll()
        self.field.setReadOnly(view.read_only)
        self._say()

    def retype(self, text: str) -> None:
        """Go on with what was typed."""
        self.field.setText(text)
        self._say()

    def reading(self) -> Reading:
        assert self._view is not None
        text = self.field.text().strip()
        if not text:
            return Reading("")
        today = QDate.currentDate()
        day = date(today.year(), today.month(), today.day())
        return KIND_WIDGETS[self._view.kind].read(self._view, text, day, self._speech)

    @property
    def said(self) -> str:
        """The line below the field: what was understood, what is asked back, or why nothing was."""
        return self._below

    @property
    def is_unread(self) -> bool:
        """Whether the line below says that the text cannot be read."""
        return self._problem

    @property
    def beside(self) -> str:
        """Unit and what is expected."""
        return " · ".join(filter(None, (self._unit, self._expected)))

    def show_problem(self) -> None:
        """Say why the text cannot be read; until it is edited."""
        reading = self.reading()
        self._below = reading.doubt or self._speech.tell(
            "Not understood. Please type {example}.", example=reading.problem
        )
        self._problem = True
        self.update()

    def clear_value(self) -> None:
        self.field.clear()
        self._say()

    def height_for(self, width: int) -> int:
        return self._field_height() + self._kit.theme.line_height(TextRole.SMALL) + self._kit.theme.space(2)

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key pressed elsewhere on the screen: type it here."""
        text = event.text()
        if not text or not text.isprintable() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.field.setFocus()
        self.field.insert(text)
        self._edited()
        return True

    @Slot()
    def _edited(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        reading = self.reading()
        self._problem = False
        self._below = reading.said or reading.doubt
        if not self.field.text() and self._view is not None:
            self._below = KIND_WIDGETS[self._view.kind].example(self._view, self._speech)
        self.update()

    def _field_height(self) -> int:
        return self._kit.theme.line_height(TextRole.ANSWER) + self._kit.theme.space(6)

    def _place_field(self) -> None:
        theme = self._kit.theme
        width = self.width() if self._wide else min(self.width(), theme.text_px(260))
        rect = QRect(0, 0, width, self._field_height())
        self.field.setGeometry(mirrored(rect, self.width(), self.isRightToLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_field()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self._kit.theme, self.isRightToLeft()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignAbsolute
        beside, below = self._placed()
        if beside:
            start = self.field.width() + theme.space(3)
            rect = QRect(start, 0, self.width() - start, self._field_height())
            area = mirrored(rect, self.width(), rtl)
            draw_line_text(painter, self._kit, area, beside, TextRole.CONTROL, theme.color("muted"), align)
        line = theme.line_height(TextRole.SMALL)
        foot = QRect(0, self.height() - line, self.width(), line)
        color = theme.color("bad" if self._problem else "muted")
        draw_line_text(painter, self._kit, foot, below, TextRole.SMALL, color, align)
        painter.end()
        self.painted()

    def _placed(self) -> tuple[str, str]:
        """What stands beside the field, and below it: what is expected goes below where there is no room beside."""
        if self._wide or not self._expected:
            return "" if self._wide else self._unit, self._below
        room = self.width() - self.field.width() - self._kit.theme.space(3)
        font, rtl = self._kit.theme.font(TextRole.CONTROL), self.isRightToLeft()
        if self._kit.texts.line(self.beside, font, rtl).width <= room:
            return self.beside, self._below
        return self._unit, " · ".join(filter(None, (self._below, self._expected)))

    def painted(self) -> None:
        """End of painting; replaced by whoever measures."""


def expected_text(view: QuestionView, speech: Speech) -> str:
    """Limits, and the named numbers of a scale: `between 0 and 100 · 0 = never · 100 = always`."""
    named = (f"{step} = {label}" for step, label in named_steps(view).items())
    return " · ".join(filter(None, (expected(view, speech), *named)))
