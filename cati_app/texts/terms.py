"""Tables of texts by key, for keys that the program computes: the kind of a question, a rule, a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Self

from cati_app.texts.choice import chosen
from cati_app.texts.words import Words, words_of
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The texts of a table, in the chosen language unless it is given; `context` is theirs in the catalogues.

    Write the table as a literal at the place of the call: the catalogues are collected from there.
    """

    context: str
    sources: Mapping[str, str]
    words: Words | None = None

    def of(self, language: str) -> Self:
        """The same in another language; English where there is no catalogue."""
        return replace(self, words=words_of(language))

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, with the values filled in; KeyError for a key that is not listed."""
        return (self.words or chosen()).say_in(self.context, self.sources[key], **values)

    def known(self, key: str, /, **values: object) -> str | None:
        """The text of a key that need not be listed."""
        return self(key, **values) if key in self.sources else None
