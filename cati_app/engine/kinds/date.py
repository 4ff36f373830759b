"""A date, a month or a year; the answer is an ISO date."""

from __future__ import annotations

import re
from collections.abc import Collection

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.dates import parse_date
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Level, Printed, Value

_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_WRITTEN = 10  # YYYY-MM-DD


def _stored(text: str, asked: Asked) -> str | None:
    text = text.strip()
    if asked.date_parts == "year" and _YEAR.fullmatch(text):
        text += "-01-01"
    elif asked.date_parts == "month" and _MONTH.fullmatch(text):
        text += "-01"
    day = parse_date(text) if len(text) == _WRITTEN else None
    return None if day is None else day.isoformat()


def _fits(text: str, names: Collection[str] | None) -> bool:
    return parse_date(text) is not None


DATE = KindFacts(
    named="date",
    value=Value.DATE,
    types=("date",),
    stored=_stored,
    fits=_fits,
    exported=Exported.DATE,
    level=Level.SCALE,
    printed=Printed.FIELD,
    unit="day",
    expected=Phrase("A date is expected: YYYY-MM-DD."),
)
