"""Columns that other programs and hasty authors name differently."""

from __future__ import annotations

import re

from cati_app.engine.sheets.workbook import TRANSLATED, Sheet, SheetRow
from cati_app.engine.xlsform.languages import is_language, language_code
from cati_app.engine.xlsform.repair.ledger import RepairLedger

_SURVEY = {
    "skip_logic": "relevant",
    "skiplogic": "relevant",
    "show_if": "relevant",
    "display_if": "relevant",
    "relevancy": "relevant",
    "relevent": "relevant",
    "relavant": "relevant",
    "relevence": "relevant",
    "validation_criteria": "constraint",
    "validation_message": "constraint_message",
    "constraining_message": "constraint_message",
    "constraintmessage": "constraint_message",
    "requiredmessage": "required_message",
    "mandatory": "required",
    "compulsory": "required",
    "question_type": "type",
    "variable": "name",
    "variable_name": "name",
    "question_name": "name",
    "formula": "calculation",
    "calc": "calculation",
    "calculations": "calculation",
    "repeatcount": "repeat_count",
    "choicefilter": "choice_filter",
    "choice_filters": "choice_filter",
    "default_value": "default",
    "guidancehint": "guidance_hint",
    "read-only": "read_only",
    "question_label": "label",
    "question_text": "label",
}
_CHOICES = {
    "listname": "list_name",
    "list-name": "list_name",
    "list": "list_name",
    "choice_list": "list_name",
    "choices": "list_name",
    "list_id": "list_name",
    "value": "name",
    "option": "name",
    "code": "name",
    "choice_name": "name",
    "option_name": "name",
    "choice_value": "name",
    "option_value": "name",
    "choice_label": "label",
    "option_label": "label",
}
_RUN_TOGETHER = re.compile(
    r"(label|hint|guidance[ _]?hint|constraint[ _]?message|required[ _]?message|image|audio|video)[\s_.\-]*(\S.*)", re.I
)
_LEFTOVER = re.compile(r"kobo--|\$(?:xpath|kuid|qpath|autoname|prev|next|given_name)\b")


def repair_columns(sheet: Sheet, spelt: dict[str, str], ledger: RepairLedger) -> Sheet:
    """The sheet with its columns under the names XLSForm gives them.

    Args:
        spelt: How the languages are written, by code; the first spelling of each counts and is added here.
    """
    renamed: dict[str, str] = {}
    for column, header in sheet.headers.items():
        if _LEFTOVER.match(column):
            ledger.note("repaired-leftover", sheet, 1, column, what=header)
            continue
        better = _one_language(_better(sheet, column, header) or column, spelt)
        better = better if better != column else ""
        if better and better not in sheet.headers and better not in renamed.values():
            renamed[column] = better
            ledger.note("repaired-column", sheet, 1, column, column=header, known=better)
    if not renamed:
        return sheet
    headers = {renamed.get(column, column): header for column, header in sheet.headers.items()}
    if renamed.get("value") == "name":
        headers["value"] = sheet.headers["value"]
    rows = [SheetRow(row.number, _cells(row, renamed)) for row in sheet.rows]
    return Sheet(sheet.name, headers, rows, sheet.duplicates)


def _one_language(column: str, spelt: dict[str, str]) -> str:
    """The column with its language written as it was the first time."""
    base, mark, language = column.partition("::")
    if not mark or base not in TRANSLATED or base == "cati_status":
        return column
    return f"{base}::{spelt.setdefault(language_code(language), language)}"


def _cells(row: SheetRow, renamed: dict[str, str]) -> dict[str, str]:
    cells = {renamed.get(column, column): text for column, text in row.cells.items()}
    if renamed.get("value") == "name" and "value" in row.cells:
        cells["value"] = row.cells["value"]  # filters may ask for it by its old name
    return cells


def _better(sheet: Sheet, column: str, header: str) -> str:
    """The name of a column in XLSForm, blank when it already has one or nothing is known about it."""
    base, mark, language = column.partition("::")
    aliases = _CHOICES if sheet.name == "choices" else _SURVEY if sheet.name == "survey" else {}
    if base in aliases:
        return aliases[base] + mark + language
    if mark or sheet.name not in ("survey", "choices"):
        return ""
    match = _RUN_TOGETHER.fullmatch(header.strip())
    if match is None:
        return ""
    written = match[2].strip()
    if written.startswith("(") and written.endswith(")"):
        written = written[1:-1].strip()
    return f"{match[1].lower().replace(' ', '_')}::{written}" if is_language(written) else ""
