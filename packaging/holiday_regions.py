"""Writes cati_app/domain/calling/holiday_regions.py, from the library of holidays itself. `make holidays` runs it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import holidays

MODULE = Path(__file__).resolve().parent.parent / "cati_app" / "domain" / "calling" / "holiday_regions.py"
_WIDTH, _LONGEST = 100, 107  # of a line among several, of one that stands alone
_HEAD = '''\
"""Countries and states whose public holidays are known. Made by `make holidays`; do not change it by hand.

The library of holidays tells its states only after it has loaded every country, which is a tenth of a start.
"""

from __future__ import annotations

from collections.abc import Mapping

SEPARATOR = ", "
'''
_ORDER = '"""By country, as the library writes them, in its order; a country without states is left out."""'


def module() -> str:
    """The module as it belongs in the domain."""
    supported = sorted(holidays.list_supported_countries(include_aliases=False).items())
    countries = {code: states for code, states in supported if len(code) == 2}
    lines = [_HEAD + "COUNTRIES: str = (", *_lines(list(countries), 4), ")", '"""ISO 3166-1, two letters, in order."""']
    lines.append("STATES: Mapping[str, str] = {")
    for code, states in countries.items():
        if states:
            lines += _entry(code, states)
    return "\n".join([*lines, "}", _ORDER, ""])


def _entry(code: str, states: Sequence[str]) -> Iterator[str]:
    whole = list(_lines(states, 4, _LONGEST))
    if len(whole) == 1:
        yield f'    "{code}": {whole[0].strip()},'
    else:
        yield from (f'    "{code}": (', *_lines(states, 8), "    ),")


def _lines(names: Sequence[str], indent: int, width: int = _WIDTH) -> Iterator[str]:
    if any('"' in name or "," in name or "\\" in name or not name for name in names):
        raise ValueError(f"these names do not stand between commas: {', '.join(names)}")
    lines = textwrap.wrap(", ".join(names), width, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines, start=1):
        yield " " * indent + f'"{line}{" " if number < len(lines) else ""}"'


if __name__ == "__main__":
    MODULE.write_text(module(), encoding="utf-8")
