"""A further tab of the board: a table, or why it is empty."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QTableView, QWidget

from cati_app.ui.desk.rows import RowsModel
from cati_app.ui.desk.states import TableState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.table import select_row, set_up_table, types_a_sign


class RowTable(QTableView):
    """Enter chooses the current row."""

    entered_row = Signal(QModelIndex)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if confirms(self._kit, event):
            if self.currentIndex().isValid():
                self.entered_row.emit(self.currentIndex())
        elif types_a_sign(event):
            event.ignore()
        elif not is_enter(event):
            super().keyPressEvent(event)


class TableTab(QWidget):
    """Changed by difference."""

    row_chosen = Signal(str, str)

    def __init__(self, kit: Kit, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._key = key
        self.model = RowsModel(self)
        self.table = RowTable(kit)
        self.table.setModel(self.model)
        set_up_table(kit, self.table, TextRole.CONTROL, TextRole.CONTROL_STRONG)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.entered_row.connect(self._choose)
        self.table.doubleClicked.connect(self._choose)
        self._meant, self._rendering = "", False  # key of the row that somebody selected
        self.table.selectionModel().currentRowChanged.connect(self._went)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        theme = self._kit.theme
        self.table.verticalHeader().setDefaultSectionSize(theme.line_height(TextRole.CONTROL) + theme.space(3))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """As wide as what they hold, with as much air as there is room for; the last one takes the rest."""
        columns = self.model.columnCount()
        if not columns:
            return
        self.table.resizeColumnsToContents()
        header = self.table.horizontalHeader()
        held = sum(max(self.table.sizeHintForColumn(n), header.sectionSizeHint(n)) for n in range(columns))
        room = (self.table.viewport().width() - held) // columns
        air = max(0, min(self._kit.theme.space(4), room))
        for column in range(columns - 1):
            header.resizeSection(column, header.sectionSize(column) + air)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def render_table(self, state: TableState) -> None:
        fresh = self.model.columnCount() != len(state.columns) or not self.model.rowCount()
        self._rendering = True
        self.model.show_table(state)
        self._select_again()
        self._rendering = False
        self.table.setAccessibleName(state.title)
        self._empty.setText(state.empty_text)
        self._stack.setCurrentIndex(0 if state.rows else 1)
        if fresh:
            self._fit_columns()

    def _select_again(self) -> None:
        """The row selected last, also when it was away for a while; while it is, the one in its place."""
        meant = self.model.row_of(self._meant) if self._meant else None
        current = self.table.currentIndex()
        if meant is not None and (meant != current.row() or not self.table.selectionModel().hasSelection()):
            select_row(self.table, meant)
        elif current.isValid() and not self.table.selectionModel().hasSelection():
            select_row(self.table, current.row())

    @Slot(QModelIndex)
    def _went(self, current: QModelIndex) -> None:
        if current.isValid() and not self._rendering:
            self._meant = self.model.key(current.row())

    @property
    def current_key(self) -> str:
        """Key of the row selected; blank: none."""
        index = self.table.currentIndex()
        return self.model.key(index.row()) if index.isValid() else ""

    def fit_rows(self) -> None:
        """As high as all rows, on a page that scrolls by itself."""
        rows = self.model.rowCount() * self.table.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + self._kit.theme.space(6))

    def take_focus(self) -> None:
        """The focus comes to this tab."""
        self.table.setFocus()
        if not self.table.selectionModel().hasSelection() and self.model.rowCount():
            select_row(self.table, 0)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.row_chosen.emit(self._key, self.model.key(index.row()))
