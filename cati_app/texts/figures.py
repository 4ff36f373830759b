"""Figures with the separators of the reader's language."""

from __future__ import annotations

from cati_app.texts.choice import chosen
from cati_app.texts.read_figures import SEPARATORS


def figures(text: str) -> str:
    """A figure as Python formats it, `1,234.5`, in the language of window and commands: `1.234,5` in German."""
    return text.translate(SEPARATORS.get(chosen().language, {}))
