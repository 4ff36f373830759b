"""A number from a short range, for instance 0 to 10."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.values import to_text
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Level, Limits, Printed, Value
from cati_app.engine.kinds.number import decimal, fits_decimal

_ROUNDING = 1e-9


def step_of(text: str, low: float | None, high: float | None, step: float | None) -> str | None:
    """A number of a scale as it is stored; None for a text that is none."""
    number = decimal(text.strip())
    if number is None:
        return None
    low, high, step = low or 0.0, high or 0.0, step or 1.0
    steps = (number - low) / step
    return to_text(number) if low <= number <= high and abs(steps - round(steps)) <= _ROUNDING else None


def _stored(text: str, asked: Asked) -> str | None:
    return step_of(text, asked.minimum, asked.maximum, asked.step)


SCALE = KindFacts(
    named="scale",
    value=Value.NUMBER,
    types=("range",),
    stored=_stored,
    fits=fits_decimal,
    limits=Limits.PARAMETERS,
    exported=Exported.NUMBER,
    level=Level.SCALE,
    printed=Printed.SCALE,
    expected=Phrase("A number of the scale is expected."),
)
