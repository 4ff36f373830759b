"""`cati code`: what waits, a sheet to code in, every row of it accounted for, and data sets with the codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.commands import Command, Run
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY, study_with

OPEN = """
| | select_multiple places | places | Wohin gehen Sie? | Where do you go? | | | |
| | text | places_other | Wohin noch? | Where else? | selected(${places}, 'other') | | |
"""
CHOICES = """
| | places | park | Park | Park |
| | places | pool | Bad | Pool |
| | places | other | Woandershin | Somewhere else |
"""
TEXTS = ("sauna", "the zoo; or so", "=2+3")


def hold(site: Site, loaded: LoadedStudy) -> None:
    form_hash, place = loaded.form_hash, site.place()
    versions = loaded.study.version, loaded.form.version
    KeepForm(site.units(), site.clock)(site.sue, form_hash, *versions, loaded.files)
    assert place.reserve_place is not None
    for sex, text in zip("122", TEXTS, strict=True):
        offer = site.dialled()
        interview = place.start_interview(site.ann, offer.case, form_hash, "de")
        place.reserve_place(site.ann, interview.id, {"sex": sex, "age_group": "young"})
        data = [
            StoredDatum("/screener/sex", "1", None),
            StoredDatum("/places", "park other", None),
            StoredDatum("/places_other", text, None),
        ]
        place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


class Code:
    """The commands of a study with open answers."""

    def __init__(self, run: Command, study: Path, database: Path, folder: Path) -> None:
        self._run = run
        self.study = study
        self.database = database
        self.folder = folder

    def __call__(self, *words: object, command: str = "code") -> Run:
        return self._run(command, self.study, "--db", self.database, *words)

    def rows(self, *words: object, version: str = "1") -> list[Mapping[str, str]]:
        run = self("--format", "csv", "--out", self.folder / "data", *words, command="export")
        assert (0, "") == (run.returncode, run.stderr)
        with (self.folder / "data" / f"small_{version}.csv").open(encoding="utf-8-sig", newline="") as text:
            return list(csv.DictReader(text))

    def sheet(self) -> list[dict[str, str]]:
        assert 0 == self("--out", self.folder, "--format", "csv").returncode
        with (self.folder / "small_coding.csv").open(encoding="utf-8-sig", newline="") as text:
            return list(csv.DictReader(text))

    def back(self, rows: list[dict[str, str]], *words: object) -> Run:
        with (self.folder / "filled.csv").open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self("--read", self.folder / "filled.csv", *words)


@pytest.fixture
def code(sue: Command, site: Site, tmp_path: Path) -> Code:
    study = study_with(tmp_path, "")
    form = study / "form.md"
    survey, _, choices = form.read_text(encoding="utf-8").partition("| choices |")
    form.write_text(f"{survey.rstrip()}{OPEN}| choices |{choices.rstrip()}{CHOICES}", encoding="utf-8")
    loaded = read_study(study)
    assert isinstance(loaded, LoadedStudy)
    hold(site, loaded)
    site.close()
    return Code(sue, study, site.path, tmp_path)


def test_what_waits_is_told_with_the_frame_and_texts_only_where_wanted(code: Code) -> None:
    run = code()
    assert (0, "") == (run.returncode, run.stderr)
    assert "places_other: 3 answers, 3 wait for codes" in run.stdout
    assert "Woandershin" in run.stdout
    assert "sauna" not in run.stdout
    assert "sauna" in code("--texts").stdout
    assert 3 == json.loads(code("--json", "--variable", "places").stdout)["questions"][0]["waiting"]


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Code:
    """Of the three texts one names somebody, and gives a number that is reserved for fiction."""
    monkeypatch.setattr(f"{__name__}.TEXTS", ("sauna", "bei Frau Yıldız, 0171 3920 0451", "=2+3"))
    made = request.getfixturevalue("code")
    assert isinstance(made, Code)
    return made


def test_texts_that_may_tell_who_somebody_is_are_marked(telling: Code) -> None:
    shown = telling("--texts").stdout

    assert 1 == shown.count("may tell who somebody is")
    assert "Frau Yıldız, 0171 3920 0451\n      may tell who somebody is: name, telephone number\n" in shown
    told = json.loads(telling("--texts", "--json").stdout)["answers"]
    assert [[], [], ["name", "phone_number"]] == sorted(each["may_identify"] for each in told)


def test_a_sheet_says_how_many_of_its_texts_may_tell_who_somebody_is(telling: Code) -> None:
    assert "1 text may tell who somebody is" in telling("--out", telling.folder).stdout


def test_a_sheet_whose_texts_tell_nobody_says_nothing_of_it(code: Code) -> None:
    assert "who somebody is" not in code("--out", code.folder).stdout


def test_an_export_tells_who_stands_out_in_it(code: Code) -> None:
    settings = code.study / "study.yaml"
    said = code("--format", "csv", "--out", code.folder / "before", command="export")
    assert "zu erkennen" not in said.stdout
    settings.write_text(settings.read_text("utf-8") + "release: {quasi_identifiers: [sex]}\n", "utf-8")

    told = code("--format", "csv", "--out", code.folder / "after", command="export")

    assert "An sex könnte jemand zu erkennen sein: Bei 3 von 3 Personen" in told.stdout
    assert "die kleinste Gruppe hat 3" in told.stdout


def test_a_sheet_comes_back_with_every_row_accounted_for(code: Code) -> None:
    rows = code.sheet()
    assert {"sauna", "the zoo; or so", "'=2+3"} == {row["text"] for row in rows}
    by_text = {row["text"]: row for row in rows}
    by_text["sauna"]["codes"] = "2"
    by_text["the zoo; or so"]["codes"] = "17"
    moved = {**by_text["sauna"], "case_id": by_text["'=2+3"]["case_id"]}
    looked = code.back(rows)
    assert "Nothing was stored" in looked.stdout
    assert 3 == len(code.sheet())
    told = code.back([*rows, moved], "--reason", "first round")
    assert 1 == told.returncode
    assert "4 rows: 1 coded, 0 as they were, 1 without codes, 2 refused." in told.stdout
    assert "row 3" in told.stdout or "row 2" in told.stdout or "row 4" in told.stdout
    assert "is no code" in told.stdout
    assert "is not that of the interview" in told.stdout

    assert ["0", "0", "1"] == sorted(row["places_pool"] for row in code.rows())
    assert ["1", "1", "1"] == [row["places_other"] for row in code.rows("--original")]
    again = code.back([by_text["sauna"]], "--reason", "again", "--json")
    assert {"rows": 1, "coded": 0, "unchanged": 1, "stored": True}.items() <= json.loads(again.stdout).items()
    assert 2 == len(code.sheet())


def test_weights_are_told_of_coded_answers_and_of_those_that_were_given(code: Code) -> None:
    rows = code.sheet()
    rows[0]["codes"] = "2"
    assert 0 == code.back(rows, "--reason", "first round").returncode
    margins = code.folder / "margins.csv"
    margins.write_text("variable,category,share\nplaces_other,0,40\nplaces_other,1,60\n", encoding="utf-8")
    coded = json.loads(code("--margins", margins, "--json", command="weigh").stdout)
    assert [1, 2] == [each["interviews"] for each in coded["margins"]]
    given = code("--margins", margins, "--original", command="weigh")
    assert (1, "") == (given.returncode, given.stdout)
    assert "No interview is of “0” of “places_other”" in given.stderr


@pytest.mark.parametrize("words", [("--reason", "x"), ("--none",)])
def test_weights_of_answers_as_they_were_given_are_not_chosen(code: Code, words: tuple[str, ...]) -> None:
    margins = code.folder / "margins.csv"
    margins.write_text("variable,category,share\nsex,1,100\n", encoding="utf-8")
    given = () if "--none" in words else ("--margins", margins)
    run = code(*given, "--original", *words, command="weigh")
    assert (1, "") == (run.returncode, run.stdout)
    assert "stores nothing: leave out --reason" in " ".join(run.stderr.split())


def test_one_answer_is_coded_and_taken_back(code: Code) -> None:
    named = code.sheet()[0]["case_id"]
    first = code("--case", named, "--variable", "places_other", "--codes", "1 2", "--reason", "both")
    assert (0, "") == (first.returncode, first.stderr)
    assert "2 wait for codes" in code().stdout
    assert 0 == code("--case", named, "--variable", "places_other", "--codes", "-", "--reason", "no").returncode
    told = code("--texts").stdout
    assert "3 wait for codes" in told
    assert "taken back" in told
    assert "both" in told
    assert 2 == code("--case", named, "--variable", "places_other").returncode


def test_a_workbook_holds_texts_as_texts_and_the_code_frame(code: Code, sue: Command) -> None:
    assert 0 == code("--out", code.folder).returncode
    book = openpyxl.load_workbook(code.folder / "small_coding.xlsx")
    texts = [row[4] for row in book["answers"].iter_rows(min_row=2, values_only=True)]
    assert set(TEXTS) == set(texts)
    assert ("places_other", "3", "other", "Woandershin") in list(book["codes"].iter_rows(values_only=True))
    sheet = book["answers"]
    for row in range(2, 5):
        sheet.cell(row, 6, 1)
    sheet.cell(4, 6, 1.2)
    book.save(code.folder / "filled.xlsx")
    told = code("--read", code.folder / "filled.xlsx", "--reason", "r")
    assert "3 rows: 2 coded, 0 as they were, 0 without codes, 1 refused." in told.stdout
    assert "two codes" in told.stdout
    other = sue("code", HEALTHY, "--db", code.database)
    assert "no question with a choice" in other.stderr


def test_study_yaml_names_a_text_that_is_not_found_by_itself_and_its_choices(code: Code) -> None:
    settings = code.study / "study.yaml"
    before = settings.read_text(encoding="utf-8")
    form = code.study / "form.md"
    text = form.read_text(encoding="utf-8").replace("Woandershin | Somewhere else", "Zoo | Zoo")
    form.write_text(text.replace("places | other |", "places | zoo |").replace("'other'", "'zoo'"), encoding="utf-8")
    assert "no question with a choice" in code().stderr
    named = "coding: [{text: places_other, question: places, choices: [park]}]\n"
    settings.write_text(f"{before}{named}", encoding="utf-8")
    assert "places_other: 3 answers, 3 wait for codes" in code("--clock-is-right").stdout
    settings.write_text(f"{before}{named.replace('park', 'lake')}", encoding="utf-8")
    told = code()
    assert 0 != told.returncode
    assert "“lake” is no choice of “places”" in told.stdout + told.stderr


def test_interviews_of_an_earlier_version_are_coded_where_questions_were_moved_renamed_and_have_new_choices(
    code: Code,
) -> None:
    form, settings = code.study / "form.md", code.study / "study.yaml"
    before = form.read_text(encoding="utf-8")
    moved = before.replace(
        "| | select_multiple places", "| | begin group | leisure | | | | | |\n| | select_multiple places"
    )
    moved = moved.replace("| choices |", "| | end group | | | | | | |\n| choices |", 1).replace("places_other", "where")
    later = moved.rstrip() + "\n| | places | sauna | Sauna | Sauna |\n"
    form.write_text(later, encoding="utf-8")
    renamed = "changes:\n  - {from: '1', renamed: {places_other: where}}\n"
    text = settings.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"')
    settings.write_text(text + renamed, encoding="utf-8")

    rows = code.sheet()
    assert {"where"} == {row["variable"] for row in rows}
    (row,) = [row for row in rows if row["text"] == "sauna"]
    row["codes"] = "sauna"
    assert 0 == code.back(rows, "--reason", "a new code").returncode
    data = code.rows(version="2")
    assert ["1"] == [each["places_sauna"] for each in data if each["case_id"] == row["case_id"]]
    assert ["1", "1", "1"] == [each["places_park"] for each in data]
    assert ["0"] == [each["places_other"] for each in data if each["case_id"] == row["case_id"]]
    book = (code.folder / "data" / "small_2_codebook.csv").read_text(encoding="utf-8")
    assert "1 open answer has codes" in book or "1 offene Antwort" in book


def test_a_new_code_is_one_at_once_in_frame_exports_and_codebook(code: Code) -> None:
    settings = code.study / "study.yaml"
    before = settings.read_text(encoding="utf-8") + "# the end\n"
    settings.write_text(before, encoding="utf-8")
    made = code("--new-code", "places", "--label", "de=Sauna", "--label", "en=A sauna")
    assert (0, "places has the code 4 now (code_4).\n", "") == (made.returncode, made.stdout, made.stderr)
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    come = [n for n, line in enumerate(lines) if "further_codes" in line or "code_4" in line]
    assert before == "".join(line for n, line in enumerate(lines) if n not in come), "what stood there stays as it was"
    assert "   4  Sauna" in code().stdout

    rows = {row["text"]: row for row in code.sheet()}
    rows["sauna"]["codes"], rows["the zoo; or so"]["codes"] = "4", "2 4"
    assert 0 == code.back(list(rows.values()), "--reason", "first round").returncode
    data = code.rows()
    assert ["0", "1", "1"] == sorted(row["places_4"] for row in data)
    assert 1 == sum(row["places_other"] == "1" for row in data)
    assert ["0", "0", "0"] == [row["places_4"] for row in code.rows("--original", "--force")]
    book = (code.folder / "data" / "small_1_codebook.csv").read_text(encoding="utf-8")
    assert "Sauna" in book
    tables = code("--json", command="tables")
    assert "Sauna" in tables.stdout

    form = code.study / "form.md"
    text = form.read_text(encoding="utf-8").replace("Wohin noch?", "Wohin sonst noch?")
    form.write_text(text, encoding="utf-8")
    settings.write_text(settings.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    assert ["0", "1", "1"] == sorted(row["places_4"] for row in code.rows(version="2")), "a later version keeps it"


def test_a_second_code_gets_the_next_number_or_the_one_that_is_named(code: Code) -> None:
    assert 0 == code("--new-code", "places_other", "--label", "de=Sauna", "--code", "12").returncode
    assert "code 4 now" in code("--new-code", "places", "--label", "de=Zoo").stdout
    made = json.loads(code("--new-code", "places", "--label", "de=Kino", "--json").stdout)
    assert {"question": "places", "name": "code_5", "code": "5"} == made
    assert {"Sauna", "Zoo", "Kino"} <= set(json.loads(code("--json").stdout)["questions"][0]["codes"].values())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nonsense", "--label", "de=Sauna"), "Those are: places."),
        (("places",), "A code needs a text"),
        (("places", "--label", "fr=Sauna"), "It has: de, en."),
        (("places", "--label", "de= PARK "), "is the text of code 1 already"),
        (("places", "--label", f"de={'x' * 201}"), "200 characters at most"),
        (("places", "--label", "de=Sauna", "--code", "2"), "The number 2 is taken. 4 is free."),
        (("places", "--label", "de=Sauna", "--code", "0"), "from 1 to 9999, not 0"),
    ],
)
def test_a_new_code_that_cannot_be_is_refused_with_place_and_cure(
    code: Code, words: tuple[str, ...], told: str
) -> None:
    before = (code.study / "study.yaml").read_bytes()
    refused = code("--new-code", *words)
    assert (1, "") == (refused.returncode, refused.stdout)
    assert told in " ".join(refused.stderr.split())
    assert before == (code.study / "study.yaml").read_bytes()


def test_without_its_code_in_study_yaml_an_answer_is_other_again_and_nothing_breaks(code: Code) -> None:
    settings = code.study / "study.yaml"
    before = settings.read_text(encoding="utf-8")
    assert 0 == code("--new-code", "places", "--label", "de=Sauna").returncode
    rows = code.sheet()
    rows[0]["codes"] = "4"
    assert 0 == code.back(rows, "--reason", "first round").returncode
    settings.write_text(before, encoding="utf-8")
    data = code.rows()
    assert ["1", "1", "1"] == [row["places_park"] for row in data]
    assert "places_4" not in data[0]
    assert 0 == code("--texts").returncode
