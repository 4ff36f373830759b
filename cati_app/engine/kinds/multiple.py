"""Several choices of a list; an exclusive one stands alone."""

from __future__ import annotations

from collections.abc import Collection

from cati_app.engine.kinds.facts import Asked, Choosing, Exported, KindFacts, Limits, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    places, given = asked.places(), list(dict.fromkeys(text.split()))
    if any(name not in places for name in given):
        return None
    alone = [name for name in given if asked.is_exclusive(name)]
    if alone and len(given) > 1:
        before = set(asked.before.split())
        new = [name for name in alone if name not in before]
        given = [new[-1]] if new else [name for name in given if name not in alone]
    return " ".join(sorted(given, key=places.__getitem__))


def fits_several(text: str, names: Collection[str] | None) -> bool:
    """Whether a workbook names choices of the list there, separated by spaces."""
    return names is None or all(name in names for name in text.split())


MULTIPLE = KindFacts(
    named="several answers",
    value=Value.CHOICES,
    choosing=Choosing.SEVERAL,
    list_types=("select_multiple", "select_all_that_apply", "select"),
    stored=_stored,
    fits=fits_several,
    limits=Limits.COUNT,
    list_read=True,
    exported=Exported.CHOSEN,
    printed=Printed.CHOICES,
)
