"""What a study at its hub needs beside what its stations have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.aside import AsideKind, KeptAside, Settling
from cati_app.domain.sharing.changes import ChangeMark, PageLimits, StudyChanges
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.stations import StationNow
from cati_app.fieldwork.ports.sharing import SharedUnit


class StudyChangeLog(Protocol):
    """At the hub: what changed, numbered in the order in which it became true."""

    def after(self, mark: ChangeMark, limits: PageLimits, *, contacts: bool) -> StudyChanges:
        """The next changes behind a mark.

        Args:
            contacts: Whether numbers, names and notes go with them, sealed as they are.
        """
        ...

    def was_given(self, n: int) -> bool:
        """Whether that was the number of a change in this state of the study, and not in one that is lost."""
        ...

    def last(self) -> int:
        """Number of the last change; 0 before the first."""
        ...

    def last_of(self, case_id: CaseId) -> int:
        """Number of the last change of a case; 0 for one that never was here."""
        ...


class StationFigures(Protocol):
    """At the hub: its stations, in figures."""

    def all(self, epoch: int) -> Sequence[StationNow]:
        """Every station that has said or sent something, by device."""
        ...

    def surplus(self) -> Mapping[str, int]:
        """Complete interviews without a place, by cell."""
        ...


class Aside(Protocol):
    """At the hub: what is kept aside."""

    def count(self) -> Mapping[AsideKind, int]:
        """How much is not settled, by what it is."""
        ...

    def waiting(self) -> Sequence[KeptAside]:
        """What is not settled: of each kind what came first, a bounded number."""
        ...

    def find(self, kind: AsideKind, key: str) -> KeptAside | None:
        """One of them that is not settled."""
        ...

    def settled_as(self, kind: AsideKind, key: str) -> Settling | None:
        """What was decided about it; None: nothing."""
        ...

    def settle(self, kind: AsideKind, key: str, settling: Settling) -> None:
        """It is decided."""
        ...

    def bundle(self, key: str) -> CaseBundle:
        """A case as it was handed in. LookupError; ValueError: it is no bundle."""
        ...

    def place_event(self, key: str) -> bool:
        """An event comes under the number it has in the log of its station; whether nothing else stands there."""
        ...


class Answers(Protocol):
    """At the hub: what was answered to acts of supervisors."""

    def of(self, id_: str, asked: bytes) -> str | None:
        """What was answered to an act; None to one that is new."""
        ...

    def keep(self, id_: str, asked: bytes, answer: str) -> None:
        """Keep an answer, a refusal among them."""
        ...


class HubStudyUnit(SharedUnit, Protocol):
    """One transaction on a study at its hub."""

    @property
    def changes(self) -> StudyChangeLog: ...
    @property
    def figures(self) -> StationFigures: ...
    @property
    def aside(self) -> Aside: ...
    @property
    def answers(self) -> Answers: ...


HubStudyUnits = Callable[[], AbstractContextManager[HubStudyUnit]]
"""Opens one at the hub."""
