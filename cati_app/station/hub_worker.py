"""What a station does with its hub by itself, while somebody works and while nobody does.

One thread brings what is worked, says that cases are still worked, repeats what the hub has not heard, and fetches
what changed. It waits for the network; each step of the store is done in the thread that owns the database.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain, repeat
from typing import Protocol

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.sharing.leases import CaseLease, LeaseToken
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import UNDO_WINDOW
from cati_app.fieldwork.sharing.borrow_case import ExtendLease
from cati_app.fieldwork.sharing.read_station import NOTHING_UNSENT, ReadConversations, ReadLeases, ReadUnsent, Unsent
from cati_app.fieldwork.sharing.work_at_station import RENEWED_WITHIN
from cati_app.sync.client import Patience

REGULARLY_S = 15.0
"""Between two rounds while the line is whole and nothing presses."""
FETCH_EVERY_S = 60.0
_PATIENCE = Patience(first_s=1, longest_s=30, tries=6)
_SOON_S = 0.05
"""Several things that are wanted at once are one round."""


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
        halt: Why no call begins here, as it said last; None: they do.
    """

    connected: bool | None = None
    since: datetime | None = None
    heard_at: datetime | None = None
    unsent: Unsent = NOTHING_UNSENT
    problem: EnvironmentProblem | None = None
    sign_in_until: datetime | None = None
    halt: Halt | None = None


