"""Small broken studies and what the check says about each of them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cati_app.cli.check import collect, write_findings

_FOLDER = Path(__file__).parent / "broken"
_CASES = sorted(path.name for path in _FOLDER.iterdir())


@pytest.fixture(autouse=True)
def _nothing_of_the_study_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A database of its field would be compared with."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@pytest.mark.parametrize("name", _CASES)
def test_a_broken_study_is_explained(name: str) -> None:
    expected = json.loads((_FOLDER / name / "expected.json").read_text(encoding="utf-8"))["findings"]

    found = collect(_FOLDER / name)

    places = [
        {"severity": one.severity.value, "code": one.code, "sheet": one.sheet, "row": one.row, "column": one.column}
        for one in found
    ]
    assert expected == places
    assert all(one.message and one.cure and "{" not in one.message.replace("${", "") for one in found)


@pytest.mark.parametrize("name", _CASES)
def test_the_exit_code_tells_whether_there_are_errors(name: str) -> None:
    expected = json.loads((_FOLDER / name / "expected.json").read_text(encoding="utf-8"))["findings"]
    out = io.StringIO()

    code = write_findings(_FOLDER / name, True, out)

    assert int(any(one["severity"] == "error" for one in expected)) == code
    assert len(expected) == len(json.loads(out.getvalue())["findings"])


def test_the_report_groups_findings_by_sheet() -> None:
    out = io.StringIO()

    write_findings(_FOLDER / "unknown_name", False, out)

    assert out.getvalue().startswith("survey\n  error    row 7, label::German (de): ")
    assert out.getvalue().endswith("2 errors, 0 warnings, 0 hints\n")


def test_a_file_that_is_not_there_is_a_finding() -> None:
    assert ["study-unreadable"] == [one.code for one in collect(_FOLDER / "nowhere.xlsx")]
