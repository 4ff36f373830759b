"""The questionnaire on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import ShapedStr

from cati_app.publish.paper.document import paper_pdf
from cati_app.publish.paper.source import Source, saved_on
from cati_app.publish.print.bidi import mirrored, visual_runs
from cati_app.publish.print.faces import Faces
from cati_app.publish.print.prose import Prose, Setting, Style
from cati_app.resources import reference_study, shipped
from tests.commands import Command
from tests.unit.publish.sources import source_of, texts_on_paper

_FONTS = shipped("resources") / "fonts"
_FORM = """
| survey |
| | type | name | label::en (en) | label::ar (ar) | relevant | calculation | constraint | cati_soft | cati_soft_message::en (en) | repeat_count | choice_filter |
| | hidden | who | | | | | | | | | |
| | begin group | start | Start | البداية | | | | | | | |
| | note | hello | Hello, I am ${who} | مرحبا أنا ${who} | | | | | | | |
| | integer | age | Your age? | كم عمرك؟ | | | . >= 0 and . <= 120 | . < 100 | Really? | | |
| | select_one yn | job | Do you work? | هل تعمل؟ | ${age} >= 18 and ${who} != '' | | | | | | |
| | select_multiple yn | kinds | Which at ${age}? | أي؟ | ${job} = 1 or not(selected(${kinds2}, '2')) | | | | | | |
| | select_multiple yn | kinds2 | Which then? | أي إذن؟ | not(${job} = 2) | | | | | | |
| | text | mail | Your address? | عنوانك؟ | selected(${job}, '1') or ${job} = '' | | regex(., '^a$') | | | | |
| | calculate | twice | | | | ${age} * 2 | | | | | |
| | end group | | | | | | | | | | |
| | begin repeat | kid | Child | طفل | | | | | | ${age} | |
| | range | mark | Mark? | علامة؟ | | | | | | | |
| | end repeat | | | | | | | | | | |
| choices |
| | list_name | name | label::en (en) | label::ar (ar) | cati_exclusive |
| | yn | 1 | Yes | نعم | |
| | yn | 2 | No | لا | yes |
"""  # noqa: E501 - a table


@pytest.fixture(scope="module")
def source() -> Source:
    return source_of(_FORM)


@pytest.fixture(scope="module")
def faces() -> Faces:
    return Faces(_FONTS)


def test_questions_are_numbered_and_piped_by_number(source: Source, faces: Faces) -> None:
    texts = texts_on_paper(source, faces)

    assert ["1 Your age?", "2 Do you work?", "3 Which at [answer to 1]?"] == [
        text for text in texts if text[:1] in "123" and "?" in text
    ]
    assert "Hello, I am [value 1]" in texts
    assert "Hello, I am Ann" in texts_on_paper(source, faces, who="Ann")


@pytest.mark.parametrize(
    "words",
    [
        "Only if question 1 is at least 18 and value 1 is known",
        "Only if question 2 is “Yes” or not: question 4 includes “No”",
        "Only if question 2 is not “No”",
        "Only if question 2 is “Yes” or question 2 has no answer",
        "Not accepted unless the answer is between 0 and 120",
        "Asked again unless the answer is below 100",
        "↻ Repeat as often as: question 1",
        "1 / 2 / 3 / 4 / 5 / 6 / 7 / 8 / 9 / 10",
        "don’t know / refused",
        "2 No (only this)",
        "question 1 × 2",
    ],
)
def test_routing_checks_and_answers_are_in_words(source: Source, faces: Faces, words: str) -> None:
    assert words in texts_on_paper(source, faces)


def test_a_check_that_words_do_not_explain_is_left_to_the_author(source: Source, faces: Faces) -> None:
    assert any(text.startswith("Not accepted unless regex(") for text in texts_on_paper(source, faces))


def test_each_language_has_its_own_words(source: Source, faces: Faces) -> None:
    texts = texts_on_paper(source, faces, "ar")

    assert "لا أعرف / رفض الإجابة" in texts
    assert any("السؤال 2" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "right_to_left", "seen"),
    [
        ("abc אבג", False, "abc גבא"),
        ("אבג abc 12", True, "abc 12 גבא"),
        ("אבג (abc)", True, "(abc) גבא"),
        ("(אב)", True, "(בא)"),
        ("ab (אב) ", False, "ab (בא) "),
        ("אב 12.5% ג", True, "ג 12.5% בא"),
        ("جد ٣٤ 1-2", True, "2-1 ٣٤ دج"),
        ("21٣جد", False, "21دج٣"),
        ("אב!", True, "!בא"),
        ("a1 b", True, "a1 b"),
        ("أ 030\u00a023125\u00a0990", True, "030\u00a023125\u00a0990 أ"),
    ],
)
def test_lines_of_both_directions_are_ordered_as_unicode_says(text: str, right_to_left: bool, seen: str) -> None:
    runs = visual_runs(text, right_to_left)

    shown = "".join(
        mirrored(text[one.start : one.end]) if one.right_to_left else text[one.start : one.end] for one in runs
    )
    assert seen == shown


def test_arabic_letters_are_joined_and_latin_ones_have_their_own_font(faces: Faces) -> None:
    arabic, latin = faces.pieces("سلام", 10, False, True), faces.pieces("Café Ж ğ", 10, True, False)

    assert isinstance(arabic[0].text, ShapedStr)
    assert "سلام"[::-1] != arabic[0].text
    assert ["Inter-SemiBold"] == [piece.font for piece in latin]


def test_groups_of_a_telephone_number_keep_their_order(faces: Faces) -> None:
    pieces = faces.pieces(faces.printable("الرقم 030 23125 990"), 10, False, True)

    assert "030\u00a023125\u00a0990" in "".join(piece.text for piece in pieces)


def test_a_letter_without_font_is_never_a_box(faces: Faces) -> None:
    assert "a[U+4E16]" == faces.printable("a世")
    assert (1.0, 0.0) == (faces.missing_share("नमस्ते"), faces.missing_share("Ünïcode Україна العربية"))


def test_a_long_text_breaks_within_its_width_and_across_pages(faces: Faces) -> None:
    prose = Prose(Setting(faces, False), "word " * 200 + "x" * 300, Style(), "1")
    prose.wrap(200, 1000)

    assert max(prose.measure(line) for line in prose.lines) <= 200
    head, rest = prose.split(200, 100)
    assert isinstance(head, Prose) and isinstance(rest, Prose)
    head.wrap(200, 1000)
    rest.wrap(200, 1000)
    assert prose.lines == head.lines + rest.lines
    assert ("1", "") == (head.mark, rest.mark)


def test_the_same_form_gives_the_same_bytes(source: Source) -> None:
    made = [paper_pdf(source, _FONTS, ["en", "ar"], {}, frozenset({"ar"})) for _ in range(2)]

    assert made[0] == made[1]
    assert made[0].data.startswith(b"%PDF-")
    assert () == made[0].left_out


def test_a_language_without_font_is_left_out_and_named(tmp_path: Path, cati: Command) -> None:
    form = tmp_path / "form.md"
    form.write_text(
        "| survey |\n| | type | name | label::English (en) | label::Hindi (hi) |\n| | text | a | Name? | आपका नाम? |\n",
        encoding="utf-8",
    )
    out = tmp_path / "paper.pdf"

    both = cati("convert", form, "--to", "paper", "--out", out)
    assert (1, True) == (both.returncode, "Hindi (hi)" in both.stderr)
    assert out.read_bytes().startswith(b"%PDF-")
    assert 0 == cati("convert", form, "--to", "paper", "--out", out, "--language", "en").returncode
    alone = cati("convert", form, "--to", "paper", "--out", out, "--language", "hi")
    assert (1, True) == (alone.returncode, "No font at hand" in alone.stderr)


@pytest.mark.slow
def test_the_reference_study_prints_in_all_its_languages(tmp_path: Path, cati: Command) -> None:
    out = tmp_path / "paper.pdf"

    assert 0 == cati("convert", reference_study(), "--to", "paper", "--out", out).returncode
    counts = [int(count) for count in re.findall(rb"/Count (\d+)", out.read_bytes())]
    assert max(counts) > 50


def test_a_workbook_names_the_day_it_was_saved() -> None:
    data = (reference_study() / "questionnaire.xlsx").read_bytes()

    assert re.fullmatch(r"\d{4}-\d\d-\d\d", saved_on(data))
    assert "" == saved_on(b"| survey |")
