"""What the preview makes of a file that is saved, half saved, locked or gone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from cati_app.station.watched_files import FileSeen, FileState, look, marks


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path, data = tmp_path / "form.xlsx", BytesIO()
    Workbook().save(data)
    path.write_bytes(data.getvalue())
    return path


def test_a_saved_workbook_is_whole(workbook: Path) -> None:
    assert FileSeen(FileState.WHOLE) == look(workbook)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.98])
def test_one_that_is_being_written_is_half_saved(workbook: Path, share: float) -> None:
    data = workbook.read_bytes()
    workbook.write_bytes(data[: int(len(data) * share)])

    assert FileState.HALF is look(workbook).state


@pytest.mark.parametrize("lock", ["~$form.xlsx", ".~lock.form.xlsx#"])
def test_the_lock_of_a_spreadsheet_says_that_it_is_open_and_hinders_nobody(workbook: Path, lock: str) -> None:
    (workbook.parent / lock).touch()

    assert FileSeen(FileState.WHOLE, is_open=True) == look(workbook)


def test_one_that_is_gone_is_gone(workbook: Path) -> None:
    workbook.unlink()

    assert FileState.GONE is look(workbook).state


def test_what_cannot_be_read_is_locked(tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").mkdir()

    assert FileState.LOCKED is look(tmp_path / "form.xlsx").state


def test_a_text_needs_no_end_to_be_whole(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text("| survey |", encoding="utf-8")

    assert FileState.WHOLE is look(path).state


def test_a_file_renamed_over_another_one_is_a_new_one(workbook: Path) -> None:
    before, beside = marks([workbook]), workbook.with_name("form.part")
    beside.write_bytes(workbook.read_bytes())
    beside.replace(workbook)

    assert before != marks([workbook])
    workbook.unlink()
    assert {workbook: None} == marks([workbook])
