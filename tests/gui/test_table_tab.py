"""The table of all cells: what a column holds is in sight where there is room for it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cati_app.ui.desk.board.table_tab import TableTab
from cati_app.ui.desk.states import TableState
from cati_app.ui.widgets.kit import Kit

_COLUMNS = ("Zelle", "Fertig", "Ziel", "Geplant", "Im Interview", "noch", "Stand", "Voll am (Prognose)")
_ROWS = tuple(
    (str(n), f"{n} Jahre · niedrig · ohne Einwanderungsgeschichte", "3", "5", "5", "0", "2", "offen", "nicht in Sicht")
    for n in range(3)
)


def test_columns_give_up_their_air_before_the_last_one_is_cut(kit: Kit, qtbot: QtBot) -> None:
    tab = TableTab(kit, "quotas")
    qtbot.addWidget(tab)
    tab.render_table(TableState("quotas", "Alle Zellen", _COLUMNS, _ROWS))
    header = tab.table.horizontalHeader()
    held = sum(max(tab.table.sizeHintForColumn(n), header.sectionSizeHint(n)) for n in range(len(_COLUMNS)))

    tab.resize(held + 40, 400)
    tab.show()

    qtbot.waitUntil(lambda: header.length() <= tab.table.viewport().width())
