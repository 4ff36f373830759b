"""Keyboard paths of each kind of question."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import CheckView, ChoiceView, QuestionView, ScreenLayout, ScreenView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.widgets.key_button import KeyButton
from tests.gui.screens import choices, console, question, screen, single

Given = list[tuple[str, Answer, bool]]
KEYS = {" ": Qt.Key.Key_Space, "\n": Qt.Key.Key_Return, "<": Qt.Key.Key_Backspace}


def press(qtbot: QtBot, view: InterviewView, keys: str) -> None:
    for key in keys:
        widget: QWidget = view.focusWidget() or view
        if key in KEYS:
            qtbot.keyClick(widget, KEYS[key])
        elif not key.isascii():  # Qt's own helper knows no such keys
            hold(widget, Qt.Key.Key_unknown, key, 1)
        else:
            qtbot.keyClicks(widget, key)


@pytest.fixture
def given(interview: InterviewView) -> Given:
    heard: Given = []
    interview.answer_given.connect(lambda ref, answer, last: heard.append((ref, answer, last)))
    return heard


def test_a_digit_alone_does_not_answer(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single())))
    press(qtbot, interview, "3")
    assert given == []


def test_digit_and_enter_answer(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single())))
    press(qtbot, interview, "13\n")
    assert given == [("/q", Answer("3"), True)]


def test_the_digit_answers_with_auto_advance(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single()), auto_advance=True))
    press(qtbot, interview, "4")
    assert given == [("/q", Answer("4"), True)]


def test_a_second_enter_at_once_is_ignored(interview: InterviewView, given: Given, qtbot: QtBot, watch) -> None:
    interview.render(console(screen(single(answer="1"))))
    watch.step = 100
    press(qtbot, interview, "\n\n\n")
    assert len(given) == 1


def hold(widget: QWidget, key: Qt.Key, text: str, times: int = 5) -> None:
    """A key that goes down and is repeated by the keyboard."""
    for repeat in range(times):
        QApplication.sendEvent(
            widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, repeat > 0)
        )


@pytest.mark.parametrize(
    ("shown", "typed"),
    [
        (screen(single()), "2"),
        (screen(question(QuestionKind.TEXT, "wish")), "a bus"),
        (screen(single("a"), single("b"), layout=ScreenLayout.LIST), "2"),
        (screen(single("a"), single("b"), layout=ScreenLayout.GRID), "2"),
        (screen(question(QuestionKind.MULTIPLE, "m", choices=choices(*"abcd"))), "2"),
    ],
)
def test_nothing_of_one_interview_stays_in_the_next(
    interview: InterviewView, given: Given, qtbot: QtBot, shown: ScreenView, typed: str
) -> None:
    one, other = (dataclasses.replace(console(shown), interview=name) for name in ("one", "other"))
    interview.render(one)
    press(qtbot, interview, typed)
    interview.render(one)
    assert interview.page.sheet.answer_at(0) != Answer(), "what was typed stays within an interview"
    interview.render(other)
    assert interview.page.sheet.answer_at(0) == Answer()
    assert given == []


def test_a_held_digit_answers_one_question(interview: InterviewView, given: Given) -> None:
    interview.render(console(screen(single("a"), single("b"), layout=ScreenLayout.LIST), auto_advance=True))
    hold(interview.focusWidget(), Qt.Key.Key_2, "2")
    assert given == [("/a", Answer("2"), False)]
    hold(interview.focusWidget(), Qt.Key.Key_3, "3")
    assert given[1:] == [("/b", Answer("3"), True)]


@pytest.mark.parametrize("following", [single("b"), question(QuestionKind.INTEGER, "b")], ids=["list", "line"])
def test_a_worn_digit_types_nothing_into_the_next_question(
    following: QuestionView, interview: InterviewView, given: Given, qtbot: QtBot, watch
) -> None:
    watch.step = 60
    interview.answer_given.connect(lambda *_: interview.render(console(screen(following), auto_advance=True)))
    interview.render(console(screen(single("a")), auto_advance=True))
    press(qtbot, interview, "22")
    hold(interview.focusWidget(), Qt.Key.Key_2, "2")
    block = interview.page.sheet.current
    assert (given, block.answer()) == ([("/a", Answer("2"), True)], Answer(""))
    interview.answer_given.disconnect()
    press(qtbot, interview, "3")
    assert block.answer() == Answer("3")


def test_answers_typed_fast_each_reach_their_question(
    interview: InterviewView, given: Given, qtbot: QtBot, watch
) -> None:
    watch.step = 90
    interview.render(console(screen(single("a"), single("b"), single("c"), layout=ScreenLayout.LIST)))
    press(qtbot, interview, "2\n3\n4\n")
    assert given == [("/a", Answer("2"), False), ("/b", Answer("3"), False), ("/c", Answer("4"), True)]


def test_a_worn_digit_does_not_untick(interview: InterviewView, given: Given, qtbot: QtBot, watch) -> None:
    watch.step = 60
    interview.render(console(screen(question(QuestionKind.MULTIPLE, choices=choices("a", "b")))))
    press(qtbot, interview, "22\n")
    assert given == [("/q", Answer("2"), True)]


def test_a_code_of_twice_the_same_digit_is_typed_fast(
    interview: InterviewView, given: Given, qtbot: QtBot, watch
) -> None:
    watch.step = 60
    interview.render(console(screen(single(count=12)), auto_advance=True))
    press(qtbot, interview, "11")
    assert given == [("/q", Answer("11"), True)]


def test_a_double_click_answers_one_question(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single("a"), single("b"), layout=ScreenLayout.LIST), auto_advance=True))
    answers = interview.focusWidget()
    qtbot.mouseDClick(answers, Qt.MouseButton.LeftButton, pos=answers.rect_of(1).center())
    assert given == []
    qtbot.mouseClick(answers, Qt.MouseButton.LeftButton, pos=answers.rect_of(1).center())
    assert given == [("/a", Answer("2"), False)]


def test_arrows_neither_answer_nor_go_on(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single())))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(interview.focusWidget(), key)
    press(qtbot, interview, "\n")
    assert given == [("/q", Answer(), True)]


def test_space_picks_at_the_cursor(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single())))
    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_Down)
    press(qtbot, interview, " \n")
    assert given == [("/q", Answer("2"), True)]


def test_an_exclusive_choice_clears_the_others(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    offered = choices("a", "b", "keine", exclusive=(3,))
    interview.render(console(screen(question(QuestionKind.MULTIPLE, choices=offered))))
    press(qtbot, interview, "213\n")
    interview.render(console(screen(question(QuestionKind.MULTIPLE, "r", choices=offered))))
    press(qtbot, interview, "321\n")
    assert [answer.text for _, answer, _ in given] == ["3", "1 2"]


def test_digits_collect_where_codes_have_two(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    offered = choices(*(f"Angebot {n}" for n in range(1, 13)))
    interview.render(console(screen(question(QuestionKind.MULTIPLE, choices=offered))))
    press(qtbot, interview, "12 1\n")
    assert given == []
    press(qtbot, interview, "\n")
    assert given == [("/q", Answer("1 12"), True)]


def teens() -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(f"c{n}", f"Antwort {n}", f"{n}") for n in range(11, 16))


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANK])
@pytest.mark.parametrize("typed", ["1", "19"])
def test_a_code_that_stands_for_no_answer_is_named(
    interview: InterviewView, given: Given, qtbot: QtBot, kind: QuestionKind, typed: str
) -> None:
    interview.render(console(screen(question(kind, choices=teens()))))
    press(qtbot, interview, typed + "\n")
    check = interview.page.sheet.current.check
    assert (given, True) == ([], f"„{typed}“" in check.accessibleName())
    assert (check.isVisible(), check.geometry().bottom() < interview.page.sheet.height()) == (True, True)
    press(qtbot, interview, "12\n\n" if kind is not QuestionKind.SINGLE else "12\n")
    assert (["c12"], False) == ([answer.text for _, answer, _ in given], check.isVisible())


def test_after_a_code_that_stands_for_no_answer_a_second_enter_goes_on(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    interview.render(console(screen(single(answer="2"))))
    press(qtbot, interview, "7\n")
    assert given == []
    press(qtbot, interview, "\n")
    assert given == [("/q", Answer("2"), True)]


def test_a_code_that_stands_for_no_answer_does_not_hide_a_soft_check_for_good(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    check = CheckView("/q", False, "Ungewöhnlich.", "soft")
    interview.render(console(screen(single(answer="2", check=check))))
    press(qtbot, interview, "7\n\n\n")
    with qtbot.waitSignal(interview.check_kept) as kept:
        press(qtbot, interview, "WG\n")
    assert (["/q", "WG", True], []) == (kept.args, given)


def test_a_code_that_stands_for_no_answer_is_named_in_a_grid(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    rows = [question(QuestionKind.SINGLE, name, choices=teens()) for name in ("a", "b")]
    interview.render(console(screen(*rows, layout=ScreenLayout.GRID)))
    press(qtbot, interview, "1\n")
    check = interview.page.sheet.current.check
    assert (given, check.isVisible(), "„1“" in check.accessibleName()) == ([], True, True)
    press(qtbot, interview, "11\n")
    assert ([("/a", Answer("c11"), False)], False) == (given, check.isVisible())


def test_a_ranking_takes_back_its_last_place(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.RANK, choices=choices("a", "b", "c")))))
    press(qtbot, interview, "32<1\n")
    assert given[0][1] == Answer("3 1")


def test_a_ranking_that_was_refused_as_incomplete_is_gone_on_with(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    asked = question(QuestionKind.RANK, choices=choices("a", "b", "c"))
    refused = dataclasses.replace(asked, answer=Answer("3 1"), check=CheckView("/q", True, "", "type"))
    interview.render(console(screen(asked)))
    press(qtbot, interview, "31\n")
    interview.render(console(screen(refused)))
    press(qtbot, interview, "2\n")
    assert [answer.text for _, answer, _ in given] == ["3 1", "3 1 2"]


def test_ten_on_a_scale_needs_no_applying(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.SCALE, minimum=0, maximum=10))))
    press(qtbot, interview, "10\n")
    assert given == [("/q", Answer("10"), True)]


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (QuestionKind.INTEGER, "42", "42"),
        (QuestionKind.DECIMAL, "2,50", "2.5"),
        (QuestionKind.DATE, "24121960", "1960-12-24"),
        (QuestionKind.TIME, "1845", "18:45:00.000"),
        (QuestionKind.DATETIME, "24.12.1960 18:45", "1960-12-24T18:45:00.000"),
        (QuestionKind.TEXT, "Hasport", "Hasport"),
        (QuestionKind.LONG_TEXT, "Mehr Busse", "Mehr Busse"),
    ],
)
def test_typed_answers(
    interview: InterviewView, given: Given, qtbot: QtBot, kind: QuestionKind, typed: str, expected: str
) -> None:
    interview.render(console(screen(question(kind))))
    press(qtbot, interview, typed + "\n")
    assert given == [("/q", Answer(expected), True)]


def test_an_unreadable_date_is_not_given(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.DATE))))
    press(qtbot, interview, "32.13.1960\n")
    assert given == []


def test_shift_enter_makes_a_new_line(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.LONG_TEXT))))
    press(qtbot, interview, "a")
    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, interview, "b\n")
    assert given[0][1] == Answer("a\nb")


def test_arrows_move_in_the_matches_though_the_page_scrolls(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    interview.resize(1280, 330)
    offered = choices(*(f"Land {number}" for number in range(60)))
    interview.render(console(screen(question(QuestionKind.SINGLE, choices=offered, searchable=True))))
    assert interview.page.vertical.maximum() > 0
    press(qtbot, interview, "land")
    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_Down)
    press(qtbot, interview, "\n")
    press(qtbot, interview, "\n")
    assert given == [("/q", Answer("2"), True)]


def test_a_search_without_a_match_says_so(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    offered = choices("Angola", "Albanien")
    interview.render(console(screen(question(QuestionKind.SINGLE, choices=offered, searchable=True))))
    press(qtbot, interview, "xyz\n")
    assert given == []
    field = interview.focusWidget()
    assert isinstance(field, QWidget)
    assert "xyz" in field.accessibleDescription()


def test_searching_takes_the_match_then_goes_on(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    offered = (*tuple(ChoiceView(f"c{n}", f"Ort {n}", f"{n}") for n in range(10000)), ChoiceView("m", "München", "x"))
    interview.render(console(screen(question(QuestionKind.SINGLE, choices=offered, searchable=True))))
    press(qtbot, interview, "munch\n")
    assert given == []
    press(qtbot, interview, "\n")
    assert given == [("/q", Answer("m"), True)]


def test_a_grid_goes_row_by_row(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    rows = [single("a"), single("b"), single("c")]
    interview.render(console(screen(*rows, layout=ScreenLayout.GRID)))
    press(qtbot, interview, "1\n2\n3\n")
    assert given == [("/a", Answer("1"), False), ("/b", Answer("2"), False), ("/c", Answer("3"), True)]


def test_a_list_moves_from_question_to_question(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    parts = [question(QuestionKind.INTEGER, "age"), single("sex"), question(QuestionKind.TEXT, "rel")]
    interview.render(console(screen(*parts, layout=ScreenLayout.LIST)))
    press(qtbot, interview, "34\n2\nTante\n")
    assert [(ref, answer.text, last) for ref, answer, last in given] == [
        ("/age", "34", False),
        ("/sex", "2", False),
        ("/rel", "Tante", True),
    ]


def test_note_acknowledge_and_repeat(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    for kind, keys in ((QuestionKind.NOTE, "\n"), (QuestionKind.ACKNOWLEDGE, "1\n"), (QuestionKind.REPEAT, "0\n")):
        interview.render(console(screen(question(kind, kind.value))))
        press(qtbot, interview, keys)
    assert [answer.text for _, answer, _ in given] == ["", "OK", "0"]


@pytest.mark.parametrize(
    ("kind", "parts", "stored", "typed", "given_now"),
    [
        (QuestionKind.INTEGER, {}, "1", "2", "2"),
        (QuestionKind.DECIMAL, {}, "1500.5", "2,5", "2.5"),
        (QuestionKind.DATE, {"date_parts": "year"}, "1970-01-01", "1980", "1980-01-01"),
        (QuestionKind.DATE, {"date_parts": "day"}, "1970-01-01", "24121980", "1980-12-24"),
        (QuestionKind.TIME, {}, "18:45:00.000", "7", "07:00:00.000"),
        (QuestionKind.DATETIME, {}, "1970-01-01T18:45:00.000", "24.12.1980 7:30", "1980-12-24T07:30:00.000"),
        (QuestionKind.TEXT, {}, "Tante", "Onkel", "Onkel"),
        (QuestionKind.SINGLE, {"choices": choices(*"abcdefghijkl")}, "1", "2", "2"),
        (QuestionKind.RANK, {"choices": choices("a", "b", "c")}, "3 1 2", "12", "1 2"),
    ],
)
@pytest.mark.parametrize("check", [None, CheckView("/q", False, "Sicher?", "soft")], ids=["again", "soft check"])
def test_typing_replaces_what_is_shown_again(
    interview: InterviewView, given: Given, qtbot: QtBot, kind, parts, stored, typed, given_now, check
) -> None:
    shown = screen(question(kind, answer=Answer(stored), check=check, **parts))
    interview.render(console(screen(single("other"))))
    interview.render(console(shown))
    press(qtbot, interview, f"{typed}\n")
    assert given == [("/q", Answer(given_now), True)]


def test_typing_replaces_a_long_text_that_is_shown_again(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.LONG_TEXT, answer=Answer("frueher")))))
    press(qtbot, interview, "heute\n")
    assert given == [("/q", Answer("heute"), True)]


def test_one_key_in_a_number_before_its_soft_check_is_not_joined_by_the_next(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    asked = question(QuestionKind.INTEGER, "size")
    interview.render(console(screen(asked)))
    press(qtbot, interview, "1\n")
    check = CheckView("/size", False, "Allein?", "soft")
    interview.render(console(screen(dataclasses.replace(asked, answer=Answer("1"), check=check))))
    press(qtbot, interview, "2\n")
    assert [answer.text for _, answer, _ in given] == ["1", "2"]


def in_arabic(view: QuestionView) -> QuestionView:
    other = tuple(dataclasses.replace(choice, label=f"ع {choice.label}") for choice in view.choices)
    return dataclasses.replace(view, label="سؤال", choices=other)


COUNTRIES = choices("Aal", "Aas", "Barsch")
BEGUN: dict[QuestionKind, list[tuple[dict[str, object], str, str, str]]] = {
    QuestionKind.SINGLE: [
        ({"choices": choices("a", "b", "c")}, "2", "", "2"),
        ({"choices": teens()}, "1", "2", "c12"),
        ({"choices": choices(*"abcdefghijkl")}, "1", "2", "12"),
        ({"choices": COUNTRIES, "searchable": True}, "Aa", "s\n", "2"),
        ({"choices": COUNTRIES, "searchable": True}, "Bar\nAa", "s", "3"),
    ],
    QuestionKind.FROM_ROWS: [({"choices": teens()}, "1", "3", "c13")],
    QuestionKind.SEVERAL_ROWS: [({"choices": choices("a", "b", "c")}, "13", "2", "1 2 3")],
    QuestionKind.SEVERAL_ROWS: [({"choices": choices("a", "b", "c")}, "13", "2", "1 2 3")],
    QuestionKind.MULTIPLE: [
        ({"choices": choices("a", "b", "c")}, "13", "2", "1 2 3"),
        ({"choices": choices(*"abcdefghijkl")}, "1", "2 ", "12"),
        ({"choices": COUNTRIES, "searchable": True}, "Bar\nAa", "s\n", "3 2"),
    ],
    QuestionKind.RANK: [({"choices": choices("a", "b", "c")}, "31", "2", "3 1 2")],
    QuestionKind.SCALE: [
        ({"minimum": 0.0, "maximum": 10.0}, "1", "0", "10"),
        ({"minimum": 0.0, "maximum": 100.0}, "5", "5", "55"),
    ],
    QuestionKind.INTEGER: [({}, "1", "2", "12")],
    QuestionKind.DECIMAL: [({}, "1,", "5", "1.5")],
    QuestionKind.DATE: [
        ({"date_parts": "day"}, "24.12", ".1960", "1960-12-24"),
        ({"date_parts": "month"}, "12", ".1960", "1960-12-01"),
        ({"date_parts": "year"}, "19", "60", "1960-01-01"),
    ],
    QuestionKind.TIME: [({}, "18:4", "5", "18:45:00.000")],
    QuestionKind.DATETIME: [({}, "24.12.1960 18", ":45", "1960-12-24T18:45:00.000")],
    QuestionKind.TEXT: [({}, "gut ", "so", "gut so")],
    QuestionKind.LONG_TEXT: [({}, "gut ", "so", "gut so")],
    QuestionKind.NOTE: [({}, "", "", "")],
    QuestionKind.ACKNOWLEDGE: [({}, "1", "", "OK")],
    QuestionKind.REPEAT: [({}, "1", "", "1")],
}
"""What is typed before the language changes, and after it, by kind of question."""


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "in a list"])
@pytest.mark.parametrize("kind", QuestionKind)
def test_another_language_keeps_what_was_typed(
    interview: InterviewView, qtbot: QtBot, kind: QuestionKind, alone: bool
) -> None:
    for number, (parts, before, after, value) in enumerate(BEGUN[kind]):
        shown = [question(kind, f"q{number}", **parts)]
        if not alone:
            shown = [question(QuestionKind.NOTE, "before"), *shown, single("after")]
        layout = ScreenLayout.SINGLE if alone else ScreenLayout.LIST
        interview.render(console(screen(*shown, layout=layout)))
        press(qtbot, interview, "" if alone else "\n")
        press(qtbot, interview, before)
        editor = interview.page.sheet.current.editor
        typed = "" if editor is None else editor.typed()
        interview.render(console(screen(*map(in_arabic, shown), layout=layout, rtl=True)))
        assert typed == ("" if editor is None else editor.typed())
        press(qtbot, interview, after)
        assert (interview.page.sheet.current.answer(), parts) == (Answer(value), parts)


def test_another_language_keeps_row_and_digits_of_a_grid(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    rows = [question(QuestionKind.SINGLE, name, choices=teens()) for name in ("a", "b", "c")]
    interview.render(console(screen(*rows, layout=ScreenLayout.GRID)))
    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_Down)
    press(qtbot, interview, "1")
    interview.render(console(screen(*map(in_arabic, rows), layout=ScreenLayout.GRID, rtl=True)))
    press(qtbot, interview, "4\n")
    assert given == [("/b", Answer("c14"), False)]


@pytest.mark.parametrize("layout", [ScreenLayout.SINGLE, ScreenLayout.GRID])
def test_another_language_keeps_the_reason_for_an_answer(
    interview: InterviewView, qtbot: QtBot, layout: ScreenLayout
) -> None:
    check = CheckView("/q", False, "Ungewöhnlich.", "soft")
    shown = single(answer="2", check=check)
    interview.render(console(screen(shown, layout=layout)))
    press(qtbot, interview, "\nW")
    other = dataclasses.replace(in_arabic(shown), check=dataclasses.replace(check, message="غير عادي"))
    interview.render(console(screen(other, layout=layout, rtl=True)))
    with qtbot.waitSignal(interview.check_kept) as kept:
        press(qtbot, interview, "G\n")
    assert kept.args == ["/q", "WG", True]


def test_a_country_is_found_by_the_names_of_all_languages(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    names = {"EG": "مصر", "DE": "ألمانيا", "TR": "تركيا"}
    offered = tuple(ChoiceView(name, label, name, also=(f"{name}-land",)) for name, label in names.items())
    for typed, expected in (("ägyp", "EG"), ("germ", "DE"), ("المان", "DE"), ("tr-l", "TR"), ("turk", "TR")):
        interview.render(console(screen(question(QuestionKind.SINGLE, typed, choices=offered, searchable=True))))
        press(qtbot, interview, f"{typed}\n\n")
        assert given.pop()[1] == Answer(expected)


def test_a_match_says_by_which_other_name_it_was_found(interview: InterviewView, qtbot: QtBot) -> None:
    offered = (ChoiceView("a", "مصر", "1", also=("Ägypten",)), ChoiceView("b", "النمسا", "2"))
    interview.render(console(screen(question(QuestionKind.SINGLE, choices=offered, searchable=True))))
    press(qtbot, interview, "gypt")
    matches = interview.page.sheet.current.editor.search.view.model()
    assert "مصر (\u2068Ägypten\u2069)" == matches.index(0, 0).data()


@pytest.mark.parametrize("kind", [QuestionKind.DECIMAL, QuestionKind.INTEGER])
def test_thousands_or_decimals_are_asked_back(interview: InterviewView, given: Given, qtbot: QtBot, kind) -> None:
    interview.render(console(screen(question(kind))))
    press(qtbot, interview, "1.500\n")
    line = interview.page.sheet.current.editor.line
    assert (given, line.said[:8]) == ([], "Ist 1500")
    press(qtbot, interview, "<<<<500\n")
    assert (given, line.said) == ([("/q", Answer("1500"), True)], "1500")


def test_what_was_understood_stands_under_a_number_with_its_unit(interview: InterviewView, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.DECIMAL, unit="€", maximum=2000000.0))))
    line = interview.page.sheet.current.editor.line
    press(qtbot, interview, "1234567,5")
    assert (line.said, line.beside.endswith("höchstens 2.000.000")) == ("1.234.567,5 €", True)


def test_digits_without_end_are_not_understood_and_can_be_taken_back(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    interview.render(console(screen(question(QuestionKind.INTEGER))))
    line = interview.page.sheet.current.editor.line
    line.field.setText("7" * 5000)
    press(qtbot, interview, "\n")
    assert (given, line.said[:14]) == ([], "Nicht lesbar. ")
    line.field.clear()
    press(qtbot, interview, "7\n")
    assert given == [("/q", Answer("7"), True)]


def test_steps_from_a_million_on_are_plain_digits(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    steps = question(QuestionKind.SCALE, minimum=2000000.0, maximum=2000005.0, step=1.0)
    interview.render(console(screen(steps)))
    press(qtbot, interview, "2000003\n")
    assert given == [("/q", Answer("2000003"), True)]


def test_a_special_answer_is_selected_then_given(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single(answer="2"))))
    interview.run_local("refused")
    assert given == []
    press(qtbot, interview, "\n")
    assert given == [("/q", Answer(special=Special.REFUSED), True)]


def special_buttons(interview: InterviewView) -> set[str]:
    buttons = interview.page.findChildren(KeyButton)
    return {button.property("command") for button in buttons if button.isVisible()} - {"remark"}


@pytest.mark.parametrize("auto_advance", [False, True])
@pytest.mark.parametrize(
    "shown", [question(QuestionKind.NOTE), question(QuestionKind.INTEGER, read_only=True, answer=Answer("5"))]
)
def test_what_is_only_read_aloud_takes_no_special_answer(
    interview: InterviewView, given: Given, shown: QuestionView, auto_advance: bool
) -> None:
    interview.render(console(screen(shown), auto_advance=auto_advance, not_applicable=True))
    assert set() == special_buttons(interview)
    for name in ("dont_know", "refused", "not_applicable"):
        interview.run_local(name)
    assert (None, []) == (interview.page.sheet.current.special, given)
    interview.render(console(screen(single())))
    assert {"dont_know", "refused"} == special_buttons(interview)


def test_special_answers_follow_the_question_of_a_list(interview: InterviewView, qtbot: QtBot) -> None:
    parts = [question(QuestionKind.NOTE, "hello"), question(QuestionKind.INTEGER, "age")]
    interview.render(console(screen(*parts, layout=ScreenLayout.LIST)))
    assert set() == special_buttons(interview)
    press(qtbot, interview, "\n")
    assert {"dont_know", "refused"} == special_buttons(interview)


def test_a_grid_row_for_information_takes_no_special_answer(interview: InterviewView) -> None:
    interview.render(console(screen(single("a", read_only=True), single("b"), layout=ScreenLayout.GRID)))
    interview.run_local("refused")
    assert (None, set()) == (interview.page.sheet.current.special, special_buttons(interview))


def test_a_digit_replaces_a_special_answer(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single())))
    interview.run_local("dont_know")
    press(qtbot, interview, "1\n")
    assert given == [("/q", Answer("1"), True)]


def test_a_soft_check_is_kept_with_a_reason(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    check = CheckView("/q", False, "Ungewöhnlich viele.", "soft")
    interview.render(console(screen(question(QuestionKind.INTEGER, answer=Answer("14"), check=check))))
    press(qtbot, interview, "\n\n")
    with qtbot.waitSignal(interview.check_kept) as kept:
        press(qtbot, interview, "WG\n")
    assert kept.args == ["/q", "WG", True]
    assert given == []


def test_a_changed_answer_needs_no_reason(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    check = CheckView("/q", False, "Ungewöhnlich viele.", "soft")
    interview.render(console(screen(question(QuestionKind.INTEGER, answer=Answer("14"), check=check))))
    press(qtbot, interview, "4\n")
    assert given == [("/q", Answer("4"), True)]


def test_what_was_typed_stays_when_a_check_fires(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.INTEGER))))
    press(qtbot, interview, "300\n")
    check = CheckView("/q", True, "Höchstens 120.", "constraint")
    interview.render(console(screen(question(QuestionKind.INTEGER, check=check))))
    press(qtbot, interview, "\n")
    assert [answer.text for _, answer, _ in given] == ["300", "300"]


@pytest.mark.parametrize("kind", [QuestionKind.INTEGER, QuestionKind.TEXT])
def test_what_a_hard_check_refused_is_replaced_by_typing(
    interview: InterviewView, given: Given, qtbot: QtBot, kind: QuestionKind
) -> None:
    refused = console(screen(question(kind, answer=Answer("300"), check=CheckView("/q", True, "No.", "constraint"))))
    interview.answer_given.connect(lambda *_: interview.render(refused))
    interview.render(console(screen(question(kind))))
    press(qtbot, interview, "300\n42\n43\n")
    assert [answer.text for _, answer, _ in given] == ["300", "42", "43"]


def test_another_look_at_the_screen_does_not_select_what_is_being_typed(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    check = CheckView("/q", True, "No.", "constraint")
    refused = console(screen(question(QuestionKind.INTEGER, answer=Answer("300"), check=check)))
    interview.answer_given.connect(lambda *_: interview.render(refused))
    interview.render(console(screen(question(QuestionKind.INTEGER))))
    press(qtbot, interview, "300\n4")
    interview.render(refused)
    press(qtbot, interview, "2\n")
    assert [answer.text for _, answer, _ in given] == ["300", "42"]


def test_what_was_said_against_an_answer_goes_with_it(interview: InterviewView, qtbot: QtBot) -> None:
    check = CheckView("/q", True, "Höchstens 120.", "constraint")
    interview.render(console(screen(question(QuestionKind.INTEGER, check=check))))
    block = interview.page.sheet.current
    assert block.check.isVisible()
    press(qtbot, interview, "7")
    assert not block.check.isVisible()


def test_a_missing_answer_says_what_to_do(interview: InterviewView) -> None:
    interview.render(console(screen(single(check=CheckView("/q", True, "", "required")))))
    assert "F3" in interview.page.sheet.current.check.accessibleName()


def test_a_long_text_that_was_refused_is_not_wiped_by_the_next_key(
    interview: InterviewView, given: Given, qtbot: QtBot
) -> None:
    check = CheckView("/q", True, "No.", "constraint")
    refused = console(screen(question(QuestionKind.LONG_TEXT, answer=Answer("a"), check=check)))
    interview.answer_given.connect(lambda *_: interview.render(refused))
    interview.render(console(screen(question(QuestionKind.LONG_TEXT))))
    press(qtbot, interview, "a\nb\n")
    assert [answer.text for _, answer, _ in given] == ["a", "ab"]


def test_the_second_language_shows_the_same_answer(interview: InterviewView, given: Given, qtbot: QtBot) -> None:
    interview.render(console(screen(single()), screen(single(), rtl=True)))
    press(qtbot, interview, "2")
    assert interview.page._second.answers() == [Answer("2")]


def test_a_second_language_that_comes_later_shows_what_was_typed(interview: InterviewView, qtbot: QtBot) -> None:
    interview.render(console(screen(single())))
    press(qtbot, interview, "2")
    interview.render(console(screen(single()), screen(single(), rtl=True)))
    assert interview.page._second.answers() == [Answer("2")]


def test_options_speak_to_assistive_technology(interview: InterviewView, qtbot: QtBot) -> None:
    interview.render(console(screen(single(answer="2"))))
    heard = QAccessible.queryAccessibleInterface(interview.focusWidget())
    assert heard.childCount() == 5
    assert heard.child(1).text(QAccessible.Text.Name) == "2 Antwort 2"
    assert heard.child(1).state().checked
    assert not heard.child(0).state().checked


def test_painting_is_reported_with_the_number_of_the_screen(interview: InterviewView, qtbot: QtBot) -> None:
    painted: list[int] = []
    interview.call_when_painted(painted.append)
    interview.render(console(screen(single())))
    qtbot.waitUntil(lambda: painted == [1] or len(painted) > 1)
    assert set(painted) == {1}


def test_one_more_takes_no_dont_know(interview: InterviewView, qtbot: QtBot) -> None:
    interview.render(console(screen(question(QuestionKind.REPEAT))))
    buttons = interview.page.findChildren(KeyButton)
    assert [button.property("command") for button in buttons if not button.isHidden()] == ["remark"]


def test_the_keyboard_goes_straight_from_one_field_to_the_next(interview: InterviewView, qtbot: QtBot) -> None:
    """By way of a button the button would be painted twice, and a screen reader would say it."""
    interview.render(console(screen(single())))
    came: list[QWidget | None] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def note(old: QWidget | None, new: QWidget | None) -> None:
        came.append(new)

    app.focusChanged.connect(note)
    interview.render(console(screen(question(QuestionKind.INTEGER))))
    field = interview.page.sheet.current.focus_widget()
    interview.render(console(screen(question(QuestionKind.LONG_TEXT))))
    text = interview.page.sheet.current.focus_widget()
    interview.render(console(screen(single("r"))))
    app.focusChanged.disconnect(note)
    assert [field, text, interview.page.sheet.current.focus_widget()] == came
