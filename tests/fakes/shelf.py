"""Everything a study's store holds, as values."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from math import ceil

from cati_app.domain.calling.chances import first_call
from cati_app.domain.calling.queue import Route
from cati_app.domain.calling.schedule import Tried
from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.cases import Attempt, Call, Case, CaseBefore
from cati_app.domain.casework.form_versions import FormFiles, FormVersion
from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.events import LoggedEvent
from cati_app.domain.focus_groups.consents import Consent
from cati_app.domain.ids import AttemptId, CallId, CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.steering import SteeredCell
from cati_app.domain.sharing.leases import NotCounted

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Drawn:
    """What only the sample knows of a case."""

    sample_id: str | None = None
    release_order: int | None = None
    replicate: int | None = None
    sealed: frozenset[str] = frozenset()  # names of sample fields


@dataclass
class Shelf:
    """Everything a study's store holds."""

    cases: dict[CaseId, Case] = field(default_factory=dict)
    drawn: dict[CaseId, Drawn] = field(default_factory=dict)  # what the sample says of cases, where it says anything
    clear: list[frozenset[str]] = field(default_factory=list)  # names of fields in the open, the last ones in force
    attempts: dict[AttemptId, Attempt] = field(default_factory=dict)
    before: dict[AttemptId, CaseBefore] = field(default_factory=dict)
    notes: dict[AttemptId, str] = field(default_factory=dict)
    calls: dict[CallId, Call] = field(default_factory=dict)
    places: dict[CallId, str] = field(default_factory=dict)  # of the case when it was dialled
    interviews: dict[InterviewId, Interview] = field(default_factory=dict)
    data: dict[InterviewId, dict[str, StoredDatum]] = field(default_factory=dict)
    versions: dict[str, tuple[FormVersion, FormFiles]] = field(default_factory=dict)
    cells: dict[CellId, CellCount] = field(default_factory=dict)
    room: dict[CellId, int] = field(default_factory=dict)  # above a target that was lowered
    steered: dict[CellId, SteeredCell] = field(default_factory=dict)  # but for what `cells` says
    log: list[LoggedEvent] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    failed: dict[str, list[datetime]] = field(default_factory=dict)  # attempts to sign in, by login
    passwords: dict[UserId, str] = field(default_factory=dict)
    recontact: dict[CaseId, Consent] = field(default_factory=dict)
    codes: dict[InterviewId, AccessCode] = field(default_factory=dict)
    first_calls: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    routes: dict[Route, int] = field(default_factory=dict)
    messages: dict[str, SealedMessage] = field(default_factory=dict)
    uncounted: dict[InterviewId, NotCounted] = field(default_factory=dict)

    def copy(self) -> Shelf:
        """Another one with the same values."""
        return Shelf(**{one.name: getattr(self, one.name).copy() for one in fields(self)})

    def count_first_call(self, frame: str, before: Tried, after: Tried) -> None:
        """Count a first attempt of a frame when it is there, and take it off when it is gone."""
        if sum(before.counts) + sum(after.counts) > 2 or before == after:  # the first one stands whatever follows
            return
        for tried, sign in ((before, -1), (after, 1)):
            first = first_call(tried)
            if first is not None:
                calls, reached = self.first_calls.get((frame, int(first[0])), (0, 0))
                self.first_calls[frame, int(first[0])] = calls + sign, reached + sign * first[1]

    def calls_of_case(self, case_id: CaseId) -> list[Call]:
        """Calls of all attempts of a case."""
        return [call for call in self.calls.values() if self.attempts[call.attempt_id].case_id == case_id]


def due_seconds(case: Case) -> int:
    """Whole seconds since 1970, never earlier than the due time; 0: at once."""
    return 0 if case.due_at is None else ceil((case.due_at - EPOCH) / timedelta(seconds=1))
