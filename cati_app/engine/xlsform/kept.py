"""A workbook once read, kept as plain data: reading .xlsx is what costs when a study is opened again.

What is kept are the cells, never anything that runs; the form is rebuilt and rechecked from them each time.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Any

from cati_app.domain.findings import Finding, Severity
from cati_app.engine.sheets.workbook import Sheet, SheetRow, Workbook
from cati_app.engine.xlsform.read import read_workbook
from cati_app.engine.xlsform.repair.workbook import repaired
from cati_app.engine.xlsform.shelf import Shelf

READER = 4  # raise it when reading or repairing gives a different result for the same file


def read_kept(data: bytes, filename: str, shelf: Shelf | None) -> tuple[Workbook | None, list[Finding]]:
    """As `read_workbook` with everything put right, from the shelf when the same bytes were read before."""
    if shelf is None:
        return _read(data, filename)
    name = hashlib.sha256(f"{READER} {PurePath(filename).suffix.lower()} ".encode() + data).hexdigest()
    packed = shelf.get(name)
    known = None if packed is None else unpack(packed, filename)
    if known is not None:
        return known
    workbook, findings = _read(data, filename)
    if workbook is not None:
        shelf.put(name, pack(workbook, findings))
    return workbook, findings


def _read(data: bytes, filename: str) -> tuple[Workbook | None, list[Finding]]:
    workbook, findings = read_workbook(data, filename)
    if workbook is None:
        return None, findings
    workbook, more = repaired(workbook)
    return workbook, [*findings, *more]


def pack(workbook: Workbook, findings: list[Finding]) -> bytes:
    """A workbook and the findings about its file as JSON."""
    sheets = {
        name: [sheet.name, sheet.headers, [[row.number, dict(row.cells)] for row in sheet.rows], sheet.duplicates]
        for name, sheet in workbook.sheets.items()
    }
    written = [
        [problem.severity, problem.code, problem.message, problem.cure, problem.sheet, problem.row, problem.column]
        for problem in findings
    ]
    return json.dumps([sheets, workbook.other_sheets, written], ensure_ascii=False).encode()


def unpack(data: bytes, filename: str) -> tuple[Workbook, list[Finding]] | None:
    """What `pack` was given; None when the data are damaged."""
    try:
        sheets, others, written = json.loads(data)
        made = {name: _sheet(*parts) for name, parts in sheets.items()}
        findings = [Finding(Severity(severity), *rest) for severity, *rest in written]
        return Workbook(filename, made, tuple(others)), findings
    except (ValueError, TypeError, AttributeError):
        return None


def _sheet(name: str, headers: dict[str, str], rows: list[Any], duplicates: list[str]) -> Sheet:
    return Sheet(name, headers, [SheetRow(number, cells) for number, cells in rows], duplicates)
