"""A time of day."""

from __future__ import annotations

from collections.abc import Collection

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.dates import parse_time
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Level, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    clock = parse_time(text)
    return None if clock is None else clock.isoformat(timespec="seconds")


def _fits(text: str, names: Collection[str] | None) -> bool:
    return parse_time(text) is not None


TIME = KindFacts(
    named="time",
    value=Value.TIME,
    types=("time",),
    stored=_stored,
    fits=_fits,
    exported=Exported.TIME,
    level=Level.SCALE,
    printed=Printed.FIELD,
    unit="kind_time",
    expected=Phrase("A time is expected: HH:MM."),
)
