"""Earlier attempts and notes, oldest first: when, what, and a note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit

_WIDEST_SHARE = 0.4


class HistoryList(QWidget):
    """Painted lines that wrap."""

    def __init__(self, kit: Kit, role: TextRole = TextRole.SMALL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._role = role
        self._lines: tuple[HistoryLine, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        kit.theme.changed.connect(self._theme_changed)

    def show_lines(self, lines: tuple[HistoryLine, ...]) -> None:
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName("; ".join(f"{line.when} {line.text} {line.note}" for line in lines))
            self.updateGeometry()
            self.update()

    @Slot()
    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def _when_width(self, width: int) -> int:
        metrics = QFontMetrics(self._kit.theme.font(self._role))
        widest = max((metrics.horizontalAdvance(line.when) for line in self._lines), default=0)
        return min(widest + self._kit.theme.space(2.5), round(width * _WIDEST_SHARE))

    def heightForWidth(self, width: int) -> int:
        return self._draw(None, width)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(0, self._kit.theme.line_height(self._role))  # the height follows from the width

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw(painter, self.width())

    def _draw(self, painter: QPainter | None, width: int) -> int:
        theme, start, top = self._kit.theme, self._when_width(width), 0
        font, rtl = theme.font(self._role), self.isRightToLeft()
        for line in self._lines:
            text = f"{line.text} · {line.note}" if line.note else line.text
            laid = self._kit.texts.get(text, width - start, font, rtl)
            when = self._kit.texts.get(line.when, start - theme.space(2), font, rtl)
            if painter is not None:
                when.draw(painter, width - start + theme.space(2) if rtl else 0, top, theme.color("muted"))
                laid.draw(painter, 0 if rtl else start, top, theme.color("ink"))
            top += max(laid.height, when.height) + theme.space(0.75)
        return top
