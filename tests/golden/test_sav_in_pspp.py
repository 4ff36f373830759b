"""What GNU PSPP reads from our system file: every value, label, missing range, format, set and the weight."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from cati_app.engine.form.answers import Special
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats.sav import sav_pieces, spss_number
from cati_app.publish.formats.spss_formats import spss_format
from tests.readers.in_pspp import SeenByPspp, seen_by_pspp
from tests.unit.publish.records import REFERENCE, data, form, held, reference_form, reference_rows

pytestmark = pytest.mark.needs_program("pspp")

_DATES = (Kind.DATE, Kind.MONTH, Kind.MOMENT, Kind.TIME)


def _seen(table: DataTable, folder: Path) -> SeenByPspp:
    """The system file as PSPP reads it."""
    (folder / "data.sav").write_bytes(b"".join(sav_pieces(typed_table(table), folder / "scratch")))
    return seen_by_pspp("GET FILE='data.sav'.", table, folder)


def _text(variable: Variable, value: Value) -> str:
    if variable.kind is Kind.TEXT:
        return str(value)
    if value is None:
        return ""
    number = spss_number(value)
    return str(int(number)) if number.is_integer() else str(number)


def _compare(table: DataTable, seen: SeenByPspp) -> None:
    names = [one.name for one in table.variables]
    assert seen.values[0] == names
    assert len(seen.values) - 1 == len(table.rows)
    for row, read in zip(table.rows, seen.values[1:], strict=True):
        expected = [_text(one, value) for one, value in zip(table.variables, row, strict=True)]
        assert [text.strip() if text.strip() != "." else "" for text in read] == expected
    dictionary, labels = seen.variables(), seen.labels
    assert list(dictionary) == names
    for one in table.variables:
        found = dictionary[one.name]
        span = " THRU ".join(map(str, dict.fromkeys(one.missing_range or ())))
        if one.kind is Kind.TEXT:
            span = '""'
        assert (found["Label"], found["Measurement Level"].lower()) == (one.label, one.level.value)
        assert (found["Print Format"].removesuffix(".0"), found["Missing Values"].replace(" ", "")) == (
            spss_format(one).removesuffix(".0"),
            span.replace(" ", "") if one.kind not in _DATES else found["Missing Values"].replace(" ", ""),
        )
        plain = {_number(code): text for code, text in labels.get(one.name, {}).items()}
        assert plain == {_number(str(code)): text for code, text in one.labels.items()}, one.name


def _number(text: str) -> str:
    try:
        return str(float(text))
    except ValueError:
        return text


def test_pspp_reads_the_reference_study_as_it_was_written(tmp_path: Path) -> None:
    table = data(reference_form(), *reference_rows(), study=REFERENCE)
    seen = _seen(table, tmp_path)
    _compare(table, seen)
    labels = seen.labels
    assert labels["willing"]["1"] == "ja"
    assert labels["gender"]["-91"] == "nicht gefragt (Filter)"
    assert "WEIGHT is weight" in seen.output
    assert table.checksum in seen.output
    assert {f"${one.name}": [one.label, "Dichotomies", "1", " ".join(one.variables)] for one in table.sets} == seen.sets


def test_pspp_reads_every_kind_of_variable(tmp_path: Path) -> None:
    questionnaire = form(
        """
        type                  | name                                    | label     | appearance | constraint
        date                  | day                                     | Tag?      |            |
        date                  | month                                   | Monat?    | month-year |
        time                  | hour                                    | Zeit?     |            |
        dateTime              | both                                    | Wann?     |            |
        decimal               | height                                  | Höhe?     |            | . >= -5
        text                  | open                                    | Was?      |            |
        select_multiple party | a_name_that_is_far_too_long_for_spss_ab | Parteien? |            |
        select_multiple party | a_name_that_is_far_too_long_for_spss_cd | Und sonst?|            |
        rank party            | order                                   | Rang?     |            |
        """,
        "list_name | name | label\nparty | spd | SPD\nparty | cdu | CDU\n",
    )
    answers = {
        "day": "1950-02-03",
        "month": "2024-05",
        "hour": "07:45",
        "both": "2026-07-01T12:00:00Z",
        "height": "-1.25",
        "open": "Ä" * 700 + " „Ende“",
        "a_name_that_is_far_too_long_for_spss_ab": "cdu",
        "order": "cdu spd",
    }
    refused = dict.fromkeys(answers, Special.REFUSED)
    table = data(questionnaire, held(questionnaire, answers), held(questionnaire, refused, 2))
    seen = _seen(table, tmp_path)
    _compare(table, seen)
    assert 2 == len(seen.sets)


def test_pspp_reads_a_table_without_interviews(tmp_path: Path) -> None:
    table = data(reference_form(), study=REFERENCE)
    _compare(table, _seen(table, tmp_path))


_FIRST_YEAR = """
    type                     | name     | label           | calculation
    integer                  | age      | Alter?          |
    select_one town          | home     | Wo?             |
    text                     | open     | Was?            |
    select_multiple town     | visited  | Wo gewesen?     |
    calculate                | greeting |                 | concat('Herr ', ${open})
