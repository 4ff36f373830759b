"""A table of answers on the screen: rows and columns with their names, percentages with counts small beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cati_app.ui.analyst.figure_states import FigureCell, FigureHead, FigureRow
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import is_enter
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.table import set_up_table, types_a_sign

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_NAMES, _WIDEST_NAMES = 0.36, 340  # share of the width for names of rows, and pixels at normal size
_WIDEST, _NARROWEST = 200, 62  # pixels of a column at normal size; the widest only where there is room
_MIDDLE, _END = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight


class FiguresModel(QAbstractTableModel):
    """Rows and heads as they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: tuple[FigureHead, ...] = ()
        self.rows: tuple[FigureRow, ...] = ()

    def show_figures(self, heads: tuple[FigureHead, ...], rows: tuple[FigureRow, ...]) -> None:
        """Other figures."""
        self.beginResetModel()
        self.heads, self.rows = heads, rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def cell(self, index: _Index) -> FigureCell:
        """The figures of a cell."""
        return self.rows[index.row()].cells[index.column()]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.cell(index).spoken if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.rows[section].text if section < len(self.rows) else None
        head = self.heads[section] if section < len(self.heads) else FigureHead("", "")
        return f"{head.variable}: {head.text}" if head.variable else head.text


class _Slots:
    """How wide each part of a cell is, so that like stands below like."""

    def __init__(self, kit: Kit, rows: tuple[FigureRow, ...]) -> None:
        strong, small = (QFontMetrics(kit.theme.font(role)) for role in (TextRole.CONTROL_STRONG, TextRole.SMALL))
        cells = [cell for row in rows if not row.is_quiet for cell in row.cells]
        self.gap = kit.theme.space(1.5)
        self.letters = max((small.horizontalAdvance(cell.letters) for cell in cells), default=0)
        self.half = max((small.horizontalAdvance(f"±{cell.half}") for cell in cells if cell.half), default=0)
        self.count = max((small.horizontalAdvance(cell.count) for cell in cells), default=0)
        figure = max((strong.horizontalAdvance(cell.figure) for cell in cells), default=0)
        quiet = [cell for row in rows if row.is_quiet for cell in row.cells]
        base = max((small.horizontalAdvance(cell.figure) for cell in quiet), default=0)
        behind = sum(part + self.gap for part in (self.letters, self.half, self.count) if part)
        self.wide = max(figure + behind, base) + 2 * self.gap


class _Cells(QStyledItemDelegate):
    """Paints the parts of a cell at their places, from the end."""

    def __init__(self, kit: Kit, model: FiguresModel, parent: QObject) -> None:
        super().__init__(parent)
        self._kit, self._model = kit, model
        self.slots = _Slots(kit, ())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, cell, theme = self._model.rows[index.row()], self._model.cell(index), self._kit.theme
        rect: QRect = option.rect
        state = option.state
        chosen, focused = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_HasFocus
        if chosen or row.is_strong:
            painter.fillRect(rect, theme.color("accent_soft" if chosen else "background"))
        if self._begins(index.column()):
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        if focused:
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        slots = self.slots
        area = rect.adjusted(slots.gap, 0, -slots.gap, 0)
        if row.is_quiet:
            self._write(painter, area, cell.figure, TextRole.SMALL, "muted")
            return
        half = f"±{cell.half}" if cell.half else ""
        parts = (
            (cell.count, slots.count, "muted"),
            (half, slots.half, "muted"),
            (cell.letters, slots.letters, "accent"),
        )
        for text, wide, ink in parts:
            if wide:
                self._write(painter, area, text, TextRole.SMALL, ink)
                area.setRight(area.right() - wide - slots.gap)
        role = TextRole.CONTROL_STRONG if row.is_strong or not index.column() else TextRole.CONTROL
        self._write(painter, area, cell.figure, role, "ink")

    def _begins(self, column: int) -> bool:
        heads = self._model.heads
        return column > 0 and heads[column].variable != heads[column - 1].variable

    def _write(self, painter: QPainter, area: QRect, text: str, role: TextRole, ink: str) -> None:
        painter.setFont(self._kit.theme.font(role))
        painter.setPen(self._kit.theme.color(ink))
        painter.drawText(area, int(_MIDDLE | _END), text)


