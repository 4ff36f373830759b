"""Leases: the right of a station to work a case, given by the hub and handed in with the case.

No decision rests on the clock of a station: the times of a lease are the hub's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.values import dataclass

REPORT_WITHIN = timedelta(hours=4)
"""A station that is silent for so long after its lease is over loses the case to others."""
RENEWED_WITHIN = timedelta(minutes=30)
"""Leases that end later need no heartbeat."""
Rows = Mapping[str, Sequence[Sequence[object]]]
"""Rows by table, as they stand in a store: each in the order of the table's columns."""


@dataclass(frozen=True, slots=True, order=True)
class LeaseToken:
    """Orders leases: a later one of a case has a higher token. Nothing is stored on the word of a lower one.

    Args:
        epoch: The life of the hub that gave it.
        n: Rises over the whole study.
    """

    epoch: int
    n: int


class LeaseEnd(StrEnum):
    """How a lease ended."""

    HANDED_IN = "handed_in"
    SUPERSEDED = "superseded"  # others may have the case: the station was silent for too long, or never got it
    TAKEN_BACK = "taken_back"  # by a person
    NOTHING = "nothing"  # there was no case to lend: kept so that a late copy of the request lends none


@dataclass(frozen=True, slots=True)
class CaseLease:
    """A case that a station has in hand.

    Args:
        device: The station.
        request: Of the station that asked; asked again, it gets the same lease.
        expires_at: Without a heartbeat of the station it begins no call from then on.
        report_by: Without a heartbeat of the station the case goes to others from then on.
        digest: Of what was handed in under it; None before.
        waits: It was fetched while another case is worked, for whenever that is done. Nobody is called under it before
            the hub has said that it still is the station's: others may have it where nothing else is due for them.
        results: At a station: so many the case had when it came. No clock tells what was done here and what before.
    """

    token: LeaseToken
    case_id: CaseId
    device: str
    user_id: UserId
    request: str
    given_at: datetime
    expires_at: datetime
    report_by: datetime
    ended_at: datetime | None = None
    ended_as: LeaseEnd | None = None
    digest: str | None = None
    waits: bool = False
    results: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the case has not come back."""
        return self.ended_as is None

    def is_over(self, now: datetime) -> bool:
        """Whether no call may begin any more."""
        return now >= self.expires_at

    def is_taken_along(self, now: datetime) -> bool:
        """Whether the case is here for work without a line."""
        return self.expires_at > now + RENEWED_WITHIN

    def is_silent(self, now: datetime) -> bool:
        """Whether others may have the case."""
        return now >= self.report_by

    def renew(self, now: datetime, length: timedelta, *, waits: bool = False) -> CaseLease:
        """From now on for its whole length; one for work without a line ends no sooner. RuleViolation: `lease_over`.

        Args:
            waits: The case waits still; one that is worked waits never again.
        """
        if not self.is_open:
            raise RuleViolation("lease_over")
        over = now + length
        if waits and self.waits:  # nobody is called under it: nobody has to be waited for when it is over
            return replace(self, expires_at=over, report_by=over)
        if self.waits:
            return self.confirm().renew(now, length)
        return replace(self, expires_at=max(self.expires_at, over), report_by=max(self.report_by, over + REPORT_WITHIN))

    def confirm(self) -> CaseLease:
        """It is worked now: nobody else gets the case, and a silent station is waited for."""
        return replace(self, waits=False, report_by=max(self.report_by, self.expires_at + REPORT_WITHIN))

    def end(self, now: datetime, ended_as: LeaseEnd) -> CaseLease:
        """Ended; the first end stays."""
        return self if not self.is_open else replace(self, ended_at=now, ended_as=ended_as)

    def hand_in(self, now: datetime, digest: str) -> CaseLease:
        """Ended with the case, however late; what came first under it stays known.

        Args:
            digest: Of what came.
        """
        first = self.digest if self.ended_as is LeaseEnd.HANDED_IN and self.digest is not None else digest
        return replace(self, ended_at=now, ended_as=LeaseEnd.HANDED_IN, digest=first)


@dataclass(frozen=True, slots=True)
class UsedPlace:
    """A place that a station was given ahead, and the interview it used it for."""

    grant_id: str
    interview_id: InterviewId
    cell_id: CellId


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """A case whole, as it travels: rows of it and of everything that belongs to it, contents sealed as they are.

    Args:
        blocked: A number of it is on the block list of the station it comes from.
        places: Given ahead, that its interviews are on.
    """

    case_id: CaseId
    rows: Rows
    blocked: bool = False
    places: tuple[UsedPlace, ...] = ()

    @property
    def interviews(self) -> tuple[InterviewId, ...]:
        """Of the case, in the order of their rows."""
        return tuple(InterviewId(str(row[0])) for row in self.rows.get(INTERVIEWS, ()))


INTERVIEWS = "interview"
"""Among the rows of a bundle; each begins with the interview's id."""


@dataclass(frozen=True, slots=True)
class NumberHold:
    """Numbers of a case that nobody calls.

    Args:
        until: None: for good.
    """

    until: datetime | None


@dataclass(frozen=True, slots=True)
class HoldWord:
    """What a station says of the numbers of a case that it has.

    Args:
        n: How far its log was: a word that comes with a lower one was said before and is over; with the same it is the
            same word.
        held: Nobody calls them; False: that was taken back.
    """

    token: LeaseToken
    n: int
    held: bool


class BeforeCall(StrEnum):
    """What a hub says of a case before a call."""

    FREE = "free"
    HELD = "held"  # somebody asked at another station not to be called on one of its numbers
    LOST = "lost"  # the station does not have it any more
    UNKNOWN = "unknown"  # nobody could be asked


@dataclass(frozen=True, slots=True)
class Renewal:
    """The answer to a heartbeat.

    Args:
        lease: From now on; None: the station lost the case.
        yields_in: Of a case that waits: so long from the request on it may come next; then an appointment comes first.
    """

    lease: CaseLease | None
    yields_in: timedelta | None = None


class SetAside(StrEnum):
    """Why an interview is kept and not counted."""

    DUPLICATE = "duplicate"  # another interview of its case was counted before
    SURPLUS = "surplus"  # it had no place, and its cell had none left
    REJECTED = "rejected"  # in review: it counted before
    WAITS = "waits"  # suspended or complete, until a hub that came back from a copy knows every place that is taken


@dataclass(frozen=True, slots=True)
class NotCounted:
    """An interview that is kept and not counted."""

    interview_id: InterviewId
    why: SetAside
    at: datetime
