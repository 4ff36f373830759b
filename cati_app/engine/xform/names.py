"""Rows that came from an XForm with references by name, as XLSForm writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from cati_app.engine.sheets.workbook import SheetRow

_PATH = re.compile(r"\$\{(/[^}]*)\}|(?<![\w.)\]/*])/[^\W\d][\w.\-]*(?:/[^\W\d][\w.\-]*)+(?![\w/(\[])")
EXPRESSIONS = (
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "repeat_count",
    "default",
    "required",
    "read_only",
    "trigger",
    "parameters",
)
_BY_NAME = re.compile(r'<output value="\s*(\$\{[^}"]*\})\s*"/>')


def named_rows(rows: Sequence[SheetRow]) -> list[dict[str, str]]:
    """The rows, absolute paths replaced by `${name}` where the name is the only one.

    Groups that only lay out become groups like others, unless a relative path would then point elsewhere.
    """
    astray = any(".." in text for row in rows for column, text in row.cells.items() if "::" not in column)
    kept: list[dict[str, str]] = []
    names: list[str] = []
    groups: list[tuple[str, bool]] = []
    paths: dict[str, str] = {}
    for row in rows:
        cells = dict(row.cells)
        layout = bool(cells.pop("layout", ""))
        if cells.get("type", "").startswith("end_"):
            dropped = groups.pop()[1] if groups else False
            kept += [] if dropped else [cells]
            continue
        name = cells.get("name", "")
        inside = [group for group, _ in groups if group]
        if not layout:
            names.append(name)
            paths["/".join([*inside, name])] = name
        if cells.get("type", "").startswith("begin_"):
            groups.append(("" if layout else name, layout and astray))
        if not (layout and astray):
            kept.append(cells)
    alone = {name for name, count in Counter(names).items() if count == 1}
    known = {path: name for path, name in paths.items() if name in alone}
    return [_renamed(cells, known) for cells in kept]


def _renamed(cells: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    def by_name(match: re.Match[str]) -> str:
        path = match[1] or match[0]
        name = known.get(path.strip("/").partition("/")[2])
        if name is None:
            return f"${{{path.rpartition('/')[2]}}}" if match[1] else path
        return f"${{{name}}}"

    done = {}
    for column, text in cells.items():
        computed = column in EXPRESSIONS or "<output" in text
        better = _outside_texts(text, by_name) if computed and "/" in text else text
        done[column] = _BY_NAME.sub(r"\1", better)
    return done


def _outside_texts(text: str, replace: Callable[[re.Match[str]], str]) -> str:
    """Paths replaced in expressions and in the outputs of texts; quoted texts stay."""
    if "<output" in text:
        return re.sub(r'(?<=<output value=")[^"]*(?=")', lambda match: _PATH.sub(replace, match[0]), text)
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", text)
    return "".join(part if index % 2 else _PATH.sub(replace, part) for index, part in enumerate(parts))
