"""A value is made in one way: by the decorator of the house (decision 0067)."""

from __future__ import annotations

import re
from pathlib import Path

_PROGRAM = Path(__file__).parents[2] / "cati_app"
_IS_OF_THE_HOUSE = re.compile(r"^from cati_app\.values import dataclass(, replace)?$", re.MULTILINE)
_IS_A_VALUE = re.compile(r"^@dataclass\(frozen=True, slots=True", re.MULTILINE)


def test_values_are_made_by_the_decorator_of_the_house() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in _PROGRAM.rglob("*.py") if path.name != "values.py"}
    values = {path: text for path, text in texts.items() if _IS_A_VALUE.search(text)}

    elsewhere = [path for path, text in values.items() if not _IS_OF_THE_HOUSE.search(text)]

    assert len(values) > 100
    assert [] == elsewhere
