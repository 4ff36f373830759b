"""Read aloud, nothing to answer."""

from __future__ import annotations

from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Printed, Value


def no_answer(text: str, asked: Asked) -> str | None:
    """Nothing is an answer."""
    return None


NOTE = KindFacts(
    named="read aloud",
    value=Value.NOTHING,
    types=("note",),
    stored=no_answer,
    exported=Exported.NONE,
    printed=Printed.NONE,
    special=False,
    thinking_s=0.5,
    most_words=120,
)
