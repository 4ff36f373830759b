"""The look before a call: whoever is about to call waits a moment for it, and a later answer is heard all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem
from cati_app.domain.sharing.leases import BeforeCall, LeaseToken
from cati_app.station import look_before_call
from cati_app.station.look_before_call import LookBeforeCall

TOKEN = LeaseToken(1, 1)
SECONDS = 20


class Hub:
    """Answers at once, or when it is let."""

    def __init__(self) -> None:
        self.answer = BeforeCall.FREE
        self.problem: EnvironmentProblem | None = None
        self.asked = 0
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.may_bring = threading.Event()
        self.may_bring.set()
        self.brought: list[bool] = []
        self.bring_problem: EnvironmentProblem | None = None
        self.has_brought = threading.Event()
        self.look = LookBeforeCall(self.ask, self.bring)

    def ask(self, token: LeaseToken) -> BeforeCall:
        self.asked += 1
        assert self.may_answer.wait(SECONDS)
        if self.problem is not None:
            raise self.problem
        return self.answer

    def bring(self, may_change: Callable[[], bool]) -> None:
        assert self.may_bring.wait(SECONDS)
        self.brought.append(may_change())
        self.has_brought.set()
        if self.bring_problem is not None:
            raise self.bring_problem


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what does not come."""
    monkeypatch.setattr(look_before_call, "LOOK_S", 0.01)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes is waited for, however busy the machine is."""
    monkeypatch.setattr(look_before_call, "LOOK_S", float(SECONDS))


def test_nobody_waits_longer_than_a_third_of_a_second() -> None:
    assert 0.3 == look_before_call.LOOK_S


@pytest.mark.usefixtures("patient")
def test_an_answer_in_time_counts_and_what_is_new_comes_before_the_call(hub: Hub) -> None:
    hub.answer = BeforeCall.HELD
    assert BeforeCall.HELD is hub.look(TOKEN)
    assert [True] == hub.brought
    assert BeforeCall.UNKNOWN is hub.look.later(TOKEN), "nothing is to come"


@pytest.mark.usefixtures("hurried")
def test_an_answer_that_comes_late_is_heard_once_the_call_has_begun(hub: Hub) -> None:
    hub.may_answer.clear()
    hub.answer = BeforeCall.HELD
    assert BeforeCall.UNKNOWN is hub.look(TOKEN)
    assert BeforeCall.UNKNOWN is hub.look.later(LeaseToken(1, 2)), "of another case"
    hub.may_answer.set()

    assert BeforeCall.HELD is hub.look.later(TOKEN)
    assert [] == hub.brought, "a call has begun"


@pytest.mark.usefixtures("hurried")
def test_the_same_key_once_more_takes_the_answer_that_was_late(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.may_answer.clear()
    hub.look(TOKEN)
    hub.may_answer.set()
    hub.look.later(TOKEN)
    monkeypatch.setattr(look_before_call, "LOOK_S", float(SECONDS))

    assert (BeforeCall.FREE, 1) == (hub.look(TOKEN), hub.asked)
    assert (BeforeCall.FREE, 2) == (hub.look(TOKEN), hub.asked), "it counts once"


@pytest.mark.usefixtures("hurried")
def test_a_line_that_is_cut_after_the_call_began_says_nothing_of_it(hub: Hub) -> None:
    hub.may_answer.clear()
    hub.problem = EnvironmentProblem("hub_unreachable", "", "")
    hub.look(TOKEN)
    hub.may_answer.set()

    assert BeforeCall.UNKNOWN is hub.look.later(TOKEN)


def test_what_takes_longer_changes_nothing_once_the_call_has_begun(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.may_bring.clear()
    told = threading.Event()

    def answered(token: LeaseToken) -> BeforeCall:
        told.set()
        return BeforeCall.FREE

    hub.look = LookBeforeCall(answered, hub.bring)
    assert BeforeCall.FREE is hub.look(TOKEN)
    assert told.is_set()
    hub.may_bring.set()
    assert hub.has_brought.wait(SECONDS)
    assert [False] == hub.brought


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("code", ["folder_changed", "disk_full", "hub_people"])
def test_whether_somebody_may_be_called_is_asked_whatever_else_cannot_be_brought_in(hub: Hub, code: str) -> None:
    hub.bring_problem = EnvironmentProblem(code, "", "")
    hub.answer = BeforeCall.HELD
    assert BeforeCall.HELD is hub.look(TOKEN)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("where", ["problem", "bring_problem"])
def test_who_does_not_want_to_wait_calls_nobody(hub: Hub, where: str) -> None:
    setattr(hub, where, EnvironmentProblem(NOT_WAITED_FOR, "", ""))
    with pytest.raises(EnvironmentProblem) as told:
        hub.look(TOKEN)
    assert NOT_WAITED_FOR == told.value.code
