"""One choice of a list."""

from __future__ import annotations

from collections.abc import Collection

from cati_app.engine.kinds.facts import Asked, Choosing, Exported, KindFacts, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    name = text.strip()
    return name if name in asked.places() else None


def _fits(text: str, names: Collection[str] | None) -> bool:
    return names is None or text in names


SINGLE = KindFacts(
    named="one answer",
    value=Value.CHOICES,
    choosing=Choosing.ONE,
    list_types=("select_one", "select1"),
    stored=_stored,
    fits=_fits,
    list_read=True,
    exported=Exported.CODES,
    printed=Printed.CHOICES,
)
