"""A table model over frozen rows, updated by difference so that selection and scrolling stay."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cati_app.ui.desk.states import TableState

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Row = tuple[str, ...]


class RowsModel(QAbstractTableModel):
    """Rows whose first field is their key; the key is not shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: list[Row] = []

    def show_table(self, state: TableState) -> None:
        """Take new rows: removed keys go, known ones change in place, new ones come in at their position."""
        if state.columns != self._columns:
            self.beginResetModel()
            self._columns, self._rows = state.columns, list(state.rows)
            self.endResetModel()
            return
        wanted = {row[0]: row for row in state.rows}
        self._remove_missing(wanted)
        if [row[0] for row in self._rows if row[0] in wanted] != self._kept_order(state.rows):
            self._order(state.rows)
        for index, row in enumerate(state.rows):
            if index >= len(self._rows) or self._rows[index][0] != row[0]:
                self.beginInsertRows(_ROOT, index, index)
                self._rows.insert(index, row)
                self.endInsertRows()
            elif self._rows[index] != row:
                self._rows[index] = row
                last = len(self._columns) - 1
                self.dataChanged.emit(self.index(index, 0), self.index(index, last))

    def _order(self, rows: tuple[Row, ...]) -> None:
        """Bring known rows into another order; what is selected goes with its row."""
        at = {row[0]: number for number, row in enumerate(rows)}
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._rows[index.row()][0] for index in before]
        self._rows.sort(key=lambda row: at[row[0]])
        now = {row[0]: number for number, row in enumerate(self._rows)}
        after = [self.index(now[key], index.column()) for key, index in zip(keys, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _kept_order(self, rows: tuple[Row, ...]) -> list[str]:
        known = {row[0] for row in self._rows}
        return [row[0] for row in rows if row[0] in known]

    def _remove_missing(self, wanted: dict[str, Row]) -> None:
        for index in range(len(self._rows) - 1, -1, -1):
            if self._rows[index][0] not in wanted:
                self.beginRemoveRows(_ROOT, index, index)
                del self._rows[index]
                self.endRemoveRows()

    def key(self, row: int) -> str:
        return self._rows[row][0] if 0 <= row < len(self._rows) else ""

    def row_of(self, key: str) -> int | None:
        """Where a key stands; None: nowhere."""
        return next((index for index, row in enumerate(self._rows) if row[0] == key), None)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column() + 1]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section] if section < len(self._columns) else None
        return None
