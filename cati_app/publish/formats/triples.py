"""The data set in Triple-S 2.0: an XML document that describes, and a CSV with the data.

The standard knows positive codes and no reasons for missing values, so reasons become further codes beyond those of
the questionnaire: 91, 92 … where these have one digit, 991 … for two, and so on. Codes that are not positive are
numbered anew; texts that are codes stay as they are (`format="literal"`). A question with several answers is one
variable, a text of zeros and ones; of what can hold no code (several answers, dates, times), `NAME_miss` holds the
reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from xml.etree import ElementTree as Tree

from cati_app.publish.dataset.names import Names
from cati_app.publish.dataset.table import DataTable, Kind, ResponseSet, Value, Variable
from cati_app.publish.formats.xml_text import xml_bytes, xml_text
from cati_app.values import dataclass

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SERIAL = "case_id"
_BEYOND_ANSWERS = 10**15


@dataclass(frozen=True, slots=True)
class _Described:
    """A variable of the standard, and how its field is read from a row."""

    name: str
    label: str
    kind: str
    read: Callable[[Sequence[Value]], str]
    codes: tuple[tuple[str, str], ...] = ()
    span: tuple[str, str] | None = None  # of a quantity
    size: int = 0  # characters of a text
    is_literal: bool = False  # codes are texts
    use: str = ""


def triples_documents(table: DataTable, data: str) -> tuple[bytes, Iterator[bytes]]:
    """The description, and the data line by line; the same table gives the same bytes.

    Args:
        table: The data set.
        data: Name of the file with the data.
    """
    described = list(_Maker(table).all())
    return _document(table, described, data), _lines(table, described)


def _lines(table: DataTable, described: Sequence[_Described]) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([each.name for each in described])
    yield text.getvalue().encode()
    for row in table.rows:
        text.seek(0)
        text.truncate()
        writer.writerow([each.read(row) for each in described])
        yield text.getvalue().encode()


def _document(table: DataTable, described: Sequence[_Described], data: str) -> bytes:
    root = Tree.Element("sss", version="2.0")
    at = table.data_time
    _said(root, "date", f"{at.day:02} {_MONTHS[at.month - 1]} {at.year}")
    _said(root, "time", f"{at:%H:%M}")
    _said(root, "origin", "cati_app")
    survey = Tree.SubElement(root, "survey")
    _said(survey, "name", table.study_id)
    _said(survey, "title", f"{table.title} ({table.version})")
    record = Tree.SubElement(survey, "record", ident="A", href=data, format="csv", skip="1")
    for number, each in enumerate(described, 1):
        made = Tree.SubElement(record, "variable", ident=str(number), type=each.kind)
        if each.use:
            made.set("use", each.use)
        if each.is_literal:
            made.set("format", "literal")
        _said(made, "name", each.name)
        _said(made, "label", each.label)
        Tree.SubElement(made, "position", start=str(number))
        if each.kind == "character":
            _said(made, "size", str(each.size))
        elif each.codes or each.span:
            values = Tree.SubElement(made, "values")
            if each.span:
                values.append(Tree.Element("range", {"from": each.span[0], "to": each.span[1]}))
            for code, label in each.codes:
                _said(values, "value", label, code=code)
    return xml_bytes(root)


def _said(parent: Tree.Element, tag: str, text: str, **attributes: str) -> None:
    Tree.SubElement(parent, tag, attributes).text = xml_text(text)


class _Maker:
    """Makes the variables of the standard from those of the table."""

    def __init__(self, table: DataTable) -> None:
        self._table = table
        self._places = {variable.name: position for position, variable in enumerate(table.variables)}
        self._sets = {members.name: members for members in table.sets}
        self._names = Names()
        for variable in table.variables:
            self._names.take(variable.name)
        self._extent = _extents(table)

    def all(self) -> Iterator[_Described]:
        """In the order of the table."""
        for position, variable in enumerate(self._table.variables):
            members = self._sets.get(variable.set_name)
            if members is None:
                yield from self._single(position, variable)
            elif members.variables[0] == variable.name:
                yield from self._multiple(members)

    def _single(self, position: int, variable: Variable) -> Iterator[_Described]:
        if variable.kind is Kind.TEXT and self._is_coded(position, variable):
            codes = tuple((str(coded.code), coded.text) for coded in variable.codes)
            yield _Described(
                variable.name,
                variable.label,
                "single",
                lambda row: str(row[position] or ""),
                codes,
                is_literal=True,
            )
        elif variable.kind is Kind.TEXT:
            size = max(1, self._extent[position][1])
            use = "serial" if variable.name == _SERIAL else ""
            yield _Described(
                variable.name,
                variable.label,
                "character",
                lambda row: str(row[position] or ""),
                size=int(size),
                use=use,
            )
        elif variable.kind is not Kind.NUMBER:
            yield from self._timed(position, variable)
        elif variable.codes:
            yield _coded(position, variable)
        else:
            yield self._quantity(position, variable)

    def _is_coded(self, position: int, variable: Variable) -> bool:
        """Whether every text that is there is one of its codes."""
        known, column = {coded.code for coded in variable.codes}, self._table.columns[position]
        said = (value for value, count in zip(column.distinct, column.counts(), strict=True) if value and count)
        return bool(known) and known.issuperset(said)

    def _quantity(self, position: int, variable: Variable) -> _Described:
        low, high = self._extent[position]
        beyond = _beyond(max(abs(low), abs(high)))
        told = {code: beyond + number for number, code in enumerate(variable.missing.values(), 1)}
        decimals = min(variable.decimals, 9)

        def read(row: Sequence[Value]) -> str:
            value = row[position]
            return "" if not isinstance(value, int | float) else _figure(told.get(int(value), value), decimals)

        codes = tuple((_figure(told[code], decimals), variable.labels[code]) for code in variable.missing.values())
        use = "weight" if variable.name == self._table.weight else ""
        span = (_figure(low, decimals), _figure(high, decimals))
        return _Described(variable.name, variable.label, "quantity", read, codes, span, use=use)

    def _timed(self, position: int, variable: Variable) -> Iterator[_Described]:
        """A date-time is two variables of the standard, as it has none for both."""
        if variable.kind is not Kind.TIME:
            yield _Described(variable.name, variable.label, "date", lambda row: _day(row[position]))
        if variable.kind is Kind.MOMENT:
            name = self._names.take(variable.name, "_time")
            yield _Described(name, variable.label, "time", lambda row: _clock(row[position]))
        if variable.kind is Kind.TIME:
            yield _Described(variable.name, variable.label, "time", lambda row: _clock(row[position]))
        if variable.missing:
            yield self._reason(variable.name, variable.label, variable, position)

    def _multiple(self, members: ResponseSet) -> Iterator[_Described]:
        places = [self._places[name] for name in members.variables]
        variables = [self._table.variables[position] for position in places]
        codes = tuple((str(number), known.item or known.label) for number, known in enumerate(variables, 1))
        reasons = frozenset(variables[0].missing.values())

        def read(row: Sequence[Value]) -> str:
            if row[places[0]] in reasons and all(row[position] in reasons for position in places):
                return ""
            return "".join("1" if row[position] == members.counted else "0" for position in places)

        name = self._names.take(members.name) if members.name in self._places else members.name
        yield _Described(name, members.label, "multiple", read, codes)
        yield self._reason(name, members.label, variables[0], *places)

    def _reason(self, name: str, label: str, variable: Variable, *places: int) -> _Described:
        """Why a value is missing; blank where there is one."""
        numbers = {code: str(number) for number, code in enumerate(variable.missing.values(), 1)}

        def read(row: Sequence[Value]) -> str:
            told = [_reason_at(row[position], numbers) for position in places]
            return told[0] if all(told) else ""

        codes = tuple((numbers[code], variable.labels[code]) for code in variable.missing.values())
        return _Described(self._names.take(name, "_miss"), label, "single", read, codes)


def _reason_at(value: Value, numbers: Mapping[int, str]) -> str:
    return numbers.get(value, "") if isinstance(value, int) else ""


def _coded(position: int, variable: Variable) -> _Described:
    """A choice; with codes of its own where one of the questionnaire's is not positive."""
    own = [coded.code for coded in variable.codes if isinstance(coded.code, int)]
    anew = min(own) < 1
    numbers = {code: number if anew else code for number, code in enumerate(own, 1)}
    beyond = _beyond(max(numbers.values()))
    numbers |= {code: beyond + number for number, code in enumerate(variable.missing.values(), 1)}

    def read(row: Sequence[Value]) -> str:
        value = row[position]
        return str(numbers.get(int(value), "")) if isinstance(value, int | float) else ""

    full = {coded.code: coded.text for coded in variable.codes}
    codes = tuple((str(number), full.get(code) or variable.labels[code]) for code, number in numbers.items())
    return _Described(variable.name, variable.label, "single", read, codes)