class HubDuties(Protocol):
    """What is asked of the hub in a round; each waits for the line. EnvironmentProblem: it was cut, or refused."""

    def greet(self) -> None:
        """In another life of the hub it hears what the station has."""
        ...

    def hold(self, token: LeaseToken, *, held: bool) -> None:
        """Nobody calls the numbers of a case, or again."""
        ...

    def renew(self, token: LeaseToken) -> CaseLease | None:
        """A case is still worked; None where the station lost it."""
        ...

    def push(self) -> None:
        """The log."""
        ...

    def hand_in(self) -> int:
        """Every case that is packed; how many the hub has taken."""
        ...

    def give_back(self) -> None:
        """Places that were taken along for work without a line, and are not used."""
        ...

    def note_cut(self) -> None:
        """The line is cut; nobody is asked."""
        ...

    def fetch(self, *, may_change: Callable[[], bool]) -> bool:
        """People, questionnaire and rules; whether everything that is new is here now.

        Args:
            may_change: Asked before anything is changed here.
        """
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
        self._leases = leases
        self._extend = extend
        self._unsent = unsent
        self._conversations = conversations
        self._clock = clock
        self._in_store = in_store
        self._report = report
        self._chance = random.SystemRandom()
        self._woken = threading.Condition()
        self._next_at = time.monotonic()
        self._ends = False
        self._renews = False
        self._holds: dict[LeaseToken, bool] = {}  # not told yet
        self._packs: dict[UserId, Callable[[], object]] = {}  # with the keys of who is at work
        self._fetched_at: float | None = None
        self._fetch_alone = threading.Lock()
        self.standing = HubConnection()
        self.is_behind = False
        """Something of people or rules is new at the hub and waits for the end of a conversation."""
        self._thread = threading.Thread(target=self._run, name="hub-worker")

    # -- from other threads -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first round begins at once."""
        self._thread.start()

    def wake(self, after_s: float = _SOON_S) -> None:
        """Something is to be told: no later than that a round begins."""
        with self._woken:
            self._next_at = min(self._next_at, time.monotonic() + after_s)
            self._woken.notify()

    def hold(self, token: LeaseToken, *, held: bool) -> None:
        """Nobody calls the numbers of a case, or again: told at once, and again until the hub has heard it."""
        with self._woken:
            self._holds[token] = held
        self.wake()

    def works(self, user_id: UserId, pack: Callable[[], object]) -> None:
        """Somebody is at work here: what nothing can be taken back of is packed in each round."""
        with self._woken:
            self._packs[user_id] = pack

    def left(self, user_id: UserId) -> None:
        """Somebody is not at work any more."""
        with self._woken:
            self._packs.pop(user_id, None)

    def renew(self) -> None:
        """Cases are worked here."""
        self._renews = True
        self.wake()

    def worked(self) -> None:
        """A result was given, which can be taken back for a while."""
        self.wake(UNDO_WINDOW.total_seconds() + 1)

    def catch_up(self) -> None:
        """Before a call: what waited for the end of a conversation is fetched now. Nothing where nothing waits.

        Raises:
            EnvironmentProblem: as asking a hub.
        """
        if self.is_behind:
            self._fetch(lambda: True)

    def end(self) -> None:
        """No further round begins, and the one under way is not waited for; the thread has ended then."""
        with self._woken:
            self._ends = True
            self._woken.notify()
        self._duties.let_go()
        if self._thread.ident is not None:
            self._thread.join()

    def last_round(self) -> None:
        """After the end, when everybody has left: bring what is packed now, as far as the hub answers."""
        self._in_store = at_once
        if self.standing.connected:
            with suppress(EnvironmentProblem):  # it waits here, and goes the next time
                self._tell_holds()
                self._duties.push()
                self._duties.hand_in()

    # -- in the thread ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        waits = self._waits()
        while self._wait():
            try:
                self._round()
                self._heard(None)
                waits, pause = self._waits(), REGULARLY_S
            except EnvironmentProblem as problem:
                self._heard(problem)
                pause = next(waits)
            except Exception as error:  # the thread goes on: work is brought when its cause is gone
                self._report(error)
                pause = next(waits)
            with self._woken:
                if not self._ends:
                    self._next_at = min(self._next_at, time.monotonic() + pause)

    def _waits(self) -> Iterator[float]:
        return chain(_PATIENCE.waits(self._chance), repeat(_PATIENCE.longest_s))

    def _wait(self) -> bool:
        """Until a round is due; False at the end."""
        with self._woken:
            while not self._ends and (left := self._next_at - time.monotonic()) > 0:
                self._woken.wait(left)
            self._next_at = float("inf")
            return not self._ends

    def _round(self) -> None:
        self._duties.greet()
        self._heard(None)
        self._tell_holds()
        if self._renews:
            self._renews = False
            self._renew()
        for pack in tuple(self._packs.values()):
            with suppress(RuleViolation):  # whoever has lost the login packs nothing more: the next person does
                self._in_store(pack)
        self._duties.push()
        self._duties.hand_in()
        self._duties.give_back()
        if self._fetched_at is None or time.monotonic() - self._fetched_at >= FETCH_EVERY_S:
            self._fetch(lambda: not self._in_store(partial(self._conversations, PROGRAM)))

    def _tell_holds(self) -> None:
        for token, held in tuple(self._holds.items()):
            try:
                self._duties.hold(token, held=held)
            except EnvironmentProblem as problem:
                if problem.code != "hub_lost_case":
                    raise
            with self._woken:
                if self._holds.get(token) is held:
                    del self._holds[token]

    def _renew(self) -> None:
        for lease in self._in_store(partial(self._leases, PROGRAM)):
            asked_at = self._clock.now()
            if lease.expires_at > asked_at + RENEWED_WITHIN:
                continue  # taken along for work without a line
            renewed = self._duties.renew(lease.token)
            self._in_store(partial(self._extend, PROGRAM, lease.token, asked_at, renewed))

    def _fetch(self, may_change: Callable[[], bool]) -> None:
        with self._fetch_alone:
            self.is_behind = not self._duties.fetch(may_change=may_change)
            self._fetched_at = time.monotonic()

    def _heard(self, problem: EnvironmentProblem | None) -> None:
        """What a round came to; one that the end broke off says nothing of the line."""
        if self._ends:
            return
        now, before = self._clock.now(), self.standing
        answers = problem is None or problem.code not in ("hub_unreachable", "hub_not_waited_for")
        standing = replace(
            before,
            connected=answers,
            since=before.since if before.connected is answers else now,
            heard_at=now if answers else before.heard_at,
            problem=problem if answers else None,
        )
        with suppress(EnvironmentProblem):  # a disk that fails is told by whoever works
            if not answers:
                self._duties.note_cut()
            unsent = self._in_store(partial(self._unsent, PROGRAM))
            until, halt = self._duties.sign_in_until(), self._duties.halt()
            standing = replace(standing, unsent=unsent, sign_in_until=until, halt=halt)
        self.standing = standing
