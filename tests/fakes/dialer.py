"""A line that does what a test says, in its own time."""

from __future__ import annotations

from cati_app.domain.calling.line import CallEnd, Capabilities, EndedBy, LineProblem, LineState
from cati_app.domain.ids import CallId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.ports.dialer import OnEnded, OnState


class ScriptedLine:
    """Implements `Dialer`: a call goes on until it is hung up or `end` is called.

    Attributes:
        calls: Every call that was begun, in order.
        dead: The line takes no call.
    """

    def __init__(self, capabilities: Capabilities | None = None) -> None:
        self.capabilities = capabilities or Capabilities()
        self.calls: list[CallId] = []
        self.dead = False
        self._up: CallId | None = None

    def listen(self, on_state: OnState, on_ended: OnEnded) -> None:
        """Who is told."""
        self._on_state, self._on_ended = on_state, on_ended

    def dial(self, call_id: CallId, number: PhoneNumber) -> None:
        """Begin a call."""
        if self._up is not None:
            raise RuntimeError("a call is up")
        if self.dead:
            raise LineProblem("network", "no line")
        self._up = call_id
        self.calls.append(call_id)
        self._on_state(call_id, LineState.DIALING)

    def hang_up(self) -> None:
        """End the call that is up."""
        if self._up is not None:
            call_id, self._up = self._up, None
            self._on_ended(call_id, CallEnd(EndedBy.INTERVIEWER))


class SlowLine(ScriptedLine):
    """Tells the end of a call only when it is asked to, as often as it is asked; hanging up takes its time."""

    def dial(self, call_id: CallId, number: PhoneNumber) -> None:
        """Begin a call, whatever became of the one before."""
        self._up = None
        super().dial(call_id, number)

    def hang_up(self) -> None:
        """Takes its time."""

    def end(self, place: int, sip_code: int | None = None) -> None:
        """Tell now that the call of this place is over, and why if the network said so."""
        self._on_ended(self.calls[place], CallEnd(EndedBy.NETWORK, sip_code=sip_code))
