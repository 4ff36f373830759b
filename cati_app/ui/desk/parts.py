"""Small parts of several tabs: a table that leaves Enter to the page, a line of buttons, a page that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cati_app.ui.desk.rows import RowsModel
from cati_app.ui.desk.states import TableState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import is_enter
from cati_app.ui.widgets.foot_bar import FootBar
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.scroll import Scroll
from cati_app.ui.widgets.table import select_row, set_up_table, types_a_sign

_LEAST_WIDE = 160
_FITTED = 60
"""Rows at most that are made as high as their texts; of more, some are cut."""


class _Table(QTableView):
    """Leaves Enter to the page."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or types_a_sign(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class RowsTable(QWidget):
    """A table to read, or why it is empty. `wide` is the column that gets the room; `lines`: its text may wrap."""

    def __init__(self, kit: Kit, wide: tuple[int, ...], rows_in_sight: int, lines: int = 1) -> None:
        super().__init__()
        self._kit, self._wide, self._rows, self._lines = kit, wide, rows_in_sight, lines
        self.model = RowsModel(self)
        self.table = _Table()
        self.table.setModel(self.model)
        self.table.setWordWrap(lines > 1)
        set_up_table(kit, self.table, TextRole.CONTROL, TextRole.SMALL)
        self.table.resized.connect(self._share_room)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        theme = self._kit.theme
        height = theme.line_height(TextRole.CONTROL)
        row = height * self._lines + theme.space(3)
        self.table.verticalHeader().setDefaultSectionSize(row)
        self.table.setMinimumHeight(row * self._rows + height + theme.space(6))
        self._share_room()

    def render_table(self, state: TableState) -> None:
        self.model.show_table(state)
        self.table.setAccessibleName(state.title)
        self._empty.setText(state.empty_text)
        self._stack.setCurrentIndex(0 if state.rows else 1)
        self._share_room()
        row, current = self.model.row_of(state.selected), self.table.currentIndex()
        is_selected = self.table.selectionModel().isSelected(
            current
        )  # not where the focus alone made it the current one
        if row is not None and (row != current.row() or not is_selected):
            select_row(self.table, row)
        elif state.rows and not current.isValid():
            select_row(self.table, 0)

    @Slot()
    def _share_room(self) -> None:
        """Columns take what they hold and the wide ones the rest; where too little is left, the table scrolls."""
        header, columns = self.table.horizontalHeader(), range(self.model.columnCount())
        wide = [column for column in columns if column in self._wide]
        taken = sum(
            max(self.table.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in columns
            if column not in wide
        )
        least = self._kit.theme.text_px(_LEAST_WIDE)
        is_cramped = (self.table.viewport().width() - taken) < least * len(wide)
        for column in columns:
            if column not in wide:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            elif is_cramped:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(column, least)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        if self._lines > 1 and self.model.rowCount() <= _FITTED:
            least = self.table.verticalHeader().defaultSectionSize()
            for row in range(self.model.rowCount()):
                self.table.setRowHeight(row, max(least, self.table.sizeHintForRow(row)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.scrollTo(self.table.currentIndex() if self.table.currentIndex().isValid() else QModelIndex())


def line_of(*widgets: QWidget, stretch: bool = True) -> QWidget:
    """Widgets beside each other."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        line.addWidget(widget)
    if stretch:
        line.addStretch()
    return row


class Page(QWidget):
    """A page of the tab that scrolls by the window's keys."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._page_kit = kit
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.scroller = Scroll(inner)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.scroller)
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        pad = self._page_kit.theme.space(4)
        self.column.setContentsMargins(pad, pad, self._page_kit.theme.space(2), pad)
        self.column.setSpacing(self._page_kit.theme.space(3))

    def show_top(self) -> None:
        """From its first line on."""
        self.scroller.verticalScrollBar().setValue(0)

    def add_foot(self, *buttons: QWidget) -> None:
        """The verbs of the page, below what scrolls."""
        self._outer.addWidget(FootBar(self._page_kit, *buttons))

    def take_focus(self) -> None:
        """To the page; those with fields and buttons hand it on to the first that is needed."""
        self.setFocus()
