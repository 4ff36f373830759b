"""Every text that the program itself has, in the language of whoever reads it: one catalogue for all.

`say` is gettext, `say_count` ngettext and `say_in` pgettext, each with the values filled in. The language of window and
commands is chosen once in a process; what is in a language of its own, such as a report, asks `words_of` for it.
"""

from __future__ import annotations

from cati_app.texts.choice import choose, chosen, column_words
from cati_app.texts.terms import Terms
from cati_app.texts.words import LANGUAGES, Words, language_of_environment, words_of

__all__ = [
    "LANGUAGES",
    "Terms",
    "Words",
    "choose",
    "chosen",
    "column_words",
    "language_of_environment",
    "say",
    "say_count",
    "say_in",
    "worded",
    "words_of",
]


def say(source: str, /, **values: object) -> str:
    """See `Words.say`."""
    return chosen().say(source, **values)


def say_count(singular: str, many: str, count: int, /, **values: object) -> str:
    """See `Words.say_count`."""
    return chosen().say_count(singular, many, count, **values)


def say_in(context: str, source: str, /, **values: object) -> str:
    """See `Words.say_in`."""
    return chosen().say_in(context, source, **values)


def worded(text: str) -> str:
    """See `Words.worded`."""
    return chosen().worded(text)
