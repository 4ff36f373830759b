"""Reads a sample file: one case a row, several numbers possible, everything that is not taken named by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Self
from zoneinfo import available_timezones

from cati_app.domain.calling.calendar import state_named
from cati_app.domain.calling.routing import calendar_of, locality_key
from cati_app.domain.errors import RuleViolation
from cati_app.domain.phrases import Phrase
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sampling.phone_reading import parse_listed
from cati_app.domain.sampling.reasons import FILE_REASONS
from cati_app.domain.sampling.sample import CALL_FROM, CALL_UNTIL, STATE, TIME_ZONE, RowNote, SampledNumber, SampledUnit
from cati_app.sample_files.columns import ColumnMap, map_columns, shown
from cati_app.sample_files.rows import (
    DELIMITERS,
    LONGEST_CELL,
    SampleRow,
    SampleUnreadable,
    SheetFacts,
    delimiter_of,
    encoding_of,
    is_book,
    text_rows,
)
from cati_app.sample_files.settings import ReadSettings, StudyContext
from cati_app.spreadsheets.cells import NonTextCell
from cati_app.values import dataclass

_LONGEST_ID = 64
_WINDOW = ("time_zone", "state", "call_from", "call_until")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*(?:Uhr)?", re.I)


@dataclass(frozen=True, slots=True)
class SampleSource:
    """An opened sample file: how it is read, and its columns. `assumed` names what nobody declared."""

    path: Path
    format: str
    columns: ColumnMap
    assumed: tuple[str, ...]
    _rows: Iterator[SampleRow]
    _rules: _Rules

    def entries(self) -> Iterator[SampledUnit | RowNote]:
        """Units, and notes about their rows before them; may be asked for once."""
        empty: list[int] = []
        for row in self._rows:
            if row.problem is None and not any(cell.strip() for cell in row.cells):
                empty.append(row.number)  # reported only when rows follow: sheets often end in thousands of them
                continue
            yield from (RowNote(number, "row_empty") for number in empty)
            empty.clear()
            yield from self._rules.read(row)


def open_sample(path: Path, settings: ReadSettings, study: StudyContext, *, guess: bool = True) -> SampleSource:
    """Find out format, encoding, delimiter and columns; the rows follow as they are asked for.

    Args:
        path: The file.
        settings: How it is read, and what its columns hold.
        study: What the rows are measured by.
        guess: Take columns that nobody declared for what their headers say.

    Raises:
        SampleUnreadable: what keeps the whole file from being taken.
    """
    with OpenedFile(path, settings) as file:
        columns = map_columns(file.header, settings.columns, others=settings.keep_others, guess=guess)
    rules = _Rules(columns, study, settings.restore_zeros, available_timezones(), frozenset(file.unread_columns))
    return SampleSource(path, file.read_as, columns, (*file.assumed, *columns.guessed), file.rows, rules)


class OpenedFile:
    """A file whose headers have been read: `rows` go on below them, `assumed` says what nobody declared.

    As a context, it names the sheet that was read in what is said of its headers.

    Raises:
        SampleUnreadable: what keeps the whole file from being read.
    """

    def __init__(self, path: Path, settings: ReadSettings) -> None:
        self._sheet = SheetFacts(unseen=settings.hidden)
        try:
            self.rows, self._kind, self.assumed = _open(path, settings, self._sheet)
        except OSError:
            raise SampleUnreadable("unreadable") from None
        with self:
            header = _first_filled(self.rows)
        declared = settings.columns
        named = [*declared.single.values(), *declared.numbers, *declared.fields.values()]
        wanted = {" ".join(name.split()).casefold() for name in named}
        self.unread_columns = {
            n: " ".join(header.cells[n].split())
            for n in sorted(self._sheet.hidden_columns)
            if n < len(header.cells) and " ".join(header.cells[n].split()).casefold() not in wanted
        }
        """Headers of hidden columns that nobody asked for by name, by column (from 0)."""
        cells = tuple("" if n in self.unread_columns else cell for n, cell in enumerate(header.cells))
        self.header = SampleRow(header.number, cells)

    @property
    def read_as(self) -> str:
        """Format, sheet, and what of the workbook was not read, in a line."""
        if not self._sheet.name or not (self._sheet.others or self.unread_columns):
            return self._kind
        columns = ", ".join(shown(name, n) for n, name in self.unread_columns.items())
        read, others = f"{self._kind}, {self._sheet.name}", ", ".join(self._sheet.others)
        if not columns:
            return Phrase("{read}; not read: sheets {others}", read=read, others=others)
        if not others:
            return Phrase("{read}; not read: hidden columns {columns}", read=read, columns=columns)
        return Phrase(
            "{read}; not read: hidden columns {columns}, sheets {others}", read=read, columns=columns, others=others
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        sheets = self._sheet
        if isinstance(error, SampleUnreadable) and sheets.others and f"{error.reason}_in_sheet" in FILE_REASONS:
            names = {"sheet": sheets.name, "others": ", ".join(sheets.others)}
            raise SampleUnreadable(
                f"{error.reason}_in_sheet", error.row, error.column, **error.fields, **names
            ) from None


def _open(path: Path, settings: ReadSettings, sheet: SheetFacts) -> tuple[Iterator[SampleRow], str, list[str]]:
    if is_book(path):
        from cati_app.sample_files.book import book_rows  # noqa: PLC0415 - openpyxl costs a third of a second

        return book_rows(path, settings.sheet, sheet), "XLSX", []
    encoding, guessed = encoding_of(path, settings.encoding)
    delimiter = DELIMITERS[settings.delimiter] if settings.delimiter else delimiter_of(path, encoding)
    return text_rows(path, encoding, delimiter), f"CSV, {encoding}", [f"encoding {encoding}"] if guessed else []


def _first_filled(rows: Iterator[SampleRow]) -> SampleRow:
    header = next((row for row in rows if any(cell.strip() for cell in row.cells)), None)
    if header is None:
        raise SampleUnreadable("empty")
    return header


@dataclass(frozen=True, slots=True)
class _Rules:
    """How the cells of a row become a unit."""

    columns: ColumnMap
    study: StudyContext
    restore_zeros: bool
    zones: set[str]
    unread: frozenset[int]
    """Columns that nobody sees or asked for."""

    def read(self, row: SampleRow) -> Iterator[SampledUnit | RowNote]:
        if row.problem is not None:
            yield RowNote(row.number, row.problem)
            return
        width = len(self.columns.headers)
        if any(cell.strip() for cell in row.cells[width:]):
            yield RowNote(row.number, "row_too_wide")
            return
        for column, header in enumerate(self.columns.headers):
            if not header and column not in self.unread and column < len(row.cells) and row.cells[column].strip():
                raise SampleUnreadable("header_missing", row.number, Phrase("column {place}", place=column + 1))
        long = next((n for n, cell in enumerate(row.cells) if len(cell) > LONGEST_CELL), None)
        if long is not None:
            yield RowNote(row.number, "cell_too_long", self.columns.shown(long))
            return
        notes: list[RowNote] = []
        unit = self._unit(row, row.cells + ("",) * (width - len(row.cells)), notes)
        if row.folded and unit is not None:
            notes.append(RowNote(row.number, "row_folded"))
        yield from notes
        if unit is not None:
            yield unit

    def _unit(self, row: SampleRow, cells: tuple[str, ...], notes: list[RowNote]) -> SampledUnit | None:
        texts = {name: self._plain(row.number, column, cells, notes) for name, column in self.columns.single.items()}
        fields = {name: self._plain(row.number, column, cells, notes) for name, column in self.columns.fields.items()}
        sample_id = texts.get("case_id")
        problem = _case_problem(sample_id) or self._window(texts, fields)
        if problem is not None:
            reason, role = problem
            notes.append(RowNote(row.number, reason, self.columns.shown(self.columns.single[role])))
            return None
        language = texts.get("language", "").casefold().partition("-")[0] or None
        if language and language not in self.study.languages:
            notes.append(RowNote(row.number, "language_unknown", self.columns.shown(self.columns.single["language"])))
            language = None
        before = len(notes)
        numbers = self._numbers(row.number, cells, notes)
        complete = all(note.reason == "number_twice_in_row" for note in notes[before:])
        if not numbers:
            notes.append(RowNote(row.number, "number_missing"))
            return None
        frame = texts.get("frame") or numbers[0].number.kind.value
        return SampledUnit(row.number, sample_id, frame, language, numbers, fields, complete)

    def _numbers(self, row: int, cells: tuple[str, ...], notes: list[RowNote]) -> tuple[SampledNumber, ...]:
        by_number: dict[str, SampledNumber] = {}
        for index in self.columns.numbers:
            column = self.columns.shown(index)
            number = self._number(row, column, cells[index], notes)
            if number is None:
                continue
            if number.e164 in by_number:
                notes.append(RowNote(row, "number_twice_in_row", column))
            else:
                by_number[number.e164] = SampledNumber(number, column)
        return tuple(by_number.values())

    def _number(self, row: int, column: str, cell: str, notes: list[RowNote]) -> PhoneNumber | None:
        what = cell.what if isinstance(cell, NonTextCell) else ""
        if what == "merged":
            notes.append(RowNote(row, "cell_merged", column))
            return None
        if not cell.strip():
            return None
        if what in ("formula", "error"):
            notes.append(RowNote(row, "number_formula", column))
            return None
        try:
            return parse_listed(cell, self.study.country, numeric=what == "number", restore_zeros=self.restore_zeros)
        except RuleViolation as error:
            notes.append(RowNote(row, error.code, column))
            return None

    def _plain(self, row: int, column: int, cells: tuple[str, ...], notes: list[RowNote]) -> str:
        cell = cells[column]
        if isinstance(cell, NonTextCell) and cell.what in ("formula", "error", "merged"):
            notes.append(RowNote(row, f"cell_{cell.what}", self.columns.shown(column)))
            return ""
        return cell.strip()

    def _window(self, texts: dict[str, str], fields: dict[str, str]) -> tuple[str, str] | None:
        """Put the case's own calling window among its fields, or say what is wrong and in which column."""
        if not any(texts.get(role) for role in _WINDOW):
            return None
        zone, state_text = texts.get("time_zone", ""), texts.get("state", "")
        state = state_named(self.study.country, state_text)
        if zone and zone not in self.zones:
            return "time_zone_unknown", "time_zone"
        if state_text and not state:
            return "state_unknown", "state"
        hours = {}
        for role in ("call_from", "call_until"):
            hours[role] = _hour(texts.get(role, ""))
            if texts.get(role) and hours[role] is None:
                return "hour_unreadable", role
        start, end = hours["call_from"], hours["call_until"]
        if start and end and start >= end:
            return "hours_reversed", "call_until"
        hours_of_study = self.study.calendar
        if (start or end) and not calendar_of(
            hours_of_study, locality_key("", "", hours_of_study, start, end)
        ).ever_opens:
            return "hours_too_short", "call_until" if end else "call_from"
        own = {TIME_ZONE: zone, STATE: state}
        own |= {CALL_FROM: f"{start:%H:%M}" if start else "", CALL_UNTIL: f"{end:%H:%M}" if end else ""}
        fields.update({name: text for name, text in own.items() if text})
        return None


def _case_problem(sample_id: str | None) -> tuple[str, str] | None:
    if sample_id is None:
        return None
    if not sample_id:
        return "case_missing", "case_id"
    return ("case_too_long", "case_id") if len(sample_id) > _LONGEST_ID else None


def _hour(text: str) -> time | None:
    hour = _HOUR.fullmatch(text.strip())
    if not hour or int(hour[1]) > 23 or int(hour[2] or 0) > 59:
        return None
    return time(int(hour[1]), int(hour[2] or 0))
