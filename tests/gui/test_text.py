"""Text painted by hand: a text reads in the direction of its letters, wherever the layout puts it."""

from __future__ import annotations

import unicodedata
from typing import cast

import pytest
from PySide6.QtGui import QFont, QTextLine

from cati_app.ui.widgets.text import LaidText, reads_from_right


def _x(line: QTextLine, position: int) -> float:
    """Where the sign at a position begins."""
    x, _ = cast("tuple[float, int]", line.cursorToX(position))
    return x


@pytest.mark.parametrize(
    ("text", "right_to_left", "stop_is_right_of_text"),
    [
        ("Das Datum fehlt.", True, True),  # a message of the program in an interview from right to left
        ("Das Datum fehlt.", False, True),
        ("سجلّ التاريخ.", False, False),  # an answer of such an interview on a German screen
        ("سجلّ التاريخ.", True, False),
        ("E-Bike: دراجة.", True, False),  # letters of both: as the screen reads
        ("E-Bike: دراجة.", False, True),
    ],
)
def test_the_full_stop_stands_where_the_text_ends(
    qapp: object, text: str, right_to_left: bool, stop_is_right_of_text: bool
) -> None:
    laid = LaidText(text, 600, QFont("Inter", 12), right_to_left, 1.0)
    line = laid._layout.lineAt(0)
    stop, start = _x(line, len(text) - 1), _x(line, 0)
    assert stop_is_right_of_text == (stop > start)
    assert right_to_left == (laid.left > 0)  # its side is that of the layout all the same


def test_digits_alone_read_as_the_screen_does(qapp: object) -> None:
    laid = LaidText("10 – 15", 600, QFont("Inter", 12), True, 1.0)
    line = laid._layout.lineAt(0)
    assert _x(line, 0) > _x(line, 5)


@pytest.mark.parametrize("otherwise", [True, False])
def test_every_sign_beside_a_latin_letter_tells_the_direction_that_unicode_gives_it(otherwise: bool) -> None:
    """The quick answer for texts without other scripts is that of all the others."""
    for sign in map(chr, range(0x3000)):
        from_right = unicodedata.bidirectional(sign) in ("R", "AL")
        assert (otherwise if from_right else False) == reads_from_right(f"a{sign}", otherwise)
