"""Every kind of question with its facts: a new kind is a line here and its own file, its widget, and their tests."""

from __future__ import annotations

from enum import StrEnum

from cati_app.engine.kinds.acknowledge import ACKNOWLEDGE
from cati_app.engine.kinds.date import DATE
from cati_app.engine.kinds.datetime import DATETIME
from cati_app.engine.kinds.decimal import DECIMAL
from cati_app.engine.kinds.facts import KindFacts
from cati_app.engine.kinds.from_rows import FROM_ROWS
from cati_app.engine.kinds.integer import INTEGER
from cati_app.engine.kinds.long_text import LONG_TEXT
from cati_app.engine.kinds.multiple import MULTIPLE
from cati_app.engine.kinds.note import NOTE
from cati_app.engine.kinds.rank import RANK
from cati_app.engine.kinds.repeat import REPEAT
from cati_app.engine.kinds.scale import SCALE
from cati_app.engine.kinds.several_rows import SEVERAL_ROWS
from cati_app.engine.kinds.single import SINGLE
from cati_app.engine.kinds.text import TEXT
from cati_app.engine.kinds.time import TIME


class QuestionKind(StrEnum):
    """How a question is asked and answered; a kind without facts cannot exist."""

    facts: KindFacts

    def __new__(cls, name: str, facts: KindFacts) -> QuestionKind:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.facts = facts
        return kind

    SINGLE = "single", SINGLE
    MULTIPLE = "multiple", MULTIPLE
    RANK = "rank", RANK
    SCALE = "scale", SCALE
    INTEGER = "integer", INTEGER
    DECIMAL = "decimal", DECIMAL
    DATE = "date", DATE
    TIME = "time", TIME
    DATETIME = "datetime", DATETIME
    TEXT = "text", TEXT
    LONG_TEXT = "long_text", LONG_TEXT
    NOTE = "note", NOTE
    ACKNOWLEDGE = "acknowledge", ACKNOWLEDGE
    FROM_ROWS = "from_rows", FROM_ROWS
    SEVERAL_ROWS = "several_rows", SEVERAL_ROWS
    REPEAT = "repeat", REPEAT
