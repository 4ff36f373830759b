"""What other programs and hurried hands write differently is put right, and each repair is reported."""

from __future__ import annotations

import pytest

from cati_app.domain.findings import Severity
from cati_app.engine.form.answers import Answer
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.sheets.codes import in_study
from cati_app.engine.xlsform.repair.expressions import straight
from tests.unit.engine.forms import codes, findings, form, session, table

_YES_NO = table("choices", "list_name | name | label", "yn | 1 | Yes", "yn | 0 | No")


def _survey(columns: str, *rows: str) -> str:
    return table("survey", columns, *rows)


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        (QuestionKind.INTEGER, "number"),
        (QuestionKind.TEXT, "add text prompt"),
        (QuestionKind.TEXT, "q string"),
        (QuestionKind.SINGLE, "Select-One yn"),
        (QuestionKind.MULTIPLE, "multiple choice yn"),
        (QuestionKind.SINGLE, "select_one: yn"),
        (QuestionKind.SINGLE, "select_one YN"),
        (QuestionKind.MULTIPLE, "checkbox yn"),
        (QuestionKind.DATETIME, "timestamp"),
    ],
)
def test_a_type_in_other_words_is_understood(expected: QuestionKind, kind: str) -> None:
    sheets = (_survey("type | name | label", f"{kind} | a | A"), _YES_NO)

    assert expected is form(*sheets).by_name["a"][0].question
    assert ("repaired-type", 3) in [(one.code, one.row) for one in findings(*sheets)] or kind == "timestamp"


@pytest.mark.parametrize(
    "kind",
    [
        "select_one yn",
        "select one yn",
        "select1 yn",
        "select all that apply yn",
        "select_multiple yn or specify other",
        "Begin Group",
        "begin_group",
    ],
)
def test_what_every_tool_reads_is_no_repair(kind: str) -> None:
    rows = [f"{kind} | a | A"] + (["text | b | B", "end group | | "] if "roup" in kind else [])
    assert not [code for code in codes(_survey("type | name | label", *rows), _YES_NO) if code.startswith("repaired")]


def test_the_list_may_stand_in_a_column_of_its_own() -> None:
    assert (
        "yn"
        == form(_survey("type | choices | name | label", "select_one | yn | a | A"), _YES_NO).by_name["a"][0].choices
    )


@pytest.mark.parametrize(
    ("expected", "header"),
    [
        ("relevant", "skip logic"),
        ("relevant", "Show If"),
        ("relevant", "relevance"),
        ("constraint", "validation criteria"),
        ("required", "mandatory"),
    ],
)
def test_columns_under_other_names_are_read(expected: str, header: str) -> None:
    rules = (
        form(_survey(f"type | name | label | {header}", "integer | a | A | ", "integer | b | B | ${a} = 1"))
        .nodes[2]
        .rules
    )

    assert getattr(rules, expected) >= 0


@pytest.mark.parametrize(
    "header",
    [
        "labelEnglish",
        "label English",
        "label (English)",
        "label_english",
        "Label-English (en)",
        "label::English",
        "label:english",
        "LABEL:: English",
    ],
)
def test_labels_of_a_language_are_found_however_they_are_written(header: str) -> None:
    assert "en" in dict(form(_survey(f"type | name | {header}", "text | a | A")).languages)


def test_choices_may_call_their_columns_otherwise() -> None:
    made = form(
        _survey("type | name | label | choice_filter", "select_one l | a | A | value != 2"),
        table("choices", "listname | value | option label", "l | 1 | One", "l | 2 | Two"),
    )
    assert ["1"] == [choice.name for choice in session(made).screen().questions[0].choices]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("'a'", "‘a’"),
        ('"a"', "“a”"),
        ("'a'", "’a'"),
        ("'It’s'", "'It’s'"),
        ("x = 'a' or x = \"b\"", "x = ’a’ or x = “b”"),
        ("", ""),
    ],
)
def test_curly_quotation_marks_are_straightened(expected: str, text: str) -> None:
    assert expected == straight(text)


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        ("repaired-quotes", "${a} = ’x’"),
        ("repaired-reference", "$ { a } = 'x'"),
        ("repaired-commas", "selected(${a},, 'x')"),
        ("repaired-signs", "${a} == 'x'"),
        ("repaired-signs", "NOT (${a} ≠ 'x')"),
        ("repaired-signs", "${a} = 'x' && 1 = 1"),
    ],
)
def test_an_expression_is_put_right_and_works(expected: str, written: str) -> None:
    sheets = _survey("type | name | label | relevant", "text | a | A | ", f"text | b | B | {written}")
    asked = session(form(sheets))

    asked.answer("a", Answer("x"))

    assert asked.is_relevant("b")
    assert [(expected, 4, "relevant")] == [(one.code, one.row, one.column) for one in findings(sheets)]


def test_quoted_texts_stay_as_they_are() -> None:
    made = form(
        _survey(
            "type | name | label | calculation",
            "calculate | a | | concat('a,, b ==', ' AND ', '$ {x}')",
            "text | b | ${a} | ",
        )
    )

    assert "a,, b == AND $ {x}" == session(made).value("a")


