"""What languages are called, where nobody has named them: a code alone says nothing to most readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from cati_app.resources import shipped

_OTHERWISE = "en"


def language_name(code: str, language: str, given: str = "") -> str:
    """A language in words.

    Args:
        code: ISO 639, as `ar`.
        language: In which it is named; English where the program does not know the names in it.
        given: What an author calls it; counts unless it is only the code once more.

    Returns:
        The code where nobody knows a name.
    """
    if given and given != code:
        return given
    names = _names()
    return names.get(language, names[_OTHERWISE]).get(code, code)


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """By language and code; written by `make texts` from Unicode's CLDR. Read once."""
    text = (shipped("resources") / "languages.json").read_text(encoding="utf-8")
    names: Mapping[str, Mapping[str, str]] = json.loads(text)
    return names
