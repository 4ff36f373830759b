"""Tables of the desk: the column that gets the room keeps some of it, however large the text."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.desk.board.table_tab import TableTab
from cati_app.ui.desk.parts import RowsTable
from cati_app.ui.desk.states import TableState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit

NAME = "Annegret Berg"


class Heard(QWidget):
    """What is around a table, and hears what the table has no use for."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.texts.append(event.text())


PEOPLE = TableState(
    "people",
    "Personen",
    ("Nr.", "Name", "Login", "Rolle", "Stand", "Letzte Anmeldung"),
    (("ann", "01", NAME, "annegret", "Supervision", "hat einen Startcode", "28.11.2026 14:04"),),
)


def people(kit: Kit, qtbot: QtBot) -> RowsTable:
    table = RowsTable(kit, (1,), 3)
    qtbot.addWidget(table)
    table.resize(1000, 300)
    table.render_table(PEOPLE)
    table.show()
    qtbot.waitExposed(table)
    return table


def test_a_name_stays_readable_in_large_text(kit: Kit, qtbot: QtBot) -> None:
    table = people(kit, qtbot)
    assert table.table.columnWidth(1) > kit.theme.text_px(160)
    assert not table.table.horizontalScrollBar().maximum()

    kit.theme.set_percent(200)
    text = QFontMetrics(kit.theme.font(TextRole.CONTROL)).horizontalAdvance(NAME)
    assert table.table.columnWidth(1) > text
    qtbot.waitUntil(lambda: table.table.horizontalScrollBar().maximum() > 0)  # the rest is a key away

    kit.theme.set_percent(100)
    qtbot.waitUntil(lambda: not table.table.horizontalScrollBar().maximum())
    assert table.table.columnWidth(1) > kit.theme.text_px(160)


def test_a_narrow_window_is_no_reason_to_cut_a_name(kit: Kit, qtbot: QtBot) -> None:
    table = people(kit, qtbot)
    table.resize(420, 300)
    text = QFontMetrics(kit.theme.font(TextRole.CONTROL)).horizontalAdvance(NAME)
    assert table.table.columnWidth(1) > text


def test_what_is_to_be_selected_is_so_where_the_focus_came_before_the_rows(kit: Kit, qtbot: QtBot) -> None:
    table = RowsTable(kit, (0,), 3)
    qtbot.addWidget(table)
    table.render_table(TableState("t", "T", ("A",), (), "nothing yet"))
    table.show()
    table.activateWindow()
    table.table.setFocus()
    table.render_table(TableState("t", "T", ("A",), (("a", "1"), ("b", "2")), "", "a"))
    qtbot.wait(1)
    table.render_table(TableState("t", "T", ("A",), (("a", "1"), ("b", "2")), "", "a"))
    assert table.table.selectionModel().isSelected(table.model.index(0, 0))


def test_a_letter_selects_no_row_that_begins_so(kit: Kit, qtbot: QtBot) -> None:
    """T would then change the target of another cell than the one that was looked at."""
    cells = TableState("quota:region", "Region", ("Zelle",), (("n", "Norden"), ("s", "Süden")))
    rows, tab, heard = RowsTable(kit, (0,), 3), TableTab(kit, "quota:region"), Heard()
    for table in (rows, tab):
        table.setParent(heard)
        table.render_table(cells)
    qtbot.addWidget(heard)
    heard.show()
    for view in (rows.table, tab.table):
        view.selectRow(0)
        qtbot.keyClicks(view, "sS")
        assert (0, ["s", "S"]) == (view.currentIndex().row(), heard.texts)
        heard.texts.clear()


def test_why_nothing_is_shown_is_never_cut_in_large_text(kit: Kit, qtbot: QtBot) -> None:
    why = "nothing is shown: fewer than 5 people with 50 conversations each"
    table = RowsTable(kit, (1,), 2, lines=2)
    qtbot.addWidget(table)
    table.resize(420, 300)
    table.render_table(TableState("groups", "Groups", ("Group", "Why"), (("all", "all", why), ("de", "de", "–"))))
    table.show()
    qtbot.waitExposed(table)
    kit.theme.set_percent(200)
    view = table.table
    text = QFontMetrics(kit.theme.font(TextRole.CONTROL)).boundingRect(
        QRect(0, 0, view.columnWidth(1), 1000), Qt.TextFlag.TextWordWrap, why
    )
    qtbot.waitUntil(lambda: view.rowHeight(0) >= text.height())
    assert view.rowHeight(0) > view.rowHeight(1)


def test_the_ring_of_the_focus_is_whole_around_a_table(kit: Kit, qtbot: QtBot) -> None:
    """Where the frame grew with the focus, header and rows went on standing on half of it."""
    table = people(kit, qtbot)
    table.activateWindow()
    table.table.clearFocus()
    before = table.table.viewport().geometry()
    table.table.setFocus()
    qtbot.waitUntil(table.table.hasFocus)
    picture = table.table.grab().toImage()
    ring, middle = kit.theme.color("accent"), table.table.width() // 2

    assert before == table.table.viewport().geometry()
    assert [ring] * 2 == [picture.pixelColor(middle, y) for y in (0, 1)]
    for y in (table.table.horizontalHeader().height() // 2, table.table.rowViewportPosition(0) + before.top() + 8):
        assert [ring] * 2 == [picture.pixelColor(x, y) for x in (0, 1)], y
