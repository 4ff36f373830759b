"""The tab of outcomes in a window: by keys alone, charts as tables and back, at any width and size of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.ui.desk.outcomes.view import OutcomesTab
from cati_app.ui.widgets.card import Card
from tests.stations import FORM, PASSWORD, Site, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import called


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.station.loaded = study_with(FORM, "hash", "outcomes: {random_numbers: true}\n")
    finish(made, *begun(made, YOUNG_MAN), COMPLETE)
    called(made, "refusal")
    yield made
    made.close()


@pytest.fixture
def desktop(site: Site, qapp: QApplication) -> Iterator[Desktop]:
    made = Desktop(site.station, WindowSettings(language="de", dark=False, people=[("sue", "Sue")]))
    yield made
    made.close()
    qapp.processEvents()


def opened(desktop: Desktop, qtbot: QtBot) -> OutcomesTab:
    """The tab is brought to the front by the arrow keys."""
    desktop.show()
    window = desktop.first
    window.login.login_given.emit("sue", PASSWORD)
    qtbot.waitUntil(lambda: window.roles.supervising is not None)
    tab = window.roles.desk_views[3]
    window.shell.activateWindow()
    tabs = window.roles.desk_views[0].tabs
    tabs.setFocus()
    for _ in range(tabs.count()):
        if not tab.isVisible():
            qtbot.keyClick(tabs, Qt.Key.Key_Right)
    qtbot.waitUntil(tab.hours.isVisible)
    return tab


def test_keys_turn_charts_into_tables_and_choose_what_is_seen(site: Site, desktop: Desktop, qtbot: QtBot) -> None:
    tab, shell = opened(desktop, qtbot), desktop.first.shell
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        site.clock.move(0.5)
        qtbot.keyClick(shell.focusWidget() or shell, key, modifier)

    press(Qt.Key.Key_T, both)
    assert (False, True) == (tab.hours.chart.isVisible(), tab.hours.table.isVisible())
    assert 1 == tab.attempts.table.model.rowCount()
    press(Qt.Key.Key_T, both)
    assert (True, False) == (tab.hours.chart.isVisible(), tab.hours.table.isVisible())

    for key in (Qt.Key.Key_E, Qt.Key.Key_3, Qt.Key.Key_Return):
        press(key)
    qtbot.waitUntil(lambda: "e = 1" in tab.buttons["outcomes_method"].accessibleName())


def test_each_quota_has_a_card_that_turns_into_a_table_and_goes_with_it(desktop: Desktop, qtbot: QtBot) -> None:
    tab = opened(desktop, qtbot)
    tab.show_tables(True)
    state = tab._state
    (first,) = state.burn_ups
    further = replace(first, title="Zweite Quote")
    tab.render_outcomes(replace(state, burn_ups=(first, further)))
    QApplication.processEvents()

    cards = tab.burn_ups
    assert [first.title, "Zweite Quote"] == [card.title.text() for card in cards]
    assert [(False, True)] * 2 == [(card.chart.isVisible(), card.table.isVisible()) for card in cards]
    tab.show_tables(False)
    assert [(True, False)] * 2 == [(card.chart.isVisible(), card.table.isVisible()) for card in cards]
    assert cards[0].geometry().bottom() < cards[1].geometry().top()

    tab.render_outcomes(replace(state, burn_ups=()))
    assert [] == tab.burn_ups


def test_a_panel_leaves_the_page_where_it_was_scrolled_to(site: Site, desktop: Desktop, qtbot: QtBot) -> None:
    """Closed by Esc as by a choice; the button that has the focus stands at the top of the page."""
    tab, shell = opened(desktop, qtbot), desktop.first.shell
    shell.resize(900, 420)
    bar = tab.scroller.verticalScrollBar()
    tab.take_focus()
    focus = shell.focusWidget()
    qtbot.waitUntil(lambda: bar.maximum() > 600)

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        site.clock.move(0.5)
        qtbot.keyClick(shell.focusWidget() or shell, key, modifier)
        QApplication.processEvents()

    for _ in range(3):
        press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    place = bar.value()
    assert place > 0
    for keys in ((Qt.Key.Key_F1, Qt.Key.Key_Escape), (Qt.Key.Key_E, Qt.Key.Key_3, Qt.Key.Key_Return)):
        for key in keys:
            press(key)
        qtbot.waitUntil(lambda: shell.open_panel() is None)
        qtbot.waitUntil(lambda: not desktop.first.stage.busy)
        QApplication.processEvents()
        assert (place, focus) == (bar.value(), shell.focusWidget())

    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert focus is shell.focusWidget()
    assert bar.value() < place, "whoever goes back to the button sees it"


def test_no_card_is_wider_than_the_page_or_lies_over_another(desktop: Desktop, qtbot: QtBot) -> None:
    tab = opened(desktop, qtbot)
    for width, percent in ((1280, 100), (1280, 200), (900, 130), (1920, 80), (1280, 100)):
        desktop.first.shell.resize(width, 720)
        desktop.kit.theme.set_percent(percent)
        QApplication.processEvents()

        cards = [card for card in tab.findChildren(Card) if card.isVisible()]
        places = [card.rect().translated(card.mapTo(tab, card.rect().topLeft())) for card in cards]
        assert 11 == len(cards)
        assert [] == [place for place in places if place.right() > tab.width() or place.left() < 0], (width, percent)
        assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :]), (width, percent)
        labels = [part for part in tab.findChildren(QLabel) if part.isVisible()]
        assert [] == [part.text() for part in labels if part.width() < part.minimumSizeHint().width()]
