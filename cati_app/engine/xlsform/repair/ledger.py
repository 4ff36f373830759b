"""Collects what was put right: one finding for each repair."""

from __future__ import annotations

from dataclasses import dataclass, field

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import Sheet


@dataclass(slots=True)
class RepairLedger:
    """The findings of one repair of a workbook."""

    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, sheet: Sheet, row: int, column: str, /, **fields: object) -> None:
        """A finding on a cell; row 1 is the header."""
        header = sheet.headers.get(column, column)
        self.findings.append(finding(code, sheet.name, row, header, **fields))
