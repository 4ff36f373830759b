"""Files of a data set: names, formats, and what happens when the disk fails."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.engine.form.answers import Special
from cati_app.engine.session.events import SessionEvent
from cati_app.publish.csv_layout import RAW, CsvLayout
from cati_app.publish.dataset.asked import AskedQuestion, SpokenText
from cati_app.publish.dataset.table import TakenOut
from cati_app.publish.formats.codebook import codebook_csv
from cati_app.publish.formats.contents import FORMATS, DataPart, MakeCsv, UnknownFormat, checked_formats
from cati_app.publish.formats.csv_file import csv_lines
from cati_app.publish.formats.guards import guarded
from cati_app.publish.formats.paradata import paradata_lines
from cati_app.publish.formats.writing import write_dataset
from cati_app.publish.outputs import Outputs, csv_kind
from tests.unit.publish.records import (
    REFERENCE,
    codebook_of,
    data,
    form,
    held,
    reference_form,
    reference_rows,
    variable,
)

QUESTIONNAIRE = form("type | name | label\ninteger | age | Alter?\ntext | open | Was?\n")
TABLE = data(QUESTIONNAIRE, held(QUESTIONNAIRE, {"age": "33", "open": 'grün, "oder"\nrot'}))


def test_a_data_set_comes_with_its_codebook_under_the_name_of_study_and_version(tmp_path: Path) -> None:
    paths = write_dataset([DataPart("", TABLE)], ["SAV", "csv", "csv"], tmp_path / "new" / "folder", codebook_of)
    assert [path.name for path in paths] == [
        "small_1.sav",
        "small_1.csv",
        "small_1_codebook.csv",
        "small_1_codebook.pdf",
        "small_1_manifest.json",
    ]
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)


def test_csv_has_one_header_line_and_quoted_texts() -> None:
    lines = list(csv.reader(io.StringIO(b"".join(csv_lines(TABLE)).decode("utf-8-sig"), newline="")))
    row = dict(zip(*lines, strict=True))
    assert (row["age"], row["open"], row["started_local"]) == ("33", 'grün, "oder"\nrot', "2026-03-01T23:30:00")
    assert b"".join(csv_lines(TABLE)).count(b"\r\n") == 2


def test_the_codebook_tells_codes_names_and_the_data_set() -> None:
    table = data(reference_form(), *reference_rows(), study=REFERENCE)
    lines = {
        line["name"]: line for line in csv.DictReader(io.StringIO(codebook_csv(table).decode("utf-8-sig"), newline=""))
    }
    assert list(lines) == [one.name for one in table.variables]
    assert "AF = Afghanistan | " in lines["birth_country"]["values"]
    assert "-98 = keine Angabe" in lines["gender"]["missing"]
    assert "4 = 65+ Jahre [65+]" in lines["age_group"]["values"]
    assert (lines["mood_own"]["field"], lines["mood_own"]["theme"]) == ("social", "public_mood")
    assert {line["checksum"] for line in lines.values()} == {table.checksum}
    assert int(lines["gender"]["valid"]) == sum(
        value not in variable(table, "gender").missing.values() for value in table.column("gender")
    )


def test_the_codebook_tells_that_a_blank_text_is_missing_and_where_the_reason_stands() -> None:
    questionnaire = form(
        "type | name | label | calculation\ntext | open | Was? |\ncalculate | twice | | concat(${open}, ${open})\n"
    )
    table = data(questionnaire, held(questionnaire, {"open": Special.REFUSED}))
    lines = {
        line["name"]: line for line in csv.DictReader(io.StringIO(codebook_csv(table).decode("utf-8-sig"), newline=""))
    }
    assert ("leer = fehlend; open_miss sagt, warum", "0") == (lines["open"]["missing"], lines["open"]["valid"])
    assert ("leer = fehlend", "0") == (lines["twice"]["missing"], lines["twice"]["valid"])


def test_the_codebook_tells_a_question_in_every_language_when_it_is_asked_and_what_was_answered() -> None:
    questionnaire = form(
        "type | name | label | repeat_count\nselect_one l | job | Arbeit? |\nbegin repeat | kid | Kind | 1\n"
        "integer | age | Alter? |\nend repeat | | |\n",
        "list_name | name | label\nl | 1 | ja\nl | 2 | nein\nl | 3 | teils\n",
    )
    said: list[str | Special] = [*["1"] * 9, *["2"] * 7, *["3"] * 2, *[Special.REFUSED] * 6]
    rows = [held(questionnaire, {"job": each}, number) for number, each in enumerate(said)]
    asked = {
        "/job": AskedQuestion(1, (SpokenText("de", "Arbeit?"), SpokenText("ar", "عمل؟", right_to_left=True)), "immer"),
        "/kid/age": AskedQuestion(2, (SpokenText("de", "Alter?"),), "wenn Frage 1 „ja“ ist"),
    }
    table = replace(data(questionnaire, *rows), asked=asked)
    told = csv.DictReader(io.StringIO(codebook_csv(table).decode("utf-8-sig"), newline=""))
    lines = {line["name"]: line for line in told}
    assert ("Arbeit?", "عمل؟", "immer") == tuple(
        lines["job"][name] for name in ("question_de", "question_ar", "asked_if")
    )
    assert "1: 9 | 2: • | 3: • | -99: 0 | -98: 6 | -97: 0 | -93: 0 | -92: 0 | -91: 0" == lines["job"]["frequencies"]
    assert ("Alter?", "", "wenn Frage 1 „ja“ ist") == tuple(
        lines["age_1"][name] for name in ("question_de", "question_ar", "asked_if")
    )
    assert "" == lines["case_id"]["frequencies"], "of the fieldwork"
    assert data(questionnaire, *rows).checksum == table.checksum


def test_the_codebook_carries_the_notices_and_full_texts_of_cut_labels() -> None:
    long = "sehr " * 60 + "lang? العربية"
    questionnaire = form(f"type | name | label\ninteger | weight | {long}\ninteger | more | Mehr?\n")
    table = data(questionnaire, held(questionnaire))
    lines = {
        line["name"]: line for line in csv.DictReader(io.StringIO(codebook_csv(table).decode("utf-8-sig"), newline=""))
    }
    assert lines["weight_2"]["question"] == long
    assert "weight" in lines["weight_2"]["notes"]
    assert codebook_of(table).startswith(b"%PDF")


def test_the_codebook_document_is_the_same_for_the_same_data() -> None:
    assert codebook_of(TABLE) == codebook_of(TABLE)
    assert codebook_of(TABLE).startswith(b"%PDF")


FORMULAS = ["=1+1", "+49 30", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", "\uff1d1+1"]


@pytest.mark.parametrize("said", FORMULAS)
def test_a_text_that_looks_like_a_formula_is_marked_and_comes_back(said: str, tmp_path: Path) -> None:
    table = data(QUESTIONNAIRE, held(QUESTIONNAIRE, {"age": "33", "open": said}))
    written = {}
    for raw in (False, True):
        write_dataset([DataPart("", table)], ["csv"], tmp_path / str(raw), codebook_of, raw=raw)
        text = (tmp_path / str(raw) / "small_1.csv").read_bytes().decode("utf-8-sig")
        written[raw] = next(csv.DictReader(io.StringIO(text, newline="")))
    assert (f"'{said}", said) == (written[False]["open"], written[True]["open"])
    assert {**written[False], "open": said} == written[True]


def test_texts_that_are_no_formulas_and_numbers_below_zero_stay() -> None:
    table = data(QUESTIONNAIRE, held(QUESTIONNAIRE, {"age": Special.REFUSED, "open": "'tis 1=1"}))
    row = next(csv.DictReader(io.StringIO(b"".join(csv_lines(table)).decode("utf-8-sig"), newline="")))
    assert ("-98", "'tis 1=1") == (row["age"], row["open"])


def test_questions_that_look_like_formulas_are_marked_in_the_codebook_which_says_so() -> None:
    questionnaire = form("type | name | label\ntext | open | =2+3 please?\n")
    table = data(questionnaire, held(questionnaire, {"open": "yes"}))
    marked, raw = (
        {line["name"]: line for line in csv.DictReader(io.StringIO(made.decode("utf-8-sig"), newline=""))}["open"]
        for made in (codebook_csv(table), codebook_csv(table, RAW))
    )
    assert ("'=2+3 please?", "'=2+3 please?") == (marked["label"], marked["question"])
    assert "Apostroph" in marked["notes"]
    assert ("=2+3 please?", "") == (raw["label"], raw["notes"])


def test_every_csv_file_says_that_it_is_utf_8_unless_it_is_raw(tmp_path: Path) -> None:
    for raw in (False, True):
        paths = write_dataset(
            [DataPart("", TABLE)], ["csv", "paradata"], tmp_path / str(raw), codebook_of, paradata(raw), raw=raw
        )
        begins = {path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths if path.suffix == ".csv"}
        assert {not raw} == begins


def paradata(raw: bool) -> MakeCsv:
    def made(layout: CsvLayout) -> Iterable[bytes]:
        assert layout.bom is not raw
        return paradata_lines("study", [], None, layout)

    return made


def test_semicolons_come_with_decimal_commas(tmp_path: Path) -> None:
    questionnaire = form("type | name | label\ndecimal | share | Anteil?\ntext | open | Was?\n")
    table = data(questionnaire, held(questionnaire, {"share": "12.5", "open": "a;b, c"}))
    paths = write_dataset([DataPart("", table)], ["csv-semicolon"], tmp_path, codebook_of)
    assert "small_1_semicolon.csv" == paths[0].name
    row = next(csv.DictReader(io.StringIO(paths[0].read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert ("12,5", "a;b, c") == (row["share"], row["open"])
    assert (tmp_path / "small_1_codebook.csv").read_text("utf-8-sig").startswith("position;name")


def test_an_unknown_format_is_told_with_the_known_ones_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"“stata”; known: csv, csv-semicolon, sav"):
        write_dataset([DataPart("", TABLE)], ["csv", "stata"], tmp_path / "new", codebook_of)
    assert not (tmp_path / "new").exists()
    assert checked_formats([" CSV"]) == ("csv",)
    assert FORMATS == ("csv", "csv-semicolon", "sav", "dta", "xlsx", "parquet", "ddi", "triples", "r", "paradata")


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "folder_closed"), (errno.EIO, "folder_unusable")],
)
def test_what_the_disk_says_comes_with_a_cure_and_leaves_the_old_file(
    number: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: int) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "small_1.sav").write_bytes(b"$FL2 old")
    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(EnvironmentProblem) as caught:
        write_dataset([DataPart("", TABLE)], ["sav"], tmp_path, codebook_of)
    assert caught.value.code == code
    assert caught.value.cure
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("small_1.sav", b"$FL2 old")]


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentProblem, match="Choose another folder"):
        write_dataset([DataPart("", TABLE)], ["csv"], tmp_path / "file", codebook_of)


def test_a_kill_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    kind = csv_kind("case_id")
    Outputs().write(path, kind, [b"case_id,old"])
    program = (
        "import os, sys; from pathlib import Path; from cati_app.publish.outputs import Outputs, csv_kind\n"
        "os.fsync = lambda _: os._exit(9)\n"
        "Outputs().write(Path(sys.argv[1]), csv_kind('case_id'), [b'new'])"
    )
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == 9
    assert path.read_bytes() == b"case_id,old"
    Outputs().write(path, kind, [b"new", b"er"])
    assert [one.name for one in tmp_path.iterdir()] == ["data.csv"]


def test_who_exports_nothing_does_not_load_the_slow_libraries() -> None:
    program = (
        "import sys; import cati_app.publish.dataset.build, cati_app.publish.formats.writing\n"
        "sys.exit(bool({'numpy', 'pandas', 'pyarrow', 'pyreadstat', 'reportlab'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_paradata_are_a_file_of_their_own(tmp_path: Path) -> None:
    paths = write_dataset([DataPart("", TABLE)], ["paradata"], tmp_path, codebook_of, lambda _: [b"case", b"_id\r\n"])
    assert [path.suffix for path in paths] == [".csv", ".csv", ".pdf", ".json"]
    assert paths[0].name.endswith("_paradata.csv")
    assert paths[0].read_bytes() == b"case_id\r\n"


def test_paradata_as_a_table_take_the_name_and_no_two_files_have_one(tmp_path: Path) -> None:
    parts = [DataPart("", TABLE), DataPart("paradata", TABLE)]
    paths = write_dataset(parts, ["csv", "paradata"], tmp_path, codebook_of, lambda _: [b"lines\r\n"])
    assert len(set(paths)) == len(paths)
    assert b"lines" not in (tmp_path / "small_1_paradata.csv").read_bytes()

    apart = write_dataset(parts, ["sav", "paradata"], tmp_path / "b", codebook_of, lambda _: [b"lines\r\n"])
    assert {"small_1_paradata.sav", "small_1_paradata.csv"} <= {path.name for path in apart}


def test_paradata_hold_no_answer() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    events = [
        SessionEvent("started", "", at, 0, {"language": "de"}),
        SessionEvent("shown", "/health", at, 0),
        SessionEvent("answered", "/health", at, 1500, {"text": "secret words"}),
        SessionEvent("remark", "/health", at, 1500, {"text": "private words"}),
    ]
    interviews = [("i1", "complete", "nobody12", -61_240, events), ("i2", "complete", "nobody12", None, events)]
    text = b"".join(paradata_lines("study", interviews)).decode()
    assert "words" not in text
    assert {"clock_ahead_s", "-61.2", ""} == {line.split(",")[-1] for line in text.splitlines()}
    assert text.splitlines()[1].split(",")[1:10] == [
        "complete",
        "nobody12",
        "1",
        "health",
        "/health",
        "de",
        "0.0",
        "1.5",
        "1",
    ]


def test_paradata_tell_when_each_question_was_first_shown_in_utc() -> None:
    summer = datetime(2026, 10, 25, 2, 30, 12, 900_000, tzinfo=timezone(timedelta(hours=2)))
    winter = datetime(2026, 10, 25, 2, 30, 12, tzinfo=timezone(timedelta(hours=1)))
    events = [SessionEvent("started", "", summer, 0, {"language": "de"}), SessionEvent("shown", "/health", summer, 0)]
    events += [SessionEvent("shown", "/age", winter, 3_600_000), SessionEvent("shown", "/health", winter, 3_601_000)]
    text = b"".join(paradata_lines("study", [("i1", "complete", "nobody12", None, events)])).decode("utf-8-sig")
    told = {row["question"]: row["first_shown_utc"] for row in csv.DictReader(text.splitlines())}
    assert {"health": "2026-10-25T00:30:12Z", "age": "2026-10-25T01:30:12Z"} == told


def test_a_workbook_that_would_lack_rows_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    columns = tuple(column.in_order([0] * 1_048_576) for column in TABLE.columns)
    with pytest.raises(EnvironmentProblem) as caught:
        write_dataset([DataPart("", replace(TABLE, columns=columns))], ["csv", "xlsx"], tmp_path / "new", codebook_of)
    assert "too_large_for_format" == caught.value.code
    assert not (tmp_path / "new").exists()


def test_names_that_stata_keeps_for_itself_are_changed_in_every_format() -> None:
    questionnaire = form("type | name | label\ninteger | in | Drin?\ninteger | str5 | Fünf?\n")
    table = data(questionnaire, held(questionnaire, {"in": "1", "str5": "2"}))
    assert {"in_2", "str5_2"} <= {known.name for known in table.variables}
    assert {"in_2", "str5_2"} <= {notice.variable for notice in table.notices}


def test_labels_that_are_longer_than_stata_allows_are_told(tmp_path: Path) -> None:
    questionnaire = form(f"type | name | label\ninteger | age | {'Wie alt sind Sie? ' * 6}\n")
    table = data(questionnaire, held(questionnaire, {"age": "33"}))
    told = [notice.text for notice in guarded(table, ["dta"]).notices]
    assert any("80" in text for text in told)
    assert not any("Stata" in notice.text for notice in guarded(table, ["sav"]).notices)


def test_all_files_but_the_manifest_have_the_same_bytes_whoever_takes_them_out(tmp_path: Path) -> None:
    at = datetime(2026, 4, 1, tzinfo=UTC)
    every = [name for name in FORMATS if name != "paradata"]
    first = write_dataset([DataPart("", TABLE)], every, tmp_path / "a", codebook_of)
    later = replace(TABLE, exported=TakenOut("7 (eve)", at), log_end="x:1:y")
    second = write_dataset([DataPart("", later)], every, tmp_path / "b", codebook_of)
    differing = [one.name for one, other in zip(first, second, strict=True) if one.read_bytes() != other.read_bytes()]
    assert ["small_1_manifest.json"] == differing
    told = json.loads(second[-1].read_bytes())
    assert {"by": "7 (eve)", "at": at.isoformat(), "log_end": "x:1:y"} == told["exported"]
    sizes = {path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()) for path in second[:-1]}
    assert sizes == {file["name"]: (file["bytes"], file["sha256"]) for file in told["files"]}
