"""Codes of languages, as registered with IANA: the list that comes with pyxform, which checks forms by it as well."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from cati_app.engine.xlsform.language_aliases import short_code
from cati_app.engine.xlsform.languages import language_code
from cati_app.study.unknown_values import not_known

_LISTS = Path("validators", "pyxform", "iana_subtags")
_SHORT = 2  # letters


@cache
def _registered(name: str) -> tuple[str, ...]:
    """The codes of one list, in order; read as a file, because importing pyxform takes half a second."""
    package = find_spec("pyxform")
    assert package is not None, "pyxform is a requirement"
    root = Path(next(iter(package.submodule_search_locations or ())))
    file = root / _LISTS / f"iana_subtags_{name}.txt"
    return tuple(file.read_text(encoding="utf-8").split())


def two_letter_codes() -> tuple[str, ...]:
    """The codes of two letters, in order."""
    return _registered("2_characters")


@cache
def _longer() -> frozenset[str]:
    return frozenset(_registered("3_or_more_characters"))


def is_language(code: str) -> bool:
    """Whether a language has this code; capital letters and regions do not belong to it."""
    return code in two_letter_codes() or (len(code) > _SHORT and code in _longer())


def _checked(code: str) -> str:
    if is_language(code):
        return code
    named = short_code(language_code(code))
    near = named if named != code and is_language(named) else ""
    raise not_known("language-code-unknown", code, two_letter_codes(), near)


LanguageCode = Annotated[
    str,
    AfterValidator(_checked),
    Field(
        description="ISO 639 code, as in `label::German (de)`.",
        json_schema_extra={"pattern": "^[a-z]{2,3}$"},
    ),
]
