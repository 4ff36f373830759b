"""Reads the sample file of a study: one case a row, several numbers possible, every bad row named with its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from cati_app.domain.errors import RuleViolation
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phone import PhoneNumber, parse_number

REASONS = {
    "number_not_readable": "the number cannot be read",
    "number_too_short": "the number is too short for a subscriber's line",
    "number_impossible": "no such number can exist in the numbering plan",
    "number_service": "service, premium and special numbers are never dialled",
}
_OWN = ("case_no", "frame", "number")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sampled unit as the file has it."""

    case_no: int
    frame: str
    numbers: tuple[PhoneNumber, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SampleRead:
    """What a sample file holds: rows that can be called, and findings about those that cannot."""

    rows: tuple[SampleRow, ...]
    findings: tuple[Finding, ...]


def read_sample(data: bytes, name: str, country: str) -> SampleRead:
    """Read a CSV sample (UTF-8, comma or semicolon; columns case_no, frame, number, number_2 …, further sample fields).

    Args:
        data: The file.
        name: Its name, for findings.
        country: Region of numbers without country code.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return SampleRead((), (_error(name, None, None, "is not UTF-8", "Save it as CSV UTF-8."),))
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    missing = [column for column in _OWN if column not in (reader.fieldnames or [])]
    if missing:
        return SampleRead((), (_error(name, 1, missing[0], "is missing", f"Add the column {missing[0]}."),))
    rows: list[SampleRow] = []
    findings: list[Finding] = []
    seen: set[int] = set()
    dialled: dict[str, int] = {}
    for line, record in enumerate(reader, start=2):
        row = _row(record, name, line, country, seen, dialled, findings)
        if row is not None:
            rows.append(row)
    return SampleRead(tuple(rows), tuple(findings))


def _row(
    record: Mapping[str, str | None],
    name: str,
    line: int,
    country: str,
    seen: set[int],
    dialled: dict[str, int],
    findings: list[Finding],
) -> SampleRow | None:
    case_text = (record.get("case_no") or "").strip()
    if not case_text.isdecimal():
        findings.append(_error(name, line, "case_no", "is not a whole number", "Number the cases from 1."))
        return None
    case_no = int(case_text)
    if case_no in seen:
        findings.append(_error(name, line, "case_no", "stands twice", "Give each case its own number."))
        return None
    seen.add(case_no)
    numbers = []
    for column in [c for c in record if c == "number" or (c or "").startswith("number_")]:
        number_text = (record.get(column) or "").strip()
        if not number_text and column != "number":
            continue
        try:
            number = parse_number(number_text, country)
        except RuleViolation as error:
            findings.append(_error(name, line, column, f": {REASONS[error.code]}", "Correct it or leave the case out."))
            continue
        if number.e164 in dialled:
            cure = f"It is the number of row {dialled[number.e164]}; leave one out."
            findings.append(_error(name, line, column, "is a duplicate", cure))
            continue
        dialled[number.e164] = line
        numbers.append(number)
    if not numbers:
        return None
    fields = {k: (v or "").strip() for k, v in record.items() if k and k not in _OWN and not k.startswith("number_")}
    return SampleRow(case_no, (record.get("frame") or "").strip(), tuple(numbers), fields)


def _error(name: str, row: int | None, column: str | None, what: str, cure: str) -> Finding:
    where = column or name
    return Finding(Severity.ERROR, "sample_row", f"{where} {what}".replace(" :", ":"), cure, name, row, column)
