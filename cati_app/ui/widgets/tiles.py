"""Figures at the top of a tab."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from cati_app.ui.stage.states import TileState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.kit import Kit, label, set_tone

_SMALLEST = 168
_NARROWEST = 150
"""Where one row has room for all tiles although not for all of the width that the widest figure needs."""


class Tile(Card):
    """One figure."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, " ")
        self._value = label(kit, TextRole.FIGURE)
        self._detail = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.add(self._value)
        self.add(self._detail)
        self.add_stretch()

    def render_tile(self, state: TileState) -> None:
        for part, text in ((self.title, state.title), (self._value, state.value), (self._detail, state.detail)):
            _say(part, text)
        set_tone(self._detail, "muted" if state.tone.value == "plain" else state.tone.value)
        self.setAccessibleName(f"{state.title}: {state.value} {state.detail}")

    def width_of_figure(self) -> int:
        """The width at which the figure is not cut."""
        edges = self.column.contentsMargins()
        return self._value.sizeHint().width() + edges.left() + edges.right() + 2 * self.frameWidth()


def _say(part: QLabel, text: str) -> None:
    if part.text() != text:
        part.setText(text)


class TileRow(QWidget):
    """Tiles of equal width, in as many rows as they need; of unequal width where that keeps them in one row."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._tiles: list[Tile] = []
        self._states: tuple[TileState, ...] = ()
        self._tallest: tuple[tuple[int, int], int] = ((0, 0), 0)
        # once the tiles, which come to be later, have their new fonts
        kit.theme.changed.connect(self._fit, Qt.ConnectionType.QueuedConnection)

    def render_tiles(self, states: tuple[TileState, ...]) -> None:
        while len(self._tiles) < len(states):
            tile = Tile(self._kit)
            tile.setParent(self)
            self._tiles.append(tile)
        for index, tile in enumerate(self._tiles):
            tile.setVisible(index < len(states))
            if index < len(states) and (index >= len(self._states) or self._states[index] != states[index]):
                tile.render_tile(states[index])
        self._states = states
        self._fit()

    @Slot()
    def _fit(self) -> None:
        count = len(self._states)
        if not count:
            return
        gap = self._kit.theme.space(3)
        figures = [tile.width_of_figure() for tile in self._tiles[:count]]
        smallest = max(self._kit.theme.text_px(_SMALLEST), *figures)
        columns = max(1, min(count, (self.width() + gap) // (smallest + gap)))
        rows = -(-count // columns)
        columns = -(-count // rows)
        width = (self.width() - gap * (columns - 1)) // columns
        widths = [width] * count
        narrow = [max(self._kit.theme.text_px(_NARROWEST), figure) for figure in figures]
        spare = self.width() - sum(narrow) - gap * (count - 1)
        if rows > 1 and spare >= 0:
            columns, rows, widths = count, 1, [each + spare // count for each in narrow]
        tallest = max(map(_height_for, self._tiles[:count], widths))
        height = self._keep(widths[0], tallest)
        x = 0
        for index, tile in enumerate(self._tiles[:count]):
            row, column = divmod(index, columns)
            x = 0 if column == 0 else x
            tile.setGeometry(x, row * (height + gap), widths[index], height)
            x += widths[index] + gap
        self.setFixedHeight(rows * height + gap * (rows - 1))

    def _keep(self, width: int, height: int) -> int:
        """The tallest they were at this width and text size: a figure that gets shorter moves nothing below."""
        room, tallest = self._tallest
        now = (width, self._kit.theme.percent)
        height = max(height, tallest) if room == now else height
        self._tallest = now, height
        return height

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._fit()


def _height_for(tile: Tile, width: int) -> int:
    layout = tile.column
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
