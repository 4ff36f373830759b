"""Moving and handing over at the desk, without Qt: what is shown before, the reason, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from cati_app.domain.outcomes.dispositions import APPOINTMENT_FIRM, NO_ANSWER
from cati_app.ui.stage.panel_states import (
    AppointmentInput,
    AppointmentPanelState,
    ChoicePanelState,
    PanelKind,
    TextPanelState,
)
from tests.stations import Site
from tests.unit.ui.desk import Desk, called

TODAY = date(2026, 11, 24)


def row(desk: Desk) -> tuple[str, ...]:
    """When, and with whom, of the first appointment."""
    first = desk.appointments.rows[0]
    return first[1], first[3], first[4]


def opened(site: Site) -> Desk:
    desk = Desk(site)
    desk.show("appointments")
    desk.window.views.board.selected = desk.appointments.rows[0][0]
    return desk


def why(desk: Desk, text: str) -> None:
    desk.window.shell.text_saved.emit(PanelKind.AGREE_REASON, "", text)
    desk.window.rest()


def lines(desk: Desk) -> list[str]:
    """What the last panel says beforehand."""
    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState), panel
    return [f"{line.when}: {line.text}" for line in panel.earlier]


def test_an_appointment_is_moved_with_what_it_does_before_and_taken_back(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = opened(site)
    before = row(desk)

    desk.press("appointment_move")
    assert isinstance(desk.window.shell.panel, AppointmentPanelState)
    typed = AppointmentInput(TODAY, time(18, 30), True, "rang us")
    desk.window.shell.appointment_offered.emit(typed)
    desk.window.rest()
    assert ("This time can be kept.",) == desk.window.shell.panel.suggestions
    desk.window.shell.appointment_made.emit(typed)
    desk.window.rest()

    told = lines(desk)
    assert "Promise: This time can be kept." in told
    assert any("expects the time agreed before" in line for line in told)
    assert row(desk) == before
    why(desk, "rang us")
    assert ("today 18:30", "firm", "Int. 01") == row(desk)
    assert "undo_agreement" in desk.window.shell.enabled

    desk.press("undo_agreement")
    assert before == row(desk)
    assert "undo_agreement" not in desk.window.shell.enabled


def test_where_there_is_no_appointment_its_keys_say_so(site: Site) -> None:
    desk = Desk(site)
    desk.show("appointments")
    for key in ("appointment_move", "appointment_owner"):
        desk.window.stage.say("")
        desk.press(key)
        assert ("No appointment is selected.", None) == (desk.window.told, desk.window.shell.panel), key


def test_the_clock_of_the_open_calendar_goes_on_and_leaves_what_it_says(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = opened(site)
    desk.press("appointment_move")
    desk.window.shell.appointment_offered.emit(AppointmentInput(TODAY, time(18, 30), True, "rang us"))
    desk.window.rest()
    opened_at = desk.window.shell.panel
    assert isinstance(opened_at, AppointmentPanelState)
    site.clock.move(17 * 60)
    later = site.station.rules.calendar.local(site.clock.now())
    desk.window.presenter.tick()
    desk.window.rest()

    panel = desk.window.shell.panel
    assert isinstance(panel, AppointmentPanelState)
    assert panel.zone_line.endswith(f"now {later:%H:%M}")
    assert opened_at == replace(panel, zone_line=opened_at.zone_line)
    desk.close_panel()
    desk.window.presenter.tick()
    assert desk.window.shell.panel is None


def test_a_time_outside_the_hours_is_told_in_the_calendar(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = opened(site)
    desk.press("appointment_move")
    desk.window.shell.appointment_made.emit(AppointmentInput(TODAY, time(23, 0), True, ""))
    desk.window.rest()

    panel = desk.window.shell.panel
    assert isinstance(panel, AppointmentPanelState)
    assert "At that time no calls are allowed" in panel.message


def test_an_appointment_gets_another_owner(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = opened(site)
    desk.press("appointment_owner")
    assert [("Int. 01", False), ("Int. 02", True)] == [(each.label, each.enabled) for each in desk.options]
    desk.choose(site.bob.id)
    assert "With: Int. 01 (firm) → Int. 02 (firm)" in lines(desk)
    why(desk, "on leave")
    assert "Int. 02" == row(desk)[2]


def test_a_case_of_the_list_is_handed_over(site: Site) -> None:
    called(site, NO_ANSWER)
    desk = Desk(site)
    desk.select(1)
    desk.press("case_hand_over")
    desk.choose(site.bob.id)
    assert any(line.startswith("Then: offered to that person first, 15 min later to the team") for line in lines(desk))
    why(desk, "speaks with the neighbours")
    assert desk.window.told.endswith("Int. 02.")


def test_a_closed_case_is_handed_to_nobody_and_nobody_is_asked_to_whom(site: Site) -> None:
    called(site, "refusal_household")
    assert site.case().state == "closed"
    desk = Desk(site)
    desk.select(1)
    desk.press("case_hand_over")
    assert desk.window.shell.panel is None
    assert desk.window.shell.message is not None


def test_what_waits_for_a_person_is_handed_over_from_the_team(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = Desk(site)
    desk.show("team")
    desk.window.team.seat_selected.emit(site.ann.id)
    desk.press("team_hand_over")
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert ["Case 000 001"] == [each.label for each in panel.options]
    desk.choose("1")
    desk.choose(site.bob.id)
    why(desk, "ill")

    desk.window.team.seat_selected.emit(site.ann.id)
    desk.press("team_hand_over")
    assert desk.window.shell.panel is None
    assert "Nothing waits for this person" in desk.window.told


def test_without_a_reason_nothing_is_done_and_it_says_so(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = opened(site)
    before = row(desk)
    desk.press("appointment_owner")
    desk.choose(site.bob.id)
    why(desk, " ")
    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert panel.message
    assert before == row(desk)


def test_ten_minutes_later_it_is_not_offered_to_be_taken_back(site: Site) -> None:
    called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))
    desk = opened(site)
    desk.press("appointment_owner")
    desk.choose(site.bob.id)
    why(desk, "on leave")
    site.clock.move(600)
    desk.window.presenter.tick()
    desk.window.rest()
    assert "undo_agreement" not in desk.window.shell.enabled
