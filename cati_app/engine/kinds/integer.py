"""A whole number."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Level, Limits, Printed, Value
from cati_app.engine.kinds.number import fits_whole, whole


def _stored(text: str, asked: Asked) -> str | None:
    number = whole(text.strip())
    return None if number is None else str(number)


INTEGER = KindFacts(
    named="whole number",
    value=Value.NUMBER,
    whole=True,
    types=("integer", "int"),
    stored=_stored,
    fits=fits_whole,
    limits=Limits.CONSTRAINT,
    exported=Exported.NUMBER,
    level=Level.SCALE,
    printed=Printed.FIELD,
    expected=Phrase("A whole number is expected."),
)
