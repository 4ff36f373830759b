"""How CSV files are laid out for the spreadsheets and programs that read them."""

from __future__ import annotations

import re

from cati_app.values import dataclass

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")
"""Texts that spreadsheets take for a formula, perhaps behind apostrophes; the letters of full width count in Japan."""


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """How a CSV file is laid out.

    Args:
        delimiter: Between the fields.
        decimal: Mark of decimals.
        marked: Whether a text that a spreadsheet would run as a formula gets an apostrophe in front. Taking one
            apostrophe off each text that begins with apostrophes and one of = + - @, tab or return gives the text back.
        bom: Whether the file begins with the mark by which Excel knows UTF-8.
    """

    delimiter: str = ","
    decimal: str = "."
    marked: bool = True
    bom: bool = True

    def text(self, text: str) -> str:
        """A text as it stands in a field."""
        return f"'{text}" if self.marked and _FORMULA.match(text) else text

    def number(self, text: str) -> str:
        """A number written with a point, as it stands in a field."""
        return text.replace(".", self.decimal)


COMMA = CsvLayout()
SEMICOLON = CsvLayout(";", ",")
"""What German and most other European spreadsheets read by double click."""
RAW = CsvLayout(marked=False, bom=False)
"""Texts as they are, for programs."""
