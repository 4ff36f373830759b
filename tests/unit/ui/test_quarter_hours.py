"""Appointments by quarter of an hour, without Qt: another form of the tab, another day, the way to a case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.ui.stage.panel_states import PanelKind
from tests.stations import Site
from tests.unit.ui.desk import Desk, called


def at_quarters(site: Site) -> Desk:
    """Two firm appointments within a quarter of an hour, of the two people who speak the language."""
    for _ in range(2):
        called(site, "appointment_firm", agreed_in=timedelta(hours=2))
    desk = Desk(site)
    desk.show("appointments")
    desk.press("appointments_form")
    return desk


def test_a_day_shows_promised_by_people_on_shift(site: Site) -> None:
    desk = at_quarters(site)
    table = desk.appointments
    assert ("Tue 11-24", "Deutsch") == table.columns
    told = {row[1]: row[2] for row in table.rows}
    assert "●●  2 / 2" == told["18:00"]
    assert "○○  0 / 2" == told["17:45"]
    assert "08:45" not in told


def test_enter_on_a_quarter_leads_to_one_of_its_cases(site: Site) -> None:
    desk = at_quarters(site)
    key = next(row[0] for row in desk.appointments.rows if row[1] == "18:00")
    desk.window.views.board.row_chosen.emit("appointments", key)
    desk.window.rest()
    assert ["1", "2"] == [option.code for option in desk.options]
    assert "firm" in desk.options[0].consequence
    desk.choose("2")
    assert "case-2" == desk.listed.current


def test_beside_each_case_stands_whether_its_time_can_be_kept(site: Site) -> None:
    desk = at_quarters(site)
    key = next(row[0] for row in desk.appointments.rows if row[1] == "18:00")
    desk.window.views.board.row_chosen.emit("appointments", key)
    desk.window.rest()
    assert all("This time can be kept." in option.consequence for option in desk.options)

    site.clock.move(3 * 60 * 60)
    desk.window.views.board.row_chosen.emit("appointments", key)
    desk.window.rest()
    assert "That time is over already." in desk.options[0].consequence


def test_another_day_is_chosen_and_an_empty_quarter_says_so(site: Site) -> None:
    desk = at_quarters(site)
    desk.press("appointment_day")
    assert ("2026-11-24", "2 appointments") == (desk.options[0].code, desk.options[0].consequence)
    desk.window.shell.panel_choice_made.emit(PanelKind.APPOINTMENT_DAY, "2026-11-25")
    desk.window.rest()
    assert "Wed 11-25" == desk.appointments.columns[0]
    desk.window.views.board.row_chosen.emit("appointments", desk.appointments.rows[0][0])
    desk.window.rest()
    assert "Nothing is promised in this quarter of an hour." == desk.window.told


@pytest.mark.parametrize("command", ["appointment_move", "appointment_owner"])
def test_a_quarter_is_not_moved_and_it_says_what_is(site: Site, command: str) -> None:
    desk = at_quarters(site)
    desk.window.views.board.selected = desk.appointments.rows[0][0]
    desk.press(command)
    assert "Ctrl+M goes to the list" in desk.window.told


def test_the_list_comes_back(site: Site) -> None:
    desk = at_quarters(site)
    desk.press("appointments_form")
    assert "When" == desk.appointments.columns[0]
