"""A text in one line."""

from __future__ import annotations

from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Printed, Value

_LONGEST = 10_000


def stored_text(text: str, asked: Asked) -> str | None:
    """As it was given, up to what a cell of a data set holds."""
    return text[:_LONGEST]


TEXT = KindFacts(
    named="text",
    value=Value.WORDS,
    types=("text", "string"),
    stored=stored_text,
    exported=Exported.TEXT,
    printed=Printed.LINE,
)
