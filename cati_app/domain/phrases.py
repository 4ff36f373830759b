"""An English text that still knows its template, so that whoever shows it can word it in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


def fill(template: str, fields: Mapping[str, object]) -> str:
    """The template with its fields; a question at the end of a field ends the sentence."""
    return template.format(**fields).replace("?.", "?")


class Phrase(str):
    """The filled-in English text; `template` and `fields` are what it was made of.

    Domain and engine have no texts in the user's language: they say what happened in a phrase, logs and JSON hold it
    as it is, and `cati_app.texts` words it where a person reads it. Fields may be phrases themselves. Write the
    template as a literal: the catalogues are collected from there.
    """

    __slots__ = ("fields", "template")
    template: str
    fields: dict[str, object]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        phrase = super().__new__(cls, fill(template, fields))
        phrase.template = template
        phrase.fields = fields
        return phrase

    def __reduce__(self) -> tuple[object, ...]:
        return (_again, (self.template, self.fields))


def _again(template: str, fields: dict[str, object]) -> Phrase:
    return Phrase(template, **fields)


def source(text: str) -> str:
    """Mark a text of a table for the catalogues; whoever shows it says it."""
    return text
