"""The analyst's page by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.analyst.states import ExportChoice, ExportOption, ExportState
from cati_app.ui.analyst.view import DataExportView
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit

_CSV = ExportOption("csv", "CSV", "")


@pytest.fixture
def page(shell: Shell, kit: Kit) -> DataExportView:
    desk, view = AnalystView(kit), DataExportView(kit)
    desk.add_page("data", "Daten", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, can_switch_user=True, tab="data")))
    shell.show_screen(ScreenName.DESK)
    desk.show_tab("data")
    view.render(ExportState(folder="/data", formats=(_CSV,)))
    return view


def test_whoever_has_signed_in_can_change_the_user_at_once(shell: Shell, page: DataExportView, qtbot: QtBot) -> None:
    given: list[str] = []
    shell.command_given.connect(given.append)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert (["switch_user"], "/data") == (given, page._folder.text())


def test_enter_writes_the_data_set_once(shell: Shell, page: DataExportView, qtbot: QtBot) -> None:
    asked: list[tuple[str, object]] = []
    page.export_asked.connect(lambda folder, formats: asked.append((folder, formats)))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert [("/data", ExportChoice(("csv",), (), ""))] == asked


def test_which_interviews_is_chosen_by_arrow_and_written_by_enter(
    shell: Shell, page: DataExportView, qtbot: QtBot
) -> None:
    asked: list[ExportChoice] = []
    page.export_asked.connect(lambda _, choice: asked.append(choice))
    offered = (("complete", "vollständige"), ("partial", "auch Teilinterviews"))
    tables = (ExportOption("interviews", "Interviews", ""), ExportOption("calls", "Anrufe", "", chosen=False))
    page.render(ExportState("Daten", folder="/data", formats=(_CSV,), parts=tables, interviews=offered))

    page._interviews.setFocus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    page.render(ExportState("Daten", folder="/data", formats=(_CSV,), parts=tables, interviews=offered, message="…"))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)

    assert [ExportChoice(("csv",), ("interviews",), "partial")] == asked


def _offers(page: DataExportView) -> ExportState:
    ways = (ExportOption("original", "Wie gegeben", "", chosen=False), ExportOption("raw", "Roh", "", chosen=False))
    state = ExportState(
        "Daten", folder="/data", formats=(_CSV,), interviews=(("complete", "a"), ("all", "b")), ways=ways
    )
    page.render(state)
    return state


def test_a_time_is_typed_told_as_it_is_typed_and_written_with_the_rest(
    shell: Shell, page: DataExportView, qtbot: QtBot
) -> None:
    typed: list[tuple[str, str]] = []
    asked: list[ExportChoice] = []
    page.since_changed.connect(lambda text, include: typed.append((text, include)))
    page.export_asked.connect(lambda _, choice: asked.append(choice))
    state = _offers(page)

    page._interviews.setFocus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(shell.focusWidget(), "2026-03-01")
    page.render(replace(state, since="Seitdem: 3 Interviews"))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)

    assert (("2026-03-01", "all"), 10) == (typed[-1], len(typed))
    assert (True, "Seitdem: 3 Interviews") == (page._given.isVisible(), page._given.text())
    assert [ExportChoice(("csv",), (), "all", since_text="2026-03-01")] == asked
    page._interviews.setFocus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Up)
    assert ("2026-03-01", "complete") == typed[-1], "of other interviews it gives something else"


def test_the_line_of_the_time_is_one_key_away_and_says_itself_what_is_wrong(
    shell: Shell, page: DataExportView, qtbot: QtBot
) -> None:
    left: list[str] = []
    page.since_left.connect(left.append)
    state = _offers(page)

    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page._since.hasFocus()
    qtbot.keyClicks(shell.focusWidget(), "2026-3")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
    assert (["2026-3"], False) == (left, page._since.hasFocus())

    page.render(replace(state, since_refused="Das ist kein Tag."))
    assert (True, "Das ist kein Tag.", False) == (
        page._since.property("refused"),
        page._refused.text(),
        page._since.hasFocus(),
    )
    page.render(replace(state, since_refused="Das ist kein Tag.", asks_since=True))
    assert (True, "2026-3") == (page._since.hasFocus(), page._since.selectedText())
    qtbot.waitUntil(lambda: _is_in_sight(page, page._refused))
    page.render(state)
    assert (False, False) == (page._since.property("refused"), page._refused.isVisible())


def test_otherwise_than_usual_is_ticked_by_space_and_nothing_is_left_of_it_for_the_next_person(
    shell: Shell, page: DataExportView, qtbot: QtBot
) -> None:
    asked: list[ExportChoice] = []
    page.export_asked.connect(lambda _, choice: asked.append(choice))
    state = _offers(page)

    qtbot.waitUntil(page._ways.boxes[0].isVisible)
    page._languages.setFocus()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return):
        qtbot.keyClick(shell.focusWidget(), key)
    page._since.setText("2026-03-01")
    page._interviews.setCurrentIndex(1)
    page.begin_anew()
    page.render(state)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)

    assert [("original", "raw"), ()] == [choice.ways for choice in asked]
    assert ("", "complete") == (asked[1].since_text, asked[1].include)


def test_what_was_written_is_told_in_sight(shell: Shell, page: DataExportView, qtbot: QtBot) -> None:
    formats = tuple(ExportOption(f"f{number}", f"Format {number}", "Hinweis") for number in range(40))
    page.render(ExportState(folder="/data", formats=formats))
    qtbot.waitUntil(lambda: page._scroll.verticalScrollBar().maximum() > 0)

    page.render(ExportState(folder="/data", formats=formats, message="Geschrieben.", files=("a.csv",)))

    message = page._message
    assert message.isVisible()
    qtbot.waitUntil(lambda: message.height() >= message.heightForWidth(message.width()) and _is_in_sight(page, message))


def _is_in_sight(page: DataExportView, part: QWidget) -> bool:
    area = page._scroll.viewport()
    return area.rect().contains(QRect(part.mapTo(area, QPoint()), part.size()))
