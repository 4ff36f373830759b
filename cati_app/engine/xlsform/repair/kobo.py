"""The blocks of KoboToolbox that XLSForm does not have: matrices, scores and rankings, spelt out as questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cati_app.engine.sheets.workbook import Sheet, SheetRow
from cati_app.engine.xlsform.repair.ledger import RepairLedger

_BEGIN = re.compile(r"begin[ _](kobomatrix|score|rank)\Z", re.I)
_END = re.compile(r"end[ _](kobomatrix|score|rank)\Z", re.I)
_ROW = re.compile(r"(?:score__row|rank__level)\Z", re.I)


def repair_blocks(sheet: Sheet, choices: Sheet, ledger: RepairLedger) -> Sheet:
    """The sheet without blocks of KoboToolbox."""
    if not any(_BEGIN.match(row.get("type")) for row in sheet.rows):
        return sheet
    rows: list[SheetRow] = []
    block: SheetRow | None = None
    inside: list[SheetRow] = []
    for row in sheet.rows:
        if block is None:
            if _BEGIN.match(row.get("type")):
                block, inside = row, []
                ledger.note("repaired-block", sheet, row.number, "type", type=row.get("type"))
            else:
                rows.append(row)
        elif _END.match(row.get("type")):
            rows += _spelt_out(block, inside, row, choices)
            block = None
        else:
            inside.append(row)
    return Sheet(sheet.name, sheet.headers, rows + ([block, *inside] if block else []), sheet.duplicates)


def _spelt_out(block: SheetRow, inside: Sequence[SheetRow], end: SheetRow, choices: Sheet) -> list[SheetRow]:
    kind = block.get("type").lower().replace(" ", "_").removeprefix("begin_")
    head = {**block.cells, "type": "begin_group", "appearance": "field-list"}
    head.pop("required", None)
    if kind == "kobomatrix":
        body = _matrix(block, inside, choices)
    else:
        body = _lines(block, inside, kind)
    return [SheetRow(block.number, head), *body, SheetRow(end.number, {"type": "end_group"})]


def _lines(block: SheetRow, inside: Sequence[SheetRow], kind: str) -> list[SheetRow]:
    """A score or a ranking: the same choices for every line, in a ranking each choice once."""
    listed = block.get("kobo--score-choices" if kind == "score" else "kobo--rank-items")
    body: list[SheetRow] = []
    before: list[str] = []
    for row in inside:
        if not _ROW.match(row.get("type")):
            body.append(row)
            continue
        cells = {**row.cells, "type": f"select_one {listed}"}
        if block.get("required"):
            cells.setdefault("required", block.get("required"))
        if kind == "rank":
            if before:
                cells["constraint"] = " and ".join(f". != ${{{name}}}" for name in before)
                if block.get("kobo--rank-constraint-message"):
                    cells["constraint_message"] = block.get("kobo--rank-constraint-message")
            before.append(row.get("name"))
        body.append(SheetRow(row.number, cells))
    return body


def _matrix(block: SheetRow, inside: Sequence[SheetRow], choices: Sheet) -> list[SheetRow]:
    """Every question of the matrix once for each item of its list."""
    listed = block.get("kobo--matrix_list")
    items = [row for row in choices.rows if row.get("list_name") == listed]
    return [
        SheetRow(row.number, _cell(block.get("name"), row.cells, item.cells))
        for item in items
        for row in inside
        if row.get("type")
    ]


def _cell(matrix: str, cells: Mapping[str, str], item: Mapping[str, str]) -> dict[str, str]:
    made = dict(cells)
    for column, text in cells.items():
        if column.partition("::")[0] == "label":
            item_text = item.get(column) or item.get("label") or item.get("name", "")
            made[column] = f"{item_text} – {text}"
    made["name"] = f"{matrix}_{item.get('name', '')}_{cells.get('name', '')}"
    return made
