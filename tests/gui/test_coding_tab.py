"""The analyst's page of coding by keys: digits pick, Enter gives, held keys and wrong ones do nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.ui.analyst.coding.states import CodingLine, CodingOption, CodingState
from cati_app.ui.analyst.coding.view import CodingPage
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import Situation, enabled_now
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit

OPTIONS = (
    CodingOption("care", "1", "Pflege"),
    CodingOption("crafts", "2", "Handwerk"),
    CodingOption("o", "9", "Sonst"),
)
STATE = CodingState(
    (CodingLine("job_other", "2 von 2 offen"), CodingLine("sport_other", "1 von 1 offen")),
    "job_other",
    counted="Text 1 von 2",
    text="<b>Krankenschwester</b>",
    options=OPTIONS,
    form="1",
)


@pytest.fixture
def page(shell: Shell, kit: Kit) -> CodingPage:
    desk, view = AnalystView(kit), CodingPage(kit)
    desk.add_page("coding", "Codierung", view)
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="coding", codes_answers=True)))
    shell.show_screen(ScreenName.DESK)
    view.render(STATE)
    view.take_focus()
    return view


class _Said:
    """What the page says, in order."""

    def __init__(self, page: CodingPage) -> None:
        self.all: list[object] = []
        page.codes_picked.connect(self.all.append)
        page.give_asked.connect(lambda: self.all.append("give"))
        page.moved.connect(self.all.append)
        page.question_chosen.connect(self.all.append)


def test_a_digit_picks_and_enter_gives_it(shell: Shell, page: CodingPage, qtbot: QtBot) -> None:
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert [("crafts",), "give"] == said.all
    assert "<b>Krankenschwester</b>" == page.text.text()
    assert Qt.TextFormat.PlainText == page.text.textFormat(), "what somebody said is no markup"


def test_a_code_that_is_none_is_said_and_gives_nothing(shell: Shell, page: CodingPage, qtbot: QtBot) -> None:
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_7)
    assert "7" in page.told
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert [] == said.all, "the first Enter after it gives nothing"


def test_enter_that_is_held_gives_once_and_page_keys_move(shell: Shell, page: CodingPage, qtbot: QtBot) -> None:
    said = _Said(page)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True, 1)
    for _ in range(3):
        QApplication.sendEvent(shell.focusWidget(), held)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageDown)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageUp)
    assert [("care",), "give", 1, -1] == said.all


def test_several_codes_are_toggled_and_another_text_begins_anew(shell: Shell, page: CodingPage, qtbot: QtBot) -> None:
    page.render(replace(STATE, several=True, form="2"))
    said = _Said(page)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
        qtbot.keyClick(shell.focusWidget(), key)
        qtbot.wait(300)
    assert [("care",), ("care", "crafts"), ("crafts",)] == said.all
    page.render(replace(STATE, several=True, form="3", codes=("o",)))
    assert (2,) == page.frame.selected


def test_questions_are_moved_through_and_digits_there_go_to_the_frame(
    shell: Shell, page: CodingPage, qtbot: QtBot
) -> None:
    said = _Said(page)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_1)
    assert ["sport_other", ("care",)] == said.all
    assert page.frame.hasFocus()


@pytest.mark.parametrize("percent", [100, 200])
def test_how_many_wait_stands_whole_beside_the_name_of_a_question(
    page: CodingPage, kit: Kit, qtbot: QtBot, percent: int
) -> None:
    page.window().resize(1280, 720)
    kit.theme.set_percent(percent)
    lines = (CodingLine("places_visited_other", "12 von 12 offen"), *STATE.questions[1:])
    page.render(replace(STATE, questions=lines, form="6"))
    qtbot.wait(10)
    text = page.list.item(0).text()
    assert {100: "places_visited_other\n12 von 12 offen", 200: "places_visited_other · 12 von 12 offen"}[
        percent
    ] == text
    wanted = kit.theme.line_height(TextRole.CONTROL) * len(text.splitlines())
    assert wanted <= page.list.visualItemRect(page.list.item(0)).height()
    width = max(map(page.list.fontMetrics().horizontalAdvance, text.splitlines()))
    assert width < page.list.viewport().width()


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier)],
)
def test_plus_and_c_ask_for_a_new_code(
    shell: Shell, page: CodingPage, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(shell.command_given) as given:
        qtbot.keyClick(shell.focusWidget(), key, held)
    assert ["coding_new"] == given.args


def test_a_text_from_right_to_left_stands_so(page: CodingPage) -> None:
    page.render(replace(STATE, text="ممرضة", right_to_left=True, form="4"))
    assert Qt.LayoutDirection.RightToLeft == page.text.layoutDirection()
    assert Qt.LayoutDirection.LeftToRight == page.frame.layoutDirection(), "the frame is in the language of the window"


def test_without_a_text_the_page_says_why_and_enter_gives_nothing(shell: Shell, page: CodingPage, qtbot: QtBot) -> None:
    page.render(CodingState(questions=STATE.questions, selected="job_other", empty="Alles codiert.", form="5"))
    said = _Said(page)
    page.take_focus()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert [] == said.all
    assert page.frame.isHidden()
    assert page.give.isHidden()


def test_a_code_picked_by_its_digit_is_in_sight_however_large_texts_are(
    shell: Shell, page: CodingPage, kit: Kit, qtbot: QtBot
) -> None:
    shell.resize(1280, 720)
    kit.theme.set_percent(200)
    options = tuple(CodingOption(f"c{n}", str(n), f"Beruf {n}") for n in range(1, 9))
    page.render(replace(STATE, options=options, form="2"))
    QApplication.processEvents()
    frame = page.frame

    def is_in_sight(row: int) -> bool:
        rect = frame.visual_rect(row)
        return frame.visibleRegion().boundingRect().contains(rect.adjusted(1, 1, -1, -1))

    assert not is_in_sight(7)
    page.take_focus()
    qtbot.keyClick(shell.focusWidget(), "8")
    qtbot.waitUntil(lambda: is_in_sight(7))


@pytest.mark.parametrize("size", [(1280, 720), (1280, 660), (1280, 620)])
def test_what_is_done_with_codes_is_in_sight_together_with_them(
    shell: Shell, page: CodingPage, qtbot: QtBot, size: tuple[int, int]
) -> None:
    options = tuple(CodingOption(f"c{n}", str(n), f"Antwort {n}") for n in range(1, 9))
    buttons = tuple((command, command.replace("_", " ") + ": noch keine") for command in page.buttons)
    shell.resize(*size)
    shell.show()
    qtbot.waitExposed(shell)
    said = replace(STATE, question="Was hilft?", given="Angekreuzt: anderes", alike="4 Texte lauten gleich.")
    page.render(replace(said, options=options, buttons=buttons))
    bottom = page.mapTo(shell, QPoint(0, page.height())).y()
    last = max((button for button in page.buttons.values() if button.isVisible()), key=lambda each: each.y())
    QApplication.processEvents()
    QApplication.processEvents()  # what the layout asked for meanwhile
    assert last.mapTo(shell, QPoint(0, last.height())).y() <= bottom
    assert page.frame.rect_of(7).height() >= 30


def test_the_text_to_be_coded_is_in_sight_when_it_comes_however_large_texts_are(
    shell: Shell, page: CodingPage, kit: Kit, qtbot: QtBot
) -> None:
    shell.resize(1280, 720)
    kit.theme.set_looks(dark=False, percent=200)
    many = tuple(CodingOption(f"o{number}", str(number), f"Beruf {number}") for number in range(1, 7))
    page.render(
        replace(
            STATE,
            options=many,
            form="3",
            question="Welchen Beruf üben Sie heute aus, welchen früher?",
            given="Angekreuzt: Sonst",
            alike="2 weitere Texte lauten gleich: A codiert sie mit.",
        )
    )
    area = page._parts.scroller
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    page.list.setFocus()
    page.take_focus()  # as when the page comes to the front again
    assert page.frame.hasFocus()

    top = page.text.mapTo(area.viewport(), QPoint())
    assert 0 <= top.y() <= area.viewport().height() - page.text.height()
