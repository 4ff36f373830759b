"""Repeats as linked tables: rows that a person has, named without their number, with the key of the interview."""

from __future__ import annotations

from cati_app.engine.form.answers import Special
from cati_app.publish.dataset.linked import linked_tables
from tests.unit.publish.records import data, form, held

QUESTIONNAIRE = form(
    """type | name | label | repeat_count
    integer | persons | Wie viele? |
    begin repeat | person | Person | ${persons}
    integer | age | Wie alt? |
    select_multiple l | many | Was? |
    text | open | Wer? |
    end repeat | | |
    """,
    "list_name | name | label\nl | 1 | Ja\nl | 2 | Nein\n",
)
TABLE = data(
    QUESTIONNAIRE,
    held(
        QUESTIONNAIRE,
        {
            "persons": "2",
            "/person[1]/age": "33",
            "/person[1]/many": "1 2",
            "/person[1]/open": "Ada",
            "/person[2]/age": Special.REFUSED,
        },
        1,
    ),
    held(QUESTIONNAIRE, {"persons": "0"}, 2),
)


def test_a_person_has_a_row_for_each_row_that_was_asked() -> None:
    ((name, linked),) = linked_tables(TABLE)
    assert "person" == name
    assert ["case_id", "person_no", "age", "many_1", "many_2", "open", "open_miss"] == [
        known.name for known in linked.variables
    ]
    (wide,) = [row for row in TABLE.rows if row[TABLE_AGE] == 33]
    first, second = linked.rows
    assert (wide[0], 1, 33, 1, 1, "Ada", 0) == first
    assert (wide[0], 2, -98) == second[:3]


TABLE_AGE = [known.name for known in TABLE.variables].index("age_1")


def test_what_names_the_row_in_the_wide_table_is_gone_from_names_labels_and_sets() -> None:
    ((_, linked),) = linked_tables(TABLE)
    described = {known.name: known for known in linked.variables}
    assert "Wie alt?" == described["age"].label
    assert "(1)" not in described["many_1"].label + described["open_miss"].label
    (members,) = linked.sets
    assert ("many", ("many_1", "many_2")) == (members.name, members.variables)
    assert {"many"} == {known.set_name for known in linked.variables if known.set_name}
    assert ("", "Kleine Studie: person") == (linked.weight, linked.title)


def test_a_questionnaire_without_repeats_has_no_linked_tables() -> None:
    plain = form("type | name | label\ninteger | age | Alter?\n")
    assert [] == list(linked_tables(data(plain, held(plain, {"age": "3"}))))
