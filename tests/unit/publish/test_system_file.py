"""The SPSS system file: the same bytes for the same data, and a header that is complete or refused."""

from __future__ import annotations

import errno
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from cati_app.publish.dataset.table import ResponseSet
from cati_app.publish.dataset.typed import TypedTable, typed_table
from cati_app.publish.formats.sav import sav_pieces
from cati_app.publish.formats.sav_header import NotASystemFile, completed, with_cases
from cati_app.publish.formats.script_spss import spss_script
from tests.unit.publish.records import REFERENCE, data, form, held, reference_form, reference_rows

AT = datetime(2026, 3, 2, 14, 5, 9, tzinfo=UTC)


def sav(typed: TypedTable, scratch: Path) -> bytes:
    return b"".join(sav_pieces(typed, scratch))


def test_the_same_data_give_the_same_bytes_whatever_the_clock_says(tmp_path: Path) -> None:
    table = data(reference_form(), *reference_rows(), study=REFERENCE)
    again = data(reference_form(), *reversed(reference_rows()), study=REFERENCE)
    first, second = sav(typed_table(table), tmp_path / "a"), sav(typed_table(again), tmp_path / "b")
    assert first == second
    written = with_cases((tmp_path / "a").read_bytes(), len(table.rows))
    other_clock = written[:92] + b"24 Dec 9923:59:59" + written[109:]
    assert first.startswith(completed(other_clock, table.data_time, table.sets, table.weight))
    assert first[92:109] == f"{table.data_time:%d %b %y%H:%M:%S}".encode()


def test_different_data_give_another_checksum_and_other_bytes(tmp_path: Path) -> None:
    questionnaire = form("type | name | label\ninteger | age | Alter?\n")
    one, other = (data(questionnaire, held(questionnaire, {"age": age})) for age in ("33", "34"))
    assert one.checksum != other.checksum
    assert sav(typed_table(one), tmp_path / "a") != sav(typed_table(other), tmp_path / "b")


@pytest.mark.parametrize("content", [b"", b"$FL2 and no more", b"$FL3" + bytes(400), b"$FL2" + bytes(400)])
def test_what_is_no_system_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotASystemFile):
        completed(content, AT, (), "")


def test_a_dictionary_that_breaks_off_or_holds_unknown_records_is_refused() -> None:
    header = b"$FL2".ljust(64) + struct.pack("<i", 2) + bytes(108)
    for rest in (b"", struct.pack("<i", 2), struct.pack("<4i", 8, 0, 0, 0), struct.pack("<4i", 3, 9, 0, 0)):
        with pytest.raises(NotASystemFile, match="record at byte 176"):
            completed(header + rest, AT, (), "")


@pytest.mark.parametrize("missing_bytes", [1, 8, 900, 40_000])
def test_a_file_that_the_disk_took_in_part_is_noticed(
    missing_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = data(reference_form(), *reference_rows(), study=REFERENCE)
    write: Any = pyreadstat.write_sav

    def in_part(frame: object, path: str, **options: object) -> None:
        write(frame, path, **options)
        content = Path(path).read_bytes()
        Path(path).write_bytes(content[: len(content) - missing_bytes])

    monkeypatch.setattr(pyreadstat, "write_sav", in_part)
    with pytest.raises(OSError, match="space") as caught:
        sav(typed_table(table), tmp_path / "scratch")
    assert caught.value.errno == errno.ENOSPC


def test_what_pyreadstat_refuses_is_a_problem_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise pyreadstat.ReadstatError("no")

    monkeypatch.setattr(pyreadstat, "write_sav", refuses)
    with pytest.raises(OSError, match="could not be written"):
        sav(typed_table(data(reference_form(), study=REFERENCE)), tmp_path / "scratch")


def test_sets_and_weight_name_variables_of_the_file(tmp_path: Path) -> None:
    questionnaire = form("type | name | label\ninteger | age | Alter?\n")
    table = data(questionnaire, held(questionnaire))
    scratch = tmp_path / "scratch"
    sav(typed_table(table), scratch)
    with pytest.raises(KeyError):
        completed(scratch.read_bytes(), AT, (), "nobody")
    with pytest.raises(KeyError):
        completed(scratch.read_bytes(), AT, (ResponseSet("set", "", ("nobody", "age")),), "")


def test_a_question_with_a_single_choice_is_no_set_of_spss(tmp_path: Path) -> None:
    survey = "type | name | label\nselect_multiple one | only | Nur?\nselect_multiple two | both | Beide?\n"
    questionnaire = form(survey, "list_name | name | label\none | 1 | A\ntwo | 1 | A\ntwo | 2 | B\n")
    table = data(questionnaire, held(questionnaire, {"only": "1", "both": "2"}))
    assert ["only", "both"] == [each.name for each in table.sets]
    content = sav(typed_table(table), tmp_path / "scratch")
    assert b"$both=D" in content
    assert b"$only=D" not in content
    syntax = b"".join(spss_script(table, "plain.csv")).decode()
    assert "NAME=$both" in syntax
    assert "NAME=$only" not in syntax
