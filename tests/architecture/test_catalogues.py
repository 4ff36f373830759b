"""The catalogues hold exactly the texts of the program, translated, and compiled as they are."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_texts_of_the_program(language: str) -> None:
    tool = _tool()
    expected = tool.written(tool.updated(language, tool.collect())).decode()
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
