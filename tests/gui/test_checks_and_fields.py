"""Pages of several fields: what is wrong with which of them, and the way between them by keyboard."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import CheckView, QuestionView, ScreenLayout
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.widgets.block import QuestionBlock
from cati_app.ui.widgets.key_button import KeyButton
from tests.gui.screens import choices, console, question, screen, single
from tests.gui.test_answering import Given, given, press

__all__ = ["given"]
LIST, GRID = ScreenLayout.LIST, ScreenLayout.GRID
FIVE = choices("a", "b", "c", "d", "e")


def refused(view: QuestionView, answer: str, code: str = "constraint", message: str = "") -> QuestionView:
    return dataclasses.replace(view, answer=Answer(answer), check=CheckView(view.ref, True, message, code))


@pytest.mark.parametrize(
    ("view", "answer", "hint", "told"),
    [
        (question(QuestionKind.RANK, choices=FIVE), "1 2", "alle 5", "alle 5 in eine Reihenfolge bringen. Bisher: 2."),
        (question(QuestionKind.INTEGER, maximum=499.0), "500", "höchstens 499", "höchstens 499."),
        (question(QuestionKind.INTEGER, minimum=1.0), "0", "mindestens 1", "mindestens 1."),
        (question(QuestionKind.INTEGER, minimum=1.0, maximum=9.0), "0", "zwischen 1 und 9", "zwischen 1 und 9."),
        (question(QuestionKind.DECIMAL, minimum=0.0, above=True), "0", "mehr als 0", "mehr als 0."),
        (
            question(QuestionKind.DECIMAL, minimum=0.0, above=True, maximum=9.5, below=True),
            "9.5",
            "mehr als 0, weniger als 9,5",
            "mehr als 0, weniger als 9,5.",
        ),
        (question(QuestionKind.SCALE, minimum=0.0, maximum=100.0, step=1.0), "101", "zwischen 0 und 100", "0 und 100."),
        (
            question(QuestionKind.SCALE, minimum=0.0, maximum=100.0, step=2.0),
            "7",
            "zwischen 0 und 100, in Schritten von 2",
            "zwischen 0 und 100, in Schritten von 2.",
        ),
        (question(QuestionKind.MULTIPLE, choices=FIVE, least=2), "1", "mindestens 2 ausw", "auswählen. Bisher: 1."),
        (question(QuestionKind.MULTIPLE, choices=FIVE, most=2), "1 2 3", "höchstens 2", "auswählen. Bisher: 3."),
        (question(QuestionKind.MULTIPLE, choices=FIVE, least=2, most=2), "1", "genau 2", "genau 2 auswählen."),
        (question(QuestionKind.MULTIPLE, choices=FIVE, least=2, most=3), "1", "zwischen 2 und 3", "2 und 3 auswählen."),
        (
            question(QuestionKind.MULTIPLE, choices=FIVE, least=2, searchable=True),
            "1",
            "mindestens 2 ausw",
            "auswählen. Bisher: 1.",
        ),
        (question(QuestionKind.TEXT), "x", "", "nicht möglich"),
    ],
)
def test_a_check_without_words_says_what_the_hint_says(
    interview: InterviewView, view: QuestionView, answer: str, hint: str, told: str
) -> None:
    interview.render(console(screen(view)))
    block = interview.page.sheet.current
    assert hint in block.editor.said

    interview.render(console(screen(refused(view, answer, "type" if view.kind is QuestionKind.RANK else "constraint"))))
    assert told in block.check.accessibleName()
    assert hint in block.check.accessibleName()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (QuestionKind.TEXT, "zu lang"),
        (QuestionKind.LONG_TEXT, "zu lang"),
        (QuestionKind.FROM_ROWS, "nicht möglich"),
        (QuestionKind.SEVERAL_ROWS, "nicht möglich"),
    ],
)
def test_what_is_no_answer_of_its_kind_is_told_as_such(interview: InterviewView, kind: QuestionKind, told: str) -> None:
    interview.render(console(screen(refused(question(kind, choices=FIVE), "x", "type"))))
    assert told in interview.page.sheet.current.check.accessibleName()


FIELDS = [
    question(QuestionKind.INTEGER, "a"),
    question(QuestionKind.LONG_TEXT, "b"),
    single("c"),
    question(QuestionKind.SINGLE, "d", choices=FIVE, searchable=True),
    question(QuestionKind.MULTIPLE, "e", choices=FIVE),
]


def frame(block: QuestionBlock) -> bool:
    field = block.keyboard()
    assert field is not None
    return bool(field.property("refused")) or bool(getattr(field, "_refused", False))


def described(block: QuestionBlock) -> str:
    field = block.keyboard()
    assert field is not None
    return str(field.accessibleDescription())


@pytest.mark.parametrize("way", ["typing", "don't know"])
@pytest.mark.parametrize("place", range(len(FIELDS)))
def test_the_refused_field_is_marked_and_has_the_keyboard_until_its_answer_changes(
    interview: InterviewView, qtbot: QtBot, place: int, way: str
) -> None:
    shown = [refused(view, "1", message="So nicht.") if n == place else view for n, view in enumerate(FIELDS)]
    interview.render(console(screen(*FIELDS, layout=LIST)))
    interview.render(console(screen(*shown, layout=LIST, focus=place)))

    blocks = interview.page.sheet._blocks[: len(FIELDS)]
    marked = [n == place for n in range(len(FIELDS))]
    assert marked == [frame(block) for block in blocks]
    assert marked == ["So nicht." in described(block) for block in blocks]
    assert marked == [block.keyboard() is interview.focusWidget() for block in blocks]

    if way == "typing":
        press(qtbot, interview, "2")
    else:
        interview.run_local("dont_know")
    assert not any(frame(block) for block in blocks)
    assert not any("So nicht." in described(block) for block in blocks)
    assert all(block.check.isHidden() for block in blocks)


@pytest.mark.parametrize("place", [None, 0, 4])
def test_a_refused_answer_and_why_are_in_sight_in_a_small_window(interview: InterviewView, place: int | None) -> None:
    interview.resize(720, 330)
    many = question(QuestionKind.MULTIPLE, "q", choices=choices(*"abcdefghijklmno"), least=2)
    shown = [many] if place is None else [refused(v, "1") if n == place else v for n, v in enumerate(FIELDS)]
    interview.render(console(screen(*([many] if place is None else FIELDS), layout=LIST)))
    shown = [refused(many, "1")] if place is None else shown
    interview.render(
        console(screen(*shown, layout=LIST if place is not None else ScreenLayout.SINGLE, focus=place or 0))
    )
    check = interview.page.sheet.current.check
    assert interview.page.vertical.maximum() > 0
    assert check.visibleRegion().boundingRect() == check.rect()


def test_what_was_said_against_a_row_goes_with_its_answer(interview: InterviewView, qtbot: QtBot) -> None:
    rows = [refused(single("a"), "1", message="So nicht."), single("b")]
    interview.render(console(screen(*rows, layout=GRID)))
    block = interview.page.sheet.current
    assert (block.list._refused, "So nicht." in block.list.accessibleDescription()) == (True, True)
    press(qtbot, interview, "2")
    assert (block.check.isHidden(), block.list._refused, block.list.accessibleDescription()) == (True, False, "")


def test_a_soft_check_that_fires_again_for_the_same_answer_takes_its_reason(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    check = CheckView("/q", False, "Ungewöhnlich.", "soft")
    fired = console(screen(question(QuestionKind.INTEGER, answer=Answer("14"), check=check)))
    interview.answer_given.connect(lambda *_: interview.render(fired))
    interview.render(fired)
    press(qtbot, interview, "14\n\n")
    assert [answer.text for _, answer, _ in given] == ["14"]
    with qtbot.waitSignal(interview.check_kept) as kept:
        press(qtbot, interview, "WG\n")
    assert kept.args == ["/q", "WG", True]


def tab(qtbot: QtBot, interview: InterviewView, back: bool = False) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, shift)


@pytest.mark.parametrize("rtl", [False, True])
def test_tab_goes_through_all_fields_then_the_buttons_and_back(
    interview: InterviewView, qtbot: QtBot, rtl: bool
) -> None:
    interview.render(console(screen(single("before"))))  # so that the others are made after it
    second = screen(*FIELDS, layout=LIST, rtl=not rtl)
    interview.render(console(screen(question(QuestionKind.NOTE, "n"), *FIELDS, layout=LIST, rtl=rtl, focus=1), second))

    wanted = ["Frage a?", "Frage b?", "Frage c?", "Frage d?", "Frage e?", "weiß nicht", "verweigert", "Anmerkung"]
    stops = [interview.focusWidget()]
    for _ in wanted[1:]:
        tab(qtbot, interview)
        stops.append(interview.focusWidget())
        assert not stops[-1].visibleRegion().isEmpty()
    assert wanted == [stop.accessibleName() for stop in stops]

    for stop in reversed(stops[:-1]):
        tab(qtbot, interview, back=True)
        assert stop is interview.focusWidget()
    assert interview.page.sheet.index == 1


@pytest.mark.parametrize("rtl", [False, True])
def test_tab_comes_round_and_never_stops_at_what_cannot_be_seen(
    interview: InterviewView, qtbot: QtBot, rtl: bool
) -> None:
    soft = dataclasses.replace(FIELDS[0], answer=Answer("1"), check=CheckView("/a", False, "Sicher?", "soft"))
    for shown in (
        screen(*FIELDS, layout=LIST, rtl=rtl),
        screen(soft, *FIELDS[1:], layout=LIST, rtl=rtl),
        screen(single("x"), single("y"), layout=GRID, rtl=rtl),
        *(screen(view, rtl=rtl) for view in FIELDS),
    ):
        interview.render(console(shown))
        for back in (False, True):
            first, stops = (interview.focusWidget(), interview.page.sheet.index), 0
            while stops == 0 or (interview.focusWidget(), interview.page.sheet.index) != first:
                tab(qtbot, interview, back)
                stops += 1
                widget = interview.focusWidget()
                assert not widget.visibleRegion().isEmpty(), widget
                assert widget.accessibleName() or isinstance(widget, KeyButton), widget
                assert stops < 40, f"Tab does not come round: {shown.layout}, {widget}, {first}"


def test_tab_goes_from_row_to_row(interview: InterviewView, qtbot: QtBot) -> None:
    rows = [single("a"), single("b"), single("c")]
    interview.render(console(screen(*rows, layout=GRID)))
    assert interview.page.sheet.index == 0
    reached = []
    for back in (False, False, True, True):
        tab(qtbot, interview, back)
        reached.append(interview.page.sheet.index)
    assert reached == [1, 2, 1, 0]
    for _ in range(3):
        tab(qtbot, interview)
    assert isinstance(interview.focusWidget(), KeyButton)
    tab(qtbot, interview, back=True)
    assert (interview.page.sheet.index, interview.focusWidget()) == (2, interview.page.sheet.current.list)


def test_what_was_typed_and_left_by_tab_is_given_with_the_last_field(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    shown = [question(QuestionKind.INTEGER, "a"), single("b"), question(QuestionKind.TEXT, "c")]
    interview.render(console(screen(*shown, layout=LIST)))
    press(qtbot, interview, "34")
    tab(qtbot, interview)
    interview.run_local("refused")
    tab(qtbot, interview)
    press(qtbot, interview, "x\n")
    assert given == [
        ("/a", Answer("34"), False),
        ("/b", Answer(special=Special.REFUSED), False),
        ("/c", Answer("x"), True),
    ]


def test_rows_left_by_arrows_are_given_with_the_last_row(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single("a"), single("b"), single("c"), layout=GRID)))
    press(qtbot, interview, "2")
    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_Down)
    press(qtbot, interview, "3\n4\n")
    assert given == [("/b", Answer("3"), False), ("/a", Answer("2"), False), ("/c", Answer("4"), True)]


def test_what_cannot_be_read_keeps_the_page_and_gets_the_keyboard(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    interview.render(console(screen(question(QuestionKind.DATE, "a"), single("b"), layout=LIST)))
    press(qtbot, interview, "99")
    tab(qtbot, interview)
    press(qtbot, interview, "2\n")
    line = interview.page.sheet.current.editor.line
    assert (given, interview.page.sheet.index) == ([], 0)
    assert (line.said[:12], interview.focusWidget()) == ("Nicht lesbar", line.field)


def test_an_answer_elsewhere_on_the_page_is_not_lost_with_the_reason_for_the_last(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    last = question(QuestionKind.INTEGER, "b", answer=Answer("14"), check=CheckView("/b", False, "Sicher?", "soft"))
    interview.render(console(screen(single("a"), last, layout=LIST)))
    press(qtbot, interview, "2")
    tab(qtbot, interview)
    press(qtbot, interview, "\n")
    with qtbot.waitSignal(interview.check_kept) as kept:
        press(qtbot, interview, "WG\n")
    assert (given, kept.args) == ([("/a", Answer("2"), False)], ["/b", "WG", True])
