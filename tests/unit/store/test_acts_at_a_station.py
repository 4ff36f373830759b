"""What a supervisor decides at a hub gets an id at the station, and keeps it until the hub has answered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.fieldwork.people.note_hub import SAME_WITHIN, NoteAct
from cati_app.fieldwork.ports.hub import at_once
from cati_app.fieldwork.sharing.decide_at_hub import DecideAtHub
from cati_app.station.machine import UuidSource
from tests.stations import Site


class AtWork:
    """A supervisor at a station, and the ids under which the hub was asked."""

    def __init__(self, site: Site) -> None:
        self.site = site
        ids = UuidSource(site.clock, random.Random(0))
        self.decide = DecideAtHub(NoteAct(site.units(), site.clock, ids), at_once)
        self.asked: list[str] = []

    def __call__(self, act: str = "promote", subject: str = "m/young", fails: Exception | None = None) -> None:
        def ask(id_: str) -> None:
            self.asked.append(id_)
            if fails is not None:
                raise fails

        self.decide(self.site.sue, act, subject, "there is room", ask)

    def cut(self, act: str = "promote") -> None:
        with pytest.raises(EnvironmentProblem):
            self(act, fails=EnvironmentProblem("hub_unanswered", "cut", "wait"))


@pytest.fixture
def decided(tmp_path: Path) -> Iterator[AtWork]:
    site = Site(tmp_path, cases=1)
    yield AtWork(site)
    site.close()


def test_what_was_not_answered_is_the_same_act_when_it_is_decided_again(decided: AtWork) -> None:
    decided.cut()
    decided.cut()
    decided()
    decided()
    first, second, third, fourth = decided.asked
    assert first == second == third, "it may have been done"
    assert fourth != first, "it was done"


def test_what_was_refused_is_decided_anew(decided: AtWork) -> None:
    with pytest.raises(RuleViolation):
        decided(fails=RuleViolation("no_room"))
    with pytest.raises(EnvironmentProblem):
        decided(fails=EnvironmentProblem("hub_recovers", "wait", "wait"))
    decided()
    assert 3 == len(set(decided.asked))


def test_something_else_decided_of_it_since_or_long_ago_makes_it_another_act(decided: AtWork) -> None:
    decided.cut("pause")
    decided("resume")
    decided.cut("pause")
    decided.site.clock.move(SAME_WITHIN.total_seconds() + 1)
    decided("pause")
    assert 4 == len(set(decided.asked))


def test_without_a_reason_nobody_is_asked(decided: AtWork) -> None:
    def ask(id_: str) -> Never:
        raise AssertionError(id_)

    with pytest.raises(RuleViolation, match="reason_needed"):
        decided.decide(decided.site.sue, "promote", "m/young", "  ", ask)
