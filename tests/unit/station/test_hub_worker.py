"""What a station does with its hub by itself: at once, again after a cut, and never on the thread of whoever works."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.leases import BeforeCall, HoldWord, LeaseToken, Renewal
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.ports.hub import at_once
from cati_app.fieldwork.sharing.borrow_case import ExtendLease
from cati_app.fieldwork.sharing.read_station import ReadConversations, ReadLeases, ReadUnsent, Unsent
from cati_app.station import hub_worker
from cati_app.station.hub_worker import HubWorker
from cati_app.station.signed_in_cases import SignedInCases
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.case_store import Brought
from cati_app.sync.messages import Refused
from cati_app.sync.refusals import unreachable
from tests.stations import Site

TOKEN = LeaseToken(1, 1)
SECONDS = 20


class Duties:
    """A hub that answers or not, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answers = True
        self.breaks_off = False
        self.bug: Exception | None = None
        self.hangs = threading.Event()
        self.hangs.set()
        self.waits = threading.Event()
        self.rounds = threading.Semaphore(0)
        self.may_change: list[bool] = []
        self.cuts = 0
        self.brought = Brought()
        self.messages_go = threading.Semaphore(1_000)
        self.has_gone = threading.Semaphore(0)
        self.push_hangs = threading.Event()
        self.push_hangs.set()
        self.fetch_hangs = threading.Event()
        self.fetch_hangs.set()
        self.is_pushing = threading.Event()
        self.is_fetching = threading.Event()
        self.waited_for: list[bool] = []

    def _ask(self, what: str) -> None:
        self.waits.set()
        assert self.hangs.wait(SECONDS)
        if self.bug is not None:
            raise self.bug
        if self.breaks_off or not self.answers:
            raise unreachable()
        self.heard.append(what)

    def greet(self) -> None:
        try:
            self._ask("greet")
        except Exception:
            self.rounds.release()
            raise

    def hold(self, word: HoldWord) -> None:
        self._ask(f"hold {word.held}")

    def renew(self, token: LeaseToken, *, waits: bool) -> Renewal:
        self._ask("renew")
        return Renewal(None)

    def shared_line(self) -> AbstractContextManager[None]:
        return nullcontext()

    def push(self, went: Callable[[], None]) -> None:
        self.is_pushing.set()
        assert self.messages_go.acquire(timeout=SECONDS)
        went()
        self.has_gone.release()
        assert self.push_hangs.wait(SECONDS)
        self._ask("push")

    def hand_in(self) -> Brought:
        self._ask("hand in")
        self.rounds.release()
        return self.brought

    def give_back(self) -> None:
        self._ask("give back")

    def note_cut(self) -> None:
        self.cuts += 1

    def fetch(self, *, may_change: Callable[[], bool], is_waited_for: bool = False) -> bool:
        self.is_fetching.set()
        assert self.fetch_hangs.wait(SECONDS)
        self._ask("fetch")
        self.waited_for.append(is_waited_for)
        self.may_change.append(may_change())
        return self.may_change[-1]

    def sign_in_until(self) -> datetime | None:
        return None

    def let_go_waited(self) -> None: ...

    def halt(self) -> Halt | None:
        return None

    def let_go(self) -> None:
        for hangs in (self.hangs, self.push_hangs, self.fetch_hangs):
            hangs.set()

    def round(self) -> None:
        """Wait until one is over."""
        assert self.rounds.acquire(timeout=SECONDS)


@pytest.fixture
def duties() -> Duties:
    return Duties()


@pytest.fixture
def bugs() -> list[Exception]:
    return []


@pytest.fixture
def worker(site: Site, duties: Duties, bugs: list[Exception], monkeypatch: pytest.MonkeyPatch) -> Iterator[HubWorker]:
    monkeypatch.setattr(hub_worker, "REGULARLY_S", 1000.0)  # rounds are those that something asks for
    units = site.station.units(None)
    made = HubWorker(
        duties,
        ReadLeases(units, "here"),
        ExtendLease(units),
        ReadUnsent(units, site.clock, "here"),
        ReadConversations(units),
        site.clock,
        at_once,
        bugs.append,
    )
    yield made
    made.end()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


