"""What the answers to each kind of question become in the data set."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.engine.form.answers import Special
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.table import Kind, ResponseSet
from cati_app.publish.dataset.typed import typed_table
from tests.unit.publish.records import data, form, held, interview, row, values_of, variable

LISTS = """
list_name | name | label
yes_no    | 1    | ja
yes_no    | 2    | nein
party     | spd  | SPD
party     | cdu  | CDU
party     | none | keine
"""


@pytest.mark.parametrize(
    ("answer", "code"),
    [(Special.DONT_KNOW, -99), (Special.REFUSED, -98), (Special.NOT_APPLICABLE, -97), ("2", 2)],
)
def test_special_answers_become_codes_of_one_range(answer: str | Special, code: int) -> None:
    questionnaire = form("type | name | label\nselect_one yes_no | own | Eigentum?\n", LISTS)
    table = data(questionnaire, held(questionnaire, {"own": answer}))
    assert table.column("own") == [code]
    assert variable(table, "own").missing_range == (-99, -91)
    assert variable(table, "own").labels[-98] == "keine Angabe"
    assert variable(table, "own").labels[1] == "ja"


def test_filtered_not_reached_and_blank_questions_are_told_apart() -> None:
    questionnaire = form(
        """
        type              | name | label      | relevant
        select_one yes_no | a    | A?         |
        integer           | b    | B?         | ${a} = '1'
        integer           | c    | C?         |
        integer           | d    | D?         |
        """,
        LISTS,
    )
    ended = held(questionnaire, {"a": "2"}, stop_at="c", disposition="partial")
    values = values_of(questionnaire, ended)
    assert (values["b"], values["c"], values["d"]) == (-91, -92, -92)
    assert ended.values["/c"].missing == "blank"
    assert ended.values["/d"].missing == "not_reached"


def test_choices_without_numbers_get_codes_in_the_order_of_the_list() -> None:
    questionnaire = form("type | name | label\nselect_one party | vote | Wahl?\n", LISTS)
    table = data(questionnaire, held(questionnaire, {"vote": "cdu"}))
    assert table.column("vote") == [2]
    assert [(one.code, one.name, one.text) for one in variable(table, "vote").codes] == [
        (1, "spd", "SPD"),
        (2, "cdu", "CDU"),
        (3, "none", "keine"),
    ]


def test_long_lists_with_short_names_keep_the_names_and_say_why_one_is_missing() -> None:
    countries = "list_name | name | label\n" + "\n".join(f"land | X{number} | Land {number}" for number in range(60))
    questionnaire = form("type | name | label\nselect_one land | born | Wo?\n", countries)
    given, refused = held(questionnaire, {"born": "X7"}), held(questionnaire, {"born": Special.REFUSED}, 2)
    table = data(questionnaire, given, refused)
    assert sorted(zip(table.column("born"), table.column("born_miss"), strict=True)) == [("", -98), ("X7", 0)]
    assert variable(table, "born").labels["X7"] == "Land 7"
    assert variable(table, "born").kind is Kind.TEXT
    assert variable(table, "born").missing == {}
    gone = data(questionnaire, row(interview(), values={"/born": StoredDatum("/born", "DDR", None)}))
    assert (gone.column("born"), gone.column("born_miss")) == ([""], [-92])
    assert [(one.variable, "DDR" in one.text) for one in gone.notices] == [("born", False)]


def test_a_multiple_question_has_one_variable_for_each_choice_and_a_set() -> None:
    questionnaire = form("type | name | label\nselect_multiple party | liked | Was mögen Sie?\n", LISTS)
    answered, refused = held(questionnaire, {"liked": "spd none"}), held(questionnaire, {"liked": Special.REFUSED}, 2)
    table = data(questionnaire, answered, refused)
    names = ("liked_spd", "liked_cdu", "liked_none")
    assert sorted(tuple(row[-5:-2]) for row in table.rows) == [(-98, -98, -98), (1, 0, 1)]
    assert table.sets == (ResponseSet("liked", "Was mögen Sie?", names, 1),)
    assert variable(table, "liked_cdu").label == "CDU – Was mögen Sie?"
    assert variable(table, "liked_cdu").set_name == "liked"
    assert variable(table, "liked_cdu").labels[0] == "nicht genannt"


def test_a_ranking_has_one_variable_for_each_choice_with_its_rank() -> None:
    questionnaire = form("type | name | label\nrank party | liked | Reihenfolge?\n", LISTS)
    values = values_of(questionnaire, held(questionnaire, {"liked": "none spd cdu"}))
    assert [values[name] for name in ("liked_spd", "liked_cdu", "liked_none")] == [2, 3, 1]


def test_dates_and_times_are_local_and_year_questions_are_numbers() -> None:
    questionnaire = form(
        """
        type     | name  | label  | appearance
        date     | day   | Tag?   |
        date     | month | Monat? | month-year
        date     | year  | Jahr?  | year
        time     | hour  | Zeit?  |
        dateTime | both  | Wann?  |
        """
    )
    answers = {"day": "2025-02-03", "month": "2024-05", "year": "1999", "hour": "07:45", "both": "2026-07-01T12:00:00Z"}
    answered = held(questionnaire, answers)
    values = values_of(questionnaire, answered)
    assert (values["day"], values["month"], values["year"]) == (date(2025, 2, 3), date(2024, 5, 1), 1999)
    assert (values["hour"], values["both"]) == (time(7, 45), datetime.fromisoformat("2026-07-01T14:00"))
    assert variable(data(questionnaire, answered), "month").notes


def test_texts_have_a_companion_that_says_why_they_are_missing() -> None:
    questionnaire = form("type | name | label\ntext | open | Was noch?\n")
    rows = [held(questionnaire, {"open": answer}, n) for n, answer in enumerate((" grün\0e Ü ", Special.DONT_KNOW))]
    table = data(questionnaire, *rows)
    assert sorted(zip(table.column("open"), table.column("open_miss"), strict=True)) == [("", -99), ("grüne Ü", 0)]
    assert variable(table, "open").width == 1_024
    assert variable(table, "open_miss").labels[0] == "Text vorhanden"


def test_numbers_that_may_be_negative_have_other_missing_codes() -> None:
    questionnaire = form(
        """
        type    | name | label  | constraint
        integer | cold | Grad?  | . >= -60 and . <= 50
        integer | free | Zahl?  |
        integer | warm | Stand? | . >= 0
        """
    )
    table = data(questionnaire, held(questionnaire, {"cold": Special.REFUSED, "free": "-95", "warm": Special.REFUSED}))
    values = dict(zip((one.name for one in table.variables), table.rows[0], strict=True))
    assert (values["cold"], values["free"], values["warm"]) == (-999_999_998, -95, -98)
    assert variable(table, "free").missing_range == (-999_999_999, -999_999_991)
    assert "-999999999" in variable(table, "cold").notes[0]
    assert ["free"] == [notice.variable for notice in table.notices if "negativ" in notice.text]


def test_a_value_that_is_itself_a_far_code_is_no_missing_one() -> None:
    questionnaire = form(
        """
        type      | name  | label | calculation
        integer   | debt  | Zahl? |
        integer   | loan  | Zahl? |
        calculate | twice |       | 2 * ${debt}
        """
    )
    rows = [
        held(questionnaire, {"debt": "-999999995", "loan": "-5"}),
        held(questionnaire, {"debt": Special.REFUSED, "loan": Special.REFUSED}, 2),
    ]
    table = data(questionnaire, *rows)
    assert {-999_999_995, -9_000_000_000_000_098} == set(table.column("debt"))
    assert {-5, -999_999_998} == set(table.column("loan"))
    assert (-999_999_999, -999_999_991) == variable(table, "twice").missing_range
    debts = typed_table(table).numbers("debt")
    assert {-999_999_995.0, -9_000_000_000_000_098.0} == set(debts.coded.tolist())
    assert [-999_999_995.0] == debts.numbers[debts.is_valid].tolist()
    assert ["debt", "loan", "twice"] == [notice.variable for notice in table.notices if "negativ" in notice.text]


def test_repeats_become_columns_up_to_the_largest_number_of_rows() -> None:
    questionnaire = form(
        """
        type         | name  | label       | repeat_count
        integer      | n     | Wie viele?  |
        begin_repeat | kids  | Kinder      | ${n}
        integer      | age   | Wie alt?    |
        end_repeat   |       |             |
        """
    )
    two = held(questionnaire, {"n": "2", "/kids[1]/age": "7", "/kids[2]/age": "3"})
    one = held(questionnaire, {"n": "1", "age": "9"}, 2)
    cut_short = held(questionnaire, {}, 3, stop_at="n", disposition="partial")
    table = data(questionnaire, two, one, cut_short)
    found = sorted(zip(table.column("age_1"), table.column("age_2"), strict=True))
    assert found == [(-92, -92), (7, 3), (9, -91)]
    assert variable(table, "age_2").label == "Wie alt? (2)"


def test_repeats_without_any_row_still_have_their_column() -> None:
    questionnaire = form(
        "type | name | label | repeat_count\nbegin_repeat | kids | Kinder | 0\n"
        "integer | age | Alter? |\nend_repeat | | |\n"
    )
    assert values_of(questionnaire, held(questionnaire))["age_1"] == -91


def test_answers_outside_the_list_are_missing_and_noticed_without_their_value() -> None:
    old = form("type | name | label\nselect_one party | vote | Wahl?\n", LISTS + "party | fdp | FDP\n")
    new = form("type | name | label\nselect_one party | vote | Wahl?\n", LISTS)
    table = data(new, held(old, {"vote": "fdp"}))
    assert table.column("vote") == [-92]
    assert [(one.variable, "fdp" in one.text.lower()) for one in table.notices] == [("vote", False)]


def test_measurement_levels_follow_the_kind_and_the_column_level_of_the_list() -> None:
    ordered = "list_name | name | label | level\ngood | 1 | gut | ordinal\ngood | 2 | schlecht |\n"
    questionnaire = form(
        "type | name | label\nselect_one good | mood | Wie?\ninteger | age | Alter?\ntext | open | Was?\n", ordered
    )
    table = data(questionnaire, held(questionnaire))
    levels = [variable(table, name).level for name in ("mood", "age", "open", "open_miss")]
    assert levels == [Level.ORDINAL, Level.SCALE, Level.NOMINAL, Level.NOMINAL]


def test_rows_of_a_grid_lead_with_what_tells_them_apart() -> None:
    questionnaire = form(
        """
        type              | name   | label          | appearance
        begin_group       | grid   | Haben Sie ein: | table-list
        select_one yes_no | car    | Auto           |
        select_one yes_no | bike   | Rad            |
        end_group         |        |                |
        """,
        LISTS,
    )
    found = variable(data(questionnaire, held(questionnaire)), "car")
    assert (found.label, found.question) == ("Auto – Haben Sie ein:", "Haben Sie ein: Auto")


def test_a_text_read_aloud_and_confirmed_is_one() -> None:
    questionnaire = form("type | name | label\nacknowledge | heard | Verstanden?\n")
    assert values_of(questionnaire, held(questionnaire, {"heard": "OK"}))["heard"] == 1


def test_texts_that_are_too_long_are_cut_and_noticed() -> None:
    questionnaire = form("type | name | label\ntext | open | Was?\n")
    table = data(questionnaire, held(questionnaire, {"open": "€" * 10_000}), held(questionnaire, {"open": "kurz"}, 2))
    assert ["8192" in notice.text or "1024" in notice.text for notice in table.notices] == [True]
    long = StoredDatum("/open", "€" * 12_000, None)
    table = data(questionnaire, row(interview(), values={"/open": long}))
    assert table.column("open") == ["€" * 10_922]
    assert [notice.variable for notice in table.notices] == ["open", "open"]


def test_answers_of_another_type_and_questions_of_a_later_version_are_missing() -> None:
    questionnaire = form(
        "type | name | label | constraint\ninteger | age | Alter? | . >= 0\nselect_one yes_no | own | ?", LISTS
    )
    broken = {"/age": StoredDatum("/age", "many", None)}
    table = data(questionnaire, row(interview(), values=broken))
    assert (table.column("age"), table.column("own")) == ([-92], [-92])
    assert [one.variable for one in table.notices] == ["age"]


def test_no_text_is_cut_without_a_notice() -> None:
    questionnaire = form(
        """
        type      | name  | label | calculation                       | cati_field
        text      | open  | Was?  |                                   |
        calculate | twice |       | concat(${open}, ${open}, ${open}) |
        hidden    | given |       |                                   | housing
        """
    )
    long = held(questionnaire, {"open": "ü" * 9_000}, hidden={"given": "x" * 40_000})
    table = data(questionnaire, long)

    cut = {notice.variable for notice in table.notices if "32.767" in notice.text}
    assert {"twice", "given"} == cut