"""
_SECOND_YEAR = _FIRST_YEAR.replace("| age      | Alter?          |", "| years    | Wie viele Jahre? |")


def _towns(*names: str) -> str:
    return "list_name | name | label\n" + "".join(f"town | {name} | Ort {name}\n" for name in names)


def test_blank_texts_are_missing_in_pspp_whatever_their_width(tmp_path: Path) -> None:
    questionnaire = form(_FIRST_YEAR, _towns("a", "b"))
    table = data(
        questionnaire,
        held(questionnaire, {"open": "Mehr Bäume"}),
        held(questionnaire, {"open": Special.REFUSED}, 2),
        held(questionnaire, {"age": "33"}, 3, stop_at="open"),
    )
    (tmp_path / "data.sav").write_bytes(b"".join(sav_pieces(typed_table(table), tmp_path / "scratch")))
    texts = [one.name for one in table.variables if one.kind is Kind.TEXT]
    counts = " ".join(f"/v{number} = N({name})" for number, name in enumerate(texts))
    _run(
        tmp_path,
        "GET FILE='data.sav'.",
        f"AGGREGATE /OUTFILE=* /BREAK=weight {counts}.",
        "SAVE TRANSLATE /OUTFILE='valid.csv' /TYPE=CSV /CELLS=VALUES.",
    )

    counted = [float(count) for count in (tmp_path / "valid.csv").read_text(encoding="utf-8").split(",")[1:]]
    valid = [table.valid(index) for index, one in enumerate(table.variables) if one.kind is Kind.TEXT]
    assert valid == counted
    assert 1 == valid[texts.index("open")]


@pytest.mark.parametrize("second", ["an empty file", "longer codes and another form", "the same form"])
def test_two_files_of_a_study_can_be_joined(tmp_path: Path, second: str) -> None:
    few, many = _towns(*[f"t{number}" for number in range(60)]), _towns(*[f"town{number:04}" for number in range(60)])
    before, after = form(_FIRST_YEAR, few), form(_SECOND_YEAR, many)
    first = data(before, held(before, {"home": "t3", "open": "kurz"}))
    other = {
        "an empty file": lambda: data(before),
        "longer codes and another form": lambda: data(after, held(after, {"home": "town0003", "open": "ü" * 400}, 2)),
        "the same form": lambda: data(before, held(before, {"home": Special.REFUSED, "open": "ü" * 400}, 2)),
    }[second]()
    for name, table in (("first", first), ("second", other)):
        (tmp_path / f"{name}.sav").write_bytes(b"".join(sav_pieces(typed_table(table), tmp_path / "scratch")))

    _run(
        tmp_path,
        "ADD FILES /FILE='first.sav' /FILE='second.sav'.",
        "SAVE TRANSLATE /OUTFILE='values.csv' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /MISSING=IGNORE.",
    )

    joined = list(csv.DictReader(io.StringIO((tmp_path / "values.csv").read_bytes().decode(), newline="")))
    assert [*first.column("case_id"), *other.column("case_id")] == [row["case_id"] for row in joined]
    assert [*first.column("open"), *other.column("open")] == [row["open"].strip() for row in joined]
    assert [*first.column("home"), *other.column("home")] == [row["home"].strip() for row in joined]


def _run(folder: Path, *syntax: str) -> None:
    """Commands that PSPP must carry out without an error or a warning."""
    (folder / "run.sps").write_text("\n".join(syntax) + "\n", encoding="utf-8")
    done = subprocess.run(
        ["pspp", "-O", "format=csv", "-o", "said.csv", "run.sps"], cwd=folder, check=False, capture_output=True
    )
    said = (folder / "said.csv").read_text(encoding="utf-8") if (folder / "said.csv").exists() else ""
    assert done.returncode == 0, said[:2000]
    assert "error:" not in said and "warning:" not in said, said[:2000]
