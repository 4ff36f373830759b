"""All tables, the codebook and the description of a study: together they give nothing that one of them hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cati_app.domain.tabulation.plan import Banner, Recode, TableFilter, TablePlan, ValueGroup, WantedTable
from cati_app.publish.dataset.codes_of_tables import codes_hidden_by
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.table_book import MadeTable, TableBook
from cati_app.publish.dataset.tabulated import TabulatedData
from cati_app.publish.dataset.told_variables import hidden_codes
from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats.codebook import codebook_rows
from cati_app.publish.formats.ddi import ddi_pieces
from cati_app.publish.print.as_html import document_html
from cati_app.publish.reports.codebook_report import codebook_report
from tests.table_attack import ToldTable, followed
from tests.unit.publish.records import data, form, held

FORM = form(
    """
    type                  | name   | label
    select_one origin     | origin | Woher?
    select_one history    | moved  | Zugewandert?
    select_one age        | age    | Alter?
    select_multiple why   | why    | Warum?
    """,
    "list_name | name | label\n"
    "origin | old | alt\norigin | new | neu\norigin | one | einseitig\n"
    "origin | late | seit 2015\norigin | early | früher\n"
    "history | no | nein\nhistory | one | einseitig\nhistory | yes | ja\n"
    "age | young | jung\nage | mid | mittel\nage | aged | alt\n"
    "why | family | Familie\nwhy | work | Arbeit\nwhy | none | nichts\n",
)
HISTORY = {"old": "no", "new": "no", "one": "one", "late": "yes", "early": "yes"}
COUNTS = {"old": (9, 17, 22), "new": (4, 1, 6), "one": (8, 8, 9), "late": (7, 5, 1), "early": (11, 6, 14)}
DDI = "{ddi:codebook:2_5}"
FREQUENCIES = 18  # a column of the codebook
PLAN = TablePlan(
    recodes=(
        Recode("born", "origin", "Geboren", (ValueGroup("hier", ("old", "one")), ValueGroup("sonst", ("new", "late")))),
    ),
    filters=(TableFilter("here", "nicht zugewandert", {"moved": ("no",)}),),
    banners=(Banner("main", "Kopf", ("age", "moved")), Banner("other", "Geboren", ("born",))),
)


@pytest.fixture(scope="module")
def table() -> DataTable:
    given = [
        {"origin": origin, "moved": HISTORY[origin], "age": age, "why": "family" if origin == "old" else "work none"}
        for origin, line in COUNTS.items()
        for age, n in zip(("young", "mid", "aged"), line, strict=True)
        for _ in range(n)
    ]
    return data(FORM, *(held(FORM, each, n) for n, each in enumerate(given, 1)))


def book(table: DataTable, plan: TablePlan = PLAN) -> TableBook:
    return TableBook(TabulatedData(table, FORM), plan)


def told(of: TableBook, made: MadeTable, banner: str) -> ToldTable:
    names = next((each.variables for each in of.banners if each.name == banner), ())
    heads = [(name, of.question(name).answers) for name in names]
    return ToldTable(made.question.name, made.question.answers, heads, made.table, bool(made.filter))


def every_table(of: TableBook, *, filtered: bool) -> Iterator[ToldTable]:
    for banner in of.banners:
        for wanted in of.wanted:
            for named in ("", "here") if filtered else ("",):
                made = of.table(replace(wanted, filter=named), handed_out=True, banner=banner.name)
                yield told(of, made, banner.name)


def test_questions_recodes_and_both_banners_give_no_hidden_cell(table: DataTable) -> None:
    of = book(table)
    assert [] == followed(list(every_table(of, filtered=False)), PLAN.limit)


def test_nor_with_a_filter_by_one_of_them(table: DataTable) -> None:
    of = book(table)
    only = of.data.belonging("moved", ("no",), "")
    assert [] == followed(list(every_table(of, filtered=True)), PLAN.limit, only)


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_variable_of_the_fieldwork_has_a_table_as_any_question(table: DataTable, *, is_kept: bool) -> None:
    """Kept in tables.yaml, or asked for once."""
    wanted = WantedTable("disposition")
    of = book(table, replace(PLAN, tables=(wanted,)) if is_kept else PLAN)
    made = of.table(wanted, handed_out=True).table
    assert [table.counted.count(True)] == [line.cells[0].count for line in made.lines if line.cells[0].count]


def test_what_is_hidden_does_not_depend_on_what_is_written(table: DataTable) -> None:
    few = book(table, replace(PLAN, tables=(WantedTable("origin"),)))
    all_of_them = {made.question.name: made.table for made in book(table).tables(handed_out=True)}
    assert all_of_them["origin"] == next(few.tables(handed_out=True)).table
    internal = [made.table.hides for made in few.tables(handed_out=False)]
    assert [False] == internal


@pytest.fixture
def of_few() -> DataTable:
    """Three of one origin. The 7 beside them are the fewest others, and another answer of the second question."""
    origins = ["old"] * 9 + ["new"] * 20 + ["one"] * 7 + ["late"] * 3 + ["early"] * 30
    given = [{"origin": each, "moved": HISTORY[each], "age": "mid", "why": "work"} for each in origins]
    return data(FORM, *(held(FORM, each, number) for number, each in enumerate(given, 1)))


def test_lists_of_kin_are_hidden_together(of_few: DataTable) -> None:
    names = {v.name: {str(coded.code): coded.name for coded in v.codes} for v in of_few.variables}
    hidden = {name: {names[name][str(code)] for code in codes} for name, codes in hidden_codes(of_few).items() if codes}
    assert {"origin": {"late", "early"}} == {name: hidden[name] for name in hidden if name in ("origin", "moved")}


def test_codebooks_and_descriptions_hide_them(of_few: DataTable) -> None:
    assert {"4", "5"} == {str(code) for code in hidden_codes(of_few)["origin"]}
    frequencies = {row[1]: row[FREQUENCIES] for row in codebook_rows(of_few)}["origin"]
    assert "1: 9 | 2: 20 | 3: 7 | 4: • | 5: •" == " | ".join(frequencies.split(" | ")[:5])
    described = ElementTree.fromstring(b"".join(ddi_pieces(typed_table(of_few), "file.csv")))
    origin = next(each for each in described.iter(f"{DDI}var") if each.get("name") == "origin")
    stated = [each for each in origin.iter(f"{DDI}catgry") if each.find(f"{DDI}catStat") is not None]
    assert {"1", "2", "3"} == {each.findtext(f"{DDI}catValu") for each in stated if each.get("missing") is None}
    report = document_html(codebook_report(of_few, {}, least=5, is_rehearsal=False)).decode()
    alone = document_html(codebook_report(of_few, {}, least=5, is_rehearsal=False, hidden={})).decode()
    assert report != alone


def test_the_codebook_beside_tables_hides_what_they_hide(table: DataTable) -> None:
    of = book(table)
    codes = codes_hidden_by(of)
    for made in of.tables(handed_out=True):
        if made.question.name in ("origin", "moved"):
            rows = [line.category.code for line in made.table.lines if line.cells[0].is_hidden]
            assert set(rows) == {str(code) for code in codes[made.question.name]}
