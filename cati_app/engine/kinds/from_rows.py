"""One of the rows of a repeat, told by what was answered there: `select_one ${name}`."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    name = text.strip()
    return name if name in asked.places() else None


FROM_ROWS = KindFacts(
    named="one answer",
    value=Value.WORDS,
    row_types=("select_one", "select1"),
    stored=_stored,
    exported=Exported.TEXT,
    printed=Printed.LINE,
    expected=Phrase("What was answered in one of the rows is expected."),
)
