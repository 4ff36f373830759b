"""The worst sample files: every fault that rows can have, once; every number is one of fiction."""

from __future__ import annotations

from pathlib import Path

from tests.workbooks import write_parts

ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("A01", "030 23125 900", "0171 3920063", "de", ""),
    ("A02", "4.94E+11", "", "de", "number_rounded number_missing"),
    ("A03", "4,94E+11", "", "de", "number_rounded number_missing"),
    ("A04", "30 23125901", "", "de", "number_zero_lost number_missing"),
    ("A05", "3023125901.0", "030 23125 901", "de", "number_zero_lost"),
    ("A06", "030 TAXI", "", "de", "number_not_readable number_missing"),
    ("A07", "112", "", "de", "number_too_short number_missing"),
    ("A08", "0900 1234567", "", "de", "number_service number_missing"),
    ("A09", "030 23125900123456", "", "de", "number_impossible number_missing"),
    ("A10", "030 23125 900", "", "de", "number_of_other_row number_missing"),
    ("A11", "030 23125 900", "030 23125 902", "de", "number_of_other_row"),
    ("A12", "030 23125 001", "", "de", "number_of_other_case number_missing"),
    ("A13", "030 23125 903", "030 23125 903", "de", "number_twice_in_row"),
    ("A14", "030 23125 904", "", "klingonisch", "language_unknown"),
    ("A01", "030 23125 905", "", "de", "case_twice"),
    ("", "030 23125 906", "", "de", "case_missing"),
    ("N" * 65, "030 23125 907", "", "de", "case_too_long"),
    ("A18", "", "", "de", "number_missing"),
    ("", "", "", "", "row_empty"),
    ("A20", "030 23125 908", "", "de\0", "nul_byte"),
    ("A21", "030 23125 909", "", "x" * 20_000, "cell_too_long"),
    ("A22", "030 23125 910", "", "x" * 10_000_000, "cell_too_long"),
    ("A23", "030 23125 911", "", 'de";too;many', "row_too_wide"),
    ("A24", "030 23125 912", "", '"a"b', "quote_broken"),
    ("A25", "=1+1", "030 23125 913", "de", "number_not_readable"),
    ("A26", "#NV", "030 23125 914", "de", "number_not_readable"),
    ("Ä27", "030 23125 915", "", "de", ""),
)
"""Case, telephone, second telephone, language, and the reasons that are to be reported, in their order."""


def worst_csv(path: Path) -> Path:
    """The rows as CSV in cp1252, with semicolons and a comment of Excel's in the first line."""
    lines = ["sep=;", "ID;Telefon;Mobil;Sprache"]
    lines += [";".join(row[:4]).replace('de";too;many', "de;too;many") for row in ROWS]
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    return path


def expected() -> list[tuple[int, str]]:
    """Row and reason of every note."""
    return [(row, reason) for row, line in enumerate(ROWS, 3) for reason in line[4].split()]


def worst_book(path: Path) -> Path:
    """What only workbooks can have: numbers as floats, lost zeros, formulas, errors, merged cells, dates, gaps."""
    rows = "".join(
        f'<row r="{row}">{cells}</row>' for row, cells, _ in BOOK_ROWS if row != 13
    )  # that one is left out of the file
    merged = '<mergeCells count="2"><mergeCell ref="D9:D10"/><mergeCell ref="A12:B12"/></mergeCells>'
    return write_parts(path, f"<sheetData>{rows}</sheetData>{merged}")


def expected_of_book() -> list[tuple[int, str]]:
    """Row and reason of every note."""
    return [(row, reason) for row, _, reasons in BOOK_ROWS for reason in reasons.split()]


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _cells(row: int, *texts: str) -> str:
    return "".join(_text(f"{letter}{row}", text) for letter, text in zip("ABCD", texts, strict=False) if text)


BOOK_ROWS: tuple[tuple[int, str, str], ...] = (
    (1, _cells(1, "ID", "Telefon", "Mobil", "Ort"), ""),
    (2, _cells(2, "B02", "030 23125 920", "", "Nord"), ""),
    (3, _cells(3, "B03") + '<c r="B3"><v>494000000000</v></c>', "number_rounded number_missing"),
    (4, _cells(4, "B04") + '<c r="B4"><v>4.94E+11</v></c>', "number_rounded number_missing"),
    (5, _cells(5, "B05") + '<c r="B5"><v>3023125921</v></c>', "number_zero_lost number_missing"),
    (6, _cells(6, "B06") + '<c r="B6"><f>B2</f></c>' + _text("C6", "030 23125 922"), "number_formula"),
    (7, _cells(7, "B07") + '<c r="B7" t="e"><v>#REF!</v></c>' + _text("C7", "030 23125 923"), "number_formula"),
    (8, _cells(8, "B08", "030 23125 924") + '<c r="D8" t="e"><v>#N/A</v></c>', "cell_error"),
    (9, _cells(9, "B09", "030 23125 925", "", "Ost"), ""),
    (10, _cells(10, "B10", "030 23125 926"), "cell_merged"),
    (11, "", "row_empty"),
    (12, _cells(12, "B12", "", "030 23125 927"), "cell_merged"),
    (13, "", "row_empty"),
    (14, _cells(14, "B14", "030 23125 928", "", "y" * 10_001), "cell_too_long"),
    (15, _cells(15, "B15", "030 23125 929", "030 23125 929", "Süd"), "number_twice_in_row"),
    (16, _cells(16, "B16", "030 23125 920"), "number_of_other_row number_missing"),
)
"""Row number, its XML, and the reasons."""
