"""What use cases ask about the sample as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.sample import KnownUnit, NewUnit, Portion, RenewedUnit


class Sample(Protocol):
    """The sample as a whole: finding, adding and renewing many cases, releasing portions."""

    def lookup(self, number: PhoneNumber) -> str:
        """What finds a number again; needs the contact key."""
        ...

    def fill_lookups(self) -> None:
        """Numbers that an older version stored become findable too."""
        ...

    def owners(self, lookups: Sequence[str]) -> Mapping[str, str]:
        """Which case has which of these numbers."""
        ...

    def named(self, sample_ids: Sequence[str]) -> Mapping[str, KnownUnit]:
        """Cases by the name the sample file gives them."""
        ...

    def with_ids(self, case_ids: Sequence[str]) -> Mapping[str, KnownUnit]:
        """Cases by id."""
        ...

    def case_numbers(self) -> set[int]:
        """Numbers of all cases."""
        ...

    def field(self, name: str) -> Mapping[str, str]:
        """What a sample field holds, by case; cases without the field are left out."""
        ...

    def add(self, units: Iterable[NewUnit]) -> None:
        """New cases with their numbers."""
        ...

    def renew(self, units: Iterable[RenewedUnit]) -> None:
        """What a later file says about cases."""
        ...

    def deal(self, size: int) -> None:
        """Give cases that wait and have no replicate yet theirs, in random order."""
        ...

    def release(self, *, replicates: int | None, count: int | None) -> int:
        """Open the next whole replicates, or so many cases in random order; how many cases were opened."""
        ...

    def portions(self) -> Sequence[Portion]:
        """Random portions in order; cases without one are not among them."""
        ...

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Cases by state, frame, replicate and language, numbers by kind of line."""
        ...

    def draws(self) -> Sequence[Mapping[str, Any]]:
        """Random draws so far: frame, seed, blocks, frame size."""
        ...
