"""A date with a time of day, in the zone of the interview unless it names its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from cati_app.domain.phrases import Phrase
from cati_app.engine.expressions.dates import moment_text, parse_moment
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Level, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    moment = parse_moment(text.strip(), asked.zone)
    return None if moment is None else moment_text(moment)


def _fits(text: str, names: Collection[str] | None) -> bool:
    return parse_moment(text, UTC) is not None


DATETIME = KindFacts(
    named="date and time",
    value=Value.MOMENT,
    types=("datetime",),
    stored=_stored,
    fits=_fits,
    exported=Exported.MOMENT,
    level=Level.SCALE,
    printed=Printed.FIELD,
    unit="kind_datetime",
    expected=Phrase("A moment is expected: YYYY-MM-DDTHH:MM."),
)
