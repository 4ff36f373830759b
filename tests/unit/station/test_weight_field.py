"""The sample field named for base weights, against what the folder tells of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.findings import Finding
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.sample_files.sample import OpenedFile
from cati_app.station.sampling import read_settings
from cati_app.station.weight_field import check_weight
from cati_app.study.load import load_study
from tests.stations import STUDY

_HEADER = "case_no;telefon;design weight;region\n1;+493023125001;1,5;north\n"


def found(more: str, file: Path | None) -> list[Finding]:
    result = load_study((STUDY + more).encode())
    assert result.study is not None, result.findings
    return check_weight(result.study, file, result.lines)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A file with four columns, two of them fields."""
    file = tmp_path / "sample.csv"
    file.write_text(_HEADER, encoding="utf-8")
    return file


def test_a_field_the_sample_does_not_have_is_named_with_its_line(sample: Path) -> None:
    (one,) = found("sample: {file: sample.csv}\noutcomes:\n  weight: Design_Weight\n", sample)

    assert ("weight-unknown", "outcomes.weight", len(STUDY.splitlines()) + 3) == (one.code, one.column, one.row)
    assert "Design_Weight" in one.message
    assert "do you mean “design weight”?" in one.cure


@pytest.mark.parametrize(
    ("sample_yaml", "weight"),
    [
        ("sample: {file: sample.csv}", "design weight"),
        ("sample: {file: sample.csv, columns: {fields: {w: design weight}}}", "w"),
        ("sample: {columns: {fields: {w: design weight}}}", "w"),
    ],
)
def test_a_field_of_the_sample_is_no_finding(sample: Path, sample_yaml: str, weight: str) -> None:
    assert [] == found(f"{sample_yaml}\noutcomes: {{weight: {weight}}}\n", sample)


@pytest.mark.parametrize(
    ("sample_yaml", "weight"),
    [
        ("sample: {file: sample.csv, columns: {fields: {w: design weight}}}", "design weight"),
        ("sample: {file: sample.csv, columns: {case_id: case_no}}", "case_no"),
        ("sample: {file: sample.csv, other_columns: drop}", "design weight"),
    ],
)
def test_a_column_that_becomes_no_field_is_none(sample: Path, sample_yaml: str, weight: str) -> None:
    assert ["weight-unknown"] == [one.code for one in found(f"{sample_yaml}\noutcomes: {{weight: {weight}}}\n", sample)]


def test_nothing_is_said_where_nothing_tells(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")

    assert [] == found("outcomes: {weight: w}\n", None)
    assert [] == found("outcomes: {weight: w}\nsample: {file: empty.csv}\n", empty)
    assert [] == found("", empty)


@pytest.mark.parametrize(
    ("data", "settings"),
    [
        (_HEADER.encode("utf-16")[:-1], ""),
        (_HEADER.encode("utf-16-le")[:-1], ""),
        (_HEADER.encode("utf-16-le"), ", encoding: utf-16"),
        (_HEADER.encode("utf-16-le")[:-1], ", encoding: utf-16-le"),
    ],
)
def test_a_file_in_broken_utf_16_is_refused_by_name_and_stops_no_check(
    tmp_path: Path, data: bytes, settings: str
) -> None:
    file = tmp_path / "sample.csv"
    file.write_bytes(data)
    sample = f"sample: {{file: sample.csv{settings}}}\n"
    study = load_study((STUDY + sample).encode()).study
    assert study is not None and study.sample is not None

    assert "weight-unknown" not in [one.code for one in found(f"{sample}outcomes: {{weight: region}}\n", file)]
    with pytest.raises(SampleUnreadable, match="encoding_wrong") as refused:
        list(OpenedFile(file, read_settings(study.sample)).rows)
    assert refused.value.row in (1, 2, 3)
    assert refused.value.message.startswith("The text is not in the encoding")
