"""The analyst's reports by keys: a report is chosen by arrow, looked at by Enter, and its pages are painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.reports.states import ReportLine, ReportsState
from cati_app.ui.analyst.reports.view import ReportsPage
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.paper_states import PaperBox, PaperLine, PaperPage, PaperRule
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit

PAGE = PaperPage(
    "Seite 1 von 1",
    200,
    280,
    (PaperLine(20, 40, 12, strong=True, text="Überblick", colour="#0B5CAD"),),
    fills=(PaperBox(20, 60, 100, 40, "#9A5B00"),),
    rules=(PaperRule(20, 120, 180, 120, 4, "#B3261E"),),
)
REPORTS = (ReportLine("field", "Feldbericht", "Raten"), ReportLine("codebook", "Codebuch", "Fragen"))


@pytest.fixture
def page(shell: Shell, kit: Kit) -> ReportsPage:
    desk, view = AnalystView(kit), ReportsPage(kit)
    desk.add_page("reports", "Berichte", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="reports")))
    shell.show_screen(ScreenName.DESK)
    view.render(ReportsState(REPORTS, "field", "Sprache: Deutsch", empty="Enter zeigt die Seiten."))
    return view


def test_a_report_is_chosen_by_arrow_and_looked_at_by_enter(shell: Shell, page: ReportsPage, qtbot: QtBot) -> None:
    chosen: list[str] = []
    page.report_chosen.connect(chosen.append)
    page.take_focus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(page.look_asked):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert ["codebook"] == chosen
    assert page.paper.isHidden()


def test_colours_of_a_page_are_those_of_the_paper(page: ReportsPage) -> None:
    page.render(ReportsState(REPORTS, "field", pages=(PAGE,), looked="1 Seite"))
    picture = page.paper.grab().toImage()
    wide = page.paper.height() * PAGE.width / PAGE.height
    ratio = picture.width() / page.paper.width()

    def at(x: float, y: float) -> QColor:
        scale = wide / PAGE.width * ratio
        return picture.pixelColor(round(x * scale), round(y * scale))

    assert ["#9a5b00", "#b3261e", "#ffffff"] == [at(x, y).name() for x, y in ((70, 80), (100, 120), (150, 200))]
    assert "Überblick" == page.paper.accessibleDescription()


def test_pages_have_most_of_the_room_where_the_list_stands_above_them(
    shell: Shell, page: ReportsPage, kit: Kit
) -> None:
    reports = tuple(ReportLine(f"r{n}", f"Bericht {n}", "Was darin steht, und was noch alles") for n in range(4))
    shell.resize(1280, 720)
    page.render(ReportsState(reports, "r0", "Sprache: Deutsch", pages=(PAGE,), looked="1 Seite"))
    QApplication.processEvents()
    assert page.list.height() >= 4 * page.list.sizeHintForRow(0)
    kit.theme.set_percent(200)
    QApplication.processEvents()
    assert 2 * page.list.sizeHintForRow(0) <= page.list.height() < 3 * page.list.sizeHintForRow(0)
    page.render(ReportsState(reports, "r3", "Sprache: Deutsch", pages=(PAGE,), looked="1 Seite"))
    QApplication.processEvents()
    chosen = page.list.visualItemRect(page.list.currentItem())
    assert page.list.viewport().rect().contains(chosen)
