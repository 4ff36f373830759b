"""Results on digits; Enter never dials."""

from __future__ import annotations

import gc
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cati_app.ui.console.dial.empty_queue import EmptyQueue
from cati_app.ui.console.dial.view import CallingView
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.console.states import EmptyQueueState, LineBarState, UndoState
from cati_app.ui.console.wiring import connect_console
from cati_app.ui.stage.panel_states import ResultOption
from cati_app.ui.widgets.wording import command_key
from tests.gui.screens import dial_state, results


@pytest.fixture
def chosen(dial: CallingView) -> list[str]:
    heard: list[str] = []
    dial.result_chosen.connect(heard.append)
    dial.begin_pressed.connect(lambda: heard.append("begin"))
    dial.command_asked.connect(heard.append)
    return heard


def press(qtbot: QtBot, dial: CallingView, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(dial.focusWidget() or dial, key)


def test_before_dialling_a_key_is_told_on_and_selects_nothing(
    dial: CallingView, chosen: list[str], qtbot: QtBot
) -> None:
    dial.render(dial_state(call=LineBarState(can_dial=True)))
    press(qtbot, dial, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert (chosen, dial.results.selected) == (["no_answer", "begin"], None)


def test_the_key_stands_on_the_button_while_enter_begins(dial: CallingView, qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True, can_begin=True))
    keys = [dial.begin.accessibleDescription()]
    for key in (Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Escape):
        press(qtbot, dial, key)
        keys.append(dial.begin.accessibleDescription())
    assert keys == ["Enter", "", "", "Enter", "Enter"]


class _AtWork:
    """As much of an interviewer's presenter as hears of digits."""

    def __init__(self, told: list[str]) -> None:
        self.refused = SimpleNamespace(tell=told.append, tell_nothing_selected=lambda: told.append("nothing"))


def test_what_the_screen_says_reaches_whoever_is_at_work_though_nobody_keeps_the_wiring(
    dial: CallingView, interview: InterviewView, qtbot: QtBot
) -> None:
    told: list[str] = []
    connect_console(dial, interview, lambda: _AtWork(told))  # type: ignore[arg-type,return-value]
    gc.collect()
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_0, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert told == ["0", "", "nothing"]


@pytest.mark.parametrize("can_begin", [False, True])
def test_in_a_short_list_enter_means_the_list(
    dial: CallingView, chosen: list[str], qtbot: QtBot, can_begin: bool
) -> None:
    said: list[str] = []
    dial.nothing_selected.connect(lambda: said.append("nothing selected"))
    dial.render(dial_state(results_enabled=True, can_begin=can_begin))
    press(qtbot, dial, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert (chosen, len(said)) == ([], 2)
    press(qtbot, dial, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert chosen == ["fax"]


def test_two_keys_give_a_result(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert chosen == ["no_answer"]


def test_what_the_line_suggests_is_selected_and_enter_gives_it(
    dial: CallingView, chosen: list[str], qtbot: QtBot
) -> None:
    dial.render(dial_state(can_begin=True))
    dial.render(dial_state(results_enabled=True, can_begin=True, suggested="no_answer"))
    press(qtbot, dial, Qt.Key.Key_Return)
    assert ["no_answer"] == chosen


def test_what_is_not_suggested_any_more_is_not_given_by_enter(
    dial: CallingView, chosen: list[str], qtbot: QtBot
) -> None:
    for code in ("no_answer", ""):
        dial.render(dial_state(results_enabled=True, can_begin=True, suggested=code))
    press(qtbot, dial, Qt.Key.Key_Return)
    assert ["begin"] == chosen


def test_what_a_person_selected_stays_whatever_the_line_suggests(
    dial: CallingView, chosen: list[str], qtbot: QtBot
) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_2)
    dial.render(dial_state(results_enabled=True, suggested="no_answer"))
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert ["fax"] == chosen


def test_a_short_list_opens(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert chosen == ["business"]


def test_never_again_asks_again(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert chosen == []
    press(qtbot, dial, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert chosen == ["never"]


def test_enter_begins_when_somebody_answered(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True, can_begin=True))
    press(qtbot, dial, Qt.Key.Key_Return)
    assert chosen == ["begin"]


def test_enter_looks_for_the_next_case_in_an_empty_queue(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render_empty(EmptyQueueState("Nichts anzurufen", "17:30"))
    press(qtbot, dial, Qt.Key.Key_Return)
    assert ["begin"] == chosen


def test_a_long_line_of_an_empty_queue_is_there_in_whole(dial: CallingView, qtbot: QtBot) -> None:
    text = "A supervisor has paused this station: it begins no call and gets no case. " * 3
    dial.render_empty(EmptyQueueState("This station is paused", text))
    (line,) = [each for each in dial.findChildren(QLabel) if each.text() == text]
    qtbot.waitUntil(line.isVisible)
    QApplication.processEvents()
    assert line.height() >= line.heightForWidth(line.width())


def test_no_case_is_promised_where_no_call_begins(dial: CallingView, qtbot: QtBot) -> None:
    """The last line says that the next one comes by itself."""
    dial.render_empty(EmptyQueueState("Nothing to call just now", "17:30"))
    page = dial.findChild(EmptyQueue)
    assert page is not None
    (*_, line) = page.findChildren(QLabel)
    qtbot.waitUntil(line.isVisible)
    dial.render_empty(EmptyQueueState("This station is paused", "", comes_by_itself=False))
    assert not line.isVisible()


def test_a_digit_that_stands_for_no_result_is_told_until_one_does(dial: CallingView, qtbot: QtBot) -> None:
    told: list[str] = []
    dial.digit_refused.connect(told.append)
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_9, Qt.Key.Key_0, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_7)

    assert ["9", "0", "", "7"] == told


def a_minute_later(dial: CallingView) -> None:
    """The same results, of which each follows another time."""
    later = tuple(replace(option, consequence="next call: 17:06") for option in results())
    dial.render(replace(dial_state(results_enabled=True), results=later))


def test_a_short_list_stays_open_when_the_time_moves_on(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_2, Qt.Key.Key_Return)
    a_minute_later(dial)
    press(qtbot, dial, Qt.Key.Key_1, Qt.Key.Key_Return)

    assert ["fax"] == chosen


def test_what_is_asked_again_stays_asked_when_the_time_moves_on(
    dial: CallingView, chosen: list[str], qtbot: QtBot
) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_3, Qt.Key.Key_Return)
    a_minute_later(dial)
    assert (True, "next call: 17:06") == (dial.results.asking, dial.results.detail_of(0))
    press(qtbot, dial, Qt.Key.Key_Return)

    assert ["never"] == chosen


def test_other_results_open_the_list_anew(dial: CallingView, chosen: list[str], qtbot: QtBot) -> None:
    dial.render(dial_state(results_enabled=True))
    press(qtbot, dial, Qt.Key.Key_2, Qt.Key.Key_Return)
    dial.render(replace(dial_state(results_enabled=True), results=results()[:2]))
    press(qtbot, dial, Qt.Key.Key_1, Qt.Key.Key_Return)

    assert ["no_answer"] == chosen


def test_where_the_line_to_take_back_is_narrow_the_key_and_the_seconds_stay(dial: CallingView) -> None:
    dial.render(dial_state(undo=UndoState("Fall 4 217: " + "nicht abgehoben " * 9, 30)))
    key = command_key("undo")

    assert dial.undo.text == dial.undo.fitting(100_000)
    assert dial.undo.fitting(600).startswith(key)
    assert "30" in dial.undo.fitting(600)


def test_the_heading_of_the_results_stays_where_a_message_leaves_less_room_than_they_need(
    dial: CallingView, qtbot: QtBot
) -> None:
    nine = tuple(ResultOption(f"result {n}", f"Ergebnis {n}", "abgeschlossen") for n in range(1, 10))
    dial.render(replace(dial_state(results_enabled=True), results=nine))
    heading = dial._results_title
    dial.resize(1280, 400)
    press(qtbot, dial, Qt.Key.Key_9)

    qtbot.waitUntil(lambda: dial._right_side.verticalScrollBar().value() > 0)
    assert heading.visibleRegion().boundingRect() == heading.rect()
    selected = dial.results.current_rect()
    assert dial.results.visibleRegion().boundingRect().contains(selected)


@pytest.mark.parametrize("called", [False, True])
@pytest.mark.parametrize(("width", "height", "beside"), [(960, 440, True), (900, 440, False), (640, 330, False)])
def test_the_number_and_what_follows_are_in_sight_on_a_small_screen(
    dial: CallingView, qtbot: QtBot, width: int, height: int, beside: bool, called: bool
) -> None:
    line = LineBarState(can_hang_up=True) if called else LineBarState(can_dial=True)
    dial.resize(width, height)
    dial.take_focus()
    dial.render(dial_state(call=line, can_begin=called, can_return=not called, results_enabled=called))
    area = dial._left_side.viewport()
    wanted = [dial._number, dial.dial, dial.begin] if height > 400 else [dial._number]

    def are_in_sight() -> bool:
        shown = [QRect(part.mapTo(area, QPoint(0, 0)), part.size()) for part in wanted if part.isVisible()]
        return bool(shown) and all(area.rect().contains(rect) for rect in shown)

    qtbot.waitUntil(are_in_sight)
    assert beside == (dial._results_column.x() > dial._left_side.x())
    assert dial._right_side.viewport().height() >= dial.results.current_rect().height()
