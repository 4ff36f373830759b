"""What a hub says before a call, asked in threads of its own: whoever calls waits a moment for it, and no longer.

An answer that comes later is kept: whoever calls meanwhile hears it then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem
from cati_app.domain.sharing.leases import BeforeCall, LeaseToken

LOOK_S = 0.3
"""So long somebody waits before a call, at most, for all that a hub is asked then. On a busy machine with the hub
on it one answer took 28 ms (95 of 100: 45), of which 19 to open the line."""
_THREADS = 4
"""Looks that a silent line keeps waiting; one person makes no more of them before the line counts as cut."""
_FRESH_S = 5.0
"""So old an answer may be that came too late, where the same key asks once more."""


@dataclass(slots=True)
class _Asked:
    token: LeaseToken
    told: Future[BeforeCall]
    at: float
    is_late: bool = False
    waits: bool = True

    def is_worth_waiting_for(self, now: float) -> bool:
        """Whether the same question need not be asked again."""
        return not self.told.done() or (self.is_late and now - self.at < _FRESH_S)


class LookBeforeCall:
    """For one person at a station.

    Args:
        ask: Whether a call may begin on a case.
        catch_up: Brings in what waited for the end of a conversation, as long as what it is given says so.
    """

    def __init__(self, ask: Callable[[LeaseToken], BeforeCall], catch_up: Callable[[Callable[[], bool]], None]) -> None:
        self._ask = ask
        self._catch_up = catch_up
        self._threads = ThreadPoolExecutor(_THREADS, "before-call")
        self._asked: _Asked | None = None

    def __call__(self, token: LeaseToken) -> BeforeCall:
        """The answer, or that there is none in time.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_paused`, `hub_written_off`, `hub_not_waited_for`.
        """
        began = time.monotonic()
        asked = self._asked
        if asked is None or asked.token != token or not asked.is_worth_waiting_for(began):
            asked = self._asked = _Asked(token, self._threads.submit(self._ask, token), began)
        try:
            answer = asked.told.result(LOOK_S)
        except TimeoutError:
            asked.is_late = True
            return BeforeCall.UNKNOWN
        asked.is_late = False
        self._bring_in(asked, began + LOOK_S - time.monotonic())
        return answer

    def _bring_in(self, asked: _Asked, left_s: float) -> None:
        """What cannot be brought in now is told elsewhere, and comes another time."""
        asked.waits = left_s > 0
        brought = self._threads.submit(self._catch_up, lambda: asked.waits)
        try:
            brought.result(max(left_s, 0))
        except TimeoutError:
            pass
        except EnvironmentProblem as problem:
            if problem.code == NOT_WAITED_FOR:
                raise
        finally:
            asked.waits = False

    def later(self, token: LeaseToken) -> BeforeCall:
        """The answer that did not come in time, waited for; unknown where nothing is to come, or nothing came."""
        asked = self._asked
        if asked is None or asked.token != token or not asked.is_late:
            return BeforeCall.UNKNOWN
        try:
            return asked.told.result()
        except EnvironmentProblem:
            return BeforeCall.UNKNOWN
