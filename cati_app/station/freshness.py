"""How old a reading copy is, and how old what windows show of it: they read it anew a moment after something came."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from cati_app.domain.clock import Clock
from cati_app.store.reading_copy import CopyStanding
from cati_app.ui.stage.study_age import LOOKED_AT_MS, OLD, Lateness
from cati_app.values import dataclass

TOLD_FROM = OLD - timedelta(milliseconds=LOOKED_AT_MS)
"""What is not old yet is by the time it is looked at again."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """When a state of the copy was known to be everything.

    Args:
        as_of: When the hub was asked; None: the copy had not everything.
        at_ms: The same by the counter that never runs backwards; None where another program, or an earlier run of this
            one, asked.
    """

    as_of: datetime | None
    at_ms: int | None = None

    def age(self, clock: Clock) -> timedelta | None:
        """How old that is now; None: not everything is here, or somebody has set the clock back since."""
        if self.as_of is None:
            return None
        if self.at_ms is not None:
            return timedelta(milliseconds=clock.monotonic_ms() - self.at_ms)
        age = clock.now() - self.as_of
        return age if age >= timedelta() else None

    def is_old(self, clock: Clock, lateness: Lateness) -> bool:
        """Whether people should know how old that is; whoever does not know the age should."""
        age, now = self.age(clock), clock.now()
        return self.as_of is None or lateness.is_told(now - (OLD if age is None else age), now)


class Freshness:
    """Of one copy: one thread notes how far it has come, others ask.

    States of the copy are counted. A state stays what is in sight until its successor was read, however often it was
    found meanwhile that the hub has nothing newer than that successor.

    Args:
        before: The copy as it was before this one began; that is in sight first.
    """

    def __init__(self, before: CopyStanding) -> None:
        self._lock = threading.Lock()
        self._life, self._mark = before.life, before.mark
        self._newest = self._in_sight = 0
        self._refreshed = {0: Refreshed(before.as_of)}

    def note(self, standing: CopyStanding, asked_ms: int | None = None) -> None:
        """How far the copy has come.

        Args:
            asked_ms: When the hub was asked for the first of what came; None: another program asked.
        """
        with self._lock:
            if (standing.life, standing.mark) != (self._life, self._mark):
                self._life, self._mark = standing.life, standing.mark
                self._newest += 1
            self._refreshed[self._newest] = Refreshed(standing.as_of, asked_ms)

    @property
    def newest(self) -> int:
        """Number of the state that the copy is in."""
        return self._newest

    def came_in_sight(self, state: int) -> None:
        """Whatever is shown was read in that state, or in a later one."""
        with self._lock:
            self._in_sight = max(self._in_sight, state)
            for earlier in [known for known in self._refreshed if known < self._in_sight]:
                del self._refreshed[earlier]

    def of_copy(self) -> Refreshed:
        """Of what is in the copy."""
        with self._lock:
            return self._refreshed[self._newest]

    def in_sight(self) -> Refreshed:
        """Of what is shown."""
        with self._lock:
            return self._refreshed[self._in_sight]
