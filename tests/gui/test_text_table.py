"""Lines of a page that are set in columns stand in columns on a card."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cati_app.ui.stage.form_states import FormState
from cati_app.ui.widgets.form_card import FormCard
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.text_table import TextTable

_CELLS = "Cells: complete of target\n  iiii      5 /   6\n  WWWWWWWW     15 /  16  ←"


def test_figures_end_below_each_other_whatever_the_letters_before_them(kit: Kit, qtbot: QtBot) -> None:
    card = FormCard(kit)
    qtbot.addWidget(card)
    card.render_form(FormState("played", "Rehearsal", "Next", ("Of a field.\n\nIn words.", _CELLS)))
    card.resize(600, 400)
    card.show()

    (table,) = card.findChildren(TextTable)
    parts = {part.text(): part for part in table.findChildren(QLabel)}
    assert ["Cells: complete of target", "iiii", "5 / 6", "WWWWWWWW", "15 / 16", "←"] == list(parts)
    assert parts["5 / 6"].geometry().right() == parts["15 / 16"].geometry().right()


def test_words_begin_below_each_other_and_long_ones_wrap(kit: Kit, qtbot: QtBot) -> None:
    lost = "Lost\n  16.2  most cases wait until they are due again\n   1.5  no permitted time"
    rests = "Rests on\n  calls    estimate\n  contact  " + "a table of a study of many pages, " * 4
    card = FormCard(kit)
    qtbot.addWidget(card)
    card.render_form(FormState("played", "Rehearsal", "Next", (lost, rests)))
    card.resize(420, 500)
    card.show()

    parts = {part.text(): part for table in card.findChildren(TextTable) for part in table.findChildren(QLabel)}
    due, time = parts["most cases wait until they are due again"], parts["no permitted time"]
    assert due.mapTo(card, due.rect().topLeft()).x() == time.mapTo(card, time.rect().topLeft()).x()
    contact = next(part for text, part in parts.items() if text.startswith("a table"))
    assert contact.height() >= contact.heightForWidth(contact.width()) > parts["estimate"].height()
    assert contact.mapTo(card, contact.rect().bottomRight()).x() <= card.width()
