"""How one option of an answer list looks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, draw_card, draw_code, draw_line_text, draw_tick, mirrored


@dataclass(frozen=True, slots=True)
class RowLook:
    """State of an option as painted."""

    selected: bool = False
    cursor: bool = False
    multiple: bool = False
    rank: int = 0
    right_to_left: bool = False

    @staticmethod
    def badge_size(kit: Kit) -> int:
        return kit.theme.text_px(26)

    @staticmethod
    def badge_width(kit: Kit, code: str) -> int:
        return kit.theme.text_px(26 + 7 * max(0, len(code) - 2))

    @staticmethod
    def label_width(kit: Kit, width: int) -> int:
        """Room for the label in a row: badge before it, tick or rank behind it."""
        return width - 2 * kit.theme.space(4) - kit.theme.space(3.5) - 2 * RowLook.badge_size(kit)


def paint_row(painter: QPainter, kit: Kit, rect: QRect, code: str, label: str, look: RowLook) -> None:
    """A card with code and label."""
    if rect.x():
        painter.translate(rect.x(), 0)
        paint_row(painter, kit, rect.translated(-rect.x(), 0), code, label, look)
        painter.translate(-rect.x(), 0)
        return
    theme, rtl, width = kit.theme, look.right_to_left, rect.width()
    fill = theme.color("accent_soft") if look.selected else theme.color("surface")
    edge = theme.color("accent" if look.selected else "line")
    draw_card(painter, rect, fill, edge, wide=look.selected)
    size, badge = RowLook.badge_size(kit), RowLook.badge_width(kit, code)
    pad = theme.space(3.5)
    area = QRect(pad, rect.y() + (rect.height() - size) // 2, badge, size)
    draw_code(painter, kit, mirrored(area, width, rtl), code, look.selected, look.cursor)
    inner = RowLook.label_width(kit, width)
    text = kit.texts.get(label, inner, theme.font(TextRole.ANSWER), rtl)
    start = max(pad + badge + theme.space(3.5), pad + size + theme.space(3.5))
    x = width - start - inner if rtl else start
    text.draw(painter, x, rect.y() + (rect.height() - text.height) // 2, theme.color("ink"))
    mark = QRect(width - pad - size, area.y(), size, size)
    if look.rank:
        draw_line_text(
            painter,
            kit,
            mirrored(mark, width, rtl),
            f"{look.rank}.",
            TextRole.CONTROL_STRONG,
            theme.color("accent"),
            Qt.AlignmentFlag.AlignHCenter,
        )
    elif look.multiple and look.selected:
        inset = size // 4
        draw_tick(painter, mirrored(mark, width, rtl).adjusted(inset, inset, -inset, -inset), theme.color("accent"))


def paint_step(painter: QPainter, kit: Kit, rect: QRect, code: str, look: RowLook) -> None:
    """One number of a scale."""
    theme = kit.theme
    fill = theme.color("accent") if look.selected else theme.color("surface")
    edge = theme.color("accent") if look.selected or look.cursor else theme.color("line_strong")
    draw_card(painter, rect, fill, edge, wide=look.cursor or look.selected)
    ink = theme.color("on_accent") if look.selected else theme.color("ink")
    painter.setFont(theme.font(TextRole.ANSWER))
    painter.setPen(ink)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), code)


def paint_captions(painter: QPainter, kit: Kit, rects: list[QRect], named: list[tuple[int, str]], rtl: bool) -> None:
    """The names of the ends of a scale, below its numbers: the last one ends where the last number ends."""
    theme = kit.theme
    line, half = theme.line_height(TextRole.SMALL), sum(rect.width() for rect in rects) // 2
    for index, label in named:
        rect, at_end = rects[index], index >= len(rects) / 2
        right = at_end != rtl
        x = rect.right() + 1 - half if right else rect.x()
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        where = QRect(x, rect.bottom() + theme.space(1.5), half, line)
        align |= Qt.AlignmentFlag.AlignAbsolute
        draw_line_text(painter, kit, where, label, TextRole.SMALL, theme.color("muted"), align)


def paint_pending(painter: QPainter, kit: Kit, rect: QRect, text: str, rtl: bool) -> None:
    """The line above a list whose digits collect."""
    color = kit.theme.color("muted")
    align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    draw_line_text(painter, kit, rect, text, TextRole.SMALL, color, align | Qt.AlignmentFlag.AlignAbsolute)
