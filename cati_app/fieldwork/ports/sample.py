"""What use cases ask about the sample as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from cati_app.domain.ids import CaseId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.sample import KnownUnit, NewUnit, Portion, RenewedUnit, SampleCounts


class Sample(Protocol):
    """The sample as a whole: finding, adding and renewing many cases, releasing portions."""

    def lookup(self, number: PhoneNumber) -> str:
        """What finds a number again; needs the contact key."""
        ...

    def lookup_name(self, sample_id: str) -> str:
        """What finds the name again that the sample file gives a case; needs the contact key."""
        ...

    def owners(self, lookups: Sequence[str]) -> Mapping[str, CaseId]:
        """Which case has which of these numbers: a case's id by lookup; numbers of nobody are left out."""
        ...

    def with_number(self, number: PhoneNumber) -> Sequence[CaseId]:
        """Every case that has this number; needs the contact key, and changes nothing."""
        ...

    def with_lookup(self, lookup: str) -> Sequence[CaseId]:
        """Every case that has the number with this value, which whoever has no key cannot make."""
        ...

    def named(self, sample_ids: Sequence[str]) -> Mapping[str, KnownUnit]:
        """Cases by the name the sample file gives them; unknown names are left out."""
        ...

    def with_ids(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, KnownUnit]:
        """Cases by id; unknown ids are left out."""
        ...

    def case_numbers(self) -> set[int]:
        """Numbers of all cases."""
        ...

    def field(self, name: str) -> Mapping[CaseId, str]:
        """What a sample field in the open holds, by case; cases without the field are left out.

        Raises:
            RuleViolation: `column_sealed` for one that is not declared.
        """
        ...

    def clear_columns(self) -> frozenset[str] | None:
        """Names of the fields that stay in the open; None in a database that an older version filled."""
        ...

    def divide(self, clear: Collection[str]) -> int:
        """Seal the fields that are not declared clear, and open those that are; how many cases that changed.

        Raises:
            RuleViolation: `no_contact_access`.
        """
        ...

    def add(self, units: Iterable[NewUnit]) -> None:
        """New cases with their numbers: open at once, or waiting where they have a `release_order`."""
        ...

    def renew(self, units: Iterable[RenewedUnit]) -> None:
        """What a later file says about cases; numbers that are kept keep what is known of their dials."""
        ...

    def deal(self, size: int) -> None:
        """Give cases that wait and have no replicate yet theirs, in random order."""
        ...

    def release(self, *, replicates: int | None, count: int | None) -> int:
        """Open the next whole replicates, or so many cases in random order; how many cases were opened.

        With neither, all that wait.
        """
        ...

    def portions(self) -> Sequence[Portion]:
        """Random portions in order; cases without one are not among them."""
        ...

    def counts(self) -> SampleCounts:
        """How many cases and numbers of each kind there are."""
        ...
