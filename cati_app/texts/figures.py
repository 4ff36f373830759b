"""Figures with the separators of the reader's language."""

from __future__ import annotations

from cati_app.texts.choice import chosen
from cati_app.texts.read_figures import SEPARATORS
from cati_app.texts.words import Words


def figures(text: str) -> str:
    """A figure as Python formats it, `1,234.5`, in the language of window and commands: `1.234,5` in German."""
    return text.translate(SEPARATORS.get(chosen().language, {}))


def figures_in(words: Words, text: str) -> str:
    """The same in the language of a document."""
    return text.translate(SEPARATORS.get(words.language, {}))
