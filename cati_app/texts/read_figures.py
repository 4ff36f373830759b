"""Numbers in the fields of a text, as they are written in its language: `2.5%` in English, `2,5 %` in German."""

from __future__ import annotations

from collections.abc import Mapping

SEPARATORS: Mapping[str, dict[int, int]] = {"de": str.maketrans(",.", ".,")}
"""What stands for comma and point of Python, by language; the others write as Python does."""
_PER_CENT = {"de": "\u00a0%"}
_NUMBERS = (int, float)
"""No truth values, which are of a kind of their own."""


class _Figure:
    """A number that formats itself for a language."""

    def __init__(self, number: float, language: str) -> None:
        self._number, self._language = number, language

    def __format__(self, spec: str) -> str:
        written = format(self._number, spec)
        if isinstance(self._number, int) and not spec:
            return written
        written = written.translate(SEPARATORS[self._language])
        return written.replace("%", _PER_CENT[self._language])

    def __repr__(self) -> str:
        return format(self)

    def __str__(self) -> str:
        return format(self)


def read_in(language: str, values: Mapping[str, object]) -> Mapping[str, object]:
    """The values of a text with numbers that are written in its language; all others as they are."""
    if language not in SEPARATORS:
        return values
    return {
        name: _Figure(value, language) if type(value) in _NUMBERS else value  # type: ignore[arg-type] # it is one then
        for name, value in values.items()
    }
