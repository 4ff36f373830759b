"""Alerts at the desk, without Qt: listed, put to rest for everybody with a reason; seats looked at each minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.outcomes.dispositions import APPOINTMENT_FIRM, NO_ANSWER
from cati_app.domain.people.seats import Activity, TeamSeat
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog
from cati_app.fieldwork.people.seats import TellSeat
from cati_app.ui.desk.board.alerting import until_typed
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind, SteeringPanelState
from tests.stations import Site
from tests.unit.ui.desk import Desk

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("18:30", NOW.replace(hour=18, minute=30)),
        (" 9:05 ", NOW.replace(day=25, hour=9, minute=5)),
        ("24", NOW + timedelta(hours=24)),
        *((text, None) for text in ("", "25:00", "12:60", "0", "400", "soon", "-1")),
    ],
)
def test_a_time_or_hours_are_typed(text: str, told: datetime | None) -> None:
    assert told == until_typed(text, NOW)


def idle(site: Site, minutes: int) -> Desk:
    """A desk that looked at an idle seat for so many minutes."""
    tell = TellSeat(site.station.seats)
    tell(site.ann, TeamSeat(site.ann.id, Activity.NOTHING, site.clock.now()))
    desk = Desk(site)
    desk.show("quotas")
    for _ in range(minutes + 1):
        desk.window.presenter.tick()
        desk.window.rest()
        site.clock.move(60)
    return desk


def test_an_idle_seat_is_told_from_the_second_minute_in_which_it_is_true(site: Site) -> None:
    desk = idle(site, 3)
    desk.press("alerts")
    assert isinstance(desk.window.shell.panel, ExplanationState)
    desk.close_panel()
    desk.window.presenter.tick()
    desk.window.rest()
    desk.press("alerts")
    (option,) = desk.options
    assert "nothing to call for 4 min" == option.label
    assert "F12" in option.consequence
    assert "Ann" not in repr(option)


def test_a_board_on_which_nothing_changes_tells_what_time_alone_makes_true(site: Site) -> None:
    offer = site.dialled(site.ann)
    agreed = Agreed(site.clock.now() + timedelta(hours=1), firm=True)
    site.place(site.ann).record_result(site.ann, offer.attempt, APPOINTMENT_FIRM, agreed=agreed)
    desk = Desk(site)
    desk.show("quotas")
    desk.press("alerts")
    panel = desk.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "not looked yet" in panel.text
    desk.close_panel()
    texts = []
    for _ in range(85):
        site.clock.move(60)
        desk.window.presenter.tick()
        desk.window.rest()
        texts.append({tile.key: tile.value for tile in desk.window.views.board.states[-1].tiles})
    assert "0" == texts[0]["appointments"]
    assert "1" == texts[-1]["appointments"]
    desk.press("alerts")
    assert "firm appointments late: 1" in [option.label for option in desk.options]


def test_what_was_true_once_is_told_as_such_where_somebody_asks(site: Site) -> None:
    desk = idle(site, 3)
    desk.press("alerts")
    panel = desk.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert ["nothing to call for 3 min"] == [line.name for line in panel.lines]
    assert "True at the last look" in panel.text


def test_an_idle_seat_comes_with_the_reasons_that_f12_tells_the_person(site: Site) -> None:
    for _ in range(5):
        offer = site.dialled(site.bob)
        site.place(site.bob).record_result(site.bob, offer.attempt, NO_ANSWER)
    desk = idle(site, 5)
    desk.press("alerts")

    (option,) = desk.options
    assert "wait until they are due again; next case: " in option.consequence
    assert "Ann" not in repr(option)


def test_out_of_the_calling_hours_no_seat_is_idle(site: Site) -> None:
    site.clock.move_to(site.clock.now().replace(hour=20))
    desk = idle(site, 6)
    desk.press("alerts")
    assert isinstance(desk.window.shell.panel, ExplanationState)


def test_it_rests_for_everybody_and_stands_in_the_shift_log(site: Site) -> None:
    desk = idle(site, 5)
    desk.press("alerts")
    desk.choose("0")
    window = desk.window
    for until, why in (("soon", "pause of the team"), ("18:30", " ")):
        window.shell.text_saved.emit(PanelKind.ALERT_REST, until, why)
        window.rest()
        panel = window.shell.panel
        assert isinstance(panel, SteeringPanelState)
        assert panel.message
    window.shell.text_saved.emit(PanelKind.ALERT_REST, "18:30", "pause of the team")
    window.rest()
    assert "It rests until" in window.told
    desk.press("alerts")
    panel = window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert () == panel.options
    assert any("pause of the team" in line.text for line in panel.lines)

    log = ReadShiftLog(site.units(), site.clock, site.station.rules)(site.sue)
    assert ["alert_raised", "alert_rested"] == [entry.kind for entry in log.entries if entry.alert]
