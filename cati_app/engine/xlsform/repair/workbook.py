"""All repairs of a workbook, in their order."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.findings import Finding
from cati_app.engine.sheets.workbook import Sheet, SheetRow, Workbook
from cati_app.engine.xlsform.repair.columns import repair_columns
from cati_app.engine.xlsform.repair.expressions import repair_expressions
from cati_app.engine.xlsform.repair.kobo import repair_blocks
from cati_app.engine.xlsform.repair.ledger import RepairLedger
from cati_app.engine.xlsform.repair.types import repair_types


def repaired(workbook: Workbook) -> tuple[Workbook, list[Finding]]:
    """The workbook as XLSForm wants it, and what was put right; the one handed in stays as it is."""
    ledger = RepairLedger()
    sheets = dict(workbook.sheets)
    spelt: dict[str, str] = {}
    for name in ("survey", "choices", "external_choices"):
        if name in sheets:
            sheets[name] = repair_columns(sheets[name], spelt, ledger)
    choices = sheets.get("choices") or Sheet("choices")
    if "survey" in sheets:
        settings: dict[str, str] = {}
        lists = frozenset(row.get("list_name") for row in choices.rows)
        survey = repair_blocks(sheets["survey"], choices, ledger)
        survey = repair_types(survey, lists, settings, ledger)
        sheets["survey"] = repair_expressions(survey, ledger)
        if settings:
            sheets["settings"] = _with_settings(sheets.get("settings") or Sheet("settings"), settings)
    if "entities" in sheets:
        ledger.note("entities-ignored", sheets["entities"], 1, "list_name")
    return replace(workbook, sheets=sheets), ledger.findings


def _with_settings(sheet: Sheet, settings: dict[str, str]) -> Sheet:
    """The settings with those that stood as rows in the sheet survey; what the sheet says itself goes first."""
    known = sheet.rows[0] if sheet.rows else SheetRow(2, {})
    first = SheetRow(known.number, {**settings, **known.cells})
    headers = {**{name: name for name in settings}, **sheet.headers}
    return Sheet(sheet.name, headers, [first, *sheet.rows[1:]], sheet.duplicates)
