"""Whoever wants no more calls, in a simulated field: what stations say of that, and who is called all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.clock import Clock
from cati_app.domain.sharing.leases import HoldWord, LeaseToken, Renewal
from cati_app.fieldwork.sharing.hold_numbers import PROVISIONAL
from cati_app.store.blocklist import Peppers

_OTHERS = (
    "SELECT count(*) FROM case_lease l JOIN number a ON a.case_id = l.case_id JOIN number b ON b.lookup = a.lookup"
    " JOIN case_lease mine ON mine.case_id = b.case_id"
    " WHERE l.epoch = ? AND l.n = ? AND mine.epoch = ? AND mine.n = ?"
)
_FOR_GOOD = "SELECT DISTINCT lookup FROM number_hold WHERE until IS NULL"
_LEFT = (
    "SELECT count(*) FROM number_hold h JOIN case_lease l ON l.epoch = h.epoch AND l.n = h.n"
    " WHERE h.until IS NOT NULL AND l.ended_as = 'handed_in'"
)
_STANDS = (
    "SELECT l.ended_as, (SELECT count(*) FROM number_hold h WHERE h.epoch = l.epoch AND h.n = l.n) FROM case_lease l"
    " WHERE l.epoch = ? AND l.n = ?"
)
_OF_CASES = "SELECT lookup FROM number WHERE case_id = ?"
_ASIDE = "SELECT case_id FROM bundle_aside"


class ListInMemory:
    """A block list of a station; what is put there stays, whatever happens to the transaction."""

    is_held = True

    def __init__(self) -> None:
        self.numbers: set[str] = set()

    def hold(self, peppers: Peppers) -> None:
        """It has none."""

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these are on it."""
        return frozenset(self.numbers.intersection(numbers))

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """How many were new."""
        new = set(numbers) - self.numbers
        self.numbers |= new
        return len(new)


class Said:
    """What stations have said to the hub of numbers, heard an answer to, and not taken back since.

    Args:
        clock: Of the hub.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[LeaseToken, datetime] = {}
        self._last: dict[LeaseToken, bool] = {}  # heard in this life of the hub
        self.lost: set[LeaseToken] = set()
        """Tokens that a copy which nobody noticed did not know: the hub may have given them to others since."""
        self.called = 0
        """Calls that the hub let begin on a number that another station has it hold."""

    def tell(self, word: HoldWord, tell: Callable[[HoldWord], None]) -> None:
        """Say it. EnvironmentProblem: no answer came; the hub may have heard it."""
        self.take_back(word.token)
        tell(word)
        self._last[word.token] = word.held
        if word.held:
            self._until[word.token] = self._clock.now() + PROVISIONAL

    def take_back(self, token: LeaseToken) -> None:
        """Nobody relies on it any more."""
        self._until.pop(token, None)
        self._last.pop(token, None)

    def begin_life(self) -> None:
        """The hub came back from a copy: it knows no more of it than the copy."""
        self._last.clear()

    def wrong(self, driver: Any) -> bool:
        """Whether the hub holds what it heard last that nobody holds, or the reverse."""
        for token, held in self._last.items():
            row = driver.execute(_STANDS, (token.epoch, token.n)).fetchone()
            if token not in self.lost and row is not None and row[0] != "handed_in" and bool(row[1]) != held:
                return True
        return False

    def may_call(self, driver: Any, token: LeaseToken) -> None:
        """The hub says of the case of that lease that nobody asked elsewhere not to be called."""
        now = self._clock.now()
        for other, until in self._until.items():
            if other != token and now < until:
                mine = (token.epoch, token.n, other.epoch, other.n)
                self.called += bool(driver.execute(_OTHERS, mine).fetchone()[0])


class SimDuties:
    """What a station has the hub hear at once.

    Args:
        tell: Says it to the hub.
    """

    def __init__(self, said: Said, tell: Callable[[HoldWord], None]) -> None:
        self._said, self._tell = said, tell

    def greet(self) -> None:
        """Here that comes with what is asked."""

    def hold(self, word: HoldWord) -> None:
        """Nobody calls the numbers of a case, or again."""
        self._said.tell(word, self._tell)

    def renew(self, token: LeaseToken, *, waits: bool) -> Renewal:
        """Here heartbeats are asked for by themselves."""
        raise NotImplementedError


def opt_outs_in_the_end(driver: Any, blocked: set[str], numbers: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """I19, in words what is wrong.

    Args:
        driver: Of the hub.
        blocked: Numbers that are on the list of some station.
        numbers: Ids of the cases that have a number.
    """
    aside = {row[0] for row in driver.execute(_ASIDE).fetchall()}
    held = {row[0] for row in driver.execute(_FOR_GOOD).fetchall()}
    asked: set[str] = set()
    for number in sorted(blocked):
        for case_id in numbers(number):
            lookups = {row[0] for row in driver.execute(_OF_CASES, (case_id,)).fetchall()}
            asked |= lookups
            if not lookups <= held and not aside.intersection(numbers(number)):
                yield f"I19: {case_id} may be called, and its person wants no more calls"
    if held - asked:
        yield "I19: a number is held for good, and nobody asked for it"
    left = driver.execute(_LEFT).fetchone()[0]
    if left:
        yield f"I19: {left} numbers are held by stations that have handed their cases in"
