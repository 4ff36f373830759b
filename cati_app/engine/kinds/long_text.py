"""A text of several lines, taken down word for word."""

from __future__ import annotations

from cati_app.engine.kinds.facts import Exported, KindFacts, Printed, Value
from cati_app.engine.kinds.text import TEXT_EXPECTED, stored_text

LONG_TEXT = KindFacts(
    named="open text",
    value=Value.WORDS,
    written_as=("text", "multiline"),
    stored=stored_text,
    expected=TEXT_EXPECTED,
    exported=Exported.TEXT,
    printed=Printed.LINES,
)
