"""The neutral table that every format is written from: variables, values, multiple-response sets, origin."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias, overload

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.asked import AskedQuestion
from cati_app.publish.dataset.factored import Factored
from cati_app.values import dataclass

Value: TypeAlias = int | float | str | date | datetime | time | None
"""A number, text, local date, local date-time, time of day; None: system-missing, in calculated variables only."""


class Kind(StrEnum):
    """What the values of a variable are; reasons for a missing value are whole numbers in every kind but text."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"  # a date, always the first of its month
    MOMENT = "moment"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Coded:
    """A choice or category: its code in the data, its name in the questionnaire, its full text."""

    code: int | str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of the data set."""

    name: str  # at most 32 ASCII characters, unique without regard to case
    label: str  # at most 255 bytes of UTF-8
    kind: Kind
    level: Level
    question: str = ""  # full text; `label` may be cut
    item: str = ""  # the choice it stands for, where a question has one variable for each
    codes: tuple[Coded, ...] = ()
    labels: Mapping[int | str, str] = field(default_factory=dict)  # at most 119 bytes each; the missing codes too
    missing: Mapping[str, int] = field(default_factory=dict)  # reason → code, codes of one contiguous range
    width: int = 8  # NUMBER: characters; TEXT: bytes
    decimals: int = 0
    set_name: str = ""  # multiple-response set it belongs to
    source: str = ""  # reference in the questionnaire, blank for variables of the fieldwork
    origin: str = "question"  # question, calculation, handed_in, reason (why a text is missing), fieldwork
    field: str = ""
    theme: str = ""
    notes: tuple[str, ...] = ()

    @property
    def missing_range(self) -> tuple[int, int] | None:
        """Lowest and highest missing code."""
        codes = self.missing.values()
        return (min(codes), max(codes)) if codes else None


@dataclass(frozen=True, slots=True)
class ResponseSet:
    """A multiple-response set of dichotomies (SPSS type D); `counted` is the value that says “chosen”."""

    name: str  # without the $ that SPSS puts before it
    label: str
    variables: tuple[str, ...]
    counted: int = 1


@dataclass(frozen=True, slots=True)
class VariableNotice:
    """Something the analyst should know about a variable; never a value of an answer."""

    variable: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version of the questionnaire has otherwise than the one before, in words."""

    earlier: str  # the version
    later: str
    question: str  # its name in the later version; of a removed one the name it had
    change: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Who took a data set out of the house, and when."""

    by: str  # number and login
    at: datetime  # aware, in the study's time zone


@dataclass(frozen=True)
class DataTable:
    """A data set: rows are interviews in the order of their random `case_id`."""

    study_id: str
    title: str
    version: str
    language: str
    data_time: datetime  # time of the last event in it, else of the study, aware, in the study's time zone
    variables: tuple[Variable, ...]
    columns: tuple[Factored[Value], ...]  # one for each variable, all of the same length
    sets: tuple[ResponseSet, ...] = ()
    weight: str = ""  # name of the weight variable
    notices: tuple[VariableNotice, ...] = ()
    differences: tuple[Difference, ...] = ()  # between versions of the questionnaire; none where there is only one
    exported: TakenOut | None = None  # None: by the program itself
    log_end: str = ""  # where the log ended when the data were taken out; blank for a log without a chain
    asked: Mapping[str, AskedQuestion] = field(default_factory=dict)  # by source, without rows of repeats
    counted: tuple[bool, ...] = ()  # of each row: whether it is weighed; partial and uncounted interviews are not

    @property
    def rows(self) -> Sequence[tuple[Value, ...]]:
        """The data set row by row, each made when it is looked at."""
        return _Rows(self.columns)

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over study, version, data time, variables, sets and values; the same in every format."""
        digest = hashlib.sha256()
        head = [self.study_id, self.title, self.version, self.language, self.data_time.isoformat(), self.weight]
        for part in (head, *map(_plain, self.variables), *map(_plain, self.sets)):
            digest.update(_json(part).encode() + b"\n")
        for row in zip(*(column.read_singly(_json) for column in self.columns), strict=True):
            digest.update(f"[{', '.join(row)}]\n".encode())
        return digest.hexdigest()

    def valid(self, index: int) -> int:
        """Cases with a value that is not missing, of the variable at an index from 0."""
        missing = {None, "", *self.variables[index].missing.values()}
        column = self.columns[index]
        counted = zip(column.distinct, column.counts(), strict=True)
        return sum(count for value, count in counted if value not in missing)

    def column(self, name: str) -> list[Value]:
        """The values of one variable; KeyError for an unknown name."""
        places = {variable.name: index_of for index_of, variable in enumerate(self.variables)}
        return [*self.columns[places[name]]]


class _Rows(Sequence[tuple[Value, ...]]):
    """The rows of columns."""

    def __init__(self, columns: Sequence[Factored[Value]]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0]) if self._columns else 0

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return zip(*self._columns, strict=True)

    @overload
    def __getitem__(self, index: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[Value, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[Value, ...] | list[tuple[Value, ...]]:
        if isinstance(index, slice):
            return list(zip(*(column[index] for column in self._columns), strict=True))
        return tuple([column[index] for column in self._columns])


def _json(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def _plain(part: Variable | ResponseSet) -> list[object]:
    values = [getattr(part, part_field.name) for part_field in fields(part)]
    return [list(map(str, value.items())) if isinstance(value, Mapping) else value for value in values]
