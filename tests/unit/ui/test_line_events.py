"""What a line tells late: each event belongs to one call, and none touches another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.calling.line import Capabilities
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result
from tests.fakes.dialer import SlowLine
from tests.stations import Site, work_by
from tests.unit.ui.stagehands import Window


@pytest.fixture
def line() -> SlowLine:
    return SlowLine()


@pytest.fixture
def window(site: Site, line: SlowLine) -> Window:
    return Window(site, line).sign_in(site.ann)


def up(window: Window) -> bool:
    """Whether the screen shows a call that can be hung up."""
    return bool(window.views.dial.states[-1].call.can_hang_up)


def ended_by(site: Site) -> list[str]:
    """Who ended the calls that are over."""
    with site.units()() as unit:
        calls = [call for attempt in site.attempts() for call in unit.calls.calls_of(attempt.id)]
    return [call.ended_by for call in calls if call.ended_by is not None]


def press(window: Window, command: str) -> None:
    window.press(command)
    window.rest()


def test_the_late_end_of_a_call_does_not_end_the_next_one(site: Site, window: Window, line: SlowLine) -> None:
    press(window, "dial")
    window.result("no_answer")
    window.rest()
    line.end(0)
    window.rest()
    press(window, "dial")
    assert up(window)

    line.end(0)
    window.rest()

    assert up(window)


def test_the_end_of_a_call_is_written_on_the_attempt_it_belongs_to(site: Site, window: Window, line: SlowLine) -> None:
    press(window, "dial")
    window.result("no_answer")
    window.rest()
    assert 2 == window.case_no
    line.end(0)
    window.rest()

    assert ["case-1"] == [fact.case_id for fact in site.facts("call_ended")]
    assert ["network"] == ended_by(site)


@pytest.mark.parametrize(
    ("declared", "can", "told"),
    [
        (False, False, "recording: no"),
        (True, False, "recording: not on this line"),
        (True, True, "recording: only after consent"),
    ],
)
def test_the_screen_says_whether_the_call_is_recorded(
    site: Site, line: SlowLine, declared: bool, can: bool, told: str
) -> None:
    work_by(site.station, replace(site.station.rules, records_calls=declared))
    line.capabilities = Capabilities(record_start_stop=can)
    window = Window(site, line).sign_in(site.ann)
    press(window, "dial")

    assert told == window.views.dial.states[-1].call.recording


@pytest.mark.parametrize(("sip_code", "suggested"), [(486, "busy"), (503, "wrong_number"), (200, ""), (None, "")])
def test_what_the_line_reports_is_selected_among_the_results_or_the_list_of_it(
    window: Window, line: SlowLine, sip_code: int | None, suggested: str
) -> None:
    press(window, "dial")
    assert "" == window.views.dial.states[-1].suggested

    line.end(0, sip_code)

    assert suggested == window.views.dial.states[-1].suggested
    press(window, "dial")
    assert "" == window.views.dial.states[-1].suggested


def test_a_result_the_study_does_without_is_not_suggested(site: Site, line: SlowLine) -> None:
    hidden = STANDARD_RESULTS.with_changes([Result("busy", "busy", hidden=True)])
    work_by(site.station, replace(site.station.rules, results=hidden))
    window = Window(site, line).sign_in(site.ann)
    press(window, "dial")

    line.end(0, 486)

    assert "" == window.views.dial.states[-1].suggested
