"""The appearance `search('file', …)` of Collect and SurveyCTO: choices that come from a CSV file, and their filter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.tree import Binary, Chain, Expression, FunctionCall, Path, PathStep, Text
from cati_app.engine.form.dataset import DataSet, Record
from cati_app.engine.form.nodes import Choice
from cati_app.engine.sheets.brackets import closing
from cati_app.engine.xlsform.choices import codes_of
from cati_app.values import dataclass

_START = re.compile(r"(?:^|\s)search\s*\(")
_WHOLE = re.compile(r"-?\d+\Z")
_STATIC = " static"  # a column nobody can name: the choices that stand in the sheet itself
_MODES = {"contains": "contains", "startswith": "starts-with", "endswith": "ends-with", "matches": "="}


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: a file, conditions on its columns."""

    file: str
    arguments: tuple[Expression, ...]


def search_of(appearance: str) -> Search | None:
    """The search in an appearance, None when there is none that can be read."""
    match = _START.search(appearance)
    if match is None:
        return None
    text = appearance[match.start() :].lstrip()
    end = closing(text, "()")
    text = text[: end + 1] if end >= 0 else text
    try:
        tree = parse(text)
    except ExpressionError:
        return None
    if not isinstance(tree, FunctionCall) or not tree.arguments or not isinstance(tree.arguments[0], Text):
        return None
    name = tree.arguments[0].value
    return Search(name if name.lower().endswith(".csv") else f"{name}.csv", tree.arguments[1:])


def searched(
    search: Search, pointers: Sequence[Choice], table: DataSet
) -> tuple[tuple[Choice, ...], DataSet, Expression | None] | str:
    """Choices, their table and their filter; the name of a column when the file does not have it.

    A choice whose name is no number points to columns: its name to that of the values, its label to that of the texts.
    """
    static = [choice for choice in pointers if _WHOLE.match(choice.name)]
    pointer = next((choice for choice in pointers if not _WHOLE.match(choice.name)), None)
    if pointer is None:
        return tuple(pointers), DataSet({"name": 1}, tuple((n, c.name) for n, c in enumerate(pointers))), None
    labels = {
        language: [part.strip() for part in "".join(map(str, text)).split(",")]
        for language, text in pointer.label.items()
    }
    wanted = _filter(search, bool(static))
    named = [pointer.name, *(name for names in labels.values() for name in names), *_columns(wanted)]
    missing = next((name for name in named if name not in table.columns and name != _STATIC), None)
    if missing is not None:
        return missing
    width = len(table.columns)
    value = table.columns[pointer.name]
    records: list[Record] = [(index, *([""] * width), choice.name, "1") for index, choice in enumerate(static)]
    records += [(index, *record[1:], record[value], "") for index, record in enumerate(table.records, len(static))]
    texts = {language: [table.columns[name] for name in names] for language, names in labels.items()}
    codes = codes_of([record[width + 1] for record in records])
    rows = [
        Choice(record[width + 1], {language: (_joined(record, at),) for language, at in texts.items()}, code)
        for record, code in zip(records[len(static) :], codes[len(static) :], strict=True)
    ]
    columns = {**table.columns, "name": width + 1, _STATIC: width + 2}
    return (*static, *rows), DataSet(columns, tuple(records)), wanted


def _joined(record: Record, columns: Sequence[int]) -> str:
    return " ".join(record[number] for number in columns if record[number])


def _filter(search: Search, with_static: bool) -> Expression | None:
    """The conditions of a search as one expression on the columns of the file."""
    parts: list[Expression] = []
    arguments = search.arguments
    if len(arguments) >= 3:
        mode, columns, value = arguments[:3]
        sign = _MODES.get(mode.value.lower().replace("-", ""), "contains") if isinstance(mode, Text) else "contains"
        names = [name.strip() for name in columns.value.split(",")] if isinstance(columns, Text) else []
        options = tuple(_test(sign, name, value) for name in names)
        parts += [options[0] if len(options) == 1 else Chain("or", options)] if options else []
        arguments = arguments[3:]
    for column, value in zip(arguments[::2], arguments[1::2], strict=False):
        if isinstance(column, Text):
            parts.append(_test("=", column.value.strip(), value))
    if not parts:
        return None
    whole = parts[0] if len(parts) == 1 else Chain("and", tuple(parts))
    return Chain("or", (_test("=", _STATIC, Text("1")), whole)) if with_static else whole


def _test(sign: str, column: str, value: Expression) -> Expression:
    path = Path("", (PathStep(column),))
    return Binary("=", path, value) if sign == "=" else FunctionCall(sign, (path, value))


def _columns(tree: Expression | None) -> list[str]:
    """The columns of the file that a filter reads."""
    if isinstance(tree, Chain):
        return [name for operand in tree.operands for name in _columns(operand)]
    first = tree.left if isinstance(tree, Binary) else tree.arguments[0] if isinstance(tree, FunctionCall) else None
    return [first.steps[0].name] if isinstance(first, Path) else []
