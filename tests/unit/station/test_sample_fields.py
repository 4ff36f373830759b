"""Sample fields that a study names, against what the folder tells of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.fieldwork.interview.handed_in import HANDED_IN, hidden_values, of_introduction, of_sample
from cati_app.sample_files.rows import SampleUnreadable
from cati_app.sample_files.sample import OpenedFile
from cati_app.station.sample_fields import KeptColumns, check_sample, kept_columns
from cati_app.station.sampling import read_settings
from cati_app.study.load import load_study
from cati_app.study.model import Introduction
from tests.stations import STUDY, Site
from tests.unit.engine.forms import form, table

_HEADER = "case_no;telefon;design weight;region\n1;+493023125001;1,5;north\n"


def found(more: str, file: Path | None, asked: Form | None = None) -> list[Finding]:
    """With a quota in `more` instead of the study's own."""
    own = STUDY.split("quota:\n")[0] if "quota:" in more else STUDY
    result = load_study((own + more).encode())
    assert result.study is not None, result.findings
    return check_sample(result.study, asked, file, result.lines)


def codes(more: str, file: Path | None, asked: Form | None = None) -> list[str]:
    return [one.code for one in found(more, file, asked)]


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
    assert ["sample-not-taken"] == codes("outcomes: {weight: w}\nsample: {file: empty.csv}\n", empty)


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


