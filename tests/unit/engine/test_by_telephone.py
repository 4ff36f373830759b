"""Lints for asking by telephone: each has a form that earns it and one that does not."""

from __future__ import annotations

import pytest

from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.reading import counted_in_characters, reading_times, seconds_of, totals, units_a_minute
from cati_app.engine.xlsform.kept import read_kept
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.telephone import telephone_findings
from tests.unit.engine.forms import form, table

_TWO = "type | name | label::English (en) | label::German (de) | constraint"


def _found(*tables: str) -> list[Finding]:
    data = "".join(tables).encode()
    result = load_form(data, "form.md")
    assert result.form is not None, result.findings
    workbook = read_kept(data, "form.md", None)[0]
    assert workbook is not None
    return telephone_findings(result.form, workbook)


def _codes(*tables: str) -> list[str]:
    return [one.code for one in _found(*tables)]


def _choices(*rows: str) -> str:
    return table("choices", "list_name | name | label::English (en) | label::German (de)", *rows)


def _list(count: int) -> str:
    return _choices(*(f"l | {n} | Answer {n} | Antwort {n}" for n in range(1, count + 1)))


@pytest.mark.parametrize(
    ("count", "kind", "appearance", "expected"),
    [
        (13, "select_one l", "", ["list-long-to-read"]),
        (12, "select_one l", "", []),
        (13, "select_multiple l", "", ["list-long-to-read"]),
        (13, "select_one l", "search", []),
        (60, "select_one l", "", []),
    ],
)
def test_a_list_that_nobody_can_keep_in_mind(count: int, kind: str, appearance: str, expected: list[str]) -> None:
    survey = table("survey", "type | name | label | appearance", f"{kind} | a | A | {appearance}")
    lists = table("choices", "list_name | name | label", *(f"l | {n} | Answer {n}" for n in range(count)))
    assert expected == _codes(survey, lists)


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [("text", 61, ["text-long-to-read"]), ("text", 60, []), ("note", 120, []), ("note", 121, ["text-long-to-read"])],
)
def test_a_text_that_nobody_can_follow(kind: str, words: int, expected: list[str]) -> None:
    assert expected == _codes(table("survey", "type | name | label", f"{kind} | a | {'word ' * words}"))


def test_a_text_without_spaces_is_measured_in_characters() -> None:
    assert ["text-long-to-read"] == _codes(
        table("survey", "type | name | label::Chinese (zh)", f"text | a | {'字' * 140}")
    )
    assert [] == _codes(table("survey", "type | name | label::Chinese (zh)", f"text | a | {'字' * 120}"))


def test_each_language_quotes_the_same_answers() -> None:
    found = _found(
        table(
            "survey",
            _TWO,
            "text | who | Who? | Wer? | ",
            "text | a | Does ${who} work? | Arbeitet ${ who }? | ",
            "text | b | Does ${who} sleep there? | Schläft die Person dort? | ",
        )
    )
    assert [("placeholder-missing", Severity.WARNING, 5, "label::German (de)")] == [
        (one.code, one.severity, one.row, one.column) for one in found
    ]
    assert "${who}" in found[0].message


def test_a_text_that_was_copied_instead_of_translated() -> None:
    assert ["translation-same"] == _codes(
        table("survey", _TWO, "text | a | What is your name? | What is your name? | ")
    )
    assert [] == _codes(
        table("survey", _TWO, "text | a | Name? | Name? | ", "text | b | What is it here? | Was ist es hier? | ")
    )


@pytest.mark.parametrize(
    "choice",
    [
        "-99 | Something | Etwas",
        "dk | Something | Etwas",
        "99 | Don’t know | Egal",
        "99 | Other | Weiß nicht",
        "8 | Refused to say | Etwas",
        "refused | No | Nein",
    ],
)
def test_don_t_know_within_a_list(choice: str) -> None:
    found = _found(
        table("survey", _TWO, "select_one l | a | A? | A? | "), _choices("l | 1 | Yes | Ja", f"l | {choice}")
    )
    assert [("special-in-list", "choices", 7)] == [(one.code, one.sheet, one.row) for one in found]


@pytest.mark.parametrize(
    "choices",
    [
        ["99 | Other | Sonstiges"],
        ["8 | I know | Ich weiß es"],
        ["-1 | Minus one | Minus eins"],
        ["DK | Denmark | Dänemark", "DE | Germany | Deutschland"],
    ],
)
def test_other_choices_are_left_alone(choices: list[str]) -> None:
    first = [] if len(choices) > 1 else ["l | 1 | Yes | Ja"]
    survey = table("survey", _TWO, "select_one l | a | A? | A? | ")
    assert [] == _codes(survey, _choices(*first, *(f"l | {choice}" for choice in choices)))


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (". <= 120 or . = -99", ["special-in-constraint"]),
        ("(. > 0 and . < 9) or . = 998 or -88 = .", ["special-in-constraint"] * 2),
        ("not(. < 5 or . = 999)", ["special-in-constraint"]),
        (". >= 0 and . <= 120", []),
        (". = 5 or . = 99", []),
        (". > -99", []),
    ],
)
def test_magic_numbers_of_a_constraint(constraint: str, expected: list[str]) -> None:
    assert expected == _codes(table("survey", _TWO, f"integer | a | A? | A? | {constraint}"))


def test_reading_times_follow_the_words_of_each_language() -> None:
    short = form(
        table("survey", _TWO, "note | n | One two three | Eins | ", "text | a | Five words are in here | Vier | ")
    )
    times = reading_times(short)

    assert ["/n", "/a"] == [one.path for one in times]
    assert pytest.approx(3 / units_a_minute("en") * 60 + 0.5) == times[0].seconds[0]
    assert pytest.approx(1 / units_a_minute("de") * 60 + 3) == times[1].seconds[1]
    assert pytest.approx([sum(one.seconds[place] for one in times) for place in (0, 1)]) == totals(short)


def test_choices_are_read_aloud_up_to_twelve_and_languages_differ() -> None:
    survey = table("survey", _TWO, "select_one l | a | A? | A? | ")
    few, many = form(survey, _list(12)), form(survey, _list(13))

    assert seconds_of(few, few.nodes[1], "en") > seconds_of(many, many.nodes[1], "en")
    assert 0.0 == seconds_of(few, few.nodes[0], "en")
    assert (True, True, False) == tuple(counted_in_characters(code) for code in ("zh", "th", "de"))
    assert units_a_minute("ar") < units_a_minute("xx") < units_a_minute("en")
