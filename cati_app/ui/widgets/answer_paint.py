"""How one option of an answer list looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, draw_card, draw_code, draw_line_text, draw_tick, mirrored
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class RowLook:
    """State of an option as painted."""

    selected: bool = False
    cursor: bool = False
    multiple: bool = False
    rank: int = 0
    right_to_left: bool = False
    refused: bool = False  # the answer must be changed

    @property
    def edge(self) -> str:
        """Colour of the frame."""
        return "bad" if self.refused else "accent" if self.selected else "line"

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
    edge = theme.color(look.edge)
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
    edge = theme.color("bad" if look.refused else "accent" if look.selected or look.cursor else "line_strong")
    draw_card(painter, rect, fill, edge, wide=look.cursor or look.selected)
    ink = theme.color("on_accent") if look.selected else theme.color("ink")
    painter.setFont(theme.font(TextRole.ANSWER))
    painter.setPen(ink)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), code)


class Captions:
    """What numbers of a scale are called, below them: each in its share of the row, the last one up to its end."""

    def __init__(self, kit: Kit, steps: list[QRect], named: Sequence[tuple[int, str]], rtl: bool) -> None:
        """Steps from the start of the row, whichever way it runs."""
        self._kit = kit
        self._steps = steps
        self._rtl = rtl
        share = (steps[-1].right() + 1) // max(1, len(named)) - kit.theme.space(2) if steps else 0
        font = kit.theme.font(TextRole.SMALL)
        self._laid = [(index, kit.texts.get(text, share, font, rtl)) for index, text in named]
        self._share = max(1, share)

    @property
    def height(self) -> int:
        """Of the captions and the gap above them."""
        return max((laid.height + self._kit.theme.space(1.5) for _, laid in self._laid), default=0)

    def paint(self, painter: QPainter, width: int) -> None:
        """Paint in a widget of this width."""
        color = self._kit.theme.color("ink")
        for number, (index, laid) in enumerate(self._laid):
            step, last = self._steps[index], number == len(self._laid) - 1
            middle = step.center().x() - laid.width // 2
            start = step.x() if number == 0 else step.right() + 1 - laid.width if last else middle
            area = mirrored(QRect(start, step.bottom(), laid.width, laid.height), width, self._rtl)
            # a text that runs from the right ends at the end of the share it was laid out in
            x = area.right() + 1 - self._share if self._rtl else area.x()
            laid.draw(painter, x, step.bottom() + self._kit.theme.space(1.5), color)


def paint_note(painter: QPainter, kit: Kit, rect: QRect, text: str, rtl: bool) -> None:
    """A line above or below a list: that digits collect, how many are to be picked."""
    color = kit.theme.color("muted")
    align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    draw_line_text(painter, kit, rect, text, TextRole.SMALL, color, align | Qt.AlignmentFlag.AlignAbsolute)
