"""The functions authors may write: their signatures, where they are specified, and their Python names."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from cati_app.domain.phrases import source
from cati_app.engine.expressions import digests, geometry, lists, matching
from cati_app.engine.expressions import functions as f
from cati_app.engine.expressions import values as v

MANY = 20_000  # no limit on arguments: more than a cell of a workbook holds
ODK = "ODK XForms specification"
XPATH = "XPath 1.0"
ROSA = "ODK JavaRosa"
WEB = "ODK Web Forms"
CTO = "SurveyCTO, Using expressions"
CHT = "Community Health Toolkit"
OURS = "docs/engine.md"


class Plain(NamedTuple):
    """A function that needs nothing but its arguments.

    Kinds of arguments (s text, n number; the first `least` are needed, `*` repeats the last), kind of the result (s, n,
    b truth), where the function is specified.
    """

    takes: str
    least: int
    gives: str
    function: Callable[..., object]
    source: str = ODK

    @property
    def most(self) -> int:
        """The greatest number of arguments."""
        return MANY if self.takes.endswith("*") else len(self.takes)


class Own(NamedTuple):
    """A function with rules of its own: least and greatest number of arguments."""

    least: int
    most: int
    source: str = ODK


PLAIN: dict[str, Plain] = {
    "abs": Plain("n", 1, "n", abs),
    "acos": Plain("n", 1, "n", f.guarded(math.acos)),
    "asin": Plain("n", 1, "n", f.guarded(math.asin)),
    "atan": Plain("n", 1, "n", math.atan),
    "atan2": Plain("nn", 2, "n", math.atan2),
    "base64-decode": Plain("s", 1, "s", digests.base64_decode, ROSA),
    "base64-encode": Plain("s", 1, "s", digests.base64_encode, OURS),
    "boolean-from-string": Plain("s", 1, "b", f.truth_of_text),
    "ceiling": Plain("n", 1, "n", f.ceiling, XPATH),
    "contains": Plain("ss", 2, "b", lambda text, part: part in text),
    "cos": Plain("n", 1, "n", f.guarded(math.cos)),
    "count-items": Plain("ss", 2, "n", lists.count_items, CTO),
    "count-selected": Plain("s", 1, "n", f.count_selected),
    "de-duplicate": Plain("ss", 2, "s", lists.de_duplicate, CTO),
    "digest": Plain("sss", 2, "s", digests.digest),
    "distance-between": Plain("ss", 2, "n", geometry.distance_between, CTO),
    "ends-with": Plain("ss", 2, "b", str.endswith),
    "exp": Plain("n", 1, "n", f.exponential),
    "exp10": Plain("n", 1, "n", lambda number: f.power(10.0, number)),
    "floor": Plain("n", 1, "n", f.floor, XPATH),
    "geofence": Plain("ss", 2, "b", geometry.geofence, WEB),
    "hash": Plain("s*", 1, "s", digests.hash_of, CTO),
    "int": Plain("n", 1, "n", f.truncate),
    "item-at": Plain("ssn", 3, "s", lists.item_at, CTO),
    "item-index": Plain("sss", 3, "n", lists.item_index, CTO),
    "item-present": Plain("sss", 3, "b", lists.item_present, CTO),
    "linebreak": Plain("", 0, "s", lambda: "\n", CTO),
    "log": Plain("n", 1, "n", f.log),
    "log10": Plain("n", 1, "n", f.log10),
    "lower": Plain("s", 1, "s", f.lower, CTO),
    "pi": Plain("", 0, "n", lambda: math.pi),
    "pow": Plain("nn", 2, "n", f.power),
    "rank-value": Plain("ns", 2, "n", lists.rank_value, CTO),
    "regex": Plain("ss", 2, "b", matching.matches),
    "round": Plain("nn", 1, "n", f.round_half_up),
    "selected": Plain("ss", 2, "b", f.selected),
    "is-selected": Plain("ss", 2, "b", f.selected, ROSA),
    "selected-at": Plain("sn", 2, "s", f.selected_at),
    "short-geopoint": Plain("s", 1, "s", geometry.short_geopoint, CTO),
    "sin": Plain("n", 1, "n", f.guarded(math.sin)),
    "sqrt": Plain("n", 1, "n", f.guarded(math.sqrt)),
    "starts-with": Plain("ss", 2, "b", str.startswith),
    "substr": Plain("snn", 2, "s", f.substr),
    "substring": Plain("snn", 2, "s", f.substring, XPATH),
    "substring-after": Plain("ss", 2, "s", f.substring_after),
    "substring-before": Plain("ss", 2, "s", f.substring_before),
    "tan": Plain("n", 1, "n", f.guarded(math.tan)),
    "translate": Plain("sss", 3, "s", f.translate),
    "upper": Plain("s", 1, "s", f.upper, CTO),
}

OWN: dict[str, Own] = {
    "area": Own(1, 1),
    "boolean": Own(1, 1),
    "checklist": Own(2, MANY),
    "choice-label": Own(2, 2, CTO),
    "coalesce": Own(2, MANY),
    "collect-is-phone-app": Own(0, 0, CTO),
    "concat": Own(0, MANY),
    "count": Own(1, 1),
    "count-if": Own(2, 2, CTO),
    "count-non-empty": Own(1, 1),
    "current": Own(0, 0),
    "date": Own(1, 1),
    "date-time": Own(1, 1, ROSA),
    "decimal-date-time": Own(1, 1),
    "decimal-time": Own(1, 1),
    "depend": Own(1, MANY, ROSA),
    "device-info": Own(0, 0, CTO),
    "difference-in-months": Own(2, 2, CHT),
    "distance": Own(1, MANY),
    "duration": Own(0, 0, CTO),
    "empty": Own(1, 1, CTO),
    "enclosed-area": Own(1, 1, ROSA),
    "enumerator-id": Own(0, 0, CTO),
    "enumerator-name": Own(0, 0, CTO),
    "false": Own(0, 0),
    "format-date": Own(2, 2),
    "format-date-time": Own(2, 2),
    "format-number": Own(1, 1, CTO),
    "geo-scatter": Own(2, 2, CTO),
    "id": Own(1, 1, XPATH),
    "if": Own(3, 3),
    "index": Own(0, 1, CTO),
    "indexed-repeat": Own(3, 11),
    "instance": Own(1, 1),
    "join": Own(1, MANY),
    "join-if": Own(3, 3, CTO),
    "jr:choice-name": Own(2, 2),
    "jr:itext": Own(1, 1),
    "lang": Own(1, 1, XPATH),
    "last": Own(0, 0, XPATH),
    "local-name": Own(0, 1, XPATH),
    "max": Own(1, MANY),
    "max-if": Own(2, 2, CTO),
    "min": Own(1, MANY),
    "min-if": Own(2, 2, CTO),
    "name": Own(0, 1, XPATH),
    "namespace-uri": Own(0, 1, XPATH),
    "normalize-space": Own(0, 1),
    "not": Own(1, 1),
    "now": Own(0, 0),
    "number": Own(0, 1),
    "once": Own(1, 1),
    "phone-call-duration": Own(0, 0, CTO),
    "phone-call-log": Own(0, 0, CTO),
    "plug-in-metadata": Own(1, 1, CTO),
    "position": Own(0, 1),
    "property": Own(1, 1, ROSA),
    "pulldata": Own(4, 4),
    "random": Own(0, 0),
    "randomize": Own(1, 2),
    "rank-index": Own(2, 2, CTO),
    "rank-index-if": Own(3, 3, CTO),
    "relevant": Own(1, 1, CTO),
    "special": Own(1, 1, OURS),
    "string": Own(0, 1),
    "string-length": Own(0, 1),
    "sum": Own(1, 1),
    "sum-if": Own(2, 2, CTO),
    "today": Own(0, 0),
    "true": Own(0, 0),
    "username": Own(0, 0, CTO),
    "uuid": Own(0, 1),
    "version": Own(0, 0, ROSA),
    "weighted-checklist": Own(4, MANY),
}

# Known elsewhere, but not available here, and why.
REFUSED: dict[str, str] = {
    "extract-signed": source("checking signatures is left to the programs that hold keys"),
    "search": source("it belongs in the column appearance"),
}


def known_functions() -> list[str]:
    """Names an author may write, for suggestions."""
    return [*PLAIN, *OWN]


def pick(row: object, way: tuple[int, ...], number: float) -> object:
    """The row at a position, from 1, among all rows of a repeat within a row, None when there is none.

    Args:
        way: The frames to enter, the repeat's own last; more than one when repeats around it were not named.
    """
    if row is None or not math.isfinite(number) or number != int(number):
        return None
    rows = [row]
    for frame in way:
        rows = [inner for outer in rows for inner in outer.c[frame]]  # type: ignore[attr-defined]
    return rows[int(number) - 1] if 1 <= number <= len(rows) else None


def cell(row: object, slot: int) -> str:
    """The value of a row that may be missing."""
    return "" if row is None else str(row.v[slot])  # type: ignore[attr-defined]


NAMESPACE: dict[str, object] = {
    "num": v.to_number,
    "txt": v.to_text,
    "btx": v.truth_text,
    "ntr": v.number_truth,
    "div": v.divide,
    "mod": v.remainder,
    "NAN": math.nan,
    "first": lists.first,
    "total": lists.total,
    "smallest": lists.smallest,
    "largest": lists.largest,
    "filled": lists.filled,
    "joined": lists.joined,
    "any_pair": lists.any_pair,
    "any_order": lists.any_order,
    "checklist": lists.checklist,
    "weighted": lists.weighted_checklist,
    "said_yes": lists.said_yes,
    "rank_index": lists.rank_index,
    "pick": pick,
    "cell": cell,
    "INF": math.inf,
    "area": geometry.area,
    "distance": geometry.distance,
    "tidy": f.normalize_space,
    **{"f_" + name.replace("-", "_"): plain.function for name, plain in PLAIN.items()},
}
