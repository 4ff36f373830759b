"""A number with or without decimals."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.values import to_text
from cati_app.engine.kinds import number
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Level, Limits, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    value = number.decimal(text.strip())
    return None if value is None else to_text(value)


DECIMAL = KindFacts(
    named="number",
    value=Value.NUMBER,
    types=("decimal",),
    stored=_stored,
    fits=number.fits_decimal,
    limits=Limits.CONSTRAINT,
    exported=Exported.NUMBER,
    level=Level.SCALE,
    printed=Printed.FIELD,
    expected=Phrase("A number is expected."),
)
