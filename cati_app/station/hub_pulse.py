"""What the hub has to hear at once, beside all that a station brings: a week's log on a thin line does not delay it.

Numbers that nobody calls any more, and that cases are still worked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import UserId
from cati_app.domain.sharing.leases import HoldWord, LeaseToken, Renewal
from cati_app.fieldwork.ports.hub import StoreStep
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import ExtendLease
from cati_app.fieldwork.sharing.read_station import ReadLeases
from cati_app.station.rounds import Rounds

_NEVER = timedelta(days=1)


class PulseDuties(Protocol):
    """What is asked of the hub; each waits for the line. EnvironmentProblem: it was cut, or refused."""

    def greet(self) -> None:
        """In another life of the hub it hears what the station has."""
        ...

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case, or again."""
        ...

    def renew(self, token: LeaseToken, *, waits: bool) -> Renewal:
        """A case is still here; `waits`: another one is worked still."""
        ...


class HubPulse:
    """Runs in a thread of its own from `begin` to `end`, whenever there is something to tell.

    Args:
        heard: What a round came to, in that thread; None: the hub has heard everything.
        report: Gets an error of the program; the rounds go on.
    """

    def __init__(
        self,
        duties: PulseDuties,
        leases: ReadLeases,
        extend: ExtendLease,
        clock: Clock,
        in_store: StoreStep,
        heard: Callable[[EnvironmentProblem | None], None],
        report: Callable[[Exception], None],
    ) -> None:
        self._duties = duties
        self._leases = leases
        self._extend = extend
        self._clock = clock
        self._in_store = in_store
        self._lock = threading.Lock()
        self._renews = False
        self._holds: dict[LeaseToken, HoldWord] = {}  # not told yet
        self.yields: Mapping[UserId, datetime] = {}
        """By person: from when on an appointment comes before the case that waits, by the clock of the station."""
        self.rounds = Rounds("hub-pulse", self._round, heard, report, regularly_s=None)

    def hold(self, word: HoldWord) -> None:
        """From any thread: nobody calls the numbers of a case, or again; told until the hub has heard it."""
        with self._lock:
            self._holds[word.token] = word
        self.rounds.wake()

    def renew(self) -> None:
        """From any thread: cases are worked here."""
        self._renews = True
        self.rounds.wake()

    def tell_holds(self) -> None:
        """Numbers that nobody calls, as far as the hub does not know them. EnvironmentProblem: as asking it."""
        for token, word in tuple(self._holds.items()):
            try:
                self._duties.hold(word)
            except EnvironmentProblem as problem:
                if problem.code != "hub_lost_case":
                    raise
            with self._lock:
                if self._holds.get(token) is word:
                    del self._holds[token]

    def _round(self) -> None:
        self.tell_holds()
        if self._renews:
            self._renews = False
            try:
                self._renew()
            except EnvironmentProblem:
                self._renews = True
                raise

    def _renew(self) -> None:
        self._duties.greet()
        yields: dict[UserId, datetime] = {}
        for lease in self._in_store(partial(self._leases, PROGRAM)):
            asked_at = self._clock.now()
            if lease.is_taken_along(asked_at):
                continue
            renewal = self._duties.renew(lease.token, waits=lease.waits)
            extend = partial(self._extend, PROGRAM, lease.token, asked_at, renewal.lease, waits=lease.waits)
            self._in_store(extend)
            if lease.waits:
                yields[lease.user_id] = asked_at + (_NEVER if renewal.yields_in is None else renewal.yields_in)
        self.yields = yields
