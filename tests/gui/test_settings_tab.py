"""The tab of settings in a window: found, changed and taken back by keys alone; the shift log behind J."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.study.load import load_study
from cati_app.ui.desk.settings.states import SettingsStep
from cati_app.ui.desk.settings.view import SettingsTab
from cati_app.ui.widgets.card import Card
from tests.stations import FORM, PASSWORD, STUDY, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "form.md").write_text(FORM, encoding="utf-8")
    made.station.loaded = replace(made.station.loaded, folder=folder, lines=load_study(STUDY.encode()).lines)
    yield made
    made.close()


@pytest.fixture
def desktop(site: Site, qapp: QApplication) -> Iterator[Desktop]:
    made = Desktop(site.station, WindowSettings(language="en", dark=False, people=[("sue", "Sue")]))
    yield made
    made.close()
    qapp.processEvents()


def opened(desktop: Desktop, qtbot: QtBot) -> SettingsTab:
    """The tab is brought to the front by a key."""
    desktop.show()
    window = desktop.first
    window.login.login_given.emit("sue", PASSWORD)
    qtbot.waitUntil(lambda: window.roles.supervising is not None, timeout=20_000)
    tab = window.roles.desk_views[5]
    window.shell.activateWindow()
    window.roles.desk_views[0].show_tab("settings")
    qtbot.waitUntil(lambda: tab.listing.settings.model.rowCount() > 0, timeout=20_000)
    return tab


def test_a_setting_is_found_and_changed_by_keys_alone(site: Site, desktop: Desktop, qtbot: QtBot) -> None:
    tab, shell = opened(desktop, qtbot), desktop.first.shell

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        site.clock.move(0.5)
        qtbot.keyClick(shell.focusWidget() or shell, key, modifier)

    def type_(text: str) -> None:
        site.clock.move(0.5)
        qtbot.keyClicks(shell.focusWidget(), text)

    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_("max_attempts_per")
    assert 1 == tab.listing.settings.model.rowCount()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_E)
    type_("2")
    press(Qt.Key.Key_Return)
    type_("Fewer calls")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: site.station.rules.retry.max_attempts_per_day == 2, timeout=20_000)

    qtbot.waitUntil(tab.listing.buttons["undo_setting"].isVisible, timeout=20_000)
    press(Qt.Key.Key_J)
    qtbot.waitUntil(lambda: tab.log.entries.model.rowCount() > 0, timeout=20_000)
    assert [SettingsStep.LOG] == [tab.step]
    press(Qt.Key.Key_Escape)
    assert [SettingsStep.LIST] == [tab.step]
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: site.station.rules.retry.max_attempts_per_day == 3, timeout=20_000)


def test_arrows_go_from_the_parts_to_their_settings_and_back(desktop: Desktop, qtbot: QtBot) -> None:
    tab = opened(desktop, qtbot)
    groups, settings = tab.listing.groups.table, tab.listing.settings.table
    settings.setFocus()
    qtbot.keyClick(settings, Qt.Key.Key_Left)
    assert groups.hasFocus()
    qtbot.keyClick(groups, Qt.Key.Key_Down)
    qtbot.keyClick(groups, Qt.Key.Key_Right)
    assert settings.hasFocus()
    assert "calling.retry.busy_min" == tab.listing.settings.model.key(0)


def test_no_card_is_wider_than_the_page_or_lies_over_another(desktop: Desktop, qtbot: QtBot) -> None:
    tab = opened(desktop, qtbot)
    for width, percent in ((1280, 100), (1280, 200), (900, 130), (1920, 80)):
        desktop.first.shell.resize(width, 720)
        desktop.kit.theme.set_percent(percent)
        QApplication.processEvents()

        cards = [card for card in tab.findChildren(Card) if card.isVisible()]
        places = [card.rect().translated(card.mapTo(tab, card.rect().topLeft())) for card in cards]
        assert 3 == len(cards)
        assert [] == [place for place in places if place.right() > tab.width() or place.left() < 0], (width, percent)
        assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :]), (width, percent)
