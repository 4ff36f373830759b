"""The tab of focus groups in a window: drawn and noted by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.ids import CaseId
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.study.load import load_study
from cati_app.ui.desk.groups.view import FocusGroupsTab
from tests.stations import FORM, PASSWORD, STUDY, Site

PLAN = 'seed: "1"\ngroups: [{id: g1, date: 2027-02-16, at: "18:00", language: de, seats: 6, invite: 6}]\n'


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Seven people have left a consent, and the study plans a group of six."""
    made = Site(tmp_path, cases=7)
    folder = tmp_path / "study"
    folder.mkdir()
    for name, text in (("study.yaml", STUDY), ("form.md", FORM), ("focus-groups.yaml", PLAN)):
        (folder / name).write_text(text, encoding="utf-8")
    made.station.loaded = replace(made.station.loaded, folder=folder, lines=load_study(STUDY.encode()).lines)
    with made.units()() as unit:
        for number in range(1, 8):
            details = {"contact_name": "Mrs Brown"}
            unit.contacts.keep_for_recontact(CaseId(f"case-{number}"), made.clock.now().date(), ConsentTerms(), details)
        unit.commit()
    yield made
    made.close()


@pytest.fixture
def desktop(site: Site, qapp: QApplication) -> Iterator[Desktop]:
    made = Desktop(site.station, WindowSettings(language="en", dark=False, people=[("sue", "Sue")]))
    yield made
    made.close()
    qapp.processEvents()


def test_a_group_is_drawn_and_an_answer_noted_by_keys_alone(site: Site, desktop: Desktop, qtbot: QtBot) -> None:
    desktop.show()
    window = desktop.first
    window.login.login_given.emit("sue", PASSWORD)
    qtbot.waitUntil(lambda: window.roles.supervising is not None, timeout=20_000)
    shell = window.shell
    shell.activateWindow()
    window.roles.desk_views[0].show_tab("groups")
    tab = shell.findChild(FocusGroupsTab)
    assert isinstance(tab, FocusGroupsTab)
    page = tab.listing
    qtbot.waitUntil(lambda: page.groups.model.rowCount() == 1 and page.draw.isEnabled(), timeout=20_000)

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        site.clock.move(0.5)
        qtbot.keyClick(shell.focusWidget() or shell, key, modifier)

    def standings() -> set[str]:
        model = page.people.model
        return {str(model.data(model.index(row, 3))) for row in range(model.rowCount())}

    press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shell.open_panel() is not None, timeout=20_000)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: standings() == {"proposed", "–"}, timeout=20_000)

    page.people.table.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.open_panel() is not None, timeout=20_000)
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "accepted" in standings(), timeout=20_000)
