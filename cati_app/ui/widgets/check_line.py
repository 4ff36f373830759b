"""A check that fired, as a line under the answer; a soft one can be kept with a reason."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.domain.phrases import Phrase
from cati_app.engine.form.screen import CheckView, QuestionView
from cati_app.ui.theme import RADIUS, TextRole
from cati_app.ui.widgets.expectations import refusal
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.kit import Kit, announce, draw_line_text, follow_font
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.speech import Speech
from cati_app.ui.widgets.text import LaidText
from cati_app.ui.widgets.wording import command_key

_REFUSED_CODE = "code"  # no check of the questionnaire has this code


class CheckLine(QWidget):
    """Message, what to do, and for a soft check the field for the reason."""

    kept = Signal(str)

    def __init__(self, kit: Kit, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._speech = speech
        self._told = ""  # against the answer
        self._check: CheckView | None = None
        self.reason = LineField(kit.keys, self)
        follow_font(kit, self.reason, TextRole.CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def is_soft(self) -> bool:
        """A soft check that is not kept yet."""
        return self._check is not None and not self._check.hard and self._check.reason is None

    @property
    def is_hard(self) -> bool:
        """The answer must be changed."""
        return self._check is not None and self._check.hard

    @property
    def is_open(self) -> bool:
        """Something has to be done about the answer."""
        return self.is_hard or self.is_soft

    @property
    def shows_refused(self) -> bool:
        """A typed code that stands for no answer is told here now."""
        return self._check is not None and self._check.code == _REFUSED_CODE

    def show_check(self, check: CheckView | None, view: QuestionView) -> None:
        """Show a check of a question; None: nothing stands against its answer."""
        told = "" if check is None else self._message(check, view)
        if (check, told) == (self._check, self._told):
            return
        same = _is_same(check, self._check)  # in other words
        self._check, self._told = check, told
        self.setVisible(check is not None)
        self.reason.setVisible(self.is_soft)
        if check is None:
            return
        if not same:
            self.reason.clear()
        self.reason.setPlaceholderText(self._speech.tell("Why is it right anyway? Enter keeps the answer"))
        self.reason.setAccessibleName(self._speech.tell("Reason for keeping the answer"))
        self.setAccessibleName(f"{self._word()}: {told}")
        announce(self, self.accessibleName())
        self.update()

    def show_refused(self, code: str, view: QuestionView) -> None:
        """A code was typed that stands for no answer, in place of the check."""
        told = self._speech.tell(
            "The code “{code}” is not offered here. Each answer shows its code in front.", code=code
        )
        self.show_check(CheckView(view.ref, True, told, _REFUSED_CODE), view)

    def confirm(self) -> None:
        """Enter in the reason: keep the answer, if a reason was given."""
        if self.reason.text().strip():
            self.kept.emit(self.reason.text().strip())

    def _word(self) -> str:
        assert self._check is not None
        if self._check.hard:
            return self._speech.tell("Please correct")
        if self._check.reason is not None:
            return self._speech.tell("Kept")
        return self._speech.tell("Sure?")

    def _message(self, check: CheckView, view: QuestionView) -> str:
        """The study's words, or ours: what was typed may break a rule that the study does not word."""
        if check.message and not isinstance(check.message, Phrase):
            return check.message
        if check.code == "required":
            return self._speech.tell(
                "There is no answer yet. If the person gives none: {dont_know} don't know, {refused} refused.",
                dont_know=command_key("dont_know"),
                refused=command_key("refused"),
            )
        return refusal(view, check.code, self._speech)

    @property
    def against(self) -> str:
        """What stands against the answer; blank: nothing that must be changed."""
        return f"{self._word()}: {self._told}" if self.is_hard else ""

    def _said(self) -> str:
        assert self._check is not None
        if self._check.hard:
            return self._told
        if self._check.reason is not None:
            return f"{self._told} – {self._check.reason}"
        return self._told + " " + self._speech.tell("Change it, or press Enter and give a reason.")

    def _laid(self, width: int) -> LaidText:
        theme = self._kit.theme
        return self._kit.texts.get(
            self._said(), width - 2 * theme.space(3), theme.font(TextRole.CONTROL), self.isRightToLeft(), 1.1
        )

    def _field_height(self) -> int:
        return self._kit.theme.line_height(TextRole.CONTROL) + self._kit.theme.space(5)

    def height_for(self, width: int, levels: Levels) -> int:
        """The height for a width; the column that has no check leaves as much room."""
        theme, height = self._kit.theme, 0
        if self._check is not None:
            height = theme.line_height(TextRole.CONTROL_STRONG) + self._laid(width).height + 2 * theme.space(2.5)
            height += self._field_height() + theme.space(2) if self.is_soft else 0
        return levels.at_least("check", height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        theme, height = self._kit.theme, self._field_height()
        pad = theme.space(3)
        self.reason.setGeometry(pad, self.height() - height - theme.space(2), self.width() - 2 * pad, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._check is None:
            return
        theme, rtl, width = self._kit.theme, self.isRightToLeft(), self.width()
        tone = "bad" if self._check.hard else "ok" if self._check.reason is not None else "warn"
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color(tone))
        painter.setBrush(theme.color(f"{tone}_soft"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        pad, line = theme.space(3), theme.line_height(TextRole.CONTROL_STRONG)
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignAbsolute
        head = QRect(pad, theme.space(2.5), width - 2 * pad, line)
        mark = "✓ " if tone == "ok" else "⚠ " if tone == "warn" else "✗ "
        draw_line_text(painter, self._kit, head, mark + self._word(), TextRole.CONTROL_STRONG, theme.color(tone), align)
        self._laid(width).draw(painter, pad, head.bottom() + 1, theme.color("ink"))


def _is_same(check: CheckView | None, other: CheckView | None) -> bool:
    """Whether two checks are one in two languages."""
    return check is not None and other is not None and replace(check, message="") == replace(other, message="")
