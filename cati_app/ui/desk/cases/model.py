"""The model of the list of cases: a stretch of rows known by their key, changed by difference."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cati_app.ui.desk.cases.states import CaseListRow, CaseListState

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class CasesModel(QAbstractTableModel):
    """Rows that stay keep their index, so that selection and scrolling stay with them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: list[CaseListRow] = []
        self._stretch = -1

    def show_list(self, state: CaseListState) -> None:
        """Take the rows of a state; other columns or another stretch start over."""
        if state.columns != self._columns or state.stretch != self._stretch:
            self.beginResetModel()
            self._columns, self._stretch, self._rows = state.columns, state.stretch, list(state.rows)
            self.endResetModel()
            return
        wanted = {row.key: index for index, row in enumerate(state.rows)}
        self._remove({row.key for row in self._rows} - wanted.keys())
        self._reorder(wanted)
        self._insert(state.rows)
        self._change(state.rows)

    def _remove(self, gone: set[str]) -> None:
        end = len(self._rows)
        while end > 0:
            if self._rows[end - 1].key not in gone:
                end -= 1
                continue
            begin = end - 1
            while begin > 0 and self._rows[begin - 1].key in gone:
                begin -= 1
            self.beginRemoveRows(_ROOT, begin, end - 1)
            del self._rows[begin:end]
            self.endRemoveRows()
            end = begin

    def _reorder(self, wanted: dict[str, int]) -> None:
        ordered = sorted(self._rows, key=lambda row: wanted[row.key])
        if ordered == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        places = {row.key: index for index, row in enumerate(ordered)}
        moved = [self.index(places[self._rows[index.row()].key], index.column()) for index in kept]
        self._rows = ordered
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _insert(self, rows: tuple[CaseListRow, ...]) -> None:
        known = {row.key for row in self._rows}
        index = 0
        while index < len(rows):
            if rows[index].key in known:
                index += 1
                continue
            end = index
            while end < len(rows) and rows[end].key not in known:
                end += 1
            self.beginInsertRows(_ROOT, index, end - 1)
            self._rows[index:index] = rows[index:end]
            self.endInsertRows()
            index = end

    def _change(self, rows: tuple[CaseListRow, ...]) -> None:
        last = len(self._columns) - 1
        for index, row in enumerate(rows):
            if self._rows[index] != row:
                self._rows[index] = row
                self.dataChanged.emit(self.index(index, 0), self.index(index, last))

    def key(self, row: int) -> str:
        return self._rows[row].key if 0 <= row < len(self._rows) else ""

    def row_of(self, key: str) -> int:
        """Row of a case; -1 where it is not among those read."""
        return next((index for index, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._columns[index.column()]}: {self._rows[index.row()].cells[index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section] if section < len(self._columns) else None
        return None