_QUOTA = """\
sample: {{file: sample.csv{columns}}}
quota:
  total: 2
  dimensions:
    - variable: {variable}
      from: sample
      label: {{de: Gebiet}}
      outside: [abroad]
      categories:
        - {{code: north, values: [{north}], share: 0.5, label: {{de: Nord}}}}
        - {{code: south, values: [south], share: 0.5, label: {{de: Süd}}}}
"""
_FIELDS = ", columns: {case_id: case_no, numbers: [telefon], fields: {area: region}}"


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    file = tmp_path / "regions.csv"
    rows = [f"{n};+4930231250{n:02};1;{region}" for n, region in enumerate(["north", "south", "abroad", " north "], 1)]
    file.write_text("\n".join(["case_no;telefon;design weight;region", *rows, ";;;"]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("variable", "columns", "north", "expected"),
    [
        ("region", "", "north", []),
        ("area", _FIELDS, "north", []),
        ("regoin", "", "north", ["quota-field-unknown"]),
        ("region", _FIELDS, "north", ["quota-field-unknown"]),  # the field has another name than the column
        ("region", "", "North", ["quota-rows-outside", "quota-category-empty"]),
    ],
)
def test_a_dimension_from_the_sample_must_find_its_field_and_its_values(
    regions: Path, variable: str, columns: str, north: str, expected: list[str]
) -> None:
    study = _QUOTA.format(variable=variable, columns=columns, north=north)
    assert expected == codes(study, regions)


def test_rows_outside_the_categories_are_counted_and_not_shown(regions: Path) -> None:
    outside, empty = found(_QUOTA.format(variable="region", columns="", north="N"), regions)
    assert "2 of 4 rows" in outside.message
    assert "north" not in f"{outside.message} {outside.cure}"
    assert ("quota.dimensions[1].categories[1].values", True) == (empty.column, "“north”" in empty.message)


def test_more_interviews_wanted_of_a_category_than_the_sample_has_cases_is_told(regions: Path) -> None:
    wanted = _QUOTA.format(variable="region", columns="", north="north").replace("total: 2", "total: 4")
    (few,) = found(wanted, regions)  # two of the south, of whom there is one

    assert ("quota-rows-few", "quota.dimensions[1].categories[2].values") == (few.code, few.column)
    assert [] == codes(wanted.replace("total: 4", "total: 4\n  mode: soft"), regions)


def test_a_sample_that_does_not_have_the_columns_named_is_said_before_the_first_start(sample: Path) -> None:
    (one,) = found("sample: {file: sample.csv, columns: {case_id: Fall}}\n", sample)
    assert ("sample-not-taken", "sample.file") == (one.code, one.column)
    assert "columns Fall." in one.message and "telefon" in one.message


def _asking(*hidden: str) -> Form:
    rows = [f"hidden | {name} | " for name in hidden]
    return form(table("survey", "type | name | label", *rows, "text | why | Why? ${study_client}"))


def test_a_hidden_question_that_nothing_is_handed_in_for_is_named(sample: Path) -> None:
    asked = _asking("study_client", "study_clint", "case_no", "quota_status", "region", "sample_region", "regoin")
    columns = "sample: {file: sample.csv}\n"
    notes = found(columns, sample, asked)
    assert ["hidden-never-filled"] * 2 == [one.code for one in notes]
    assert ["“study_client”", "“region”"] == [one.cure.split("mean ")[1].split("?")[0] for one in notes]
    assert ["hidden-never-filled"] == codes("", None, asked)  # the fields are not known: only study_… can be judged


_MARKED = """
| survey |
| | type | name | label | calculation | cati_theme |
| | hidden | region | | | who |
| | hidden | study_client | | | who |
| | hidden | quota_cell | | | |
| | calculate | far | | if(${region} = 'abroad', 1, 0) | |
| | calculate | doubled | | ${far} * 2 | |
| | text | why | Why, ${region}? | | |
"""


@pytest.mark.parametrize("clear", ["", ", clear: {region: stratum}"])
def test_a_sealed_column_that_shall_be_exported_or_becomes_an_answer_is_told(sample: Path, clear: str) -> None:
    asked = form(_MARKED)

    told = found(f"sample: {{file: sample.csv{clear}}}\n", sample, asked)

    assert ([] if clear else ["marked-column-sealed", "column-becomes-answer"]) == [one.code for one in told]
    if not clear:
        assert "“region”" in told[0].message and "sample.clear" in told[0].cure
        assert told[1].message.startswith("far, doubled: ")


def test_a_name_declared_clear_that_nothing_has_is_told_with_its_line(sample: Path) -> None:
    (one,) = found("sample:\n  file: sample.csv\n  clear: {region: stratum, Regoin: place}\n", sample)

    assert ("clear-unknown", "sample.clear.Regoin") == (one.code, one.column)
    assert "do you mean “region”?" in one.cure


def test_columns_are_clear_by_their_use_or_by_name_and_all_others_are_sealed(regions: Path) -> None:
    settings = _QUOTA.format(columns=", clear: {case_no: stratum}", variable="region", north="north")
    study = load_study((STUDY.split("quota:\n")[0] + settings + "outcomes: {weight: design weight}\n").encode()).study
    assert study is not None

    assert KeptColumns({"design weight": "weight", "region": "quota"}) == kept_columns(study, regions)
    plain = load_study((STUDY + "sample: {file: regions.csv}\n").encode()).study
    assert plain is not None
    assert KeptColumns(sealed=("design weight", "region")) == kept_columns(plain, regions)
    assert KeptColumns() == kept_columns(plain, None)


def test_every_value_of_an_interview_is_known_by_name(tmp_path: Path) -> None:
    site = Site(tmp_path)
    case = site.dialled().case
    values = hidden_values(case, site.ann, site.station.rules)
    site.close()
    others = {of_sample(name) for name in case.fields} | set(case.fields)
    told = {of_introduction(name) for name in Introduction.model_fields}
    assert {*HANDED_IN, *told} == set(values) - others


_EXPERTS = """\
id: experts
title: {de: Fachleute}
version: "1"
type: expert
guide: guide.yaml
languages: [{code: de, name: Deutsch}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI}
people: {file: experts.csv, target: 2}
"""


def _of_experts(tmp_path: Path, rows: str, study: str = _EXPERTS) -> list[tuple[str, int | None, str]]:
    file = tmp_path / "experts.csv"
    file.write_text(rows, encoding="utf-8")
    result = load_study(study.encode())
    assert result.study is not None, result.findings
    found = check_sample(result.study, None, file, result.lines)
    return [(one.code, one.row, one.message) for one in found]


def test_a_list_of_experts_tells_every_sector(tmp_path: Path) -> None:
    rows = "name;sector;number\nA;administration;+493023125901\nB;association;+493023125902\n"

    assert [] == _of_experts(tmp_path, rows)


def test_rows_without_a_sector_that_is_known_are_counted_and_not_shown(tmp_path: Path) -> None:
    rows = "name;sector;number\nA;Amt;+493023125901\nB;;+493023125902\nC;association;+493023125903\n;;\n"

    ((code, row, message),) = _of_experts(tmp_path, rows)
    assert ("people-sector-unknown", 10) == (code, row)
    assert message.startswith("2 of 3 rows")
    assert "Amt" not in message


def test_a_list_without_sectors_or_with_too_few_people_is_told(tmp_path: Path) -> None:
    told = _of_experts(tmp_path, "name;number\nA;+493023125901\n")

    assert [("people-sector-missing", 10), ("people-few", 10)] == [(code, row) for code, row, _ in told]


def test_a_list_that_cannot_be_read_is_told_with_the_setting_of_the_experts(tmp_path: Path) -> None:
    (first, *_) = _of_experts(tmp_path, "")

    assert ("sample-not-taken", 10) == first[:2]
