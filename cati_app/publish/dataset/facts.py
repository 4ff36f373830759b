"""What a data set is built from: facts of the study, and the interviews as they are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Protocol

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.engine.kinds.facts import Level
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category of a quota dimension: its code in cell names, label, and the values that belong to it."""

    code: str
    label: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotaFacts:
    """A quota dimension: name of its frozen category in the data, variable it is read from, label, categories."""

    name: str
    variable: str
    label: str
    categories: tuple[CategoryFacts, ...]


@dataclass(frozen=True, slots=True)
class DerivedFacts:
    """What study.yaml says about a calculated variable."""

    codes: Mapping[str, int] = field(default_factory=dict)  # every category it can have; none: not declared
    labels: Mapping[str, str] = field(default_factory=dict)  # of the categories
    level: Level | None = None
    exported: bool = True
    label: str = ""  # of the variable; blank: that of the questionnaire


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a data set says about its study; texts in `language`, the language of all labels."""

    id: str
    title: str
    version: str
    language: str
    time_zone: str
    languages: Mapping[str, str] = field(default_factory=dict)  # of the interviews: code → name
    quotas: tuple[QuotaFacts, ...] = ()
    further_quotas: Mapping[str, str] = field(default_factory=dict)  # name → label
    cell_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # quota, first one blank → cell → words
    derived: Mapping[str, DerivedFacts] = field(default_factory=dict)  # by name of the calculation
    result_words: Mapping[str, str] = field(default_factory=dict)  # the study's own, by name of the result
    weight_field: str = ""  # sample field with the base weights of cases
    log_end: str = ""  # where the log of the study ends
    data_time: datetime = datetime.fromtimestamp(0, UTC)  # aware; of a table in which nothing says of when it is


class InterviewFacts(Protocol):
    """The stored interview, as far as data sets need it."""

    @property
    def id(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def language(self) -> str: ...
    @property
    def disposition(self) -> str | None: ...
    @property
    def cell_id(self) -> str | None: ...
    @property
    def frozen(self) -> Mapping[str, str] | None: ...
    @property
    def form_hash(self) -> str:
        """Fingerprint of the questionnaire it was held with."""
        ...


class Record(Protocol):
    """An interview with its values by reference. The case number is not part of it: no data set may carry it."""

    @property
    def interview(self) -> InterviewFacts: ...
    @property
    def frame(self) -> str: ...
    @property
    def interviewer(self) -> str:
        """A pseudonym; blank where nobody is known."""
        ...

    @property
    def attempts(self) -> int: ...
    @property
    def final(self) -> str: ...
    @property
    def base_weight(self) -> float | None: ...
    @property
    def earlier_forms(self) -> tuple[str, ...]:
        """Fingerprints of the versions of the questionnaire it was held with before the last one, in order."""
        ...

    @property
    def not_counted(self) -> str:
        """Why it is kept and not counted, `duplicate`, `surplus` or `waits`; blank: it counts."""
        ...

    @property
    def values(self) -> Mapping[str, StoredDatum]: ...
