"""What has only a name in a questionnaire, on paper: by number, label or words."""

from __future__ import annotations

import re

import pytest

from cati_app.engine.xlsform.load import load_form
from cati_app.publish.paper.document import paper_pdf
from cati_app.publish.paper.naming import NamesOnPaper
from cati_app.publish.paper.source import Source, read_source
from cati_app.publish.print.faces import Faces
from cati_app.resources import reference_study, shipped
from tests.unit.publish.sources import source_of, texts_on_paper

_FONTS = shipped("resources") / "fonts"
_NAMELESS = """
| survey |
| | type | name | label | hint | relevant | calculation | constraint | repeat_count | choice_filter | required | cati_unit |
| | hidden | qxhid | | | | | | | | | |
| | hidden | frame | | | | | | | | | |
| | start | qxstart | | | | | | | | | |
| | begin group | qxsection | | | ${frame} = 'landline' and ${qxhid} != 'qy_value' | | | | | | |
| | select_one qxlist | qxtown | Which town? | Not ${qxcalc} or ${frame} | | | | | | yes | |
| | select_one qxstreets | qxstreet | | Ask | | | | | qxtown = ${qxtown} | | |
| | select_one qxstreets | qxother | Other? | | | | | | qxtown != 'qxt1' | | |
| | integer | qxage | How old in ${qxhid}? | | count(${qxkids}) > 0 | | regex(., concat('^', ${qxcalc})) | | | | ${qxcalc} |
| | note | qxnote | Well, ${qxcalc} it is, by ${qxdouble} | | ${qxnote2} = '' and ${qxcalc} = 'y_old' | | | | | | |
| | note | qxnote2 | Another | | string-length(${qxsection}) > 0 or ../qxhid = 'a' or /data/qxsection/qxage > 3 | | | | | | |
| | end group | | | | | | | | | | |
| | calculate | qxcalc | | | | if(${qxage} > 17, 'y_old', if(${qxtown} = 'qxt1', 'y_young', coalesce(${qxhid}, ${qxstart}))) | | | | | |
| | calculate | qxdouble | Twice the age | | | int(${qxage} * 2) + count-selected(${qxtown}) | | | | | |
| | calculate | qxfar | | | | pulldata('qxfile', 'qxcol', 'qxkey', ${qxage}) | | | | | |
| | calculate | qxlabel | | | | jr:choice-name(${qxtown}, '${qxtown}') | | | | | |
| | calculate | qxpath | | | | instance('qxlist')/root/item[name = ${qxtown}]/label | | | | | |
| | begin repeat | qxkids | | | | | | ${qxcalc2} | | | |
| | text | qxkid | Name? | | position(..) > 1 | | | | | | |
| | end repeat | | | | | | | | | | |
| | calculate | qxcalc2 | | | | indexed-repeat(${qxkid}, ${qxkids}, 1) = 'x' or sum(${qxage}) > 1 | | | | | |
| choices |
| | list_name | name | label | qxtown |
| | qxlist | qxt1 | First | |
| | qxlist | qxt2 | Second | |
"""  # noqa: E501 - a table
_STREETS = "".join(f"| | qxstreets | qxs{number} | Street {number} | qxt1 |\n" for number in range(30))


@pytest.fixture(scope="module")
def faces() -> Faces:
    return Faces(_FONTS)


@pytest.fixture(scope="module")
def nameless() -> Source:
    return source_of(_NAMELESS + _STREETS)


def test_no_internal_name_stands_on_paper(nameless: Source, faces: Faces) -> None:
    texts = texts_on_paper(nameless, faces, nameless.form.default_language)

    assert [] == [text for text in texts if re.search(r"qx|frame|_", text.replace("sampling frame", ""))]


@pytest.mark.parametrize(
    "words",
    [
        "Only if value 2 (sampling frame) is “landline” and value 1 is not “qy value”",
        "2 [without a text]",
        "Only the answers that fit are read: question 1",
        "Only the answers that fit are read.",
        "List of 30 answers, see appendix: List 1",
        "List 1",
        "Interviewer: Not [value 4] or [sampling frame]",
        "4 How old in [value 1]?",
        "Only if number of rows of question 5 is above 0",
        "Well, [value 4] it is, by [Twice the age]",
        "Only if “Another” has no answer and value 4 is “y old”",
        "Value 5: Twice the age",
        "whole part of (question 4 × 2) + number of answers to question 1",
        "an entry of a list",
        "question 1",
        "Only if number of the row is above 1",
        "↻ Repeat as often as: value 9",
    ],
)
def test_what_has_only_a_name_is_told_by_number_label_or_words(nameless: Source, faces: Faces, words: str) -> None:
    texts = texts_on_paper(nameless, faces, nameless.form.default_language)

    assert words in texts


def test_the_reference_study_shows_no_internal_name_in_any_language(faces: Faces) -> None:
    path = reference_study() / "questionnaire.xlsx"
    form = load_form(path.read_bytes(), path.name).form
    assert form is not None
    source = read_source(path.read_bytes(), path.name, form)
    names = {name for name in (*(node.name for node in form.nodes[1:]), *form.lists) if "_" in name}
    known = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?![\w-])")

    for code, _ in form.languages:
        assert [] == [text for text in texts_on_paper(source, faces, code) if known.search(text) or "${" in text]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("2 * (${a} - 1)", "2 × (question 1 − 1)"),
        ("2 * ${a} - 1", "2 × question 1 − 1"),
        ("2 - (${a} - 1)", "2 − (question 1 − 1)"),
        ("(2 - ${a}) - 1", "2 − question 1 − 1"),
        ("6 div (${a} div 2)", "6 ÷ (question 1 ÷ 2)"),
        ("int((${a} + 1) div 2)", "whole part of ((question 1 + 1) ÷ 2)"),
        ("(${a} > 1) + 1", "(question 1 is above 1) + 1"),
        ("1 + if(${a} = 1, 2, '')", "1 + (2 if question 1 is 1; otherwise nothing)"),
        ("if(${a} = 1, 'unknown', 3)", "“not known” if question 1 is 1; otherwise 3"),
        ("number(format-date(today(), '%Y'))", "year of the day of the interview"),
    ],
)
def test_formulas_keep_their_meaning(formula: str, words: str, faces: Faces) -> None:
    survey = "| survey |\n| | type | name | label | calculation |\n| | integer | a | How many? | |\n"

    assert words in texts_on_paper(source_of(f"{survey}| | calculate | c | | {formula} |\n"), faces, "default")


def test_the_study_says_what_calculations_and_their_categories_are(nameless: Source, faces: Faces) -> None:
    study = NamesOnPaper(
        {"default": "A study"},
        {"qxcalc": {"default": "Age group"}},
        {"qxcalc": {"y_old": {"default": "grown up"}, "y_young": {"default": "young"}}},
    )

    texts = texts_on_paper(nameless, faces, nameless.form.default_language, study=study)

    assert "Only if “Another” has no answer and value 4 (Age group) is “grown up”" in texts
    assert "Value 4: Age group" in texts
    assert (
        "“grown up” if question 4 is above 17; “young” if question 1 is “First”; otherwise the first that is known of:"
        " value 1, value 3" in texts
    )


def test_a_form_without_title_is_called_as_the_study_is(nameless: Source) -> None:
    named, nameless_too = (
        paper_pdf(nameless, _FONTS, ["default"], {}, frozenset(), NamesOnPaper(title)).data
        for title in ({"default": "Life in town"}, {})
    )

    assert b"(Life in town)" in named
    assert b"(Questionnaire)" in nameless_too
    assert b"form.md" not in nameless_too
