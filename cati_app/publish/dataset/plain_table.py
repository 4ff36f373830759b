"""Tables that no questionnaire describes: their variables, and their rows from items of any kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset import values
from cati_app.publish.dataset.factored import Growing
from cati_app.publish.dataset.facts import StudyFacts
from cati_app.publish.dataset.names import LONGEST_VALUE_LABEL, cut
from cati_app.publish.dataset.table import Coded, DataTable, Kind, Value, Variable
from cati_app.publish.dataset.words import DATA_TERMS

T = TypeVar("T")


class PlainVariables(Generic[T]):
    """Variables with the way each is read from an item.

    Labels are the terms `of_PART_NAME`, or `NAME` where several tables share one; the title names `part_PART`.
    """

    def __init__(self, study: StudyFacts, part: str) -> None:
        self._study = study
        self._part = part
        self._zone = ZoneInfo(study.time_zone)
        self._words = DATA_TERMS.of(study.language)
        self._columns: list[tuple[Variable, Callable[[T], Value]]] = []

    def _add(self, name: str, kind: Kind, level: Level, read: Callable[[T], Value], width: int = 8) -> None:
        label = self._words.known(f"of_{self._part}_{name}") or self._words(name)
        variable = Variable(name, label, kind, level, question=label, origin="fieldwork", width=width)
        self._columns.append((variable, read))

    def text(self, name: str, read: Callable[[T], str], width: int) -> None:
        """A text; `width` in bytes, the same in every file."""
        self._add(name, Kind.TEXT, Level.NOMINAL, lambda item: values.plain(read(item)), width)

    def named(
        self,
        name: str,
        read: Callable[[T], str],
        known: Sequence[str],
        width: int,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """A text of which every value has a label: one of these, else a term `NAME_VALUE` or `VALUE`."""
        told = labels or {each: self._words.known(f"{name}_{each}") or self._words(each) for each in known}
        self.coded(name, read, [Coded(each, each, told[each]) for each in known], width)

    def coded(self, name: str, read: Callable[[T], str], codes: Sequence[Coded], width: int) -> None:
        """A text that is one of these codes; full texts stay in them, labels are cut."""
        self.text(name, read, width)
        variable, reading = self._columns[-1]
        labels: dict[int | str, str] = {coded.code: cut(coded.text, LONGEST_VALUE_LABEL) for coded in codes}
        self._columns[-1] = replace(variable, codes=tuple(codes), labels=labels), reading

    def number(self, name: str, read: Callable[[T], int | float | None], decimals: int = 0) -> None:
        """A number; None where there is none."""
        self._add(name, Kind.NUMBER, Level.SCALE, read, 10 if decimals else 8)
        variable, reading = self._columns[-1]
        self._columns[-1] = (replace(variable, decimals=decimals), reading)

    def yes_no(self, name: str, read: Callable[[T], bool]) -> None:
        """0 or 1, with labels."""
        self._add(name, Kind.NUMBER, Level.NOMINAL, lambda item: int(read(item)), 1)
        variable, reading = self._columns[-1]
        codes = (Coded(0, "0", self._words("false")), Coded(1, "1", self._words("true")))
        self._columns[-1] = (replace(variable, codes=codes, labels={0: codes[0].text, 1: codes[1].text}), reading)

    def local(self, name: str, read: Callable[[T], datetime | None]) -> None:
        """A local time without zone; None where there is none."""
        self._add(name, Kind.MOMENT, Level.SCALE, read)

    def moment(self, name: str, read: Callable[[T], datetime | None]) -> None:
        """An aware time, in the zone of the study."""

        def in_zone(item: T) -> Value:
            at = read(item)
            return None if at is None else values.local(at, self._zone)

        self._add(name, Kind.MOMENT, Level.SCALE, in_zone)

    def table(
        self,
        items: Iterable[T],
        *,
        last: Callable[[T], datetime | None],
        sort: bool = False,
    ) -> DataTable:
        """The rows; `last` says of when an item is, so that the latest is the time of the data; else the study's is."""
        growing: list[Growing[Value]] = [Growing() for _ in self._columns]
        newest: datetime | None = None
        for item in items:
            for column, (_, read) in zip(growing, self._columns, strict=True):
                column.append(read(item))
            at = last(item)
            if at is not None and (newest is None or at > newest):
                newest = at
        columns = [column.finished() for column in growing]
        if sort:
            keys = list(map(str, columns[0]))
            order = sorted(range(len(keys)), key=keys.__getitem__)
            columns = [column.in_order(order) for column in columns]
        return DataTable(
            self._study.id,
            f"{self._study.title}: {self._words(f'part_{self._part}')}",
            self._study.version,
            self._study.language,
            (newest or self._study.data_time).astimezone(self._zone),
            tuple(variable for variable, _ in self._columns),
            tuple(columns),
            log_end=self._study.log_end,
        )
