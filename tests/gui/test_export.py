"""The analyst's page by keys: notices, and ending an export."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.states import ExportOption, ExportState
from cati_app.ui.analyst.view import DataExportView
from cati_app.ui.widgets.kit import Kit

_READY = ExportState(folder="/out", formats=(ExportOption("csv", "CSV", "mit Codebuch"),))


@pytest.fixture
def page(kit: Kit, qtbot: QtBot) -> DataExportView:
    view = DataExportView(kit)
    qtbot.addWidget(view)
    view.resize(1280, 720)
    view.render(_READY)
    view.show()
    view.activateWindow()
    return view


def test_escape_ends_an_export_under_way_and_nothing_else(page: DataExportView, qtbot: QtBot) -> None:
    ended: list[bool] = []
    page.stop_asked.connect(lambda: ended.append(True))

    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert ([], False) == (ended, page.stop.isVisible())

    page.render(replace(_READY, progress=0.4))
    assert page.stop.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert [True] == ended

    page.render(_READY)
    assert not page.stop.isVisible()


def test_the_notices_can_be_read_and_go_with_the_next_export(page: DataExportView) -> None:
    page.render(replace(_READY, files=("/out/a.csv",), notices=("open: zu breit", "zwei Versionen")))
    assert ("open: zu breit\nzwei Versionen", True) == (page.notices.text(), page.notices.isVisible())

    page.render(replace(_READY, progress=0.0))
    assert not page.notices.isVisible()
