"""The functions of the ODK XForms specification that need nothing but their arguments, and their Python names."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from cati_app.engine.expr import functions as f
from cati_app.engine.expr import values as v


class Plain(NamedTuple):
    """Signature: kinds of arguments (s text, n number, b truth; the first `least` are needed), kind of the result."""

    takes: str
    least: int
    gives: str
    function: Callable[..., object]


PLAIN: dict[str, Plain] = {
    "abs": Plain("n", 1, "n", abs),
    "acos": Plain("n", 1, "n", f.guarded(math.acos)),
    "asin": Plain("n", 1, "n", f.guarded(math.asin)),
    "atan": Plain("n", 1, "n", math.atan),
    "atan2": Plain("nn", 2, "n", math.atan2),
    "base64-decode": Plain("s", 1, "s", f.base64_decode),
    "boolean-from-string": Plain("s", 1, "b", f.truth_of_text),
    "ceiling": Plain("n", 1, "n", f.ceiling),
    "contains": Plain("ss", 2, "b", lambda text, part: part in text),
    "cos": Plain("n", 1, "n", f.guarded(math.cos)),
    "count-selected": Plain("s", 1, "n", f.count_selected),
    "decimal-time": Plain("s", 1, "n", f.decimal_time),
    "digest": Plain("sss", 2, "s", f.digest),
    "ends-with": Plain("ss", 2, "b", str.endswith),
    "exp": Plain("n", 1, "n", lambda number: f.power(math.e, number)),
    "exp10": Plain("n", 1, "n", lambda number: f.power(10.0, number)),
    "floor": Plain("n", 1, "n", f.floor),
    "int": Plain("n", 1, "n", f.truncate),
    "log": Plain("n", 1, "n", f.log),
    "log10": Plain("n", 1, "n", f.log10),
    "normalize-space": Plain("s", 1, "s", f.normalize_space),
    "pi": Plain("", 0, "n", lambda: math.pi),
    "pow": Plain("nn", 2, "n", f.power),
    "regex": Plain("ss", 2, "b", f.matches),
    "round": Plain("nn", 1, "n", f.round_half_up),
    "selected": Plain("ss", 2, "b", f.selected),
    "selected-at": Plain("sn", 2, "s", f.selected_at),
    "sin": Plain("n", 1, "n", f.guarded(math.sin)),
    "sqrt": Plain("n", 1, "n", f.guarded(math.sqrt)),
    "starts-with": Plain("ss", 2, "b", str.startswith),
    "string-length": Plain("s", 1, "n", lambda text: float(len(text))),
    "substr": Plain("snn", 2, "s", f.substr),
    "substring": Plain("snn", 2, "s", f.substring),
    "substring-after": Plain("ss", 2, "s", f.substring_after),
    "substring-before": Plain("ss", 2, "s", f.substring_before),
    "tan": Plain("n", 1, "n", math.tan),
    "translate": Plain("sss", 3, "s", f.translate),
}

# Functions with rules of their own: least and greatest number of arguments.
OWN: dict[str, tuple[int, int]] = {
    "__end": (0, 0), "__start": (0, 0), "__today": (0, 0),
    "boolean": (1, 1), "checklist": (2, 999), "coalesce": (2, 999), "concat": (0, 999), "count": (1, 1),
    "count-non-empty": (1, 1), "current": (0, 0), "date": (1, 1), "date-time": (1, 1), "decimal-date-time": (1, 1),
    "false": (0, 0), "format-date": (2, 2), "format-date-time": (2, 2), "if": (3, 3), "indexed-repeat": (3, 11),
    "instance": (1, 1), "join": (1, 999), "jr:choice-name": (2, 2), "jr:itext": (1, 1), "last": (0, 0),
    "max": (1, 999), "min": (1, 999), "not": (1, 1), "now": (0, 0), "number": (0, 1), "once": (1, 1),
    "position": (0, 1), "pulldata": (4, 4), "random": (0, 0), "randomize": (1, 2), "special": (1, 1),
    "string": (0, 1), "sum": (1, 1), "today": (0, 0), "true": (0, 0), "uuid": (0, 1), "version": (0, 0),
    "weighted-checklist": (4, 999),
}  # fmt: skip


def known_functions() -> list[str]:
    """Names an author may write, for suggestions."""
    return [name for name in (*PLAIN, *OWN) if not name.startswith("__")]


def pick(row: object, frame: int, place: float) -> object:
    """The row of a repeat at a place from 1, None when there is none."""
    if row is None or not math.isfinite(place):
        return None
    rows = row.c[frame]  # type: ignore[attr-defined]
    return rows[int(place) - 1] if 1 <= place <= len(rows) else None


def cell(row: object, slot: int) -> str:
    """The value of a row that may be missing."""
    return "" if row is None else str(row.v[slot])  # type: ignore[attr-defined]


NAMESPACE: dict[str, object] = {
    "num": v.to_number, "txt": v.to_text, "btx": v.truth_text, "ntr": v.number_truth, "div": v.divide,
    "mod": v.remainder, "NAN": math.nan, "first": f.first, "total": f.total, "smallest": f.smallest,
    "largest": f.largest, "filled": f.filled, "joined": f.joined, "any_pair": f.any_pair, "checklist": f.checklist,
    "weighted": f.weighted_checklist, "pick": pick, "cell": cell, "INF": math.inf,
    **{"f_" + name.replace("-", "_"): plain.function for name, plain in PLAIN.items()},
}  # fmt: skip
