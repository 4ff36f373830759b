"""What a line does: states of a call, how it ended, what a driver can do.

The service, not the driver, decides whether a number may be dialled, and writes the row of the call before dialling.
"""

from __future__ import annotations

from enum import StrEnum

from cati_app.domain.outcomes.dispositions import DISPOSITIONS, LineSignal
from cati_app.values import dataclass


class LineState(StrEnum):
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
    """How a call ended."""

    by: EndedBy
    sip_code: int | None = None
    q850: int | None = None

    @property
    def suggestion(self) -> str | None:
        """The disposition that what the line reported suggests, for a person to confirm; None: nothing is known.

        A signal that tells more comes before one that tells less: `404` with a cause is more than `404` alone.
        """
        suggestions = [
            (bool(signal.sip) + bool(signal.q850), row.name)
            for row in DISPOSITIONS.values()
            for signal in row.signals
            if self._is(signal)
        ]
        return max(suggestions, key=lambda suggestion: suggestion[0])[1] if suggestions else None

    def _is(self, signal: LineSignal) -> bool:
        return (
            (not signal.sip or self.sip_code in signal.sip)
            and (not signal.q850 or self.q850 in signal.q850)
            and (not signal.ring_limit or self.by is EndedBy.RING_LIMIT)
            and (not signal.adapter or self.by is EndedBy.ADAPTER)
        )


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a driver can do."""

    record_until_end: bool = False
    record_start_stop: bool = False


class Recording(StrEnum):
    """Whether a call is recorded."""

    OFF = "off"  # the study's notice declares none
    IMPOSSIBLE = "impossible"  # declared, but the line cannot
    AFTER_CONSENT = "after_consent"  # only after a yes asked for before it starts


def recording_on(line: Capabilities, *, wanted: bool) -> Recording:
    """What holds for a call on this line.

    Args:
        wanted: The study's notice declares recording.
    """
    if not wanted:
        return Recording.OFF
    return Recording.AFTER_CONSENT if line.record_start_stop or line.record_until_end else Recording.IMPOSSIBLE


class LineProblem(Exception):
    """The line failed; `kind` is account, network, audio or adapter."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text
