"""Two languages side by side: level with each other, each in its own language, and with the same answers."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import CheckView, QuestionView, ScreenLayout, ScreenView
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.widgets.block import QuestionBlock
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.sheet import QuestionSheet
from cati_app.ui.widgets.text import LaidText
from tests.gui.screens import choices, console, question, screen
from tests.gui.test_answering import press

LONG = (
    "eine Antwort, die so lang ist, dass sie in einer halben Breite nicht auf eine Zeile und auch nicht auf zwei passt"
)
LISTED = choices(LONG, "kurz", "mittel", LONG)
SHORT = choices("أ", "ب", "ج", "د")
CHECK = CheckView("/q", True, LONG, "constraint")


def both(
    german: QuestionView, *, layout: ScreenLayout = ScreenLayout.SINGLE, rows: int = 1, **arabic: object
) -> tuple[ScreenView, ScreenView]:
    """A question, or rows of it, in German, and in Arabic with other parts."""
    names = [german.name, *(f"{german.name}{row}" for row in range(1, rows))]
    first = [dataclasses.replace(german, name=name, ref=f"/{name}") for name in names]
    parts = {"label": "سؤال؟", **arabic}
    second = [dataclasses.replace(view, **parts) for view in first]  # type: ignore[arg-type]
    return screen(*first, layout=layout), screen(*second, layout=layout, rtl=True)


def columns(interview: InterviewView) -> tuple[QuestionSheet, QuestionSheet]:
    return interview.page.sheet, interview.page._second


def tops(sheet: QuestionSheet) -> list[int]:
    """Where the parts of a column begin, from the top of the page: text, instruction, answers or rows, check."""
    content = sheet.parentWidget()
    assert content is not None

    def top(widget: QWidget, rect: QRect | None = None) -> int:
        return widget.mapTo(content, QPoint(0, 0) if rect is None else rect.topLeft()).y()

    found = []
    if sheet.is_grid:
        grid = sheet.current.list
        return [top(grid, grid.row_rect(row)) for row in range(len(grid.rows))]
    for block in sheet._blocks[: len(sheet.shown.questions)]:
        assert isinstance(block, QuestionBlock)
        found += [top(block.reading), top(block.reading) + block.reading._hint_top()]
        if block.editor is not None:
            found.append(top(block.editor.widget))
            options = getattr(block.editor.widget, "options", ())
            found += [top(block.editor.widget, block.editor.widget.rect_of(index)) for index in range(len(options))]
        if not block.check.isHidden():
            found.append(top(block.check))
    return found


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize(
    "shown",
    [
        both(question(QuestionKind.SINGLE, choices=LISTED, label=LONG * 2, hint=LONG), choices=SHORT, hint="قصير"),
        both(question(QuestionKind.SINGLE, choices=SHORT, hint="kurz"), choices=LISTED, label=LONG * 2, hint=""),
        both(question(QuestionKind.MULTIPLE, choices=LISTED, hint=LONG, check=CHECK), choices=SHORT),
        both(question(QuestionKind.RANK, choices=SHORT), choices=LISTED, check=CHECK),
        both(question(QuestionKind.SINGLE, choices=LISTED * 4), choices=SHORT * 4),
        both(question(QuestionKind.INTEGER, label=LONG, check=CHECK), check=dataclasses.replace(CHECK, message="لا")),
        both(question(QuestionKind.TEXT, label=LONG), layout=ScreenLayout.LIST, rows=3, hint=LONG),
        both(
            question(QuestionKind.SINGLE, choices=LISTED, label=LONG), layout=ScreenLayout.LIST, rows=2, choices=SHORT
        ),
        both(question(QuestionKind.SINGLE, choices=LISTED, label="kurz"), layout=ScreenLayout.GRID, rows=4, label=LONG),
        both(
            question(QuestionKind.SINGLE, choices=SHORT, label=LONG), layout=ScreenLayout.GRID, rows=4, choices=LISTED
        ),
    ],
)
def test_what_belongs_together_stands_level(
    interview: InterviewView, width: int, shown: tuple[ScreenView, ScreenView]
) -> None:
    interview.resize(width, 640)
    interview.render(console(*shown))

    first, second = columns(interview)
    assert tops(first) == tops(second)
    assert first.width() == second.width()


def messages(interview: InterviewView) -> list[str]:
    return [sheet.current.check.accessibleName() for sheet in columns(interview)]


@pytest.mark.parametrize(
    ("check", "german", "arabic"),
    [
        (CheckView("/q", True, "", "required"), "Bitte korrigieren: Hier fehlt", "يرجى التصحيح: لا توجد"),
        (CheckView("/q", True, "", "constraint"), "Bitte korrigieren: Erwartet: höch", "يرجى التصحيح: المطلوب: 120"),
        (CheckView("/q", False, "", "soft"), "Sicher?", "متأكدون؟"),
        (CheckView("/q", False, "", "soft", "darum"), "", "أُبقيت"),
    ],
)
def test_each_column_says_a_check_in_its_own_language(
    interview: InterviewView, check: CheckView, german: str, arabic: str
) -> None:
    interview.render(console(*both(question(QuestionKind.INTEGER, maximum=120.0, check=check))))

    told = messages(interview)
    assert told[0].startswith(german)
    assert told[1].startswith(arabic)


def lines(interview: InterviewView) -> list[str]:
    return [sheet.current.editor.line.said for sheet in columns(interview)]


def test_what_was_understood_or_not_is_said_in_both_columns(interview: InterviewView, qtbot: QtBot) -> None:
    interview.render(console(*both(question(QuestionKind.DATE))))
    press(qtbot, interview, "24121960")
    assert "Samstag" in lines(interview)[0]
    assert "السبت" in lines(interview)[1]

    press(qtbot, interview, "9\n")
    assert lines(interview)[0].startswith("Nicht lesbar")
    assert lines(interview)[1].startswith("غير مفهوم")


def test_a_code_that_stands_for_no_answer_is_told_in_both_columns_until_another_is_typed(
    interview: InterviewView, qtbot: QtBot
) -> None:
    for layout, rows in ((ScreenLayout.SINGLE, 1), (ScreenLayout.GRID, 2)):
        name = f"q-{layout.value}-"
        interview.render(console(*both(question(QuestionKind.SINGLE, name, choices=SHORT), layout=layout, rows=rows)))
        press(qtbot, interview, "7")
        assert ["7" in told for told in messages(interview)] == [True, True]
        assert "رمز" in messages(interview)[1]
        press(qtbot, interview, "2")
        assert [sheet.current.check.isHidden() for sheet in columns(interview)] == [True, True]
        assert [sheet.answers()[0] for sheet in columns(interview)] == [Answer("2"), Answer("2")]


def test_a_check_goes_from_both_columns_with_the_answer(interview: InterviewView, qtbot: QtBot) -> None:
    interview.render(console(*both(question(QuestionKind.INTEGER, answer=Answer("300"), check=CHECK))))
    assert [sheet.current.check.isHidden() for sheet in columns(interview)] == [False, False]
    press(qtbot, interview, "4")
    assert [sheet.current.check.isHidden() for sheet in columns(interview)] == [True, True]
    assert tops(columns(interview)[0]) == tops(columns(interview)[1])


def test_the_ends_of_a_scale_are_named_in_both_columns(interview: InterviewView) -> None:
    ends = tuple(dataclasses.replace(choice, name=name) for choice, name in zip(LISTED[1:3], ("0", "10"), strict=True))
    other = tuple(dataclasses.replace(end, label=label) for end, label in zip(ends, ("أبدا", "تماما"), strict=True))
    scale = question(QuestionKind.SCALE, minimum=0.0, maximum=10.0, step=1.0, choices=ends)
    interview.render(console(*both(scale, choices=other)))

    first, second = (sheet.current.editor.list.captions for sheet in columns(interview))
    assert ((0, "0 = kurz"), (10, "10 = mittel")) == first
    assert ((0, "0 = أبدا"), (10, "10 = تماما")) == second


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_line_of_a_column_runs_in_its_direction(
    interview: InterviewView, kit: Kit, qtbot: QtBot, kind: QuestionKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: dict[str, bool] = {}
    line = kit.texts.line

    def noted(text: str, font: QFont, right_to_left: bool = False) -> LaidText:
        runs[text] = right_to_left
        return line(text, font, right_to_left)

    monkeypatch.setattr(kit.texts, "line", noted)
    parts = {"unit": "غرفة", "choices": SHORT, "remark": "3 ملاحظات", "check": CHECK, "hint": "4 ب"}
    for searchable in (False, True):
        shown = question(kind, "q", label="5 أسئلة", searchable=searchable, least=2, **parts)
        interview.render(console(screen(shown, rtl=True)))
        press(qtbot, interview, "1")
        interview.page.sheet.grab()
        numbers = {code for code in runs if code.isdecimal()}
        assert runs
        assert {True} == {runs[text] for text in runs if text not in numbers}