def _figure(number: float, decimals: int) -> str:
    """With so many decimals; a whole number to its last digit, of which a float has only fifteen."""
    if not isinstance(number, int):
        return format(number, f".{decimals}f")
    return f"{number}.{'0' * decimals}" if decimals else str(number)


def _beyond(largest: float) -> int:
    """The number from which there is room for nine codes that no value has: 90, 990, 9990.

    Beyond answers of fifteen digits it is the next power of ten: larger numbers are not exact where they are read as
    numbers of eight bytes.
    """
    room = 90
    while room <= largest:
        room = room * 10 + 90
    return _BEYOND_ANSWERS if room > _BEYOND_ANSWERS > largest else room


def _extents(table: DataTable) -> list[tuple[float, float]]:
    """Of each variable the lowest and highest value that is not missing; of texts 0 and the most characters."""
    extents: list[tuple[float, float] | None] = [None] * len(table.variables)
    reasons = [frozenset(variable.missing.values()) for variable in table.variables]
    for row in table.rows:
        for position, value in enumerate(row):
            size = _measure(value)
            if size is None or value in reasons[position]:
                continue
            low, high = extents[position] or (size, size)
            extents[position] = (min(low, size), max(high, size))
    return [extent or (0.0, 0.0) for extent in extents]


def _measure(value: Value) -> float | None:
    if isinstance(value, str):
        return float(len(value))
    return float(value) if isinstance(value, int | float) else None


def _day(value: Value) -> str:
    return value.strftime("%Y%m%d").zfill(8) if isinstance(value, date) else ""


def _clock(value: Value) -> str:
    return f"{value.hour:02}{value.minute:02}{value.second:02}" if isinstance(value, datetime | time) else ""
