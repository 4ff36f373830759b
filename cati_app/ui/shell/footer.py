"""The line at the bottom: the keys that work now, and a word at the end."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.texts import say
from cati_app.ui.stage.commands import COMMANDS
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.ground import Ground
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, draw_kept, draw_keycap, draw_line_text, keycap_width


class Footer(Ground):
    """Painted; what does not fit is left out from the end, F1 lists everything."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, "surface", parent)
        self._items: list[tuple[str, str]] = []
        self._end = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def show_keys(self, enabled: frozenset[str]) -> None:
        """Commands of the table that have a short text and are enabled."""
        items = [(key_word(c.keys[0]), say(c.short)) for c in COMMANDS if c.short and c.name in enabled]
        if items != self._items:
            self._items = items
            self.setAccessibleName("; ".join(f"{key} {text}" for key, text in items))
            self.update()

    def show_end(self, text: str) -> None:
        if text == self._end:
            return
        before, self._end = self._end_rect(), text
        after = self._end_rect()
        if before == after:
            self.update(after)  # the keys stay as they are painted
        else:
            self.update()

    def _end_rect(self) -> QRect:
        """Where the word at the end stands; empty when it has no room."""
        width = QFontMetrics(self._kit.theme.font(TextRole.SMALL)).horizontalAdvance(self._end) + 2
        if not self._end or width >= self.width() // 2:
            return QRect()
        return QRect(self.width() - self._kit.theme.space(4) - width, 1, width, self.height() - 1)

    def sizeHint(self) -> QSize:
        theme = self._kit.theme
        return QSize(0, theme.line_height(TextRole.SMALL) + 2 * theme.space(3))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), 1), self._kit.theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        end = self._end_rect()
        if not end.contains(event.rect()):
            limit = (self.width() if end.isEmpty() else end.left()) - self._kit.theme.space(4)
            self._paint_keys(painter, limit)
        if not end.isEmpty():
            color = self._kit.theme.color("muted")
            draw_line_text(painter, self._kit, end, self._end, TextRole.SMALL, color, Qt.AlignmentFlag.AlignRight)

    def _paint_keys(self, painter: QPainter, limit: int) -> None:
        """The keys as far as they fit, from a kept picture: few sets of them come again and again."""
        theme = self._kit.theme
        look = f"{theme.percent} {theme.color('muted').rgba()} {theme.color('surface').rgba()} {self.isRightToLeft()}"

        def draw(inside: QPainter, area: QRect) -> None:
            inside.setLayoutDirection(self.layoutDirection())
            self._draw_keys(inside, area)

        draw_kept(painter, QRect(0, 0, limit, self.height()), f"footer {look} {self._items}", draw)

    def _draw_keys(self, painter: QPainter, area: QRect) -> None:
        theme, height = self._kit.theme, area.height()
        metrics = QFontMetrics(theme.font(TextRole.SMALL))
        x = theme.space(4)
        cap_height = theme.line_height(TextRole.KEYCAP) + theme.space(0.75)
        for key, text in self._items:
            cap, wide = keycap_width(self._kit, key), metrics.horizontalAdvance(text) + 2
            if x + cap + theme.space(1.5) + wide > area.width():
                break
            draw_keycap(painter, self._kit, QRect(x, (height - cap_height) // 2, cap, cap_height), key)
            x += cap + theme.space(1.5)
            draw_line_text(painter, self._kit, QRect(x, 0, wide, height), text, TextRole.SMALL, theme.color("muted"))
            x += wide + theme.space(5)
