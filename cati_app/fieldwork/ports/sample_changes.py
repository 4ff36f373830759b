"""What use cases ask about changes of a sample that go from a station to a hub."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.samples import SampleChange, SampledCase, SampleTaken


class SampleChanges(Protocol):
    """At a station: what it brings to the hub, and has brought. At the hub: what arrives, and has been taken."""

    def begin(self, change: SampleChange, device: str) -> None:
        """A change whose cases follow; one that is known stays."""
        ...

    def add(self, change_id: str, position: int, cases: Iterable[SampledCase]) -> None:
        """Cases of it, the first at that position, from 0."""
        ...

    def get(self, change_id: str) -> SampleChange | None:
        """One of them."""
        ...

    def arrived(self, change_id: str) -> int:
        """How many of its cases are here, in a row from the first."""
        ...

    def cases(self, change_id: str, position: int, limit: int) -> Sequence[SampledCase]:
        """Some of them, in order."""
        ...

    def waiting(self) -> Sequence[SampleChange]:
        """At a station: what the hub has not taken in its present life, in the order in which it was made."""
        ...

    def was_taken(self, change_id: str) -> SampleTaken | None:
        """What was done with it; None while it was not taken."""
        ...

    def taken(self, change_id: str, outcome: SampleTaken, at: datetime, n: int) -> None:
        """It is done, or done again.

        Args:
            n: At the hub, number of the last change of the study by then.
        """
        ...

    def last_taken(self) -> int:
        """At the hub: number of the last change of the study when the sample was changed last; 0 where it never was."""
        ...

    def let_go(self, change_id: str) -> None:
        """Nothing of it is here any more."""
        ...

    def unfinished_of(self, device: str) -> Sequence[str]:
        """Changes of a station that were begun and not taken."""
        ...

    def forget_cases(self, change_id: str) -> None:
        """Its cases stand in the tables of the study; the change itself is still known."""
        ...

    def erase(self, case_id: CaseId) -> None:
        """Nothing of a case is here any more."""
        ...

    # -- at the hub, into the tables of the study ---------------------------------------------------------------

    def enter(self, cases: Sequence[SampledCase]) -> int:
        """New cases, as their rows have them, in their places in the queue; how many.

        Raises:
            ValueError: they are no new cases of a sample; nothing may be kept then.
        """
        ...

    def renew(self, case: SampledCase) -> None:
        """A case that is here has what the rows say of it and its numbers. ValueError as `enter`."""
        ...

    def is_double(self, case: SampledCase) -> bool:
        """Whether another case here has its name or one of its numbers."""
        ...
