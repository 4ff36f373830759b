"""What countries are called in the languages of the window, for lists whose author names them in other languages."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache

from cati_app.resources import shipped

_FEWEST = 3  # choices of a list that is taken for one of countries
_SHARE = 0.9  # of its names that are codes: "elsewhere" may stand among them, but states that have such codes may not


def are_countries(names: Collection[str]) -> bool:
    """Whether the names of a list are codes of countries (ISO 3166-1 alpha-2), but for a few such as "elsewhere"."""
    known = next(iter(_names().values()))
    return len(names) >= _FEWEST and sum(name in known for name in names) >= _SHARE * len(names)


def country_names(code: str) -> tuple[str, ...]:
    """A country in each language of the window; nothing where the code stands for none."""
    return tuple(dict.fromkeys(names[code] for names in _names().values() if code in names))


def country_name(code: str, language: str) -> str:
    """A country in a language of the window; its code where nobody knows a name."""
    names = _names()
    return names.get(language, names["en"]).get(code, code)


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """By language and code; written by `make texts` from Unicode's CLDR. Read once."""
    text = (shipped("resources") / "countries.json").read_text(encoding="utf-8")
    names: Mapping[str, Mapping[str, str]] = json.loads(text)
    return names
