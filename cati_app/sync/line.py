"""The line to a hub: one request, one answer, or a cut. The network knows it as HTTPS, tests as a script."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from cati_app.values import dataclass

ROOT_PATH = "/root.pem"
"""Where a hub shows whoever asks the root that vouches for its certificate."""


class HubCall(Enum):
    """What a station asks of a hub: method and path."""

    ENROL = "POST", "/v1/devices"
    STATE = "GET", "/v1/sync/state"
    PUSH = "POST", "/v1/sync/push"
    RECEIPT = "POST", "/v1/sync/receipt"
    ATTACH = "POST", "/v1/sync/attach"
    SIGN_IN = "POST", "/v1/sessions"
    OWN_PASSWORD = "POST", "/v1/people/password"
    PASSWORDS = "POST", "/v1/people/passwords"
    NEXT_CASE = "POST", "/v1/cases/next"
    TAKE_CASE = "POST", "/v1/cases/take"
    TAKE_CALLER = "POST", "/v1/cases/caller"
    CALLER_WORD = "POST", "/v1/cases/caller/word"
    RENEW_CASE = "POST", "/v1/cases/renew"
    HAND_IN = "POST", "/v1/cases/hand-in"
    STATIONS = "POST", "/v1/stations"
    WRITE_OFF = "POST", "/v1/stations/write-off"
    WRITE_OFF_SILENT = "POST", "/v1/stations/write-off-silent"
    ASIDE = "POST", "/v1/stations/aside"
    SETTLE = "POST", "/v1/stations/settle"
    HOLD = "POST", "/v1/numbers/hold"
    HELD = "POST", "/v1/numbers/held"
    BLOCKS = "POST", "/v1/blocks"
    BLOCKS_OFF = "POST", "/v1/blocks/take-off"
    ACT = "POST", "/v1/study/act"
    STEER = "POST", "/v1/quota/steer"
    FOLLOW = "POST", "/v1/quota/follow"
    VOUCHED = "POST", "/v1/study/vouched"
    TEAM = "POST", "/v1/team"
    TEAM_TELL = "POST", "/v1/team/tell"
    PLACE = "POST", "/v1/quota/place"
    PLACES_AHEAD = "POST", "/v1/quota/ahead"
    PLACES_BACK = "POST", "/v1/quota/back"
    HEADS = "POST", "/v1/study/heads"
    HEADS_AFTER = "POST", "/v1/study/heads/after"
    PART = "POST", "/v1/study/part"
    PART_PIECE = "POST", "/v1/study/part/piece"
    EDITION = "POST", "/v1/study/edition"
    EDITION_NEWEST = "POST", "/v1/study/edition/newest"
    CASES = "POST", "/v1/study/cases"
    OPEN = "POST", "/v1/study/open"
    SAMPLE_PAGE = "POST", "/v1/study/sample/page"
    SAMPLE = "POST", "/v1/study/sample"
    RELEASE = "POST", "/v1/study/sample/release"
    ERASURES = "POST", "/v1/study/erasures"
    CHANGES = "POST", "/v1/study/changes"
    CODES = "POST", "/v1/study/codes"
    PARCEL = "POST", "/v1/study/parcel"
    DEVICE = "POST", "/v1/study/device"
    DEVICES_WAITING = "POST", "/v1/study/devices"

    @property
    def method(self) -> str:
        """Of HTTP."""
        return self.value[0]

    @property
    def path(self) -> str:
        """Behind the address."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of whoever is at the other end, which need not be the hub.

    Args:
        status: Of HTTP.
        retry_after_s: When to ask again, as it says; 0: it says nothing.
    """

    status: int
    body: bytes
    retry_after_s: int = 0


class LineCut(Exception):
    """No whole answer came; whether the request arrived, nobody on this side knows."""


class HubLine(Protocol):
    """Carries requests."""

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask and wait, for a bounded time.

        Args:
            credential: The device's secret, in hexadecimal; blank while it has none.

        Raises:
            LineCut: no whole answer.
            EnvironmentProblem: somebody else answers; asking again would not help.
        """
        ...
