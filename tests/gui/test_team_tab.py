"""The tab of the team in a window: cards by keys, at any width and size of the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cati_app.domain.people.seats import Activity, TeamSeat
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.ui.desk.team.view import TeamTab
from cati_app.ui.widgets.card import Card
from tests.stations import PASSWORD, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def desktop(site: Site, qapp: QApplication) -> Iterator[Desktop]:
    made = Desktop(site.station, WindowSettings(language="de", dark=False, people=[("sue", "Sue")]))
    yield made
    made.close()
    qapp.processEvents()


def opened(site: Site, desktop: Desktop, qtbot: QtBot) -> TeamTab:
    """The tab in front, with two people at work."""
    site.station.seats.tell(TeamSeat(site.ann.id, Activity.INTERVIEW, site.clock.now(), 12, "de"))
    site.station.seats.tell(TeamSeat(site.bob.id, Activity.AWAY))
    desktop.show()
    window = desktop.first
    window.login.login_given.emit("sue", PASSWORD)
    qtbot.waitUntil(lambda: window.roles.supervising is not None)
    window.roles.desk_views[0].show_tab("team")
    tab = window.roles.desk_views[4]
    qtbot.waitUntil(tab.grid.isVisible)
    return tab


def test_arrows_go_from_card_to_card_and_what_is_selected_stays(site: Site, desktop: Desktop, qtbot: QtBot) -> None:
    tab = opened(site, desktop, qtbot)
    assert site.ann.id == tab.grid.current
    tab.grid.setFocus()
    qtbot.keyClick(tab.grid, Qt.Key.Key_Right)
    assert site.bob.id == tab.grid.current

    first, second = tab.grid.cards[:2]
    site.station.seats.tell(TeamSeat(site.ann.id, Activity.INTERVIEW, site.clock.now(), 13, "de"))
    qtbot.waitUntil(lambda: "Frage 13" in first.accessibleName())
    assert site.bob.id == tab.grid.current
    assert [first, second] == tab.grid.cards[:2]
    assert "abwesend" in second.accessibleName()


def test_no_card_is_wider_than_the_page_or_lies_over_another(site: Site, desktop: Desktop, qtbot: QtBot) -> None:
    tab = opened(site, desktop, qtbot)
    for width, percent in ((1280, 100), (1280, 200), (900, 130), (1920, 80), (1280, 100)):
        desktop.first.shell.resize(width, 720)
        desktop.kit.theme.set_percent(percent)
        QApplication.processEvents()

        cards = [card for card in tab.findChildren(Card) if card.isVisible()]
        places = [card.rect().translated(card.mapTo(tab, card.rect().topLeft())) for card in cards]
        assert [] == [place for place in places if place.right() > tab.width() or place.left() < 0], (width, percent)
        assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :]), (width, percent)
        labels = [part for part in tab.findChildren(QLabel) if part.isVisible()]
        assert [] == [part.text() for part in labels if part.width() < part.minimumSizeHint().width()]
