"""Tables of texts by key, for keys that the program computes: the kind of a question, a rule, a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from cati_app.texts.words import SOURCE_LANGUAGE, Words, words_of


@dataclass(frozen=True, slots=True)
class Terms:
    """The texts of a table, in one language; `context` is theirs in the catalogues.

    Write the table as a literal at the place of the call: the catalogues are collected from there.
    """

    context: str
    sources: Mapping[str, str]
    words: Words = field(default_factory=lambda: words_of(SOURCE_LANGUAGE))

    def of(self, language: str) -> Self:
        """The same in another language; English where there is no catalogue."""
        return replace(self, words=words_of(language))

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, with the values filled in; KeyError for a key that is not listed."""
        return self.words.say_in(self.context, self.sources[key], **values)

    def known(self, key: str) -> str | None:
        """The text of a key that need not be listed."""
        return self(key) if key in self.sources else None
