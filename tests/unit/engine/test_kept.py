"""A workbook from the shelf is the workbook that was read."""

from __future__ import annotations

from pathlib import Path

from cati_app.engine.xlsform.kept import pack, read_kept, unpack
from cati_app.engine.xlsform.read import read_workbook
from cati_app.resources import reference_study
from cati_app.study.cache import WorkbookCache
from tests.unit.engine.forms import table

TABLE = table("survey", "type | name | label", "text | a | What?").encode()


def _questionnaire() -> tuple[bytes, str]:
    path = next(reference_study().glob("*.xlsx"))
    return path.read_bytes(), path.name


def test_a_packed_workbook_unpacks_to_itself() -> None:
    data, name = _questionnaire()
    workbook, found = read_workbook(data, name)
    assert workbook is not None
    assert (workbook, found) == unpack(pack(workbook, found), name)


def test_a_damaged_shelf_is_read_past(tmp_path: Path) -> None:
    shelf = WorkbookCache(tmp_path)
    first = read_kept(TABLE, "a.md", shelf)
    for file in tmp_path.iterdir():
        file.write_bytes(b'[{"survey": [1]}, 2, 3]')
    assert first == read_kept(TABLE, "a.md", shelf)


def test_the_second_reading_comes_from_the_shelf(tmp_path: Path) -> None:
    shelf = WorkbookCache(tmp_path)
    first = read_kept(TABLE, "a.md", shelf)
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes().replace(b"What?", b"Who?"))
    again = read_kept(TABLE, "a.md", shelf)[0]
    assert first[0] is not None
    assert again is not None
    assert ["What?", "Who?"] == [book.sheets["survey"].rows[0].get("label") for book in (first[0], again)]


def test_a_folder_that_cannot_be_made_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert read_kept(TABLE, "a.md", WorkbookCache(tmp_path / "file")) == read_workbook(TABLE, "a.md")


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    shelf = WorkbookCache(tmp_path)
    for number in range(45):
        shelf.put(f"n{number}", b"{}")
    assert 40 == len(list(tmp_path.iterdir()))
