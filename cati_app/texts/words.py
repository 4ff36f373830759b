"""The words of the program in one language, read from a catalogue of GNU gettext."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cati_app.domain.phrases import Phrase, fill
from cati_app.resources import shipped
from cati_app.texts.catalogue import Catalogue
from cati_app.texts.read_figures import read_in

DOMAIN = "cati"
SOURCE_LANGUAGE = "en"
LANGUAGES = ("de", SOURCE_LANGUAGE)  # of window and commands; some papers have more


class Words:
    """What the program says, in one language; a study's own texts are another matter.

    Write the source as a literal at the place of the call, in English and with Python's format fields:
    `words.say("Case {number}", number="004 217")`. The catalogues are collected from there (`make texts`).
    """

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def say(self, source: str, /, **values: object) -> str:
        """The text (gettext), with the values filled in."""
        text = self._catalogue.gettext(source) if source else ""
        return text.format(**read_in(self.language, values)) if values else text

    def say_count(self, singular: str, many: str, count: int, /, **values: object) -> str:
        """The form that fits the count (ngettext); `{count}` is filled in, in `values` if it is to look otherwise."""
        return self._catalogue.ngettext(singular, many, count).format(
            **read_in(self.language, {"count": count, **values})
        )

    def say_in(self, context: str, source: str, /, **values: object) -> str:
        """The text where one English word is two in another language (pgettext)."""
        text = self._catalogue.pgettext(context, source)
        return text.format(**read_in(self.language, values)) if values else text

    def say_count_in(self, context: str, singular: str, many: str, count: int, /, **values: object) -> str:
        """Both: the form that fits the count, of a text with a context (npgettext)."""
        return self._catalogue.npgettext(context, singular, many, count).format(
            **read_in(self.language, {"count": count, **values})
        )

    def worded(self, text: str) -> str:
        """A text that came from elsewhere: a phrase, or a source string of a table."""
        if not isinstance(text, Phrase):
            return self.say(text)
        fields = {
            name: self.worded(field) if isinstance(field, Phrase) else field for name, field in text.fields.items()
        }
        return fill(self.say(text.template), read_in(self.language, fields))


def catalogues() -> Path:
    """The folder of the catalogues."""
    return shipped("resources") / "locale"


@cache
def words_of(language: str) -> Words:
    """The words of a language; English where there is no catalogue. Read once."""
    if language == SOURCE_LANGUAGE:
        return Words(SOURCE_LANGUAGE, gettext.NullTranslations())
    exactly = catalogues() / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        with exactly.open("rb") as file:  # gettext's own search loads what knows every locale of the world
            return Words(language, Catalogue(file))
    except OSError:
        return Words(language, gettext.translation(DOMAIN, catalogues(), [language], Catalogue, fallback=True))


def language_of_environment(environment: Mapping[str, str] = os.environ) -> str:
    """`de` where the environment asks for German, else `en`; the variables and their order are gettext's."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if locale in {"C", "POSIX"}:
        return SOURCE_LANGUAGE
    wished = [*environment.get("LANGUAGE", "").split(":"), locale]
    codes = (code.partition(".")[0].partition("@")[0].partition("_")[0].lower() for code in wished)
    return next((code for code in codes if code in LANGUAGES), SOURCE_LANGUAGE)
