"""What keeps an interview from going on is in sight, however long the list of answers is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from cati_app.engine.form.screen import CheckView
from cati_app.ui.console.interview.view import InterviewView
from tests.gui.screens import console, screen, single


def is_check_in_sight(view: InterviewView) -> bool:
    check, area = view.page.sheet.current.check, view.page._area.viewport()
    return area.rect().contains(QRect(check.mapTo(area, QPoint(0, 0)), check.size()))


@pytest.mark.parametrize("hard", [True, False])
def test_a_check_below_a_long_list_is_scrolled_to(interview: InterviewView, qtbot: QtBot, hard: bool) -> None:
    asked = single(count=14)
    interview.resize(900, 400)
    interview.render(console(screen(asked)))
    qtbot.waitUntil(lambda: interview.page.vertical.maximum() > 0)
    assert interview.page.vertical.value() == 0

    fired = CheckView("/q", hard, "Das passt nicht zur Antwort davor.", "constraint" if hard else "soft")
    interview.render(console(screen(replace(asked, check=fired))))
    qtbot.waitUntil(lambda: is_check_in_sight(interview))

    interview.render(console(screen(single("next", count=14))))
    qtbot.waitUntil(lambda: interview.page.vertical.value() == 0)


def test_a_code_that_stands_for_no_answer_is_told_in_sight(interview: InterviewView, qtbot: QtBot) -> None:
    interview.resize(900, 400)
    interview.render(console(screen(single(count=8))))
    qtbot.waitUntil(lambda: interview.page.vertical.maximum() > 0)

    qtbot.keyClick(interview.focusWidget(), Qt.Key.Key_9)

    qtbot.waitUntil(lambda: is_check_in_sight(interview))


def test_a_check_that_was_kept_leaves_the_question_in_sight(interview: InterviewView, qtbot: QtBot) -> None:
    kept = CheckView("/q", False, "Wirklich?", "soft", reason="ja")
    interview.resize(900, 400)
    interview.render(console(screen(single(count=14, check=kept))))
    qtbot.waitUntil(lambda: interview.page.vertical.maximum() > 0)

    assert interview.page.vertical.value() == 0
