"""Dialling by hand: the interviewer dials on any phone, or the system's softphone takes the number over.

Neither tells what the line did; the interviewer picks the result.
"""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.calling.line import CallEnd, Capabilities, EndedBy, LineProblem, LineState
from cati_app.domain.ids import CallId
from cati_app.domain.sampling.phone import PhoneNumber

OnState = Callable[[CallId, LineState], None]
OnEnded = Callable[[CallId, CallEnd], None]


class ManualDialer:
    """The clock of a call that a person makes.

    Args:
        scheme: None to dial on a phone beside the screen; `tel` or `sip` to hand the number to the system.
        open_uri: Hands an address to the system; False when nothing there takes it.
        sip_host: Host of `sip:` addresses.
    """

    capabilities = Capabilities()

    def __init__(
        self, scheme: str | None = None, open_uri: Callable[[str], bool] | None = None, sip_host: str = ""
    ) -> None:
        if scheme not in (None, "tel", "sip"):
            raise ValueError("scheme is tel, sip or None")
        if scheme == "sip" and not sip_host:
            raise ValueError("sip needs a host")
        self._scheme = scheme
        self._open_uri = open_uri
        self._sip_host = sip_host
        self._call: CallId | None = None
        self._on_state: OnState = lambda call_id, state: None
        self._on_ended: OnEnded = lambda call_id, end: None

    def listen(self, on_state: OnState, on_ended: OnEnded) -> None:
        """Who is told; called once, before the first call."""
        self._on_state, self._on_ended = on_state, on_ended

    def dial(self, call_id: CallId, number: PhoneNumber) -> None:
        """Hand the number over; LineProblem when the system does not take it."""
        if self._call is not None:
            raise RuntimeError("a call is up")
        if self._scheme and not (self._open_uri and self._open_uri(self._uri(number))):
            raise LineProblem("adapter", f"no program takes {self._scheme}: addresses")
        self._call = call_id
        self._on_state(call_id, LineState.HANDED_OVER)

    def hang_up(self) -> None:
        """The interviewer says the call is over."""
        if self._call is not None:
            call_id, self._call = self._call, None
            self._on_ended(call_id, CallEnd(EndedBy.INTERVIEWER))

    def _uri(self, number: PhoneNumber) -> str:
        return f"tel:{number.e164}" if self._scheme == "tel" else f"sip:{number.e164}@{self._sip_host}"
