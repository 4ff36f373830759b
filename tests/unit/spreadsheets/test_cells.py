"""What a cell says: escapes, and numbers with zeros or a plus in front."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from cati_app.spreadsheets.cells import LeadingSigns, moment_text, unescaped


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("one.\ntwo", "one._x000D_\ntwo"),
        ("one\ntwo", "one_x000d_two"),
        ("a_x000D_b", "a_x005F_x000D_b"),
        ("_x00_ and _xyzw_", "_x00_ and _xyzw_"),
        ("ä€", "_x00E4__x20AC_"),
        ("😀", "_xD83D__xDE00_"),
        ("\ufffd", "_xD83D_"),
        ("ab", "a_x0000_b"),
        ("plain\n", "plain\r\n"),
    ],
)
def test_escapes_of_workbooks_are_read(expected: str, text: str) -> None:
    assert expected == unescaped(text)


@pytest.mark.parametrize(
    ("expected", "code", "number"),
    [
        ("01", "00", 1),
        ("12", "00", 12.0),
        ("123", "00", 123),
        ("03023125001", "00000000000", 3023125001),
        ("03023125001", '"0"#', 3023125001),
        ("03023125001", "\\0#", 3023125001),
        ("+49 3023125001", '"+49 "0', 3023125001),
        ("030 23125001", '000" "00000000', 3023125001),
        ("007", "[$-407]000;[Red]-000", 7),
    ],
)
def test_a_number_with_signs_in_front_is_read_as_it_is_shown(expected: str, code: str, number: float) -> None:
    signs = LeadingSigns.of(code)

    assert signs is not None
    assert expected == (signs.shown(number) or str(int(number)))


@pytest.mark.parametrize(
    "code", ["General", "0", "#,##0", "0.00", "0%", "@", '0" km"', "# ##0", "0.00E+00", "yyyy", ""]
)
def test_other_formats_leave_a_number_as_it_is(code: str) -> None:
    signs = LeadingSigns.of(code)

    assert signs is None or signs.shown(1500) is None


@pytest.mark.parametrize("number", [1.5, -1, 1e16])
def test_what_is_no_whole_number_gets_no_zeros(number: float) -> None:
    signs = LeadingSigns.of("000")

    assert signs is not None
    assert signs.shown(number) is None


@pytest.mark.parametrize(
    ("expected", "moment"),
    [
        ("2026-11-24", datetime(2026, 11, 24)),  # noqa: DTZ001 - a workbook knows no zones
        ("2026-11-24T09:30:00", datetime(2026, 11, 24, 9, 30)),  # noqa: DTZ001 - as above
        ("09:05", time(9, 5)),
        ("09:05:07", time(9, 5, 7)),
        ("1 day, 6:00:00", timedelta(hours=30)),
    ],
)
def test_moments_are_written_the_same_way_everywhere(expected: str, moment: object) -> None:
    assert expected == moment_text(moment)
