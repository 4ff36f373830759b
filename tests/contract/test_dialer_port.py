"""`Dialer`: what whoever works a call may rely on, whatever the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from cati_app.dialer.manual import ManualDialer
from cati_app.domain.calling.line import CallEnd, EndedBy, LineProblem, LineState
from cati_app.domain.ids import CallId
from cati_app.fieldwork.ports.dialer import Dialer
from tests.fakes.dialer import ScriptedLine
from tests.stations import fiction

FIRST, SECOND = CallId("first"), CallId("second")
NUMBER = fiction(1)


@dataclass
class Told:
    """A line, and what it told."""

    dialer: Dialer
    states: list[tuple[CallId, LineState]] = field(default_factory=list)
    ends: list[tuple[CallId, CallEnd]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dialer.listen(
            lambda call_id, state: self.states.append((call_id, state)),
            lambda call_id, end: self.ends.append((call_id, end)),
        )


def _dead_line() -> ScriptedLine:
    line = ScriptedLine()
    line.dead = True
    return line


LINES: dict[str, Callable[[], Dialer]] = {
    "scripted": ScriptedLine,
    "telephone beside the screen": ManualDialer,
    "softphone": lambda: ManualDialer("tel", lambda uri: True),
}
DEAD: dict[str, Callable[[], Dialer]] = {
    "scripted": _dead_line,
    "softphone": lambda: ManualDialer("tel", lambda uri: False),
}


@pytest.fixture(params=LINES)
def line(request: pytest.FixtureRequest) -> Told:
    return Told(LINES[request.param]())


class TestDialer:
    def test_a_call_is_told_of_and_ends_once(self, line: Told) -> None:
        line.dialer.dial(FIRST, NUMBER)
        assert ([FIRST], []) == ([call_id for call_id, _ in line.states], line.ends)
        line.dialer.hang_up()
        line.dialer.hang_up()

        assert [(FIRST, EndedBy.INTERVIEWER)] == [(call_id, end.by) for call_id, end in line.ends]

    def test_each_call_has_its_own_end(self, line: Told) -> None:
        for call_id in (FIRST, SECOND):
            line.dialer.dial(call_id, NUMBER)
            line.dialer.hang_up()

        assert [FIRST, SECOND] == [call_id for call_id, _ in line.ends]

    def test_hanging_up_without_a_call_does_nothing(self, line: Told) -> None:
        line.dialer.hang_up()

        assert ([], []) == (line.states, line.ends)

    def test_there_is_one_call_at_a_time(self, line: Told) -> None:
        line.dialer.dial(FIRST, NUMBER)
        with pytest.raises(RuntimeError):
            line.dialer.dial(SECOND, NUMBER)
        line.dialer.hang_up()

        assert [FIRST] == [call_id for call_id, _ in line.ends]

    @pytest.mark.parametrize("name", DEAD)
    def test_a_line_that_takes_no_call_says_so_and_has_none(self, name: str) -> None:
        line = Told(DEAD[name]())
        for _ in range(2):  # the second is no call beside the first
            with pytest.raises(LineProblem):
                line.dialer.dial(FIRST, NUMBER)
        line.dialer.hang_up()

        assert ([], []) == (line.states, line.ends)


@pytest.mark.parametrize(
    ("scheme", "uri"), [("tel", "tel:+493023125001"), ("sip", "sip:+493023125001@exchange.example")]
)
def test_a_softphone_is_handed_the_number_in_its_scheme(scheme: str, uri: str) -> None:
    taken: list[str] = []

    def take(address: str) -> bool:
        taken.append(address)
        return True

    line = Told(ManualDialer(scheme, take, "exchange.example"))
    line.dialer.dial(FIRST, NUMBER)

    assert ([uri], [(FIRST, LineState.HANDED_OVER)]) == (taken, line.states)


@pytest.mark.parametrize(("scheme", "told"), [("callto", "scheme is"), ("sip", "needs a host")])
def test_a_softphone_without_a_known_scheme_or_its_host_cannot_be_made(scheme: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ManualDialer(scheme, lambda uri: True)