class _ColumnNames(QHeaderView):
    """Two storeys: the variable over its categories."""

    def __init__(self, kit: Kit, model: FiguresModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._kit, self._model = kit, model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._kit.theme.font(TextRole.SMALL))

    def _flags(self, section: int, wide: int) -> int:
        """A word that has no room on a line of its own is torn apart."""
        words = self._model.heads[section].text.split() or [""]
        longest = max(self._metrics().horizontalAdvance(word) for word in words)
        return int(Qt.TextFlag.TextWrapAnywhere if longest > wide else Qt.TextFlag.TextWordWrap)

    def least(self, section: int) -> int:
        """So wide that no word of its name is torn apart, as far as that goes."""
        metrics, theme = self._metrics(), self._kit.theme
        words = self._model.heads[section].text.split() or [""]
        longest = max(metrics.horizontalAdvance(word) for word in words) + 2 * theme.space(1.5) + 2
        return max(theme.text_px(_NARROWEST), min(theme.text_px(_WIDEST), longest))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), self._kit.theme.color("surface"))
        super().paintEvent(event)

    def sizeHint(self) -> QSize:
        theme, metrics = self._kit.theme, self._metrics()
        high = metrics.height()
        for section, head in enumerate(self._model.heads):
            wide = max(1, self.sectionSize(section) - 2 * theme.space(1.5))
            high = max(
                high, metrics.boundingRect(QRect(0, 0, wide, 4000), self._flags(section, wide), head.text).height()
            )
        grouped = any(head.variable for head in self._model.heads)
        return QSize(0, high + (metrics.height() + theme.space(1) if grouped else 0) + theme.space(2))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, heads = self._kit.theme, self._model.heads
        if section >= len(heads):
            return
        gap = theme.space(1.5)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, theme.color("surface"))
        painter.setFont(theme.font(TextRole.SMALL))
        painter.setPen(theme.color("ink"))
        low = int(Qt.AlignmentFlag.AlignBottom | _END) | self._flags(section, rect.width() - 2 * gap)
        painter.drawText(rect.adjusted(gap, 0, -gap, -theme.space(1)), low, heads[section].text)
        if heads[section].variable:
            group = [n for n in range(len(heads)) if heads[n].variable == heads[section].variable]
            left = self.sectionViewportPosition(group[0])
            end = self.sectionViewportPosition(group[-1]) + self.sectionSize(group[-1])
            over = QRect(left + gap, rect.top(), end - left - 2 * gap, self._metrics().height() + theme.space(1))
            painter.setPen(theme.color("muted"))
            told = self._metrics().elidedText(heads[section].variable, Qt.TextElideMode.ElideRight, over.width())
            painter.drawText(over, int(_MIDDLE | Qt.AlignmentFlag.AlignLeft), told)
            if section == group[0]:
                painter.setPen(QPen(theme.color("line"), 1))
                painter.drawLine(rect.topLeft(), rect.bottomLeft())
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class _RowNames(QHeaderView):
    """Wrapped where they are long; nets and means stand out, bases stand back."""

    def __init__(self, kit: Kit, model: FiguresModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._kit, self._model = kit, model
        self.room = 1
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _role(self, row: FigureRow) -> TextRole:
        return TextRole.CONTROL_STRONG if row.is_strong else TextRole.SMALL if row.is_quiet else TextRole.CONTROL

    def widest(self) -> int:
        """As wide as the longest name on one line."""
        theme = self._kit.theme
        names = (QFontMetrics(theme.font(self._role(row))).horizontalAdvance(row.text) for row in self._model.rows)
        return max(names, default=0) + 2 * theme.space(2) + 2

    def heights(self) -> Iterator[int]:
        """Of the rows, in the room there is."""
        theme = self._kit.theme
        for row in self._model.rows:
            metrics = QFontMetrics(theme.font(self._role(row)))
            inside = QRect(0, 0, max(1, self.room - 2 * theme.space(2)), 4000)
            yield metrics.boundingRect(inside, _WRAPPED, row.text).height() + theme.space(2)

    def sizeHint(self) -> QSize:
        return QSize(self.room, 0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._kit.theme
        if section >= len(self._model.rows):
            return
        row, gap = self._model.rows[section], theme.space(2)
        painter.save()
        painter.fillRect(rect, theme.color("background" if row.is_strong else "surface"))
        painter.setFont(theme.font(self._role(row)))
        painter.setPen(theme.color("muted" if row.is_quiet else "ink"))
        flags = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft) | _WRAPPED
        painter.drawText(rect.adjusted(gap, 0, -gap, 0), flags, row.text)
        painter.restore()


class FiguresTable(QTableView):
    """As high as all its rows; sideways it scrolls where columns have no room, and the names of the rows stay."""

    moved = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.figures = FiguresModel(self)
        set_up_table(kit, self, TextRole.CONTROL, TextRole.CAPTION)
        self._columns, self._names = _ColumnNames(kit, self.figures, self), _RowNames(kit, self.figures, self)
        self.setHorizontalHeader(self._columns)
        self.setVerticalHeader(self._names)
        self._names.show()
        self._cells = _Cells(kit, self.figures, self)
        self.setModel(self.figures)
        self.setItemDelegate(self._cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        kit.theme.changed.connect(self._fit)

    def show_figures(self, heads: tuple[FigureHead, ...], rows: tuple[FigureRow, ...]) -> None:
        """Other figures; the same ones leave everything as it is."""
        if (heads, rows) != (self.figures.heads, self.figures.rows):
            self.figures.show_figures(heads, rows)
            self._fit()

    @Slot()
    def _fit(self) -> None:
        theme, model = self._kit.theme, self.figures
        if not model.heads:
            return
        self._cells.slots = _Slots(self._kit, model.rows)
        frame = 2 * self.frameWidth()
        most = min(round(self.width() * _NAMES), theme.text_px(_WIDEST_NAMES))
        self._names.room = min(self._names.widest(), most)
        self._names.setFixedWidth(self._names.room)
        wanted = [max(self._cells.slots.wide, self._columns.least(n)) for n in range(len(model.heads))]
        over = (self.width() - frame - self._names.room - sum(wanted)) // len(wanted)
        for column, wide in enumerate(wanted):
            broad = max(wide, min(wide + over, theme.text_px(_WIDEST))) if over > 0 else wide
            self.setColumnWidth(column, broad)
        high = 0
        for row, height in enumerate(self._names.heights()):
            self.setRowHeight(row, height)
            high += height
        head = self._columns.sizeHint().height()
        self._columns.setFixedHeight(head)
        total = sum(self.columnWidth(column) for column in range(len(wanted)))
        is_wide = total > self.width() - frame - self._names.room
        bar = self.horizontalScrollBar().sizeHint().height() if is_wide else 0
        self.setFixedHeight(high + head + frame + bar + 2)
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def current_rect(self) -> QRect:
        """The cell that is selected, in its own coordinates: that much has to be in sight."""
        rect = self.visualRect(self.currentIndex())
        return rect.translated(self.viewport().pos()) if self.currentIndex().isValid() else QRect(0, 0, 1, 1)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or types_a_sign(event):
            event.ignore()  # it belongs to the page
        else:
            super().keyPressEvent(event)
