"""What a station does with its hub by itself, while somebody works and while nobody does.

One thread brings what is worked and fetches what changed; another one tells what the hub has to hear at once. They wait
for the network; each step of the store is done in the thread that owns the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.sharing.leases import HoldWord
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import UNDO_WINDOW
from cati_app.fieldwork.sharing.borrow_case import ExtendLease
from cati_app.fieldwork.sharing.read_station import NOTHING_UNSENT, ReadConversations, ReadLeases, ReadUnsent, Unsent
from cati_app.station.hub_pulse import HubPulse, PulseDuties
from cati_app.station.look_before_call import LOOK_S
from cati_app.station.rounds import SOON_S, Rounds
from cati_app.sync.case_store import Brought
from cati_app.sync.refusals import not_waited_for
from cati_app.values import dataclass

REGULARLY_S = 15.0
"""Between two rounds while the line is whole and nothing presses."""
FETCH_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class HubConnection:
    """How the station stands with its hub.

    Args:
        connected: Whether the hub answered when it was asked last; None before that.
        since: Since when that is so, by the clock of the station.
        heard_at: When the hub answered last.
        unsent: What of the work here it does not have.
        problem: What it says, or who else answers, where that is more than silence.
        sign_in_until: Until when people sign in without it; None where that does not end.
        refused: Cases that are packed and that it does not take.
        refusal: What it said of the first of these.
        halt: Why no call begins here, as it said last; None: they do.
    """

    connected: bool | None = None
    since: datetime | None = None
    heard_at: datetime | None = None
    unsent: Unsent = NOTHING_UNSENT
    problem: EnvironmentProblem | None = None
    sign_in_until: datetime | None = None
    refused: int = 0
    refusal: EnvironmentProblem | None = None
    halt: Halt | None = None


class HubDuties(PulseDuties, Protocol):
    """What is asked of the hub in a round; each waits for the line. EnvironmentProblem: it was cut, or refused."""

    def shared_line(self) -> AbstractContextManager[None]:
        """What is asked within it goes over one line."""
        ...

    def push(self, went: Callable[[], None]) -> None:
        """The log.

        Args:
            went: Called when a message of it has arrived.
        """
        ...

    def hand_in(self) -> Brought:
        """Every case that is packed; what became of them."""
        ...

    def give_back(self) -> None:
        """Places that were taken along for work without a line, and are not used."""
        ...

    def note_cut(self) -> None:
        """The line is cut; nobody is asked."""
        ...

    def fetch(self, *, may_change: Callable[[], bool], is_waited_for: bool = False) -> bool:
        """People, questionnaire and rules; whether everything that is new is here now.

        Args:
            may_change: Asked before anything is changed here.
            is_waited_for: Somebody waits for it, and may let go.
        """
        ...

    def let_go_waited(self) -> None:
        """Nobody waits any more for what is fetched so."""
        ...

    def sign_in_until(self) -> datetime | None:
        """Until when people sign in without the hub; nobody is asked."""
        ...

    def halt(self) -> Halt | None:
        """Why no call begins here, as the hub said last; nobody is asked."""
        ...

    def let_go(self) -> None:
        """Nobody waits for the line any more."""
        ...


class HubWorker:
    """Runs its rounds in a thread from `begin` to `end`.

    Args:
        units: Without keys: what it touches is sealed, and stays so.
        report: Gets an error of the program; the rounds go on.
    """

    def __init__(
        self,
        duties: HubDuties,
        leases: ReadLeases,
        extend: ExtendLease,
        unsent: ReadUnsent,
        conversations: ReadConversations,
        clock: Clock,
        in_store: StoreStep,
        report: Callable[[Exception], None],
    ) -> None:
        self._duties = duties
        self._unsent = unsent
        self._conversations = conversations
        self._clock = clock
        self._in_store = in_store
        self._lock = threading.Lock()
        self._packs: dict[UserId, Callable[[], object]] = {}  # with the keys of who is at work
        self._fetch_nexts: dict[UserId, Callable[[], object]] = {}
        self._wants_next: set[UserId] = set()
        self._fetched_at: float | None = None
        self._fetches = threading.Condition()
        self._is_fetching = False
        self._let_go = 0  # so often somebody did not want to wait
        self._brought = Brought()
        self._told_at = float("-inf")  # what is unsent
        self.standing = HubConnection()
        self.is_behind = False
        """Something of people or rules is new at the hub and waits for the end of a conversation."""
        self._rounds = Rounds("hub-worker", self._round, self._heard, report, REGULARLY_S)
        self._nexts = Rounds("hub-next", self._fetch_next, lambda problem: None, report, None)
        self._pulse = HubPulse(duties, leases, extend, clock, in_store, self._pulse_heard, report)

    # -- from other threads -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first round begins at once."""
        self._rounds.begin()
        self._pulse.rounds.begin()
        self._nexts.begin()

    def wake(self, after_s: float = SOON_S) -> None:
        """Something is to be told: no later than that a round begins."""
        self._rounds.wake(after_s)
        self._pulse.rounds.wake(after_s)

    def answered(self) -> None:
        """The hub has answered somebody else here: where it counts as silent, the next round begins at once."""
        if self.standing.connected is False:
            self.wake()

    def silent(self) -> None:
        """The hub has not answered somebody else here: where it counts as there, the next round begins at once."""
        if self.standing.connected:
            self.wake()

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case, or again: told at once, and again until the hub has heard it."""
        self._pulse.hold(word)

    def works(
        self, user_id: UserId, pack: Callable[[], object], fetch_next: Callable[[], object] = lambda: None
    ) -> None:
        """Somebody is at work here: what nothing can be taken back of is packed in each round.

        Args:
            fetch_next: Asks for the case that comes after the one in hand; runs in a thread of its own.
        """
        with self._lock:
            self._packs[user_id] = pack
            self._fetch_nexts[user_id] = fetch_next

    def offered(self, user_id: UserId) -> None:
        """Somebody has a case in hand now: the hub hears so, and the next one is fetched.

        What waited for the end of a conversation comes now, before this one is called.
        """
        self._pulse.renew()
        if self.is_behind:
            self._fetched_at = None
            self._rounds.wake()
        with self._lock:
            self._wants_next.add(user_id)
        self._nexts.wake()

    def yields_at(self, user_id: UserId) -> datetime | None:
        """From when on an appointment comes before the case that waits for a person; None: not as far as is known."""
        return self._pulse.yields.get(user_id)

    def left(self, user_id: UserId) -> None:
        """Somebody is not at work any more."""
        with self._lock:
            self._packs.pop(user_id, None)
            self._fetch_nexts.pop(user_id, None)

    def renew(self) -> None:
        """Cases are worked here."""
        self._pulse.renew()

    def worked(self) -> None:
        """A result was given, which can be taken back for a while."""
        self.wake(UNDO_WINDOW.total_seconds() + 1)

    def catch_up(self, may_change: Callable[[], bool]) -> None:
        """Before a call: what waited for the end of a conversation is brought in now. Nothing where nothing waits.

        While it is still being fetched, a moment is waited for that; then it comes another time.

        Args:
            may_change: Whether the call has not begun.

        Raises:
            EnvironmentProblem: as asking a hub; `hub_not_waited_for` after `stop_waiting`.
        """
        if not self.is_behind:
            return
        until = time.monotonic() + LOOK_S
        with self._fetches:
            before = self._let_go
            while self._is_fetching and self._let_go == before and (left := until - time.monotonic()) > 0:
                self._fetches.wait(left)
            if self._let_go != before:
                raise not_waited_for()
            if self._is_fetching:
                return
            self._is_fetching = True
        self._fetch(may_change, is_waited_for=True)

    def stop_waiting(self) -> None:
        """From any thread: whoever waits before a call waits no longer."""
        with self._fetches:
            self._let_go += 1
            self._fetches.notify_all()
        self._duties.let_go_waited()

    def end(self) -> None:
        """No further round begins, and the one under way is not waited for; the threads have ended then."""
        all_rounds = (self._rounds, self._pulse.rounds, self._nexts)
        for rounds in all_rounds:
            rounds.stop()
        self.stop_waiting()
        self._duties.let_go()
        for rounds in all_rounds:
            rounds.join()

    def last_round(self) -> None:
        """After the end, when everybody has left: bring what is packed now, as far as the hub answers."""
        self._in_store = at_once
        if self.standing.connected:
            with suppress(EnvironmentProblem):  # it waits here, and goes the next time
                self._pulse.tell_holds()
                self._duties.push(lambda: None)
                self._duties.hand_in()
                self._duties.give_back()

    # -- in the threads ---------------------------------------------------------------------------------------

    def _round(self) -> None:
        with self._duties.shared_line():
            self._bring()

    def _bring(self) -> None:
        self._duties.greet()
        self._heard(None)
        for pack in tuple(self._packs.values()):
            with suppress(RuleViolation):  # whoever has lost the login packs nothing more: the next person does
                self._in_store(pack)
        self._duties.push(self._went)
        self._brought = self._duties.hand_in()
        self._duties.give_back()
        if self._fetched_at is None or time.monotonic() - self._fetched_at >= FETCH_EVERY_S:
            with self._fetches:
                while self._is_fetching:
                    self._fetches.wait()
                self._is_fetching = True
            self._fetch(lambda: not self._in_store(partial(self._conversations, PROGRAM)))

    def _fetch_next(self) -> None:
        """The next case of everybody who works one; what could not be asked is asked again after a while."""
        for user_id in tuple(self._wants_next):
            fetch_next = self._fetch_nexts.get(user_id, lambda: None)
            with suppress(RuleViolation):  # whoever has lost the login gets nothing more
                fetch_next()
            with self._lock:
                self._wants_next.discard(user_id)

    def _fetch(self, may_change: Callable[[], bool], *, is_waited_for: bool = False) -> None:
        """Whoever calls it has noted that it runs."""
        try:
            self.is_behind = not self._duties.fetch(may_change=may_change, is_waited_for=is_waited_for)
            self._fetched_at = time.monotonic()
        finally:
            with self._fetches:
                self._is_fetching = False
                self._fetches.notify_all()

    def _went(self) -> None:
        """A message of the log has arrived, of perhaps hundreds: what is unsent grows meanwhile."""
        if time.monotonic() - self._told_at >= REGULARLY_S:
            self._heard(None)

    def _pulse_heard(self, problem: EnvironmentProblem | None) -> None:
        """Where the hub did not hear it, whoever looks after the line looks at it at once."""
        if problem is not None:
            self._rounds.wake()

    def _heard(self, problem: EnvironmentProblem | None) -> None:
        """What a round came to; one that the end broke off says nothing of the line."""
        if self._rounds.has_ended:
            return
        now, before = self._clock.now(), self.standing
        answers = problem is None or problem.code not in ("hub_unreachable", "hub_not_waited_for")
        standing = replace(
            before,
            connected=answers,
            since=before.since if before.connected is answers else now,
            heard_at=now if answers else before.heard_at,
            problem=problem if answers else None,
            refused=self._brought.refused,
            refusal=self._brought.refusal,
        )
        with suppress(EnvironmentProblem):  # a disk that fails is told by whoever works
            if not answers:
                self._duties.note_cut()
            unsent = self._in_store(partial(self._unsent, PROGRAM))
            until, halt = self._duties.sign_in_until(), self._duties.halt()
            standing = replace(standing, unsent=unsent, sign_in_until=until, halt=halt)
        self.standing, self._told_at = standing, time.monotonic()
        if answers and before.connected is False:  # what could not be told or asked need not wait for its own time
            self._pulse.rounds.wake()
            self._nexts.wake()
