"""The table of cases: asks for more before its end comes in sight, and keeps its place while rows come and go."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView, QWidget

from cati_app.ui.desk.cases.model import CasesModel
from cati_app.ui.desk.cases.states import CaseListState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.table import select_row, set_up_table, types_a_sign

_Index = QModelIndex | QPersistentModelIndex
_NEAR = 40  # rows from the end at which more are asked for
_MEASURED = 60  # rows by which columns are measured
_WIDEST = 260
_ELASTIC = 2  # the column of results takes the room that is left


class CaseTable(QTableView):
    """Enter opens; digits begin a number; Ctrl+Home and Ctrl+End go to the ends of the whole list."""

    row_selected = Signal(str)
    row_opened = Signal()
    more_wanted = Signal(bool)
    edge_wanted = Signal(bool)
    digit_typed = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state = CaseListState()
        self._told = ""
        self._rendering = False
        self._rows = CasesModel(self)
        self.setModel(self._rows)
        set_up_table(kit, self, TextRole.SMALL, TextRole.CONTROL_STRONG)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(self._opened)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        theme = self._kit.theme
        self.verticalHeader().setDefaultSectionSize(theme.line_height(TextRole.SMALL) + theme.space(3))
        self._fit_columns()

    @property
    def key(self) -> str:
        """The selected case; blank: none."""
        return self._rows.key(self.currentIndex().row())

    def show_list(self, state: CaseListState) -> None:
        """Rows that are still there keep selection and position on the screen."""
        self._rendering = True
        self._show(state)
        self._rendering = False
        QTimer.singleShot(0, self, self._settled)

    @Slot()
    def _settled(self) -> None:
        """No signal is sent from within a rendering, but right after it."""
        self._tell()
        self._look_ahead()

    def _show(self, state: CaseListState) -> None:
        old, self._state = self._state, state
        fresh = old.stretch != state.stretch or old.columns != state.columns
        top = self._rows.key(self.rowAt(0))
        offset = self._y_of(self._rows.row_of(top))
        selected = "" if fresh else self.key
        self._rows.show_list(state)
        self.updateGeometries()  # the bar knows at once how far it goes
        if fresh or len(old.rows) == 0:
            self._fit_columns()
        wanted = state.current if fresh and state.current else selected
        row = self._rows.row_of(wanted) if wanted else -1
        if row < 0 and state.rows:
            row = min(max(0, self.currentIndex().row()), len(state.rows) - 1)
        self._select(row)
        if fresh:
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self._rows.index(max(0, row), 0), middle if state.current else self.ScrollHint.EnsureVisible)
        elif top and self._rows.row_of(top) >= 0:
            self.verticalScrollBar().setValue(
                self._rows.row_of(top) * self.verticalHeader().defaultSectionSize() - offset
            )

    def select_edge(self, last: bool) -> None:
        """The first or the last row."""
        self._select(self._rows.rowCount() - 1 if last else 0)
        self.scrollTo(self.currentIndex())

    def _y_of(self, row: int) -> int:
        return self.rowViewportPosition(row) if row >= 0 else 0

    def _select(self, row: int) -> None:
        index = self._rows.index(row, 0) if row >= 0 else QModelIndex()
        if index != self.currentIndex():
            select_row(self, row)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        if self.key != self._told and not self._rendering:
            self._told = self.key
            self.row_selected.emit(self._told)

    @Slot()
    def _look_ahead(self) -> None:
        if not self._state.rows or self._rendering:
            return
        bar, row = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        if self._state.has_after and bar.value() > bar.maximum() - _NEAR * row:
            self.more_wanted.emit(True)
        elif self._state.has_before and bar.value() < _NEAR * row:
            self.more_wanted.emit(False)

    @Slot()
    def _opened(self) -> None:
        self.row_opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if confirms(self._kit, event):
            if self.currentIndex().isValid():
                self.row_opened.emit()
        elif is_enter(event):
            pass  # held, or bouncing
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.edge_wanted.emit(event.key() == Qt.Key.Key_End)
        elif len(event.text()) == 1 and event.text() in "0123456789" and not control:
            self.digit_typed.emit(event.text())
        elif types_a_sign(event):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + step * self.viewport().width() // 4)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_columns()
        self._look_ahead()

    def _fit_columns(self) -> None:
        """As wide as what is read needs; the results take what is left, or less than they need."""
        header, count = self.horizontalHeader(), self._rows.columnCount()
        if not count:
            return
        widths = [self._width_of(column) for column in range(count)]
        if count > _ELASTIC:
            rest = self.viewport().width() - sum(widths) + widths[_ELASTIC]
            widths[_ELASTIC] = max(min(widths[_ELASTIC], self._kit.theme.text_px(120)), rest)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)

    def _width_of(self, column: int) -> int:
        theme = self._kit.theme
        title = str(self._rows.headerData(column, Qt.Orientation.Horizontal) or "")
        metrics, small = QFontMetrics(theme.font(TextRole.SMALL)), QFontMetrics(theme.font(TextRole.CONTROL_STRONG))
        widest = max(
            (metrics.horizontalAdvance(row.cells[column]) for row in self._state.rows[:_MEASURED]),
            default=0,
        )
        inset = 2 * (theme.space(2) + self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 2)
        return min(max(widest, small.horizontalAdvance(title)) + inset, theme.text_px(_WIDEST))
