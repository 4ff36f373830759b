"""Signs before texts are in the fonts that come along: what a machine's own fonts lack is drawn as an empty box."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QRawFont

import cati_app
from cati_app.resources import shipped

_UI = Path(next(iter(cati_app.__path__))) / "ui"
_FIRST_SIGN = 0x2100
"""From here on Unicode has letterlike signs, arrows, shapes; below are letters, punctuation and what is never drawn."""
_SIGNS = ("S", "N")
"""Begin the categories of what is drawn as a sign."""


def _signs() -> Iterator[tuple[str, str]]:
    """Each with the file that writes it."""
    for path in _UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for sign in node.value:
                    if ord(sign) >= _FIRST_SIGN and unicodedata.category(sign)[0] in _SIGNS:
                        yield sign, path.name


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("weight", ["Regular", "Medium", "SemiBold", "Bold"])
def test_every_sign_of_a_window_is_in_the_font_that_comes_along(weight: str) -> None:
    font = QRawFont(str(shipped("resources") / "fonts" / f"Inter-{weight}.otf"), 14)
    signs = set(_signs())

    assert {"✓", "⚠", "✗"} <= {sign for sign, _ in signs}
    assert set() == {(sign, file) for sign, file in signs if not font.supportsCharacter(ord(sign))}
