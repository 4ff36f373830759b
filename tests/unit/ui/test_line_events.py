"""What a line tells late: each event belongs to one call, and none touches another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.calling.line import CallEnd, Capabilities, EndedBy, LineState
from cati_app.domain.ids import CallId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.ports.dialer import OnEnded, OnState
from tests.stations import Site
from tests.unit.ui.stagehands import Window


class SlowLine:
    """A line that tells the end of a call only when it is asked to."""

    def __init__(self) -> None:
        self.capabilities = Capabilities(progress=True)
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

    def end(self, place: int) -> None:
        """Tell now that the call of this place is over."""
        self.on_ended(self.calls[place], CallEnd(EndedBy.NETWORK))


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
    site.station.rules = replace(site.station.rules, records_calls=declared)
    line.capabilities = Capabilities(record_start_stop=can)
    window = Window(site, line).sign_in(site.ann)
    press(window, "dial")

    assert told == window.views.dial.states[-1].call.recording
