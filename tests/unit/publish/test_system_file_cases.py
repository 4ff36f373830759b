"""The cases of an SPSS system file: byte for byte as pyreadstat writes them for the same values as one frame."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.factored import Factored
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats import sav_cases
from cati_app.publish.formats.sav import spss_number
from cati_app.publish.formats.sav_cases import case_pieces
from cati_app.publish.formats.sav_header import with_cases

AT = datetime(2026, 3, 2, 14, 5, 9)  # noqa: DTZ001 - nobody looks at it
NUMBERS = (None, -100, -99, -99.5, 0, -0.0, 0.1, 1, 2.0, 151, 151.5, 152, 2**53, -1e300)
WIDTHS = (1, 7, 8, 9, 255, 256, 257, 504, 505, 1024, 8192)
LENGTHS = (0, 1, 7, 8, 9, 16, 254, 255, 256, 257, 510, 511, 1024, 8191)


def table(*columns: tuple[Variable, Sequence[Value]]) -> DataTable:
    return DataTable(
        "s",
        "S",
        "1",
        "de",
        AT,
        tuple(variable for variable, _ in columns),
        tuple(Factored([*values], array("I", range(len(values)))) for _, values in columns),
    )


def numbers(name: str, values: Sequence[Value], kind: Kind = Kind.NUMBER) -> tuple[Variable, Sequence[Value]]:
    return Variable(name, name, kind, Level.NOMINAL, missing={"refused": -98}), values


def texts(name: str, width: int, values: Sequence[str]) -> tuple[Variable, Sequence[Value]]:
    return Variable(name, name, Kind.TEXT, Level.NOMINAL, width=width), values


def by_pyreadstat(made: DataTable, folder: Path) -> bytes:
    """What follows the dictionary."""
    frame = {}
    for variable, column in zip(made.variables, made.columns, strict=True):
        told = [*column]
        if variable.kind is Kind.TEXT:
            first = str(told[0])
            widened = first + " " * (variable.width - len(first.encode()))
            frame[variable.name] = pd.Series([widened, *told[1:]], dtype=object)
        else:
            codes = variable.missing.values()
            frame[variable.name] = np.array([float(v) if v in codes else spss_number(v) for v in told])  # type: ignore[arg-type]
    pyreadstat.write_sav(pd.DataFrame(frame), str(folder / "whole.sav"), row_compress=True)
    written = (folder / "whole.sav").read_bytes()
    return written[len(with_cases(written, 0)) :]


def check(made: DataTable, folder: Path) -> None:
    assert by_pyreadstat(made, folder) == b"".join(case_pieces(typed_table(made)))


@pytest.mark.parametrize("columns", range(1, 10))
@pytest.mark.parametrize("room", [1, 100, 2_000_000])
def test_numbers_are_held_by_a_code_or_follow_it(
    columns: int, room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sav_cases, "_ROOM", room)
    turned = [NUMBERS[at:] + NUMBERS[:at] for at in range(columns)]
    check(table(*(numbers(f"v{at}", values) for at, values in enumerate(turned))), tmp_path)


@pytest.mark.parametrize("width", WIDTHS)
def test_texts_are_kept_in_parts_of_255_bytes(width: int, tmp_path: Path) -> None:
    told = [("aä☎" * width)[:length] for length in LENGTHS]
    fitting = [text for text in told if len(text.encode()) <= width]
    spaced = [" " * (width // 2) + "x", "x" + " " * (width - 2)] if width > 2 else []
    check(table(texts("t", width, [*fitting, *spaced]), numbers("n", [1.5] * len([*fitting, *spaced]))), tmp_path)


def test_dates_times_and_codes_in_their_place_are_seconds_and_codes(tmp_path: Path) -> None:
    days: list[Value] = [date(2026, 3, 2), -98, date(1900, 1, 1), date(1582, 10, 14)]
    moments: list[Value] = [datetime(2026, 3, 2, 14, 5, 9), -98, datetime(1970, 1, 1), datetime(1600, 2, 29)]  # noqa: DTZ001
    clocks: list[Value] = [time(0), -98, time(0, 2), time(23, 59, 59)]
    columns = ((Kind.DATE, days), (Kind.MONTH, days), (Kind.MOMENT, moments), (Kind.TIME, clocks))
    check(table(*(numbers(kind.value, values, kind) for kind, values in columns)), tmp_path)


@given(st.lists(st.tuples(st.sampled_from(NUMBERS), st.integers(0, 300), st.integers(0, 20)), min_size=1, max_size=9))
def test_whatever_stands_beside_each_other(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Value, int, int]]
) -> None:
    made = table(
        texts("long", 300, ["b" * length for _, length, _ in rows]),
        numbers("n", [number for number, _, _ in rows]),
        texts("short", 20, ["c" * length for _, _, length in rows]),
    )
    check(made, tmp_path_factory.mktemp("sav"))


def test_without_a_case_there_is_nothing() -> None:
    assert b"" == b"".join(case_pieces(typed_table(table(numbers("n", []), texts("t", 300, [])))))
