"""The right column: outline of the questionnaire and objections; painted, because it changes with every answer."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cati_app.engine.form.screen import OutlineSection, SectionState
from cati_app.texts import say
from cati_app.ui.stage.panel_states import ObjectionState
from cati_app.ui.theme import RADIUS_SMALL, TextRole, Theme
from cati_app.ui.widgets.ground import Ground
from cati_app.ui.widgets.kit import Kit, draw_line_text, draw_tick
from cati_app.ui.widgets.wording import command_key

_RIGHT = Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignLeft


class OutlinePaint(Ground):
    """Sections with their state, then the objections."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, "surface", parent)
        self._sections: tuple[OutlineSection, ...] = ()
        self._objections: tuple[ObjectionState, ...] = ()

    def show_parts(self, sections: tuple[OutlineSection, ...], objections: tuple[ObjectionState, ...]) -> None:
        if sections == self._sections and objections == self._objections:
            return
        resize = len(sections) != len(self._sections) or objections != self._objections
        before, self._sections, self._objections = self._sections, sections, objections
        current = next((s for s in sections if s.state is SectionState.CURRENT), None)
        if current is not None:
            self.setAccessibleName(f"{current.label} {current.reached}/{current.total}")
        if resize:
            self.fit()
            self.update()
            return
        pairs = enumerate(zip(before, sections, strict=True))
        for rect in self._row_rects(index for index, (old, new) in pairs if old is not new and old != new):
            self.update(rect)

    def _row_rects(self, rows: Iterable[int]) -> list[QRect]:
        """Where sections stand."""
        first, row = self._grid()
        pad = self._kit.theme.space(4)
        width = self.width() - 2 * pad
        return [QRect(pad, first + index * row, width, row) for index in rows]

    def _grid(self) -> tuple[int, int]:
        """Top of the first section, and height of each."""
        theme = self._kit.theme
        first = theme.space(4) + theme.line_height(TextRole.CAPTION) + theme.space(3)
        return first, theme.line_height(TextRole.SMALL) + theme.space(2.5)

    def _rows_in(self, rect: QRect) -> range:
        """The sections that a rectangle touches."""
        first, row = self._grid()
        begin, end = (rect.top() - first) // row, (rect.bottom() - first) // row + 1
        return range(max(0, begin), min(len(self._sections), end))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Take the height that the content needs at the present width."""
        self.setFixedHeight(self._draw(None))

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = self._rows_in(event.rect())
        rects = self._row_rects(dirty)
        for index, rect in zip(dirty, rects, strict=True):
            self._section(painter, self._sections[index], rect)
        only_rows = rects and rects[0].united(rects[-1]).contains(event.rect())
        if not only_rows:
            self._draw(painter)

    def _draw(self, painter: QPainter | None) -> int:
        """Captions and objections; without a painter only measured. Returns the height of everything."""
        theme = self._kit.theme
        pad, width = theme.space(4), self.width()
        top = self._caption(painter, pad, say("Outline"), command_key("outline"))
        top += (theme.line_height(TextRole.SMALL) + theme.space(2.5)) * len(self._sections)
        if self._objections:
            top = self._caption(painter, top + pad, say("Objections"), command_key("help"))
            for objection in self._objections:
                laid = self._kit.texts.get(
                    f"„{objection.objection}“", width - 2 * pad, theme.font(TextRole.SMALL), self.isRightToLeft()
                )
                if painter is not None:
                    laid.draw(painter, pad, top, theme.color("muted"))
                top += laid.height + theme.space(1)
        return top + pad

    def _caption(self, painter: QPainter | None, top: int, text: str, key: str) -> int:
        theme = self._kit.theme
        line, pad = theme.line_height(TextRole.CAPTION), theme.space(4)
        rect = QRect(pad, top, self.width() - 2 * pad, line)
        if painter is not None:
            muted = theme.color("muted")
            draw_line_text(painter, self._kit, rect, text, TextRole.CAPTION, muted, _LEFT)
            draw_line_text(painter, self._kit, rect, key, TextRole.CAPTION, muted, _RIGHT)
        return top + line + theme.space(3)

    def _section(self, painter: QPainter, section: OutlineSection, rect: QRect) -> None:
        theme, pad = self._kit.theme, self._kit.theme.space(2)
        inner = rect.adjusted(pad, 0, -pad, 0)
        current, done = section.state is SectionState.CURRENT, section.state is SectionState.DONE
        color = theme.color("accent" if current else "ink" if done else "muted")
        role = TextRole.CONTROL_STRONG if current else TextRole.SMALL
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(rect, RADIUS_SMALL, RADIUS_SMALL)
            count = f"{section.reached}/{section.total}"
            draw_line_text(painter, self._kit, inner, count, role, color, _RIGHT)
        elif done:
            size = theme.text_px(11)
            mark = QRect(inner.right() - size, inner.center().y() - size // 2, size, size)
            draw_tick(painter, mark, theme.color("ok"), 1.5)
        name = inner.adjusted(0, 0, -theme.text_px(40), 0)
        draw_line_text(painter, self._kit, name, section.label, role, color, _LEFT)


class OutlineColumn(QWidget):
    """The painted outline in a scroll area."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._paint = OutlinePaint(kit)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName(say("Outline"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._paint)
        area.viewport().setAutoFillBackground(False)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(area)

    @staticmethod
    def width_for(theme: Theme) -> int:
        """Width of the column at the text size in use."""
        return theme.text_px(248)

    def render(self, sections: tuple[OutlineSection, ...], objections: tuple[ObjectionState, ...]) -> None:  # type: ignore[override]
        self._paint.show_parts(sections, objections)
