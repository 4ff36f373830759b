"""What one study at many stations needs beside what a laptop keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from cati_app.domain.casework.cases import Case
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.erasures import Erasure
from cati_app.domain.sharing.handing import KnownStation
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, HoldWord, LeaseToken, NotCounted, NumberHold
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.fieldwork.ports.block_feed import BlockFeed
from cati_app.fieldwork.ports.packages import Packages
from cati_app.fieldwork.ports.sample_changes import SampleChanges
from cati_app.fieldwork.ports.unit import UnitOfWork


class Leases(Protocol):
    """Leases: at the hub all that were given, at a station those it has."""

    def next_token(self, epoch: int, at: datetime) -> LeaseToken:
        """A token above all others, those that were given before `at` and are not known here among them."""
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

    def used_of(self, interview_id: InterviewId) -> Sequence[PlaceGrant]:
        """Places that a complete interview counts on."""
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

    def telling(self, cases: Collection[CaseId]) -> Sequence[CaseId]:
        """Which of these cases are here with something that tells whom was called or what was said, by their ids."""
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

    def goes_on(self, epoch: int) -> bool:
        """Whether cases are lent in that life of the hub although it does not know what all stations have."""
        ...

    def go_on(self, epoch: int) -> None:
        """From now on they are."""
        ...

    def edition_lacking(self, epoch: int) -> int:
        """The edition of the study that a station has seen and the hub lacks in that life; 0: none."""
        ...

    def lacks_edition(self, epoch: int, edition: int) -> None:
        """A station has seen that edition."""
        ...


class NumberHolds(Protocol):
    """At the hub: numbers that nobody calls, by the value they are looked up by."""

    def is_last(self, word: HoldWord) -> bool:
        """Whether the station said nothing after it under the lease; then it holds, said once or again."""
        ...

    def hold(self, case_id: CaseId, until: datetime, token: LeaseToken) -> None:
        """The numbers of a case, in all its cases, by whoever has that lease."""
        ...

    def hold_for_good(self, case_id: CaseId) -> None:
        """The numbers of a case, in all its cases."""
        ...

    def release(self, token: LeaseToken) -> None:
        """What is held by whoever has that lease, and not by others or for good."""
        ...

    def of(self, case_id: CaseId, now: datetime, but: LeaseToken | None = None) -> NumberHold | None:
        """What holds a number of the case; for good, where one of them is held so.

        Args:
            but: What whoever has that lease holds is nothing to them.
        """
        ...


class Erasures(Protocol):
    """Cases whose data are erased, as supervisors declared it."""

    def is_erased(self, case_id: CaseId) -> bool:
        """Whether the data of a case are erased."""
        ...

    def add(self, erasure: Erasure, at: datetime) -> None:
        """Keep one, under a number above all that were given before `at`; one that is known changes nothing."""
        ...

    def after(self, n: int, limit: int) -> tuple[Sequence[Erasure], int]:
        """Those that came behind a number, in order, and the number of the last of them."""
        ...

    def last(self) -> int:
        """Number of the last one; 0 where there is none."""
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


SharedUnits = Callable[[], AbstractContextManager[SharedUnit]]
"""Opens such a unit."""
