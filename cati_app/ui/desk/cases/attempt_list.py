"""Attempts of a case, painted: when, its result, whether it decides, and the details below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.desk.cases.states import AttemptState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, draw_card


class AttemptList(QWidget):
    """Wraps to its width; each attempt is read out on its own."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._attempts: tuple[AttemptState, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        kit.theme.changed.connect(self._changed)

    @property
    def attempts(self) -> tuple[AttemptState, ...]:
        return self._attempts

    def accessible_parts(self) -> AttemptParts:
        return AttemptParts(self)

    def show_attempts(self, attempts: tuple[AttemptState, ...]) -> None:
        if attempts != self._attempts:
            self._attempts = attempts
            self._changed()

    @Slot()
    def _changed(self) -> None:
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._draw(None, attempt, 0, width) for attempt in self._attempts)

    def sizeHint(self) -> QSize:
        return QSize(0, self._kit.theme.line_height(TextRole.CONTROL))  # the height follows from the width

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def rect_of(self, index: int) -> QRect:
        heights = [self._draw(None, attempt, 0, self.width()) for attempt in self._attempts[: index + 1]]
        return QRect(0, sum(heights[:-1]), self.width(), heights[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0
        for index, attempt in enumerate(self._attempts):
            if index:
                painter.setPen(QPen(self._kit.theme.color("line"), 1))
                painter.drawLine(0, top, self.width(), top)
            top += self._draw(painter, attempt, top, self.width())

    def _draw(self, painter: QPainter | None, attempt: AttemptState, top: int, width: int) -> int:
        """Paint an attempt, or only measure it; its height."""
        theme, texts, rtl = self._kit.theme, self._kit.texts, self.isRightToLeft()
        y = top + theme.space(2)
        badge = self._badge_width(attempt)
        small, strong = theme.font(TextRole.SMALL), theme.font(TextRole.CONTROL_STRONG)
        room = max(1, width - badge)
        when = texts.get(attempt.when, room, small, rtl)
        result = texts.get(attempt.result, width, strong, rtl)
        if painter is not None:
            when.draw(painter, badge if rtl else 0, y, theme.color("muted"))
            if badge:
                area = QRect(0 if rtl else width - badge, y - theme.space(0.5), badge, when.height + theme.space(1))
                draw_card(painter, area, theme.color("ok_soft"), theme.color("ok_soft"))
                painter.setFont(small)
                painter.setPen(theme.color("ok"))
                painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), attempt.decides)
        y += when.height + theme.space(0.5)
        if painter is not None:
            result.draw(painter, 0, y, theme.color("ink"))
        y += result.height
        for text in attempt.details:
            laid = texts.get(text, width, small, rtl)
            if painter is not None:
                laid.draw(painter, 0, y, theme.color("muted"))
            y += laid.height
        return y + theme.space(2) - top

    def _badge_width(self, attempt: AttemptState) -> int:
        if not attempt.decides:
            return 0
        metrics = QFontMetrics(self._kit.theme.font(TextRole.SMALL))
        return metrics.horizontalAdvance(attempt.decides) + 2 * self._kit.theme.space(2)


class AttemptParts:
    """What a screen reader says of the attempts: each with its time, its result and its details."""

    role = QAccessible.Role.List
    part_role = QAccessible.Role.ListItem
    current = -1

    def __init__(self, owner: AttemptList) -> None:
        self._list = owner

    def __len__(self) -> int:
        return len(self._list.attempts)

    def name(self, index: int) -> str:
        attempt = self._list.attempts[index]
        return ", ".join(part for part in (attempt.when, attempt.result, attempt.decides) if part)

    def detail(self, index: int) -> str:
        return "; ".join(self._list.attempts[index].details)

    def mark(self, index: int, state: QAccessible.State) -> None:
        state.readOnly = True

    def rect(self, index: int) -> QRect:
        return self._list.rect_of(index)
