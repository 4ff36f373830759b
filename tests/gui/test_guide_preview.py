"""The guided screen in a real window: the text has the focus, commands are given beside it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cati_app.cli.preview import read_of_guide
from cati_app.demo.preview.sitting_window import GuidePreviewWindow
from cati_app.study.load import load_study

_STUDY = """\
id: experts
title: {de: Fachleute, en: Experts}
version: "1"
type: expert
guide: guide.yaml
languages: [{code: de, name: Deutsch}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI, expected_length_min: 90}
"""
_GUIDE = """\
version: "1"
topics:
  - {id: city, title: {de: Stadt}, minutes: 10, priority: must, ask: {de: Wie ist die Stadt?},
     probes: [{id: since, de: Seit wann?}]}
  - {id: work, title: {de: Arbeit}, minutes: 8, ask: {de: Wie ist die Arbeit?}}
"""
_CTRL = Qt.KeyboardModifier.ControlModifier


class _Open:
    def __init__(self, folder: Path, bot: QtBot) -> None:
        self.guide, self.bot = folder / "guide.yaml", bot
        (folder / "study.yaml").write_text(_STUDY, encoding="utf-8")
        self.guide.write_text(_GUIDE, encoding="utf-8")
        study = load_study(_STUDY.encode()).study
        assert study is not None
        self.window = GuidePreviewWindow(partial(read_of_guide, folder, study), "en", dark=False)
        self.window.show()
        self.wait("Read at")

    def wait(self, told: str) -> None:
        self.bot.waitUntil(lambda: told in self.window.line.told)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _CTRL) -> None:
        self.bot.keyClick(self.window.view.field, key, modifiers)

    def type(self, text: str) -> None:
        self.bot.keyClicks(self.window.view.field, text)

    @property
    def cards(self) -> list[str]:
        conduct = self.window.presenter.conduct
        assert conduct is not None
        return [card.text for card in conduct.interview.cards]

    @property
    def topic(self) -> str:
        conduct = self.window.presenter.conduct
        assert conduct is not None
        return conduct.interview.topic


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[_Open]:
    made = _Open(tmp_path, qtbot)
    yield made
    made.window.close()
    del made
    gc.collect()  # what is over ends in this thread, not in the lane of the next window


def test_digits_letters_and_enter_are_text_and_commands_stand_beside_them(opened: _Open) -> None:
    field = opened.window.view.field
    assert field.hasFocus()
    opened.type("In 2015 d")
    opened.key(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    opened.type("q1")
    opened.key(Qt.Key.Key_1)
    assert "In 2015 d\nq1" == field.toPlainText()
    opened.key(Qt.Key.Key_Return)

    assert (["In 2015 d\nq1"], "") == (opened.cards, field.toPlainText())
    conduct = opened.window.presenter.conduct
    assert conduct is not None
    assert {"since"} == conduct.interview.standing("city").probes
    assert field.hasFocus()


def test_topics_are_left_by_key_and_by_typing_their_name(opened: _Open) -> None:
    opened.key(Qt.Key.Key_D)
    assert "work" == opened.topic
    opened.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "city" == opened.topic
    opened.key(Qt.Key.Key_G)
    panel = opened.window.shell.panels.panel
    assert panel is not None
    opened.bot.keyClicks(panel.first_focus(), "arb")
    opened.bot.keyClick(panel.first_focus(), Qt.Key.Key_Return)

    assert "work" == opened.topic
    assert opened.window.view.field.hasFocus()


def test_cards_are_searched_and_escape_goes_back_to_the_text(opened: _Open) -> None:
    for text in ("Ein Zeugnis", "Kassen leer"):
        opened.type(text)
        opened.key(Qt.Key.Key_Return)
    cards = opened.window.view.cards
    opened.key(Qt.Key.Key_F)
    assert cards.field.hasFocus()
    opened.bot.keyClicks(cards.field, "zeug")
    assert [["Ein Zeugnis"]] == [[card.text for card in group.cards] for group in cards.shown]
    opened.bot.keyClick(cards.field, Qt.Key.Key_Escape)

    assert opened.window.view.field.hasFocus()
    assert [["Kassen leer", "Ein Zeugnis"]] == [[card.text for card in group.cards] for group in cards.shown]


def test_a_text_from_right_to_left_begins_on_the_right(opened: _Open) -> None:
    field = opened.window.view.field
    field.insertPlainText("في الروضة")
    assert Qt.LayoutDirection.RightToLeft is field.document().defaultTextOption().textDirection()
    opened.key(Qt.Key.Key_Return)

    assert ["في الروضة"] == opened.cards
    assert Qt.LayoutDirection.LeftToRight is field.document().defaultTextOption().textDirection()


def test_a_guide_that_is_saved_is_read_again_with_card_and_draft_in_their_places(opened: _Open) -> None:
    opened.type("Karte")
    opened.key(Qt.Key.Key_Return)
    opened.type("Entwurf")
    opened.guide.write_text(_GUIDE.replace("Wie ist die Stadt?", "Was ist mit der Stadt?"), encoding="utf-8")
    opened.bot.waitUntil(lambda: "Was ist mit" in opened.window.view.asked)

    assert (["Karte"], "Entwurf") == (opened.cards, opened.window.view.field.toPlainText())


def test_a_guide_with_errors_leaves_the_one_before_in_sight(opened: _Open) -> None:
    opened.guide.write_text(_GUIDE.replace("minutes: 10", "minutes: 0"), encoding="utf-8")
    opened.wait("The guide has errors")

    assert opened.window.findings.isVisible()
    assert "Wie ist die Stadt?" == opened.window.view.asked


def test_a_sitting_that_ends_is_followed_by_the_next_at_the_same_card(opened: _Open) -> None:
    opened.key(Qt.Key.Key_D)
    opened.type("halb")
    opened.key(Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    conduct = opened.window.presenter.conduct

    assert conduct is not None
    assert (2, "work") == (conduct.interview.sitting, opened.topic)


def test_at_twice_the_size_the_screen_fits_into_a_small_window(opened: _Open) -> None:
    for _ in range(10):
        opened.key(Qt.Key.Key_Plus)
    shell = opened.window.shell
    opened.bot.waitUntil(lambda: not opened.window.view.person.isVisible())

    assert shell.minimumSizeHint().width() <= 1280
    assert shell.minimumSizeHint().height() <= 720
