"""Changes of the sample of a study at a hub: made at a station, taken by the hub as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.values import dataclass

_T = TypeVar("_T")
CASES_AT_ONCE = 500
"""Cases that travel together at most."""
CHARACTERS_AT_ONCE = 1_000_000
"""Of their rows together, unless a single case is longer."""
VALUES_AT_ONCE = 20_000
"""In their rows together, unless a single case has more."""


class SampleChangeKind(StrEnum):
    """What a supervisor does to the sample."""

    IMPORTED = "imported"
    GENERATED = "generated"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class SampledCase:
    """A case that a file or a draw brings, or one that a file renews, with rows of the case and of its numbers.

    Args:
        renews: The case is at the hub.
        row: Of the file; 0 where it comes from none.
    """

    bundle: CaseBundle
    renews: bool = False
    row: int = 0

    @property
    def is_erased(self) -> bool:
        """Whether its data were erased on the way."""
        return not self.bundle.rows


@dataclass(frozen=True, slots=True)
class SampleChange:
    """A change of the sample.

    Args:
        id: Made by the station; the hub takes each once.
        basis: Number of the last change of the study that was known when it was made.
        cases: How many belong to it.
        life: Of the hub, in which that number counts; blank for a release.
        facts: What the log of the station says of it once the hub has it: kinds, cases and payloads, in order.
        asked: Of a release, how much.
    """

    id: str
    kind: SampleChangeKind
    basis: int
    cases: int
    made_at: datetime
    life: str = ""
    facts: Sequence[tuple[str, str | None, Mapping[str, object] | None]] = ()
    asked: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SampleTaken:
    """What the hub has done.

    Args:
        added: Cases that are new.
        renewed: Cases that were there.
        opened: Cases that may be called from now on and waited before.
        left: Cases that stay as they are, because they are in hand at a station or changed meanwhile.
    """

    added: int = 0
    renewed: int = 0
    opened: int = 0
    left: tuple[CaseId, ...] = ()


def travelling(cases: Iterable[SampledCase]) -> Sequence[SampledCase]:
    """The first of these, as many as travel together."""
    return fitting(islice(cases, CASES_AT_ONCE), lambda case: case.bundle)


def fitting(things: Iterable[_T], bundle_of: Callable[[_T], CaseBundle]) -> Sequence[_T]:
    """The first of these whose cases fit into one message; the first always does."""
    fit: list[_T] = []
    characters = values = 0
    for thing in things:
        width, count = size_of(bundle_of(thing))
        characters, values = characters + width, values + count
        if fit and (characters > CHARACTERS_AT_ONCE or values > VALUES_AT_ONCE):
            break
        fit.append(thing)
    return fit


def size_of(bundle: CaseBundle) -> tuple[int, int]:
    """How many characters the rows of a case have, about, and how many values."""
    characters = values = 0
    for rows in bundle.rows.values():
        for row in rows:
            values += len(row) + 1
            characters += sum(len(value) if isinstance(value, str) else 8 for value in row) + 3 * len(row)
    return characters, values
