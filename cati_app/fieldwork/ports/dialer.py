"""What use cases ask of whatever dials: one driver for one interviewer's line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cati_app.domain.calling.line import CallEnd, Capabilities, LineState
from cati_app.domain.ids import CallId
from cati_app.domain.sampling.phone import PhoneNumber

OnState = Callable[[CallId, LineState], None]
OnEnded = Callable[[CallId, CallEnd], None]


class Dialer(Protocol):
    """A driver for one interviewer's line: each `dial` gives exactly one `ended`, also after a crash."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def listen(self, on_state: OnState, on_ended: OnEnded) -> None:
        """Who is told; called once, before the first call."""
        ...

    def dial(self, call_id: CallId, number: PhoneNumber) -> None:
        """Begin a call; LineProblem when it cannot, RuntimeError when one is up already."""
        ...

    def hang_up(self) -> None:
        """End the call that is up; nothing happens when there is none."""
        ...
