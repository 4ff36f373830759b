"""The worst sample file: every fault that rows can have, once; every number is one of fiction."""

from __future__ import annotations

from pathlib import Path

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
