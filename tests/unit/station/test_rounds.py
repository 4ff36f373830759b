"""When the next round comes, by a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace

import pytest

from cati_app.station import rounds
from cati_app.station.rounds import Rounds
from cati_app.sync.refusals import unreachable

DAY_S = 86_400.0


class Clock:
    """Time passes while somebody waits; whoever waits for longer than a day is not waited for."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None: ...

    def wait(self, seconds: float | None) -> None:
        assert seconds is not None
        self.now += seconds

    def notify_all(self) -> None: ...


class Thread:
    """Is over once it has begun."""

    def __init__(self, target: Callable[[], None], name: str) -> None:
        self.start = target


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rounds, "time", clock)
    monkeypatch.setattr(rounds, "threading", SimpleNamespace(Condition=lambda: clock, Thread=Thread))
    return clock


def begun_at(clock: Clock, fails: Callable[[float], bool], regularly_s: float, rarest_s: float | None) -> list[float]:
    """Seconds at which the rounds of a day begin."""
    begun: list[float] = []

    def round_() -> None:
        begun.append(clock.now)
        if clock.now >= DAY_S:
            made.stop()
        if fails(clock.now):
            raise unreachable()

    rarely = {} if rarest_s is None else {"rarest_s": rarest_s}
    made = Rounds("here", round_, lambda problem: None, lambda error: pytest.fail(repr(error)), regularly_s, **rarely)
    made.begin()
    return begun


def pauses(begun: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(begun)]


def test_rounds_that_succeed_come_regularly(clock: Clock) -> None:
    assert {5.0} == set(pauses(begun_at(clock, lambda now: False, 5.0, None)))


@pytest.mark.parametrize(("rarest_s", "longest"), [(None, 30.0), (5.0, 5.0)])
def test_while_they_fail_they_become_rarer_up_to_a_limit(clock: Clock, rarest_s: float | None, longest: float) -> None:
    first, *_, last = pauses(begun_at(clock, lambda now: True, 5.0, rarest_s))

    assert 0.5 <= first <= 1.0
    assert longest == last


def test_a_round_that_succeeds_begins_the_pauses_anew(clock: Clock) -> None:
    begun = begun_at(clock, lambda now: not 1_000 < now < 2_000, 100.0, None)
    after = [now for now in begun if now > 2_000]

    assert after[1] - after[0] <= 1.0