@pytest.mark.parametrize(
    ("expected", "text"), [(True, "oui"), (True, "Y"), (False, "optional"), (False, "n"), (True, "TRUE"), (False, "No")]
)
def test_required_in_other_words(expected: bool, text: str) -> None:
    made = form(_survey("type | name | label | required", f"text | a | A | {text}"))

    assert expected is session(made).screen().questions[0].required


def test_a_default_that_is_a_text_is_left_alone() -> None:
    assert "a,, b == “c”" == session(
        form(_survey("type | name | label | default", "text | a | A | a,, b == “c”"))
    ).value("a")


def test_leftovers_of_kobo_are_put_aside() -> None:
    sheets = _survey(
        "type | name | label | $kuid | kobo--locking-profile",
        "set form title | My form | | | ",
        "set form id | my_form | | | ",
        "text | a | A | xyz | flex",
    )
    assert ("My form", "my_form") == (form(sheets).title, form(sheets).name)
    assert {"repaired-leftover"} == set(codes(sheets))


def test_blocks_of_kobo_are_spelt_out() -> None:
    made = form(
        _survey(
            "type | name | label | required | kobo--score-choices | kobo--rank-items | kobo--matrix_list",
            "begin_score | s | How good? | yes | yn | | ",
            "score__row | s1 | Bread | | | | ",
            "score__row | s2 | Milk | | | | ",
            "end_score | | | | | | ",
            "begin_rank | r | Order | yes | | yn | ",
            "rank__level | r1 | First | | | | ",
            "rank__level | r2 | Second | | | | ",
            "end_rank | | | | | | ",
            "begin_kobomatrix | m | Goods | | | | yn",
            "integer | n | Number | | | | ",
            "end_kobomatrix | | | | | | ",
        ),
        _YES_NO,
    )
    asked = session(made)

    assert ["s1", "s2", "r1", "r2", "m_1_n", "m_0_n"] == [node.name for node in made.nodes if node.question]
    asked.answer("/s/s1", Answer("1"))
    asked.answer("/s/s2", Answer("1"))
    asked.forward()
    asked.answer("/r/r1", Answer("1"))
    step = asked.answer("/r/r2", Answer("1"))
    assert step.check is not None and step.check.hard


def test_types_of_surveycto_are_handed_in_or_watched() -> None:
    made = form(
        _survey(
            "type | name | label",
            "caseid | caseid | ",
            "username | who | ",
            "deviceid | deviceid | ",
            "text audit | ta | ",
            "speed violations list | sv | ",
            "sensor_statistic mean_light | light | ",
            "comments | remarks | ",
            "note | n | Case ${caseid} of ${who}",
        )
    )
    asked = session(made, hidden={"caseid": "17", "username": "anna", "deviceid": "d"})

    assert "Case 17 of anna" == asked.screen().questions[0].label
    assert not {"ta", "sv", "light", "remarks"} & {datum.name for datum in asked.data().values()}


def test_calculate_here_is_made_once_when_the_interview_stands_there() -> None:
    made = form(
        _survey(
            "type | name | label | calculation",
            "text | a | A | ",
            "calculate_here | first | | ${a}",
            "text | b | B | ",
            "calculate_here | last | | concat(${a}, ${b})",
        )
    )
    asked = session(made)

    asked.answer("a", Answer("x"))
    assert "" == asked.value("first")
    asked.forward()
    assert "x" == asked.value("first")
    asked.back()
    asked.answer("a", Answer("y"))
    asked.forward()
    asked.answer("b", Answer("z"))
    asked.forward()

    assert ("x", "yz") == (asked.value("first"), asked.value("last"))


def test_calculate_here_in_a_repeat_is_made_row_by_row() -> None:
    made = form(
        _survey(
            "type | name | label | calculation | repeat_count",
            "begin repeat | r | R | | 2",
            "text | a | A | | ",
            "calculate_here | c | | ${a} | ",
            "end repeat | | | | ",
            "text | z | Z | | ",
        )
    )
    asked = session(made)

    for row, text in ((1, "x"), (2, "y")):
        asked.answer(f"/r[{row}]/a", Answer(text))
        assert "" == asked.value(f"/r[{row}]/c")
        asked.forward()

    assert ("x", "y") == (asked.value("/r[1]/c"), asked.value("/r[2]/c"))


def test_a_group_without_name_gets_one() -> None:
    assert ["repaired-name"] == codes(
        _survey("type | name | label", "begin group | | G", "text | a | A", "end group | | ")
    )


def test_a_choice_name_may_occur_twice() -> None:
    sheets = (
        _survey("type | name | label", "select_one l | a | A"),
        table("choices", "list_name | name | label", "l | 1 | One", "l | 1 | Uno"),
    )

    assert [("choice-duplicate", Severity.WARNING)] == [(one.code, one.severity) for one in findings(*sheets)]
    assert [Severity.ERROR] == [one.severity for one in in_study(findings(*sheets))]
    assert ["choice-repeated"] == codes(*sheets, table("settings", "allow_choice_duplicates", "yes"))


