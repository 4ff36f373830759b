"""The language of window and commands, chosen once in a process."""

from __future__ import annotations

import gettext

from cati_app.texts.words import DOMAIN, SOURCE_LANGUAGE, Words, catalogues, words_of


class _Choice:
    words = words_of(SOURCE_LANGUAGE)


def choose(language: str) -> Words:
    """Choose the language of window and commands; argparse's own texts follow."""
    _Choice.words = words_of(language)
    gettext.bindtextdomain(DOMAIN, str(catalogues()))
    gettext.textdomain("messages" if language == SOURCE_LANGUAGE else DOMAIN)
    return _Choice.words


def column_words(language: str) -> Words:
    """The words of a language of the questionnaire; those of the window where the program does not know it."""
    known = language == SOURCE_LANGUAGE or (language.isalnum() and (catalogues() / language).is_dir())
    return words_of(language) if known else _Choice.words


def chosen() -> Words:
    """The words of the chosen language; English before one is chosen."""
    return _Choice.words
