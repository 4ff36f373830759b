"""Tables from a data set: questions, scales, several answers, recodes, filters, and what a plan gets wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.tabulation.plan import Banner, Recode, TableFilter, TablePlan, ValueGroup, WantedTable
from cati_app.engine.form.answers import Special
from cati_app.publish.dataset.table_book import TableBook
from cati_app.publish.dataset.table_words import notes, source_line
from cati_app.publish.dataset.tabulated import TabulatedData, Tabulation
from cati_app.publish.formats.tables_csv import tables_csv
from cati_app.publish.reports.tables_text import table_json, table_lines
from cati_app.texts.table_rules import table_rule
from tests.unit.publish.records import data, form, held

FORM = form(
    """
    type                  | name  | label            | parameters       | appearance
    select_one sex        | sex   | Geschlecht?      |                  |
    integer               | age   | Alter?           |                  |
    range                 | trust | Vertrauen?       | start=0 end=10 step=1 |
    select_multiple use   | use   | Was genutzt?     |                  |
    text                  | wish  | Wunsch?          |                  |
    begin group           | often | Wie oft?         |                  | table-list
    select_one sex        | home  | Zuhause          |                  |
    select_one sex        | work  | Arbeit           |                  |
    end group             |       |                  |                  |
    """,
    "list_name | name | label\nsex | m | Mann\nsex | f | Frau\nuse | a | Bad\nuse | b | Buch\nuse | c | Chor\n",
)
ANSWERS: list[dict[str, str | Special]] = [
    {"sex": "m", "age": "20", "trust": "3", "use": "a b"},
    {"sex": "m", "age": "40", "trust": "5", "use": "a"},
    {"sex": "f", "age": "60", "trust": "7", "use": "c"},
    {"sex": "f", "age": "70", "trust": Special.REFUSED, "use": Special.DONT_KNOW},
]


def book(plan: TablePlan | None = None) -> TableBook:
    rows = [held(FORM, {"wish": "=x", "home": "m", "work": "f", **given}, n) for n, given in enumerate(ANSWERS, 1)]
    partial = held(FORM, {"sex": "f", "age": "9", "trust": "1"}, 99, disposition="partial")
    return TableBook(TabulatedData(data(FORM, *rows, partial), FORM), plan or TablePlan())


AGES = Recode("age3", "age", "Alter", (ValueGroup("jung", ("16-29",)), ValueGroup("alt", ("30+",))))
PLAN = TablePlan(
    recodes=(AGES,),
    filters=(TableFilter("men", "Männer", {"sex": ("m",)}),),
    banners=(Banner("main", "Kopf", ("sex", "age3")),),
    tables=(WantedTable("use"), WantedTable("trust", filter="men")),
    nets={"use": (ValueGroup("Bad oder Buch", ("a", "b")),)},
)


def counts(made: Any) -> dict[str, list[int | None]]:
    return {line.category.text: [cell.count for cell in line.cells] for line in made.table.lines}


def test_every_question_with_categories_or_numbers_has_a_table_of_the_interviews_that_count() -> None:
    made = book()
    kinds = {name: made.question(name).kind for name in made.data.names}
    assert {
        "sex": Tabulation.SINGLE,
        "age": Tabulation.NUMBER,
        "trust": Tabulation.SCALE,
        "use": Tabulation.MULTIPLE,
        "home": Tabulation.SINGLE,
        "work": Tabulation.SINGLE,
    } == kinds
    assert {"/often"} == {made.question(name).grid for name in ("home", "work")}
    tables = {each.question.name: each for each in made.tables(handed_out=False)}
    assert {"Mann": [2], "Frau": [2]} == counts(tables["sex"])
    assert [str(n) for n in range(11)] == list(counts(tables["trust"]))
    assert (5.0, 3, 1) == (tables["trust"].table.columns[0].mean, tables["trust"].table.columns[0].base, 1)
    assert 1 == tables["trust"].without
    assert 47.5 == tables["age"].table.columns[0].mean
    assert {"Bad": [2], "Buch": [1], "Chor": [1]} == counts(tables["use"])


def test_recodes_banners_filters_and_nets_are_those_of_the_plan() -> None:
    use, trust = book(PLAN).tables(handed_out=False)
    assert ["", "Geschlecht?", "Geschlecht?", "Alter", "Alter"] == [column.variable for column in use.table.columns]
    assert {"Bad": [2, 2, 0, 1, 1], "Buch": [1, 1, 0, 1, 0], "Chor": [1, 0, 1, 0, 1]} == {
        text: line for text, line in counts(use).items() if text != "Bad oder Buch"
    }
    assert [2, 2, 0, 1, 1] == counts(use)["Bad oder Buch"]
    assert (2, 4.0, "Männer") == (trust.table.columns[0].base, trust.table.columns[0].mean, trust.filter)


@pytest.mark.parametrize(("women", "men", "told"), [(12, 8, 8), (8, 3, None), (3, 8, None), (0, 8, 8)])
def test_how_many_gave_no_answer_to_a_filtered_table_is_told_unless_they_are_few_or_few_beside_all(
    women: int, men: int, told: int | None
) -> None:
    silent = [{"sex": "f"}] * women + [{"sex": "m"}] * men
    given = [
        *({"sex": sex, "trust": "5"} for sex in "fm" * 8),
        *({**each, "trust": Special.REFUSED} for each in silent),
    ]
    rows = [held(FORM, {"home": "m", "work": "f", **each}, n) for n, each in enumerate(given, 1)]
    made = TableBook(TabulatedData(data(FORM, *rows), FORM), replace(PLAN, recodes=(), banners=(), nets={}))
    wanted = WantedTable("trust", filter="men")
    assert told == made.table(wanted, handed_out=True).without
    assert men == made.table(wanted, handed_out=False).without
    assert women + men == made.table(WantedTable("trust"), handed_out=True).without


def test_a_recode_takes_reasons_and_recodes_before_it() -> None:
    silent = Recode("said", "trust", "Gesagt", (ValueGroup("ja", ("0-10",)), ValueGroup("nein", ("refused",))))
    again = Recode("both", "age3", "Alter", (ValueGroup("alle", ("1", "2")),))
    made = book(TablePlan(recodes=(AGES, silent, again), tables=(WantedTable("said"), WantedTable("both"))))
    assert [{"ja": [3], "nein": [1]}, {"alle": [4]}] == [counts(each) for each in made.tables(handed_out=False)]


def test_what_is_handed_out_hides_and_says_so() -> None:
    made = book(PLAN)
    use = made.table(made.wanted[0], handed_out=True)
    told = notes(use, limit=5, is_quota=True, intervals=False, letters=False, language="de")
    assert {None} == {count for line in counts(use).values() for count in line}
    assert any("verdeckt" in note for note in told)
    assert any(note.startswith("Quotenstichprobe") for note in told)
    lines = list(table_lines(use, told, "de"))
    assert "Was genutzt?" == lines[0]
    assert any(line.startswith(("a Bad", "Bad")) for line in lines)
    assert table_json(use, told)["rows"][0]["cells"][0]["count"] is None


def test_a_file_of_tables_has_a_row_for_each_cell_and_the_same_bytes_again() -> None:
    made = book(PLAN)
    tables = [(each, ["a note"]) for each in made.tables(handed_out=False)]
    written = b"".join(tables_csv(tables, "Gesamt"))
    assert written == b"".join(tables_csv(tables, "Gesamt"))
    rows = written.decode("utf-8-sig").splitlines()
    assert "1,use,Was genutzt?,Kopf,,,Gesamt,,category," in rows[1]
    assert rows[1].endswith("Bad,2,0.666667,,,no")
    assert any(",net,,Bad oder Buch,2,0.666667" in row for row in rows)
    assert any(row.endswith(",mean,,,,4.000000,,,no") for row in rows)
    assert any("note,,a note" in row for row in rows)
    source = source_line(made.data.table, 4, weighed=made.data.is_weighed)
    assert "Kleine Studie" in source
    assert "Ungewichtet" in source


WRONG: list[tuple[str, Callable[[TablePlan], TablePlan]]] = [
    ("tables_variable_unknown", lambda plan: replace(plan, tables=(WantedTable("usee"),))),
    ("tables_no_categories", lambda plan: replace(plan, tables=(WantedTable("wish"),))),
    ("tables_no_categories", lambda plan: replace(plan, banners=(Banner("b", "b", ("age",)),))),
    ("tables_value_unknown", lambda plan: replace(plan, filters=(TableFilter("f", "f", {"sex": ("x",)}),))),
    ("tables_value_unknown", lambda plan: replace(plan, filters=(TableFilter("f", "f", {"use": ("x",)}),))),
    ("tables_value_unknown", lambda plan: replace(plan, nets={"sex": (ValueGroup("n", ("x",)),)})),
    ("tables_value_twice", lambda plan: replace(plan, recodes=(twice("age"),))),
    ("tables_name_taken", lambda plan: replace(plan, recodes=(AGES, AGES))),
    ("tables_name_taken", lambda plan: replace(plan, recodes=(replace(AGES, name="sex"),))),
    ("tables_of_multiple", lambda plan: replace(plan, recodes=(replace(AGES, variable="use"),))),
    ("tables_banner_unknown", lambda plan: replace(plan, tables=(WantedTable("sex", banner="x"),))),
    ("tables_filter_unknown", lambda plan: replace(plan, tables=(WantedTable("sex", filter="x"),))),
]


def twice(variable: str) -> Recode:
    return Recode("t", variable, "t", (ValueGroup("a", ("16-29",)), ValueGroup("b", ("20",))))


@pytest.mark.parametrize(("code", "change"), WRONG)
def test_what_does_not_fit_is_named_with_its_place(code: str, change: Callable[[TablePlan], TablePlan]) -> None:
    with pytest.raises(RuleViolation) as refused:
        book(change(replace(PLAN, tables=())))
    assert code == refused.value.code
    assert "tables.yaml" in str(table_rule(refused.value))
    assert table_rule(RuleViolation("another")) is None


def test_a_choice_whose_variable_is_numbered_beside_named_ones_has_no_number_for_a_code() -> None:
    asked = form(
        "type | name | label\nselect_multiple use | use | Was genutzt?\n",
        "list_name | name | label\nuse | on_foot | zu Fuß\nuse | bike | Rad\n",
    )
    made = TableBook(TabulatedData(data(asked, held(asked, {"use": "on_foot bike"})), asked), TablePlan())

    codes = [line.category.code for line in next(iter(made.tables(handed_out=False))).table.lines]

    assert ["use_1", "bike"] == codes
