"""Open answers as a sheet that somebody fills with codes, as CSV or workbook; a workbook holds the code frame, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cati_app.publish.formats.csv_file import text_lines
from cati_app.publish.formats.workbook_file import SheetContent, workbook_pieces
from cati_app.values import dataclass

CASE, VARIABLE, LANGUAGE, GIVEN, TEXT, CODES = "case_id", "variable", "language", "answer", "text", "codes"
HEAD = (CASE, VARIABLE, LANGUAGE, GIVEN, TEXT, CODES)
"""Columns of the sheet; `case_id`, `variable` and `codes` are read back, and `text` is compared."""
LONGEST_SHOWN = 4_000
"""Characters of a text."""
_WIDTHS = (15, 24, 10, 30, 80, 16)
_FRAME_WIDTHS = (24, 8, 20, 60)


@dataclass(frozen=True, slots=True)
class CodingRow:
    """An open answer.

    Args:
        named: `case_id` of the data set.
        variable: Name of the question for the text; its reference where it stands in a repeat.
        given: What was chosen beside it, in words.
        codes: Those in force.
    """

    named: str
    variable: str
    language: str
    given: str
    text: str
    codes: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """By column."""
        shown = " ".join(self.text.split())[:LONGEST_SHOWN]
        return self.named, self.variable, self.language, self.given, shown, " ".join(self.codes)


@dataclass(frozen=True, slots=True)
class FrameCode:
    """A code of the frame of one variable."""

    variable: str
    code: str
    name: str
    text: str


def coding_csv(rows: Sequence[CodingRow]) -> Iterator[bytes]:
    """The file, line by line."""
    return text_lines(HEAD, (row.cells for row in rows))


def coding_xlsx(title: str, at: datetime, rows: Sequence[CodingRow], frame: Sequence[FrameCode]) -> Iterator[bytes]:
    """The file, piece by piece.

    Args:
        title: Of the study.
        at: When it is made, aware.
    """
    codes = ((each.variable, each.code, each.name, each.text) for each in frame)
    yield from workbook_pieces(
        title,
        at,
        [
            SheetContent("answers", HEAD, (row.cells for row in rows), _WIDTHS),
            SheetContent("codes", ("variable", "code", "name", "text"), codes, _FRAME_WIDTHS),
        ],
    )
