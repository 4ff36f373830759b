"""A piece of work that a thread does again and again: when it is due, when somebody wants it, rarer while it fails."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat

from cati_app.domain.errors import EnvironmentProblem
from cati_app.sync.client import Patience

SOON_S = 0.05
"""Several things that are wanted at once are one round."""
_TRIES = 6
"""Between which the pauses grow; then they are of one length."""


class Rounds:
    """Runs from `begin` to `end`.

    Args:
        name: Of the thread.
        round_: One of them. EnvironmentProblem: it comes again, after a pause that grows.
        heard: What a round came to; None: it was done.
        report: Gets an error of the program; the rounds go on.
        regularly_s: Until the next one by itself; None: only when one is wanted.
        rarest_s: Until the next one at most while they fail.
    """

    def __init__(
        self,
        name: str,
        round_: Callable[[], None],
        heard: Callable[[EnvironmentProblem | None], None],
        report: Callable[[Exception], None],
        regularly_s: float | None,
        *,
        rarest_s: float = 30.0,
    ) -> None:
        self._round = round_
        self._heard = heard
        self._report = report
        self._regularly_s = float("inf") if regularly_s is None else regularly_s
        self._patience = Patience(first_s=1, longest_s=rarest_s, tries=_TRIES)
        self._chance = random.SystemRandom()
        self._woken = threading.Condition()
        self._next_at = time.monotonic()
        self.has_ended = False
        self._thread = threading.Thread(target=self._run, name=name)

    def begin(self) -> None:
        """The first round begins at once."""
        self._thread.start()

    def wake(self, after_s: float = SOON_S) -> None:
        """From any thread: no later than that a round begins."""
        with self._woken:
            self._next_at = min(self._next_at, time.monotonic() + after_s)
            self._woken.notify_all()

    def stop(self) -> None:
        """From any thread: no further round begins; nobody waits for the one under way."""
        with self._woken:
            self.has_ended = True
            self._woken.notify_all()

    def join(self) -> None:
        """After `stop`: wait until the thread has ended."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        waits = self._waits()
        while self._wait():
            try:
                self._round()
                self._heard(None)
                waits, pause = self._waits(), self._regularly_s
            except EnvironmentProblem as problem:
                self._heard(problem)
                pause = next(waits)
            except Exception as error:  # the thread goes on: work is brought when its cause is gone
                self._report(error)
                pause = next(waits)
            with self._woken:
                if not self.has_ended:
                    self._next_at = min(self._next_at, time.monotonic() + pause)

    def _waits(self) -> Iterator[float]:
        return chain(self._patience.waits(self._chance), repeat(self._patience.longest_s))

    def _wait(self) -> bool:
        """Until a round is due; False at the end."""
        with self._woken:
            while not self.has_ended and (left := self._next_at - time.monotonic()) > 0:
                self._woken.wait(None if left == float("inf") else left)
            self._next_at = float("inf")
            return not self.has_ended
