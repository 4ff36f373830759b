"""Units as a sample file gives them, and what is said about its rows; never with the content of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.values import dataclass

TIME_ZONE, STATE, CALL_FROM, CALL_UNTIL = "time_zone", "state", "call_from", "call_until"
"""Names under which a case keeps its own calling window among its sample fields."""


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something about a row: `reason` is a code of `domain.sampling.reasons`, `other_row` the row it collides with."""

    row: int
    reason: str
    column: str | None = None
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class SampledNumber:
    """A number of a row and the column it stands in."""

    number: PhoneNumber
    column: str


@dataclass(frozen=True, slots=True)
class SampledUnit:
    """A row that can become a case.

    `complete` is False when a number of the row could not be read: then numbers that the case has already stay.
    """

    row: int
    sample_id: str | None
    frame: str
    language: str | None
    numbers: tuple[SampledNumber, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A stored number: `lookup` finds it again, `called` says whether it was ever dialled."""

    id: NumberId
    lookup: str
    called: bool


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A stored case as the sample knows it; `begun`: somebody has worked on it.

    `fields` are all that the role may see: those in the open, and with the contact key the sealed ones too.
    """

    id: CaseId
    sample_id: str | None
    frame: str
    language: str | None
    begun: bool
    fields: Mapping[str, str]
    numbers: tuple[KnownNumber, ...]


@dataclass(frozen=True, slots=True)
class NewNumber:
    """A number to be added to a case; region and time zone as far as the number tells, else blank."""

    id: NumberId
    number: PhoneNumber
    region: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A case to be added. With a `release_order` it waits to be released."""

    id: CaseId
    case_no: int
    sample_id: str | None
    frame: str
    language: str | None
    fields: Mapping[str, str]
    numbers: tuple[NewNumber, ...]
    release_order: int | None = None
    locality: str = ""  # where it lives, as `domain.calling.routing` keys localities; blank: where the study does
    cell: str = ""  # quota cell, as far as the sample tells it
    sealed_fields: Mapping[str, str] = field(default_factory=dict)  # sample fields that are not declared clear


@dataclass(frozen=True, slots=True)
class RenewedUnit:
    """What happens to a stored case: numbers kept and added with their positions, numbers gone; `row` is the file's."""

    id: CaseId
    frame: str
    language: str | None
    fields: Mapping[str, str]
    kept: tuple[tuple[NumberId, int], ...]
    added: tuple[tuple[int, NewNumber], ...]
    gone: tuple[NumberId, ...]
    locality: str = ""
    cell: str = ""
    sealed_fields: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class SampleCounts:
    """Cases by state, frame, replicate and language, numbers by kind of line; `none` where there is none.

    An open case that somebody has begun to work on counts as `called`.
    """

    state: Mapping[str, int]
    frame: Mapping[str, int]
    replicate: Mapping[str, int]
    language: Mapping[str, int]
    line: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Portion:
    """A random portion of the sample: its cases, those that wait for release, are under way, and are closed."""

    number: int
    cases: int
    waiting: int
    called: int
    closed: int

    @property
    def untouched(self) -> int:
        """Released and not called yet."""
        return self.cases - self.waiting - self.called - self.closed

    @property
    def in_part(self) -> bool:
        """Released in part, by a number of cases; these are the first of its random order, so random themselves."""
        return 0 < self.waiting < self.cases
