"""What every table of the application is: whole rows, one selected, read only, no grid, left with Tab."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, follow_font


def set_up_table(kit: Kit, table: QTableView, cells: TextRole, titles: TextRole) -> None:
    """`cells` and `titles` are the fonts of the rows and of the header."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    follow_font(kit, table, cells)
    follow_font(kit, header, titles)


def types_a_sign(event: QKeyEvent) -> bool:
    """Whether a key would type something. Qt has a table look for a row that begins so, and selects it without a word:
    what letters mean, the page and the window say.
    """
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & commands


def select_row(view: QAbstractItemView, row: int) -> None:
    """Only this row is selected then, whatever keys are held meanwhile: with Ctrl a view would add it to others."""
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(view.model().index(row, 0), flags)
