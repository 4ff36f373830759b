"""What a dialler is: states of a call, how it ended, what a driver can do.

The service, not the driver, decides whether a number may be dialled, and writes the row of the call before dialling.
Each `dial` gives exactly one `ended`, also after a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cati_app.domain.ids import CallId
from cati_app.domain.phone import PhoneNumber


class CallState(StrEnum):
    """States of a call; manual drivers know only HANDED_OVER and ENDED."""

    HANDED_OVER = "handed_over"
    DIALING = "dialing"
    RINGING = "ringing"
    EARLY_MEDIA = "early_media"
    CONNECTED = "connected"
    ON_HOLD = "on_hold"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who ended a call."""

    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"
    NETWORK = "network"
    RING_LIMIT = "ring_limit"
    ADAPTER = "adapter"


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended; `suggestion` is a disposition that a person confirms."""

    by: EndedBy
    sip_code: int | None = None
    q850: int | None = None
    text: str = ""
    rang: bool = True
    ring_ms: int | None = None
    talk_ms: int | None = None
    suggestion: str | None = None
    may_be_final: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a driver can do."""

    progress: bool = False
    result: bool = False
    hangup: bool = False
    mute: bool = False
    hold: bool = False
    dtmf: bool = False
    record_until_end: bool = False
    record_start_stop: bool = False
    transfer: bool = False
    sets_caller_id: bool = False


class LineProblem(Exception):
    """The line does not play along; `kind` is account, network, audio or adapter."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text


OnState = Callable[[CallId, CallState], None]
OnEnded = Callable[[CallId, CallEnd], None]


class Dialer(Protocol):
    """A driver for one interviewer's line."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def listen(self, on_state: OnState, on_ended: OnEnded) -> None:
        """Who is told; called once, before the first call."""
        ...

    def preflight(self) -> list[str]:
        """Problems that would keep it from dialling; empty when ready."""
        ...

    def dial(self, call_id: CallId, number: PhoneNumber) -> None:
        """Begin a call; LineProblem when it cannot, RuntimeError when one is up already."""
        ...

    def hang_up(self) -> None:
        """End the call that is up; nothing happens when there is none."""
        ...

    def set_muted(self, muted: bool) -> None:
        """Mute the interviewer; LineProblem when it cannot."""
        ...
