"""What a page says after a key is in sight in a window that shows a part of the page only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.people.pages import CodePage, RecoveryPage
from cati_app.ui.desk.people.states import CodeState, SheetState
from cati_app.ui.desk.sample.columns_view import ColumnsPage
from cati_app.ui.desk.sample.states import ColumnRow, ColumnsState
from cati_app.ui.widgets.kit import Kit

_LONG = tuple(f"Ein Satz, der über dem steht, was gesagt wird: Nummer {number}." for number in range(12))
_ROLES = (("number", "Rufnummer"), ("", "nicht benutzt"))
_COLUMNS = ColumnsState("Spalten", "liste.csv", tuple(ColumnRow(text, "", "number", _ROLES) for text in _LONG))


def _shown(page: Page, qtbot: QtBot) -> None:
    qtbot.addWidget(page)
    page.resize(640, 300)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.scroller.verticalScrollBar().maximum() > 0)


def _read(page: Page, text: str) -> bool:
    """Whether a text is in sight as a whole."""
    label = next(part for part in page.findChildren(QLabel) if part.text() == text)
    area = page.scroller.viewport()
    whole = label.height() >= label.heightForWidth(label.width())
    return label.isVisible() and whole and area.rect().contains(QRect(label.mapTo(area, QPoint()), label.size()))


def test_what_is_wrong_with_the_columns_is_in_sight_from_the_last_field(kit: Kit, qtbot: QtBot) -> None:
    page = ColumnsPage(kit)
    page.render_columns(_COLUMNS)
    _shown(page, qtbot)
    page.portion.setFocus()
    qtbot.waitUntil(lambda: page.scroller.verticalScrollBar().value() > 0)

    page.render_columns(replace(_COLUMNS, problem="Keine Zahl."))

    qtbot.waitUntil(lambda: _read(page, "Keine Zahl."))
    page.boxes[-1].setFocus()
    qtbot.waitUntil(lambda: not _read(page, "Keine Zahl."))


def test_a_sheet_that_was_saved_is_told_in_sight(kit: Kit, qtbot: QtBot) -> None:
    page = RecoveryPage(kit)
    page.render_sheet(SheetState(_LONG * 3))
    _shown(page, qtbot)
    page.take_focus()

    page.render_sheet(SheetState(_LONG * 3, message="Gespeichert."))

    qtbot.waitUntil(lambda: _read(page, "Gespeichert."))


@pytest.mark.parametrize("told", ["Schon notiert?", "copied"])
def test_what_is_asked_about_a_start_code_is_in_sight(kit: Kit, qtbot: QtBot, told: str) -> None:
    page = CodePage(kit)
    code = CodeState("Startcode", _LONG, "ABCD")
    page.render_code(code)
    _shown(page, qtbot)
    page.take_focus()

    if told == "copied":
        page.copy_code()
        told = page._copied.text()
    else:
        page.render_code(replace(code, question=told))

    qtbot.waitUntil(lambda: _read(page, told))
