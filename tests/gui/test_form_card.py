"""A form on a card by Enter alone: a line that was filled leads to the next blank one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cati_app.ui.stage.form_states import FieldKind, FieldState, FormState
from cati_app.ui.widgets.form_card import FormCard
from cati_app.ui.widgets.kit import Kit

_PERSON = FormState(
    "person",
    "Add somebody",
    "Add",
    fields=(
        FieldState("login", "Login"),
        FieldState("name", "Name", may_be_blank=True),
        FieldState("role", "Role", FieldKind.PICK, "interviewer", (("interviewer", "Interviewer"),)),
        FieldState("languages", "Languages", may_be_blank=True),
    ),
)


class Hand:
    """What is typed, each time with Enter."""

    def __init__(self, kit: Kit, bot: QtBot) -> None:
        self.card = FormCard(kit, inside=True)
        self.given: list[tuple[str, ...]] = []
        self.card.given.connect(self.given.append)
        bot.addWidget(self.card)
        self.card.show()
        self.card.render_form(_PERSON)
        self.card.take_focus()

    def enter(self, *texts: str) -> None:
        for text in texts:
            field = self.card.focusWidget()
            assert isinstance(field, QLineEdit)
            field.setText(text)
            self.card.confirm()


@pytest.fixture
def hand(kit: Kit, qtbot: QtBot) -> Hand:
    return Hand(kit, qtbot)


def test_enter_goes_from_line_to_line_before_the_form_is_given(hand: Hand) -> None:
    hand.enter("jana", "Jana Weber")
    assert [] == hand.given

    hand.enter("de ar")

    assert [("jana", "Jana Weber", "interviewer", "de ar")] == hand.given


def test_enter_on_a_line_that_may_stay_blank_gives_the_form(hand: Hand) -> None:
    hand.enter("jana", "")

    assert [("jana", "", "interviewer", "")] == hand.given


def test_the_button_gives_the_form_at_once_when_nothing_that_is_needed_is_missing(hand: Hand) -> None:
    field = hand.card.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("jana")

    hand.card.do.click()

    assert [("jana", "", "interviewer", "")] == hand.given


def test_while_the_form_is_at_work_the_focus_stays_with_it(kit: Kit, qtbot: QtBot) -> None:
    page, card, beside = QWidget(), FormCard(kit, inside=True), QPushButton("beside")
    column = QVBoxLayout(page)
    column.addWidget(card)
    column.addWidget(beside)
    qtbot.addWidget(page)
    page.show()
    card.render_form(_PERSON)
    card.render_form(replace(_PERSON, busy=True))
    at_work = page.focusWidget()
    card.render_form(_PERSON)

    assert card is at_work
    assert isinstance(page.focusWidget(), QLineEdit)
