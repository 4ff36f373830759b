"""Expressions as word processors and other engines write them: curly quotes, doubled commas, wide references."""

from __future__ import annotations

import re
from collections.abc import Callable

from cati_app.engine.sheets.workbook import TRANSLATED, Sheet, SheetRow
from cati_app.engine.xlsform.repair.ledger import RepairLedger

_COMPUTED = (
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    "default",
    "required",
    "read_only",
    "trigger",
    "cati_soft",
)
_SINGLE, _DOUBLE = "'\u2018\u2019\u201a\u201b", '"\u201c\u201d\u201e\u201f'
_WIDE_REFERENCE = re.compile(r"\$\s*\{\s*((?:last-saved#)?[^\s{}$]+)\s*\}")
_COMMAS = re.compile(r",(?:\s*,)+")
_BEFORE_BRACKET = re.compile(r",\s*\)")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060"))
_SIGNS = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("<>", "!="),
    ("==", "="),
    ("&&", " and "),
    ("||", " or "),
    ("−", "-"),
)
_LOUD = re.compile(r"\b(AND|OR|NOT)\b(?=[\s(])")
_DYNAMIC = re.compile(r"\$\s*\{|[A-Za-z]\s*\(")  # other defaults are texts, and stay as they are
_YES = frozenset({"y", "x", "t", "si", "sí", "oui", "ja", "sim", "required", "mandatory", "1.0", "true()."})
_NO = frozenset({"n", "f", "non", "nein", "não", "nao", "optional", "not required", "0.0"})
_FLAGS = ("required", "read_only")


def repair_expressions(sheet: Sheet, ledger: RepairLedger) -> Sheet:
    """The sheet with its expressions written as XPath wants them."""
    rows = [_row(sheet, row, ledger) for row in sheet.rows]
    return Sheet(sheet.name, sheet.headers, rows, sheet.duplicates)


def _row(sheet: Sheet, row: SheetRow, ledger: RepairLedger) -> SheetRow:
    changed: dict[str, str] = {}
    for column, text in row.cells.items():
        if column in _COMPUTED and (column != "default" or _DYNAMIC.search(text)):
            better = _flag(text) if column in _FLAGS else ""
            if better:
                ledger.note("repaired-flag", sheet, row.number, column, text=text, known=better)
            else:
                better, done = _expression(text)
                for code in done:
                    ledger.note(code, sheet, row.number, column)
        elif column.partition("::")[0] in TRANSLATED and "$" in text:
            better = _narrow(text)
            if better != text:
                ledger.note("repaired-reference", sheet, row.number, column)
        else:
            continue
        if better != text:
            changed[column] = better
    return SheetRow(row.number, {**row.cells, **changed}) if changed else row


def _flag(text: str) -> str:
    low = text.lower()
    return "yes" if low in _YES else "no" if low in _NO else ""


def _narrow(text: str) -> str:
    return _WIDE_REFERENCE.sub(r"${\1}", text)


def _expression(text: str) -> tuple[str, list[str]]:
    """An expression put right, and the codes of what was wrong with it."""
    better = straight(text)
    codes = ["repaired-quotes"] if better != text else []
    for code, repair in (("repaired-reference", _narrow), ("repaired-commas", _commas), ("repaired-signs", _signs)):
        done = _outside_quotes(better, repair)
        if done != better:
            codes.append(code)
        better = done
    return better, codes


def straight(text: str) -> str:
    """Curly quotation marks that delimit a text made straight; those within straight ones stay."""
    if not any(letter in text for letter in _SINGLE[1:] + _DOUBLE[1:]):
        return text
    done: list[str] = []
    closing = ""
    curly = False
    for letter in text:
        if closing:
            ends = letter == closing[0] or (curly and letter in closing)
            done.append(closing[0] if ends else letter)
            closing = "" if ends else closing
        elif letter in _SINGLE or letter in _DOUBLE:
            closing = _SINGLE if letter in _SINGLE else _DOUBLE
            curly = letter != closing[0]
            done.append(closing[0])
        else:
            done.append(letter)
    return "".join(done)


def _outside_quotes(text: str, repair: Callable[[str], str]) -> str:
    """A repair that leaves quoted texts alone."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", text)
    return "".join(part if index % 2 else repair(part) for index, part in enumerate(parts))


def _commas(text: str) -> str:
    return _BEFORE_BRACKET.sub(")", _COMMAS.sub(",", text))


def _signs(text: str) -> str:
    text = text.translate(_INVISIBLE)
    for wrong, right in _SIGNS:
        text = text.replace(wrong, right)
    return _LOUD.sub(lambda match: match[1].lower(), text)
