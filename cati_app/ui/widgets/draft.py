"""How an answer stands in one column while it is being given, for the other column to show the same."""

from __future__ import annotations

from cati_app.engine.form.answers import Answer
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far, and what the column says of it."""

    answer: Answer | None  # None: what was typed cannot be read
    typed: str = ""  # what is no value yet
    unread: bool = False  # the column asks for another spelling
    unknown: str = ""  # a typed code that stands for no answer
    check_stands: bool = True  # False: the answer was changed since its check fired
