"""Several of the rows of a repeat, told by what was answered there: `select_multiple ${name}`."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    places, given = asked.places(), list(dict.fromkeys(text.split()))
    if any(name not in places for name in given):
        return None
    return " ".join(sorted(given, key=places.__getitem__))


SEVERAL_ROWS = KindFacts(
    named="several answers",
    value=Value.WORDS,
    row_types=("select_multiple", "select_all_that_apply", "select"),
    tokens=True,
    stored=_stored,
    exported=Exported.TEXT,
    printed=Printed.LINE,
    expected=Phrase("What was answered in some of the rows is expected."),
)
