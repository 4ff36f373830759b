"""How a sample file is read and what its rows are measured by: plain values, whoever declared them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.values import dataclass

SINGLE = ("case_id", "frame", "language", "time_zone", "state", "call_from", "call_until")
"""What a case may have once."""


@dataclass(frozen=True, slots=True)
class DeclaredColumns:
    """Which header holds what, as somebody said; what is not named may be guessed from usual headers.

    `single` has headers by the names of `SINGLE`, `fields` by the names of sample fields.
    """

    single: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How a file is read; what is None is found out. Without `keep_others`, columns nobody named are left out.

    With `hidden`, rows and columns that a workbook hides are read too.
    """

    columns: DeclaredColumns = field(default_factory=DeclaredColumns)
    keep_others: bool = True
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    restore_zeros: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class StudyContext:
    """What rows are measured by: the study's country, its languages as codes, and its calling hours."""

    country: str
    languages: frozenset[str]
    calendar: CallingCalendar
