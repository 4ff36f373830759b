"""What a line tells late: each event belongs to one call, and none touches another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.calling.line import CallEnd, Capabilities, EndedBy, LineState
from cati_app.domain.ids import CallId
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.ports.dialer import OnEnded, OnState
from tests.stations import Site
from tests.unit.ui.stagehands import Window


class SlowLine:
    """A line that tells the end of a call only when it is asked to."""

    def __init__(self) -> None:
        self.capabilities = Capabilities()
        self.calls: list[CallId] = []

    def listen(self, on_state: OnState, on_ended: OnEnded) -> None:
        self.on_state, self.on_ended = on_state, on_ended

    def preflight(self) -> list[str]:
        return []

    def dial(self, call_id: CallId, number: PhoneNumber) -> None:
        self.calls.append(call_id)
        self.on_state(call_id, LineState.DIALING)

    def hang_up(self) -> None:
        """Takes its time."""

    def set_muted(self, muted: bool) -> None:
        """Has nothing to mute."""

    def end(self, place: int, sip_code: int | None = None) -> None:
        """Tell now that the call of this place is over."""
        self.on_ended(self.calls[place], CallEnd(EndedBy.NETWORK, sip_code=sip_code))


@pytest.fixture
def line() -> SlowLine:
    return SlowLine()


@pytest.fixture
def window(site: Site, line: SlowLine) -> Window:
    return Window(site, line).sign_in(site.ann)


def up(window: Window) -> bool:
    """Whether the screen shows a call that can be hung up."""
    return bool(window.views.dial.states[-1].call.can_hang_up)


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


@pytest.mark.on_store
def test_the_end_of_a_call_is_written_on_the_attempt_it_belongs_to(site: Site, window: Window, line: SlowLine) -> None:
    press(window, "dial")
    window.result("no_answer")
    window.rest()
    assert 2 == window.case_no
    line.end(0)
    window.rest()

    ended = site.sql("SELECT e.case_id FROM event e WHERE e.kind = 'call_ended'")
    assert [("case-1",)] == ended
    assert [(1,)] == site.sql("SELECT count(*) FROM call WHERE ended_by = 'network'")


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
    site.station.rules = replace(site.station.rules, records_calls=declared)
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
    site.station.rules = replace(site.station.rules, results=hidden)
    window = Window(site, line).sign_in(site.ann)
    press(window, "dial")

    line.end(0, 486)

    assert "" == window.views.dial.states[-1].suggested
