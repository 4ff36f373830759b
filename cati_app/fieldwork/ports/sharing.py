"""What one study at many stations needs beside what a laptop keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.cases import Case
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.sharing.changes import ChangeMark, PageLimits, StudyChanges
from cati_app.domain.sharing.erasures import Erasure
from cati_app.domain.sharing.handing import KnownStation
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, LeaseToken, NotCounted, NumberHold
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.ports.block_feed import BlockFeed
from cati_app.fieldwork.ports.sample_changes import SampleChanges
from cati_app.fieldwork.ports.unit import UnitOfWork


class Leases(Protocol):
    """Leases: at the hub all that were given, at a station those it has."""

    def next_token(self, epoch: int) -> LeaseToken:
        """A token above all others."""
        ...

    def get(self, token: LeaseToken) -> CaseLease | None:
        """The lease with that token."""
        ...

    def asked(self, device: str, request: str) -> CaseLease | None:
        """What a station was given for a request."""
        ...

    def newest_of(self, case_id: CaseId) -> CaseLease | None:
        """The last lease of a case."""
        ...

    def open_of(self, device: str) -> Sequence[CaseLease]:
        """What a station has, by token."""
        ...

    def silent(self, now: datetime) -> Sequence[CaseLease]:
        """Open leases without a heartbeat for too long."""
        ...

    def waiting(self, limit: int) -> Sequence[CaseLease]:
        """Open leases whose cases wait, by token; so many at most."""
        ...

    def save(self, lease: CaseLease) -> None:
        """A lease as it is now, or a new one."""
        ...

    def forget(self, token: LeaseToken) -> None:
        """A lease that a station has no more."""
        ...


class PlaceGrants(Protocol):
    """Places of cells that stations have."""

    def get(self, grant_id: str) -> PlaceGrant | None:
        """The answer to a request."""
        ...

    def live_of(self, interview_id: InterviewId) -> Sequence[PlaceGrant]:
        """Places that are held for an interview."""
        ...

    def live_under(self, token: LeaseToken) -> Sequence[PlaceGrant]:
        """Places that were asked for in a lease, in the order in which they were given."""
        ...

    def live_at(self, device: str) -> Sequence[PlaceGrant]:
        """Places that a station has."""
        ...

    def save(self, grant: PlaceGrant) -> None:
        """A grant as it is now, or a new one."""
        ...

    def forget(self, grant_id: str) -> None:
        """One that a station has no more."""
        ...

    def going_back(self, device: str) -> Sequence[PlaceGrant]:
        """Places that a station was given ahead and gives back unused, until the hub has said that it has them."""
        ...

    def ahead_at(self, device: str) -> Sequence[PlaceGrant]:
        """Places that a station was given ahead and has not used, in the order in which they end."""
        ...

    def count_ahead(self, cell_id: CellId) -> int:
        """Places of a cell that stations were given ahead and have not used."""
        ...

    def end_lapsed(self) -> None:
        """Grants of interviews that lost their place, whose case nobody has in hand, end with it."""
        ...

    def fit_cells(self) -> None:
        """At a station: each counter as its own interviews have it, with room for the places it has and no more."""
        ...


class Bundles(Protocol):
    """Cases whole, as they travel."""

    def is_here(self, case_id: CaseId) -> bool:
        """Whether the case is among those that are here."""
        ...

    def after(self, case_no: int, limit: int) -> Sequence[CaseBundle]:
        """The next cases behind a number, in order."""
        ...

    def of(self, case_id: CaseId) -> CaseBundle:
        """A case with everything that belongs to it. LookupError for an unknown one."""
        ...

    def case(self, bundle: CaseBundle) -> Case:
        """The case as the bundle has it, in hand with nobody."""
        ...

    def put(self, bundle: CaseBundle) -> None:
        """A case that is not here, or replaces the one that is; in hand with nobody, in its place in the queue."""
        ...

    def unite(self, bundle: CaseBundle) -> bool:
        """What belongs to the case, as the bundle has it; not the case itself, and no interview that is complete here.

        Returns:
            Whether all of it is here now as the bundle has it.
        """
        ...

    def add_unknown(self, bundle: CaseBundle) -> bool:
        """Of what belongs to the case, what is not here yet, and interviews that are complete there and not here.

        Returns:
            Whether all of it is here now as the bundle has it.
        """
        ...

    def digest(self, bundle: CaseBundle) -> str:
        """Of all that a station keeps of a case it has handed in; the same whenever it hands that in."""
        ...

    def recounted(self, case: Case) -> Case:
        """The case with at least as many attempts and contact attempts as several stations have made on it."""
        ...

    def drop(self, case_id: CaseId) -> None:
        """The case and everything that belongs to it are here no more."""
        ...

    def surplus_of(self, cell_id: CellId) -> Sequence[InterviewId]:
        """Complete interviews that found no place in a cell, in the order in which they came."""
        ...

    def count(self, interview_id: InterviewId) -> None:
        """An interview that was not counted counts from now on."""
        ...

    def erase(self, case_id: CaseId) -> None:
        """Nothing of the case tells whom was called, what was said or written about it; its attempts stay, bare."""
        ...

    def keep_aside(self, token: LeaseToken, device: str, bundle: CaseBundle, why: str, at: datetime) -> None:
        """A bundle that cannot be stored as it is, whole."""
        ...

    def not_counted(self, interview: NotCounted) -> None:
        """Note that an interview is not counted."""
        ...

    def uncounted_of(self, case_id: CaseId) -> Sequence[NotCounted]:
        """Interviews of a case that are not counted."""
        ...

    def waiting(self) -> Sequence[InterviewId]:
        """Interviews that wait to be judged, in the order in which they came."""
        ...

    def judged(self, interview_id: InterviewId) -> None:
        """An interview waits no more."""
        ...


class Stations(Protocol):
    """At the hub: the stations of the study."""

    def all(self) -> Sequence[KnownStation]:
        """Every one, by device."""
        ...

    def lacking(self, epoch: int) -> Sequence[KnownStation]:
        """Those that may not have come back in that life of the hub, by device; never many but after a copy."""
        ...

    def get(self, device: str) -> KnownStation | None:
        """One of them."""
        ...

    def save(self, station: KnownStation) -> None:
        """A station as it is now, or a new one."""
        ...

    def acts(self, device: str) -> int:
        """How often the hub has lent, given or taken something as the station asked; 0 for an unknown one."""
        ...

    def count_act(self, device: str) -> int:
        """Once more; how often now."""
        ...


class NumberHolds(Protocol):
    """At the hub: numbers that nobody calls, by the value they are looked up by."""

    def hold(self, case_id: CaseId, until: datetime | None) -> None:
        """The numbers of a case, in all its cases; None: for good."""
        ...

    def release(self, case_id: CaseId, now: datetime) -> None:
        """The numbers of a case that are not held for good."""
        ...

    def of(self, case_id: CaseId, now: datetime) -> NumberHold | None:
        """What holds a number of the case; for good, where one of them is held so."""
        ...


class Packages(Protocol):
    """At a station: cases on their way to the hub, and what was handed in and may be asked for again."""

    def add(self, token: LeaseToken, bundle: CaseBundle, at: datetime) -> None:
        """A case leaves the tables and waits for the hub."""
        ...

    def waiting(self) -> Sequence[LeaseToken]:
        """What the hub has not taken, in order."""
        ...

    def of(self, token: LeaseToken) -> CaseBundle:
        """A package. LookupError."""
        ...

    def taken(self, token: LeaseToken) -> None:
        """The hub has it; contact data of it are here no more."""
        ...

    def erase(self, case_id: CaseId) -> None:
        """What was packed of a case is gone."""
        ...

    def completed_in(self, token: LeaseToken) -> int:
        """Complete interviews in a package. LookupError."""
        ...

    def completed(self) -> int:
        """Complete interviews in everything that was packed here."""
        ...

    def request(self, new: str, user_id: UserId | None, of: CaseId | None = None) -> str:
        """How a person asks for the next case: the request without an answer so far, else a new one, kept from now on.

        Args:
            of: One case that is asked for, in place of the next one.
        """
        ...

    def answered(self, user_id: UserId | None, of: CaseId | None = None) -> None:
        """The request has its answer."""
        ...

    def begin_life(self, life: str) -> bool:
        """Note the life of the hub; whether it is another one than before.

        A hub that came back from a copy may lack what it had taken: then all of it waits again.
        """
        ...

    def places_request(self, new: str) -> str:
        """How places are asked for ahead: the request without an answer so far, else a new one, kept from now on."""
        ...

    def places_unanswered(self) -> str | None:
        """That request, while it has no answer."""
        ...

    def places_answered(self) -> None:
        """That request has its answer."""
        ...

    def note_line(self, *, cut: bool) -> None:
        """Whether the line was cut since places were given ahead."""
        ...

    def was_cut(self) -> bool:
        """Whether it was."""
        ...

    def receipt(self) -> str:
        """The last receipt of the hub, as it was kept; blank while there is none."""
        ...

    def keep_receipt(self, receipt: str) -> None:
        """In place of the one before."""
        ...


class Erasures(Protocol):
    """Cases whose data are erased, as supervisors declared it."""

    def is_erased(self, case_id: CaseId) -> bool:
        """Whether the data of a case are erased."""
        ...

    def add(self, erasure: Erasure) -> None:
        """Keep one; one that is known changes nothing."""
        ...

    def after(self, n: int, limit: int) -> tuple[Sequence[Erasure], int]:
        """Those that came behind a number, in order, and the number of the last of them."""
        ...

    def last(self) -> int:
        """Number of the last one; 0 where there is none."""
        ...


class StudyChangeLog(Protocol):
    """At the hub: what changed, numbered in the order in which it became true."""

    def after(self, mark: ChangeMark, limits: PageLimits, *, contacts: bool) -> StudyChanges:
        """The next changes behind a mark.

        Args:
            contacts: Whether numbers, names and notes go with them, sealed as they are.
        """
        ...

    def last(self) -> int:
        """Number of the last change; 0 before the first."""
        ...

    def last_of(self, case_id: CaseId) -> int:
        """Number of the last change of a case; 0 for one that never was here."""
        ...


class SharedUnit(UnitOfWork, Protocol):
    """One transaction where a study is worked at many stations."""

    @property
    def leases(self) -> Leases: ...
    @property
    def grants(self) -> PlaceGrants: ...
    @property
    def bundles(self) -> Bundles: ...
    @property
    def stations(self) -> Stations: ...
    @property
    def holds(self) -> NumberHolds: ...
    @property
    def packages(self) -> Packages: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def sample_changes(self) -> SampleChanges: ...
    @property
    def block_feed(self) -> BlockFeed: ...


class HubStudyUnit(SharedUnit, Protocol):
    """One transaction on a study at its hub."""

    @property
    def changes(self) -> StudyChangeLog: ...


SharedUnits = Callable[[], AbstractContextManager[SharedUnit]]
"""Opens such a unit."""
HubStudyUnits = Callable[[], AbstractContextManager[HubStudyUnit]]
"""Opens one at the hub."""
