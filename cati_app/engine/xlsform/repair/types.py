"""Types as other programs write them, rows they leave behind, names that are missing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cati_app.engine.sheets.workbook import Sheet, SheetRow
from cati_app.engine.xlsform.repair.ledger import RepairLedger
from cati_app.engine.xlsform.types import HANDED_IN, HERE, WATCHED, read_type, select_amiss

_ALIASES = {
    "number": "integer",
    "numeric": "integer",
    "whole_number": "integer",
    "count": "integer",
    "float": "decimal",
    "double": "decimal",
    "real": "decimal",
    "free_text": "text",
    "freetext": "text",
    "open": "text",
    "str": "text",
    "open_ended": "text",
    "textarea": "text",
    "paragraph": "text",
    "long_text": "text",
    "select_single": "select_one",
    "select_many": "select_multiple",
    "multiselect": "select_multiple",
    "multi_select": "select_multiple",
    "multiple_choice": "select_multiple",
    "checkbox": "select_multiple",
    "single_choice": "select_one",
    "single_select": "select_one",
    "radio": "select_one",
    "dropdown": "select_one",
    "choose_one": "select_one",
    "selectone": "select_one",
    "selectmultiple": "select_multiple",
    "select-one": "select_one",
    "select-multiple": "select_multiple",
    "select_multi": "select_multiple",
    "timestamp": "datetime",
    "info": "note",
    "display": "note",
    "message": "note",
    "statement": "note",
    "instruction": "note",
    "computed": "calculate",
    "compute": "calculate",
    "formula": "calculate",
    "begin_section": "begin_group",
    "end_section": "end_group",
    "begin_roster": "begin_repeat",
    "end_roster": "end_repeat",
    "ranking": "rank",
    "start_time": "start",
    "end_time": "end",
    "device_id": "deviceid",
    "sim_id": "simserial",
    "percentage": "integer",
    "subscriber_id": "subscriberid",
    "phone": "text",
    "telephone": "text",
    "slider": "range",
    "picture": "image",
    "looped_group": "repeat",
    "begin_looped_group": "begin_repeat",
    "end_looped_group": "end_repeat",
    "begin_lgroup": "begin_repeat",
    "end_lgroup": "end_repeat",
    "select_multiple_using": "select_multiple",
    "select_one_using": "select_one",
    "select_multiple_from": "select_multiple",
}
_PROMPT = re.compile(r"(?:add|q|get)[ _](.+?)(?:[ _]prompt(?:[ _]using)?)?(?:\s+(\S+))?\Z", re.I)
_LONGEST = 200
_WORDS = re.compile(r"[\s_]+")
_LIST_COLUMNS = ("choices", "select_from_list_name", "list_name", "list", "option_list", "choice_list")
_FORM_SETTINGS = {"set_form_title": "form_title", "set_form_id": "form_id"}


def repair_types(sheet: Sheet, lists: frozenset[str], settings: dict[str, str], ledger: RepairLedger) -> Sheet:
    """The sheet with the types XLSForm knows; rows that are settings go to `settings`."""
    rows: list[SheetRow] = []
    for row in sheet.rows:
        setting = _FORM_SETTINGS.get(_word(row.get("type")))
        if setting:
            settings.setdefault(setting, row.get("name") or row.get("label"))
            ledger.note("repaired-leftover", sheet, row.number, "type", what=row.get("type"))
            continue
        rows.append(_row(sheet, row, lists, ledger))
    return Sheet(sheet.name, sheet.headers, rows, sheet.duplicates)


def _row(sheet: Sheet, row: SheetRow, lists: frozenset[str], ledger: RepairLedger) -> SheetRow:
    text = row.get("type")
    if not text:
        return row
    cells = dict(row.cells)
    better = _list_of(_type(text), row, lists)
    if better != text:
        cells["type"] = better
        ledger.note("repaired-type", sheet, row.number, "type", type=text, known=better)
    word = _word(better)
    if word in HERE:
        ledger.note("repaired-here", sheet, row.number, "type", name=row.get("name"))
    elif word in HANDED_IN:
        ledger.note("repaired-handed-in", sheet, row.number, "type", type=text)
    elif word in WATCHED or word.startswith("speed_violations"):
        ledger.note("repaired-watched", sheet, row.number, "type", type=text)
    if word in ("begin_group", "begin_repeat") and not row.get("name"):
        cells["name"] = f"unnamed_{row.number}"
        ledger.note("repaired-name", sheet, row.number, "name", name=cells["name"])
    return SheetRow(row.number, cells) if cells != row.cells else row


def _word(text: str) -> str:
    return _WORDS.sub("_", text.strip().lower())


def _type(text: str) -> str:
    """A type in XLSForm's words."""
    if read_type(text) is not None:
        return text
    flat = " ".join(text.split())
    amiss = select_amiss(flat, "") if len(flat) <= _LONGEST else None
    if len(flat) > _LONGEST or (amiss is not None and amiss[0] == "select-without-file"):
        return text
    match = _PROMPT.fullmatch(flat)
    if match:
        inner = f"{match[1]} {match[2]}" if match[2] else match[1]
        better = inner if read_type(inner) else _alias(inner)
        return better if read_type(better) else text
    return _alias(flat)


def _alias(flat: str) -> str:
    """A type under the name that XLSForm gives it, as it is when nothing is known about it."""
    text = flat
    word = _word(flat)
    if word in _ALIASES:
        return _ALIASES[word]
    for cut in range(flat.count(" "), 0, -1):
        parts = flat.split(" ", cut)
        head = _ALIASES.get(_word(" ".join(parts[:cut])))
        if head and len(parts) > cut:
            return f"{head} {parts[cut]}"
    first, _, rest = flat.partition(" ")
    bare = first.rstrip(":;,-").replace("-", "_")
    return f"{bare} {rest}" if bare != first and rest and read_type(f"{bare} {rest}") else text


def _list_of(text: str, row: SheetRow, lists: frozenset[str]) -> str:
    """A select with its list: named in a column of its own, or spelt in other letters."""
    if _word(text) in ("select_one", "select_multiple", "select1", "select", "rank"):
        named = next((row.get(column) for column in _LIST_COLUMNS if row.get(column)), "")
        return f"{text} {named}" if named else text
    kind = read_type(text)
    name = kind.list_name if kind else ""
    if not name or name in lists or kind is None or kind.file:
        return text
    same = _spelt(lists).get(_plain(name))
    return text.replace(name, same) if same else text


def _spelt(lists: frozenset[str]) -> Mapping[str, str]:
    return {_plain(name): name for name in sorted(lists)}


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).lower()
