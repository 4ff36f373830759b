"""Read aloud and confirmed (XForms trigger); the answer is “OK”."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Printed, Value


def _stored(text: str, asked: Asked) -> str | None:
    return text if text == "OK" else None


ACKNOWLEDGE = KindFacts(
    named="confirm",
    value=Value.CONFIRMATION,
    types=("acknowledge", "trigger"),
    stored=_stored,
    exported=Exported.CONFIRMED,
    printed=Printed.TICK,
    expected=Phrase("OK, or true, is expected."),
    taken_for={"true": "OK", "yes": "OK", "1": "OK", "ok": "OK"},
)
