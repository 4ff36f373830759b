"""Sees to it that whoever wants no more calls is on the block list soon, whatever the interviewer does next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.workplace import Workplace


class BlockingPresenter:
    """Waits until a result cannot be taken back any more, or until its interviewer leaves."""

    def __init__(self, stage: Stage, place: Workplace) -> None:
        self._stage = stage
        self._place = place
        self._waiting: GivenResult | None = None  # the last result whose numbers are still to be blocked

    def given(self, result: GivenResult) -> None:
        """A result was given."""
        if result.blocks:
            self._waiting = result

    def settle(self) -> None:
        """Now and then: write what cannot be taken back any more."""
        given = self._waiting
        if given is not None and given.undo_until <= self._place.clock.now() and not self._stage.busy:
            self._waiting = None
            self._stage.run(partial(self._place.settle_blocks, self._place.user), lambda _: None)

    def before_leaving(self, then: Callable[[], None]) -> None:
        """Nothing is taken back any more: write what waited, and go on; what fails is done at the next start."""
        if self._waiting is None:
            then()
            return
        self._waiting = None

        def failed(_: Exception) -> bool:
            then()
            return False

        self._stage.run(partial(self._place.settle_blocks, self._place.user, leaves=True), lambda _: then(), failed)