def test_a_single_choice_may_have_spaces_in_its_name() -> None:
    made = form(
        _survey("type | name | label", "select_one l | a | A", "text | b | B"),
        table("choices", "list_name | name | label", "l | camp site | Site"),
    )
    asked = session(made)

    asked.answer("a", Answer("camp site"))

    assert "camp site" == asked.value("a")


def test_references_in_the_labels_of_choices_are_filled_in() -> None:
    made = form(
        _survey(
            "type | name | label | calculation | repeat_count",
            "text | phone | P | | ",
            "begin repeat | r | R | | 1",
            "text | who | W | | ",
            "select_one l | a | A | | ",
            "calculate | said | | jr:choice-name(${a}, '${a}') | ",
            "end repeat | | | | ",
        ),
        table("choices", "list_name | name | label", "l | 1 | ${who}: ${phone}", "l | 2 | none"),
    )
    asked = session(made)

    asked.answer("phone", Answer("030"))
    asked.forward()
    asked.answer("/r[1]/who", Answer("Ida"))
    asked.forward()

    assert ["Ida: 030", "none"] == [choice.label for choice in asked.screen().questions[0].choices]
    asked.answer("/r[1]/a", Answer("1"))
    assert "Ida: 030" == asked.value("/r[1]/said")


def test_a_filter_may_keep_what_was_chosen_before() -> None:
    made = form(
        _survey(
            "type | name | label | choice_filter | calculation",
            "select_multiple l | used | Used | | ",
            "select_one l | a | A | not(selected(${both}, name)) or name = ${a} | ",
            "calculate | both | | | concat(${used}, ' ', ${a})",
        ),
        table("choices", "list_name | name | label", "l | 1 | One", "l | 2 | Two"),
    )
    asked = session(made)

    asked.answer("used", Answer("1"))
    asked.forward()
    assert ["2"] == [choice.name for choice in asked.screen().questions[0].choices]
    asked.answer("a", Answer("2"))

    assert "2" == asked.value("a")
    assert ["2"] == [choice.name for choice in asked.screen().questions[0].choices]


def test_other_is_offered_in_every_language() -> None:
    made = form(
        _survey("type | name | label::Deutsch (de) | label::Français (fr)", "select_one yn or_other | a | A | B"),
        table("choices", "list_name | name | label::Deutsch (de) | label::Français (fr)", "yn | 1 | Ja | Oui"),
    )
    asked = session(made, "fr")

    assert "Autre" == asked.screen().questions[0].choices[-1].label
    asked.answer("a", Answer("other"))
    asked.forward()
    assert ("Précisez.", "Was genau?") == (asked.screen().questions[0].label, asked.screen("de").questions[0].label)


def test_entities_are_left_alone() -> None:
    assert ["entities-ignored"] == codes(
        _survey("type | name | label", "text | a | A"), table("entities", "list_name | label", "trees | A")
    )


def test_a_trigger_without_calculation_clears_the_answer() -> None:
    made = form(_survey("type | name | label | trigger", "text | a | A | ", "text | b | B | ${a}"))
    asked = session(made)

    asked.answer("a", Answer("1"))
    asked.forward()
    asked.answer("b", Answer("x"))
    asked.back()
    asked.answer("a", Answer("2"))

    assert "" == asked.value("b")


def test_columns_of_surveycto_are_known_and_media_need_no_file() -> None:
    sheets = (
        _survey(
            "type | name | label | minimum_seconds | publishable | response_note | media::image | media::audio",
            "text | a | A | 2.5 | yes | N | a.png | a.mp3",
        ),
    )

    assert ["column-without-effect"] == codes(*sheets)


@pytest.mark.parametrize(("least", "said"), [("2.5", ["column-without-effect"]), ("", [])])
def test_a_column_that_promises_something_and_keeps_it_nowhere_is_named(least: str, said: list[str]) -> None:
    assert said == codes(_survey("type | name | label | minimum_seconds", f"text | a | A | {least}"))


def test_a_column_in_selected_is_no_forgotten_quotation_mark() -> None:
    choices = table("choices", "list_name | name | label | f", "l | 1 | One | a", "l | 2 | Two | b")
    sheets = (
        _survey(
            "type | name | label | choice_filter", "text | t | T | ", "select_one l | a | A | not(selected(${t}, f))"
        ),
        choices,
    )
    asked = session(form(*sheets))

    asked.answer("t", Answer("a"))
    asked.forward()

    assert ["2"] == [choice.name for choice in asked.screen().questions[0].choices]
    assert [] == codes(*sheets)


def test_one_language_written_in_two_ways_is_one() -> None:
    made = form(_survey("type | name | label::english | hint::English (en)", "text | a | A | H"))

    assert ("A", "H") == (session(made).screen().questions[0].label, session(made).screen().questions[0].hint)
    assert 1 == len(made.languages)
