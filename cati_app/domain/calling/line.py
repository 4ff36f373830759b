"""What a line does: states of a call, how it ended, what a driver can do.

The service, not the driver, decides whether a number may be dialled, and writes the row of the call before dialling.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
