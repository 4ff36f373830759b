"""What the reader and the checker say about workbooks; all findings at once."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from cati_app.domain.findings import Severity
from cati_app.engine.sheets.codes import in_study
from cati_app.engine.xlsform.guard import MOST_ROWS
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.other import other_words
from cati_app.engine.xlsform.portable import portability, unregistered_languages
from cati_app.engine.xlsform.read import read_workbook
from tests.unit.engine.forms import codes, findings, form, table


def _survey(columns: str, *rows: str) -> str:
    return table("survey", columns, *rows)


@pytest.mark.parametrize(
    ("expected", "columns", "row"),
    [
        ("type-missing", "type | name | label", " | a | A"),
        ("type-unknown", "type | name | label", "integre | a | A"),
        ("select-without-list", "type | name | label", "select_one | a | A"),
        ("select-without-list", "type | name | label", "select multiple | a | A"),
        ("select-without-list", "type | name | label", "rank | a | A"),
        ("select-without-list", "type | name | label", "radio | a | A"),
        ("select-without-list", "type | name | label", "select_one or_other | a | A"),
        ("select-without-list", "type | name | label", "select multiple or specify other | a | A"),
        ("select-without-list", "type | name | label", "select_one_external | a | A"),
        ("select-without-file", "type | name | label", "select_one_from_file | a | A"),
        ("select-without-file", "type | name | label", "select multiple from file or_other | a | A"),
        ("select-with-more", "type | name | label", "select_one c d | a | A"),
        ("select-with-more", "type | name | label", "select_multiple c d or_other | a | A"),
        ("name-missing", "type | name | label", "text | | A"),
        ("name-invalid", "type | name | label", "text | a b | A"),
        ("name-reserved", "type | name | label", "text | meta | A"),
        ("label-missing", "type | name | label", "text | a | "),
        ("list-missing", "type | name | label", "select_one nothing | a | A"),
        ("group-unopened", "type | name | label", "end group | | "),
        ("parameter-invalid", "type | name | label | parameters", "range | a | A | from zero"),
        ("parameter-invalid", "type | name | label | parameters", "range | a | A | start=x"),
        ("trigger-unknown", "type | name | label | trigger | calculation", "text | a | A | ${b} | 1"),
        ("type-not-by-telephone", "type | name | label", "image | a | A"),
        ("repaired-watched", "type | name | label", "text audit | a | A"),
        ("column-unknown", "type | name | label | relevnt", "text | a | A | 1"),
        ("column-duplicate", "type | name | label | label", "text | a | A | A"),
        ("column-missing", "type | label", "text | A"),
        ("column-unknown-cati", "type | name | label | cati_units", "integer | a | A | km"),
        ("flag-invalid", "type | name | label | cati_core", "integer | a | A | maybe"),
        ("unreachable", "type | name | label | relevant", "text | b | B | false()"),
        ("unreachable", "type | name | label | relevant", "text | b | B | 1 = 2"),
        ("unreachable", "type | name | label | relevant", "text | b | B | no"),
        ("unreachable", "type | name | label | relevant", "text | b | B | ${first} = 1 and ${first} = 2"),
        ("unreachable", "type | name | label | relevant", "text | b | B | 5 < ${first} and ${first} <= 5"),
        ("soft-without-message", "type | name | label | cati_soft", "integer | a | A | . < 5"),
        ("reference-unclosed", "type | name | label", "text | a | A ${first"),
        ("constraint-without-message", "type | name | label | constraint", "integer | a | A | . < 5"),
        ("status-invalid", "type | name | label | cati_status::German (de)", "text | a | A | ready"),
        ("group-empty", "type | name | label", "begin group | g | G"),
        ("group-unclosed", "type | name | label", "begin group | g | G"),
    ],
)
def test_a_row_is_questioned(expected: str, columns: str, row: str) -> None:
    end = ["end group | | "] if expected == "group-empty" else []
    padded = "integer | first | First" if "name" in columns else "integer | First"
    assert expected in codes(_survey(columns, padded, row, *end))


def test_all_findings_come_at_once_in_the_order_of_the_sheet() -> None:
    found = findings(_survey("type | name | label", "integre | a | A", "text | b b | B", "select_one l | c | ${d}"))

    assert [(3, "type-unknown"), (4, "name-invalid"), (5, "reference-unknown"), (5, "list-missing")] == [
        (finding.row, finding.code) for finding in found if finding.severity is Severity.ERROR
    ]


@pytest.mark.parametrize(
    ("expected", "row"),
    [
        ("list-name-missing", " | 1 | One"),
        ("choice-name-missing", "l | | One"),
        ("choice-name-spaced", "l | a b | One"),
        ("choice-label-missing", "l | 2 | "),
        ("choice-duplicate", "l | 0 | Again"),
        ("list-unused", "m | 1 | One"),
        ("reference-unknown", "l | 3 | ${nobody}"),
    ],
)
def test_a_choice_is_questioned(expected: str, row: str) -> None:
    survey = _survey("type | name | label", "select_one l | a | A")
    assert expected in codes(survey, table("choices", "list_name | name | label", "l | 0 | Zero", row))


def test_each_missing_translation_is_a_finding() -> None:
    found = findings(
        _survey(
            "type | name | label::German (de) | label::English (en) | hint::German (de) | hint::English (en)",
            "text | a | A | | Hinweis | ",
            "text | b | | B | | ",
        ),
        table("settings", "default_language", "German (de)"),
    )
    assert [
        ("translation-missing", 3, "hint::English (en)"),
        ("translation-missing", 3, "label::English (en)"),
        ("translation-default-missing", 4, "label::German (de)"),
    ] == [(finding.code, finding.row, finding.column) for finding in found]


def test_an_unknown_default_language_is_an_error() -> None:
    survey = _survey("type | name | label::German (de)", "text | a | A")
    assert "language-default-unknown" in codes(survey, table("settings", "default_language", "Turkish (tr)"))


def test_a_language_without_code_is_pointed_out() -> None:
    assert ["language-code-missing"] == codes(_survey("type | name | label::Klingon", "text | a | A"))


def test_a_question_behind_an_unreachable_one_is_unreachable() -> None:
    found = findings(
        _survey(
            "type | name | label | relevant",
            "text | a | A | false()",
            "text | b | B | ${a} = 'x'",
            "text | c | C | ${a} = '' or ${b} = 'y'",
        )
    )
    assert ["a", "b"] == [finding.message.split("”")[0][1:] for finding in found if finding.code == "unreachable"]


def test_names_in_different_groups_are_a_warning_only() -> None:
    found = findings(
        _survey("type | name | label", "begin group | g | G", "text | a | A", "end group | | ", "text | a | A")
    )
    assert [("name-ambiguous", Severity.WARNING)] == [(finding.code, finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("expected", "data", "name"),
    [
        ("file-empty", b"", "a.xlsx"),
        ("file-type", b"x", "a.pdf"),
        ("file-broken", b"PK\x03\x04", "a.xlsx"),
        ("file-broken", b"text", "a.xls"),
        ("file-broken", b"\0\1\2", "a.csv"),
        ("file-broken", b"no table", "a.md"),
        ("file-encoding", b"survey,type\xff", "a.csv"),
        ("file-too-big", b"x" * (20 * 2**20 + 1), "a.csv"),
        ("file-too-big", b"survey,type\n" * (MOST_ROWS + 1), "a.csv"),
        ("sheet-missing", b"surveys,type\n,text\n", "a.csv"),
        ("sheet-empty", b"survey,type,name\n", "a.csv"),
        ("form-empty", b"survey,type,name\n,calculate,a\n", "a.csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(expected: str, data: bytes, name: str) -> None:
    result = load_form(data, name)

    assert result.form is None
    assert expected in [finding.code for finding in result.findings]


def _book(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Survey "
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_excel_and_csv_give_the_same_form() -> None:
    rows: list[list[object]] = [["type", "name", "label", "default", None], ["integer", "a", "A", 3.0, None]]
    excel, _ = read_workbook(_book(rows), "a.xlsx")
    text, _ = read_workbook("survey,type,name,label,default\n,integer,a,A,3\n".encode("utf-8-sig"), "a.csv")

    assert excel is not None
    assert text is not None
    assert excel.sheet("survey").rows[0].cells == text.sheet("survey").rows[0].cells


def test_an_encrypted_zip_member_counts_as_a_password() -> None:
    data = bytearray(_book([["type", "name"], ["text", "a"]]))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.start_dir
    data[start + 8] |= 1  # the flag in the central directory

    assert ["file-encrypted"] == [finding.code for finding in load_form(bytes(data), "a.xlsx").findings]


def test_dialects_are_understood() -> None:
    questionnaire = form(
        _survey(
            "type | name | label:english | relevance | constraint message:english | constraint | read only | disabled",
            "begin_group | g | G | | | | | ",
            "select one yn | a | A | | | | | ",
            "end_group | | | | | | | ",
            "int | b | B | ${a} = 1 | no | . > 1 | | ",
            "text | x | X | | | | | yes",
            "caseid | | | | | | | ",
        ),
        table("choices", "list name | value | label:english", "yn | 1 | Yes"),
    )
    assert (("en", "english"),) == questionnaire.languages
    assert "x" not in questionnaire.by_name


def test_pyxform_gives_a_second_opinion() -> None:
    sound = _survey("type | name | label", "text | a | A").encode()
    foreign = _survey("type | name | label", "caseid | a | A").encode()

    assert [] == portability(sound, "a.md")
    assert ["conversion-refused"] == [finding.code for finding in portability(foreign, "a.md")]
    assert [] == portability(b"", "a.md")


def test_a_thousand_questions_load_whole() -> None:
    rows: list[list[object]] = [["type", "name", "label::German (de)", "label::English (en)", "relevant"]]
    rows += [
        ["integer", f"q{i}", f"Frage {i}", f"Question {i}", f"${{q{i - 1}}} > 1" if i else ""] for i in range(1000)
    ]
    data = _book(rows)

    result = load_form(data, "a.xlsx")

    assert result.form is not None
    assert {f"q{i}" for i in range(1000)} <= set(result.form.by_name)


@pytest.mark.parametrize(("first", "second"), [("1", "01"), ("1", "1.0"), ("-1", "-01"), ("0", "00")])
def test_codes_of_a_list_that_differ_only_by_zeros_are_refused_in_a_study(first: str, second: str) -> None:
    text = _survey("type | name | label", "select_one l | a | A") + table(
        "choices", "list_name | name | label", f"l | {first} | one", f"l | {second} | other", "m | 1 | elsewhere"
    )
    found = [problem for problem in findings(text) if problem.code == "choice-zeros"]

    assert [(3, Severity.WARNING)] == [(problem.row and 3, problem.severity) for problem in found]
    assert [Severity.ERROR] == [problem.severity for problem in in_study(found)]


def test_a_select_without_list_is_told_which_list_it_could_take_and_nothing_else() -> None:
    found = findings(
        _survey("type | name | label", "select_one | a | A"),
        table("choices", "list_name | name | label", "c | 1 | One"),
    )
    errors = [each for each in found if each.severity is Severity.ERROR]
    assert [("survey", 3, "type")] == [(each.sheet, each.row, each.column) for each in errors]
    assert "“select_one” does not say which choice list it takes." == errors[0].message
    assert errors[0].cure.endswith("select_one c.")


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("select_one or_other", "select_one c or_other."),
        ("Select  Multiple", "Select Multiple c."),
        ("select_one_from_file", "select_one_from_file c.csv."),
        ("select_one_from_file or other", "select_one_from_file c.csv or other."),
        ("select_one c d", "select_one c."),
        ("select_one c d or_other", "select_one c or_other."),
        ("select_one_from_file places 2024.csv", "select_one_from_file places_2024.csv."),
    ],
)
def test_a_select_that_says_too_little_or_too_much_is_written_out(text: str, cure: str) -> None:
    found = findings(
        _survey("type | name | label", f"{text} | a | A"),
        table("choices", "list_name | name | label", "c | 1 | One"),
    )
    errors = [each for each in found if each.severity is Severity.ERROR]
    assert 1 == len(errors)
    assert str(errors[0].cure).endswith(f": {cure}")


def test_a_list_may_be_called_as_what_may_stand_behind_it() -> None:
    found = findings(
        _survey("type | name | label", "select_one or_other | a | A"),
        table("choices", "list_name | name | label", "or_other | 1 | One"),
    )
    assert [] == [each.code for each in found if each.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Arabic (ara)", "Arabic (ar)"),
        ("Farsi (fas)", "Farsi (fa)"),
        ("Farsi (per)", "Farsi (fa)"),
        ("German (ger)", "German (de)"),
        ("German (DEU)", "German (de)"),
        ("Turkish (tur)", "Turkish (tr)"),
        ("French (fre-CA)", "French (fr-ca)"),
        ("Dutch (dut)", "Dutch (nl)"),
    ],
)
def test_a_language_code_of_three_letters_is_one_that_the_odk_tools_do_not_know(name: str, written: str) -> None:
    found = unregistered_languages([name])

    assert [("language-code-long", Severity.HINT)] == [(each.code, each.severity) for each in found]
    assert f"label::{written} " in str(found[0].cure)


def test_or_other_speaks_a_language_named_by_three_letters() -> None:
    assert other_words("nl") == other_words("dut") == other_words("nld-BE") != other_words("en")


def test_a_language_whose_code_nobody_registered_is_named() -> None:
    names = ["German (de)", "Dari (prs)", "Klingon (xx)", "Deutsch", "Português (pt-BR)", "Türkçe (TR)", "default"]

    found = unregistered_languages(names)

    assert [("language-code-unregistered", "survey", 1)] == [(one.code, one.sheet, one.row) for one in found]
    assert "Klingon (xx)" in str(found[0].message)