def until(condition: Callable[[], bool]) -> None:
    """Wait for it."""
    waited = threading.Event()
    for _ in range(SECONDS * 100):
        if condition():
            return
        waited.wait(0.01)
    pytest.fail("it did not come")


def test_the_first_round_begins_at_once_and_brings_everything(worker: HubWorker, duties: Duties) -> None:
    worker.begin()
    until(lambda: "fetch" in duties.heard)

    assert ["greet", "push", "hand in", "give back", "fetch"] == duties.heard
    until(lambda: worker.standing.connected is True)


def test_numbers_that_nobody_calls_are_told_again_until_the_hub_has_heard_it(worker: HubWorker, duties: Duties) -> None:
    duties.answers = False
    worker.hold(HoldWord(TOKEN, 1, held=True))
    worker.begin()
    duties.round()
    until(lambda: worker.standing.connected is False)
    duties.answers = True
    worker.wake()
    until(lambda: {"hold True", "hand in"} <= set(duties.heard))  # else the next wish may be part of this round

    worker.wake()
    until(lambda: duties.heard.count("hand in") > 1)
    assert 1 == duties.heard.count("hold True")


def test_what_waits_goes_as_soon_as_a_round_finds_the_line_whole_again(
    worker: HubWorker, duties: Duties, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It need not wait for its own time, which is half a minute away while the line is cut for long."""
    woken: list[str] = []
    monkeypatch.setattr(worker._pulse.rounds, "wake", lambda: woken.append("word of numbers"))
    monkeypatch.setattr(worker._nexts, "wake", lambda: woken.append("the next case"))
    for before in (None, True, False):
        worker.standing = hub_worker.HubConnection(connected=before)
        assert [] == woken
        worker._heard(None)

    assert ["word of numbers", "the next case"] == woken


def test_what_is_taken_back_before_the_hub_heard_it_is_told_as_it_stands_now(worker: HubWorker, duties: Duties) -> None:
    duties.answers = False
    worker.begin()
    worker.hold(HoldWord(TOKEN, 1, held=True))
    duties.round()
    worker.hold(HoldWord(TOKEN, 2, held=False))
    duties.answers = True
    worker.wake()
    until(lambda: any(told.startswith("hold") for told in duties.heard))

    assert [told for told in duties.heard if told.startswith("hold")] == ["hold False"]


def test_nobody_who_asks_for_something_waits_for_the_line(worker: HubWorker, duties: Duties) -> None:
    duties.hangs.clear()
    worker.begin()
    assert duties.waits.wait(SECONDS)

    worker.hold(HoldWord(TOKEN, 1, held=True))
    worker.renew()
    worker.worked()
    worker.wake()

    assert worker.standing.connected is None, "the hub has not answered"
    worker.end()


def test_a_cut_line_has_its_beginning_and_the_hub_is_heard_of_when_it_is_whole_again(
    worker: HubWorker, duties: Duties, site: Site
) -> None:
    worker.begin()
    until(lambda: worker.standing.connected is True)
    heard_at = worker.standing.heard_at
    site.clock.move(600)
    duties.answers = False
    worker.wake()
    until(lambda: worker.standing.connected is False)

    assert site.clock.now() == worker.standing.since
    assert duties.cuts
    assert heard_at == worker.standing.heard_at


def test_what_a_hub_refuses_is_not_a_cut_line(worker: HubWorker, duties: Duties) -> None:
    duties.bug = EnvironmentProblem("hub_withdrew_device", "Withdrawn.", "Ask.")
    worker.begin()
    until(lambda: worker.standing.problem is not None)

    assert worker.standing.connected is True


def test_an_error_of_the_program_is_reported_and_the_next_round_comes(
    worker: HubWorker, duties: Duties, bugs: list[Exception]
) -> None:
    duties.bug = ZeroDivisionError()
    worker.begin()
    until(lambda: bool(bugs))
    duties.bug = None
    worker.wake()
    until(lambda: "hand in" in duties.heard)

    assert [ZeroDivisionError] == [type(error) for error in bugs]


def test_whoever_leaves_the_study_ends_the_conversation_first(worker: HubWorker, duties: Duties, site: Site) -> None:
    site.dialled()
    worker.begin()
    until(lambda: bool(duties.may_change))
    assert ([False], True) == (duties.may_change, worker.is_behind)

    worker.catch_up(lambda: True)

    assert ([False, True], False) == (duties.may_change, worker.is_behind)


def test_what_is_worked_is_packed_before_it_is_handed_in(worker: HubWorker, duties: Duties, site: Site) -> None:
    worker.works(site.ann.id, lambda: duties.heard.append("pack"))
    worker.begin()
    until(lambda: "fetch" in duties.heard)
    assert ["greet", "pack", "push", "hand in", "give back", "fetch"] == duties.heard

    worker.left(site.ann.id)
    worker.wake()
    until(lambda: duties.heard.count("hand in") > 1)
    assert 1 == duties.heard.count("pack")


def test_whoever_has_lost_the_login_keeps_nothing_from_being_handed_in(
    worker: HubWorker, duties: Duties, site: Site
) -> None:
    def gone() -> None:
        raise RuleViolation("signed_out")

    worker.works(site.ann.id, gone)
    worker.begin()
    until(lambda: "hand in" in duties.heard)


def test_a_round_that_the_end_breaks_off_keeps_nothing_from_being_brought_at_last(
    worker: HubWorker, duties: Duties
) -> None:
    worker.begin()
    until(lambda: worker.standing.connected is True)
    duties.breaks_off = True
    duties.waits.clear()
    duties.hangs.clear()
    worker.wake()
    assert duties.waits.wait(SECONDS)
    worker.end()
    duties.breaks_off = False
    before = duties.heard.count("hand in")

    worker.last_round()

    assert before + 1 == duties.heard.count("hand in")


def test_the_end_does_not_wait_for_a_hub_that_says_nothing(worker: HubWorker, duties: Duties) -> None:
    duties.hangs.clear()
    worker.begin()
    assert duties.waits.wait(SECONDS)
    worker.end()

    assert not [thread for thread in threading.enumerate() if thread.name in ("hub-worker", "hub-pulse")]


def test_without_a_line_nobody_waits_before_a_call() -> None:
    worker = SimpleNamespace(catch_up=lambda may_change: None, standing=SimpleNamespace(connected=False))
    hub = SignedInCases(cast("CaseClient", None), cast("HeldKeys", None), cast("HubWorker", worker))

    assert BeforeCall.UNKNOWN is hub.before_call(TOKEN)
    assert BeforeCall.UNKNOWN is hub.before_call_later(TOKEN)


def test_what_waited_for_the_end_of_a_conversation_is_fetched_as_soon_as_the_next_case_is_here(
    worker: HubWorker, duties: Duties, site: Site
) -> None:
    site.dialled()
    worker.begin()
    until(lambda: worker.is_behind)
    duties.may_change.clear()

    worker.offered(site.ann.id)

    until(lambda: bool(duties.may_change))


def test_numbers_and_heartbeats_do_not_wait_behind_a_log_that_is_being_pushed(
    worker: HubWorker, duties: Duties, site: Site
) -> None:
    site.offered()
    duties.push_hangs.clear()
    worker.begin()
    assert duties.is_pushing.wait(SECONDS)

    worker.hold(HoldWord(TOKEN, 1, held=True))
    worker.renew()

    until(lambda: "hold True" in duties.heard and duties.heard.count("greet") > 1)
    assert "push" not in duties.heard


@pytest.mark.parametrize(("gap_s", "told"), [(0.0, 3), (1000.0, 0)])
def test_what_is_unsent_is_counted_now_and_then_while_a_log_goes(
    worker: HubWorker, duties: Duties, monkeypatch: pytest.MonkeyPatch, gap_s: float, told: int
) -> None:
    """A week's log takes as long as somebody types beside it; what they do meanwhile is not sent either."""
    unsent = [Unsent()]
    monkeypatch.setattr(worker, "_unsent", lambda by: unsent[0])
    duties.messages_go = threading.Semaphore(0)
    duties.push_hangs.clear()
    worker.begin()
    assert duties.is_pushing.wait(SECONDS)
    monkeypatch.setattr(hub_worker, "REGULARLY_S", gap_s)
    unsent[0] = Unsent(cases=3)

    duties.messages_go.release()

    assert duties.has_gone.acquire(timeout=SECONDS)
    assert told == worker.standing.unsent.cases


def test_heartbeats_that_the_line_cut_off_are_sent_again(worker: HubWorker, duties: Duties) -> None:
    worker.begin()
    until(lambda: "fetch" in duties.heard)
    duties.answers = False
    worker.renew()
    until(lambda: worker.standing.connected is False)
    duties.answers = True
    before = duties.heard.count("greet")

    worker.wake()

    until(lambda: duties.heard.count("greet") >= before + 2)


def behind(worker: HubWorker, duties: Duties, site: Site) -> None:
    """Something waits for the end of a conversation, and is being fetched once more."""
    site.dialled()
    worker.begin()
    until(lambda: worker.is_behind)
    duties.is_fetching.clear()
    duties.fetch_hangs.clear()
    worker._fetched_at = None
    worker.wake()
    assert duties.is_fetching.wait(SECONDS)


def test_a_look_before_a_call_waits_a_moment_alone_for_what_is_being_fetched(
    worker: HubWorker, duties: Duties, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_worker, "LOOK_S", 0.01)
    behind(worker, duties, site)

    worker.catch_up(lambda: True)

    assert worker.is_behind, "it comes another time"
    assert [False] == duties.waited_for


def test_esc_ends_the_look_before_a_call(worker: HubWorker, duties: Duties, site: Site) -> None:
    behind(worker, duties, site)
    told: list[str] = []

    def look() -> None:
        try:
            worker.catch_up(lambda: True)
        except EnvironmentProblem as problem:
            told.append(problem.code)

    looking = threading.Thread(target=look)
    looking.start()
    until(lambda: not told and looking.is_alive())
    while not told:
        worker.stop_waiting()
        looking.join(0.01)
    looking.join(SECONDS)

    assert [NOT_WAITED_FOR] == told


def test_what_is_brought_in_before_a_call_is_asked_for_as_by_somebody_who_waits(
    worker: HubWorker, duties: Duties, site: Site
) -> None:
    site.dialled()
    worker.begin()
    until(lambda: worker.is_behind)

    worker.catch_up(lambda: True)

    assert ([False, True], False) == (duties.waited_for, worker.is_behind)


def test_cases_that_the_hub_does_not_take_are_told(worker: HubWorker, duties: Duties) -> None:
    problem = EnvironmentProblem("hub_refuses", "", "")
    duties.brought = Brought(2, 1, problem)
    worker.begin()

    until(lambda: worker.standing.refused == 1)

    assert (True, None, problem) == (worker.standing.connected, worker.standing.problem, worker.standing.refusal)
    duties.brought = Brought(1)
    worker.wake()
    until(lambda: worker.standing.refusal is None)


def test_whoever_works_in_a_window_reads_of_no_command_where_the_password_was_changed_elsewhere() -> None:
    class Client:
        def sign_in(self, person: str, shown: bytes) -> str:
            raise refused_in_words(Refused.SIGN_IN)

    keys = SimpleNamespace(person="ann", shown=b"")
    cures = []
    for worker in (SimpleNamespace(catch_up=None), None):
        hub = SignedInCases(cast("CaseClient", Client()), cast("HeldKeys", keys), cast("HubWorker", worker))
        with pytest.raises(EnvironmentProblem) as told:
            hub.take_case("request", CaseId("case-1"))
        assert "hub_sign_in" == told.value.code
        cures.append(told.value.cure)

    assert [False, True] == ["`" in cure for cure in cures]


def test_a_hub_that_answers_somebody_else_here_is_asked_at_once(
    worker: HubWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool | None] = []
    monkeypatch.setattr(worker, "wake", lambda: woken.append(worker.standing.connected))
    for connected in (None, True, False):
        worker.standing = hub_worker.HubConnection(connected=connected)
        worker.answered()

    assert [False] == woken
