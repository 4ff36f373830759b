"""The catalogues hold exactly the texts of the program, translated, and compiled as they are."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(folder.name for folder in (_ROOT / "resources" / "locale").iterdir())


@cache
def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("texts_tool", _ROOT / "packaging" / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _sources() -> Any:
    return _tool().collect()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_texts_of_the_program(language: str) -> None:
    tool = _tool()
    expected = tool.written(tool.updated(language, _sources())).decode()
    assert expected == tool.po_file(language).read_text(encoding="utf-8"), "run `make texts`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_blanks(language: str) -> None:
    assert _tool().problems(_tool().read(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_what_translators_wrote(language: str) -> None:
    tool = _tool()
    expected = tool.compiled(tool.read(language))
    assert expected == tool.po_file(language).with_suffix(".mo").read_bytes(), "run `make texts`"


def test_a_text_that_is_missing_doubtful_or_has_other_blanks_is_found() -> None:
    tool = _tool()
    catalogue = tool.Catalog(locale="de", fuzzy=False)
    catalogue.add("new")
    catalogue.add("doubtful", "zweifelhaft", flags=["fuzzy"])
    catalogue.add("{count} of {all}", "{count} von {alle}")
    catalogue.add(("{count} case", "{count} cases"), ("ein Fall", "{count} Fälle"))
    expected = ["not translated: new", "fuzzy: doubtful", "other blanks: {count} of {all}"]
    assert expected == tool.problems(catalogue)


ONE_WORD = {
    r"Kennw[oö]rt": "Passwort",
    r"Telefonnummer": "Rufnummer",
    r"Benutzer|Anmeldename": "Person, Login",
    r"[Ii]mportier": "einlesen",
    r"Backup": "Sicherung",
    r"Umfrage|Projekt\b": "Studie",
    r"[Aa]blehn|[Aa]bgelehnt": "verweigern",
    r"Bemerkung|Vermerk": "Notiz (zum Fall), Anmerkung (zur Frage)",
    r"Probeinterview|Testinterview": "Übungsinterview",
    r"Falls? (?:ist|war|wird) geschlossen|(?<![Aa]b)[Gg]eschlossene Fälle": "abgeschlossen",
    r"\wn Sie\b|\bIhre?[nmrs]? (?:Händen|Fall)": "ohne Anrede",
}
"""What a German text must not say, and what it says instead: one word for one thing."""
ONE_WORD_WHERE = {
    r"(?<![Aa]us)(?:[Ww]ähl|gewählt)": (r"[Dd]ial", "auswählen; gewählt werden nur Rufnummern"),
    r"Gespräch": (r"call\b|conversation", "Interview"),
    r"Leitung": (r"line\b", "Supervision"),
}
"""What a German text says only where the source says that."""


def two_words(source: str, german: str) -> list[str]:
    """What the text should say instead."""
    found = [instead for pattern, instead in ONE_WORD.items() if re.search(pattern, german)]
    return found + [
        instead
        for pattern, (only, instead) in ONE_WORD_WHERE.items()
        if re.search(pattern, german) and not re.search(only, source)
    ]


def test_german_has_one_word_for_one_thing() -> None:
    found = []
    for message in _tool().read("de"):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for source, german in zip(sources, texts, strict=True):
            found += [f"{german!r}: {instead}" for instead in two_words(source, german) if source]
    assert found == []


@pytest.mark.parametrize(
    ("source", "german"),
    [
        ("Password", "Kennwort"),
        ("Choose a folder …", "Ordner wählen …"),
        ("Change it.", "Ändern Sie es."),
        ("In interview now", "Jetzt im Gespräch"),
    ],
)
def test_a_second_word_is_found(source: str, german: str) -> None:
    assert two_words(source, german)


def test_dialling_and_choosing_are_told_apart() -> None:
    assert two_words("Dial again", "Erneut wählen") == []
    assert two_words("Choose", "Auswählen") == []


def test_the_names_of_countries_are_those_of_the_library() -> None:
    tool = _tool()
    assert tool.countries() == tool.COUNTRIES.read_text(encoding="utf-8"), "run `make texts`"
