"""A text in one line."""

from __future__ import annotations

from cati_app.domain.phrases import Phrase
from cati_app.engine.kinds.facts import Asked, Exported, KindFacts, Printed, Value

_LONGEST = 10_000  # characters
_MOST_BYTES = 32_767  # of UTF-8: what a string variable of SPSS holds

TEXT_EXPECTED = Phrase("The text is too long, at most 10,000 characters; nothing was cut. Shorten it.")


def stored_text(text: str, asked: Asked) -> str | None:
    """As it was given; what no data set could hold whole is no answer."""
    return text if len(text) <= _LONGEST and len(text.encode(errors="replace")) <= _MOST_BYTES else None


TEXT = KindFacts(
    named="text",
    value=Value.WORDS,
    types=("text", "string"),
    stored=stored_text,
    exported=Exported.TEXT,
    printed=Printed.LINE,
    expected=TEXT_EXPECTED,
)
