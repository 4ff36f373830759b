"""How many were asked a routed question is told in no file where that would tell of a hidden answer."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cati_app.domain.tabulation.plan import Banner, TableFilter, TablePlan, WantedTable
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.table_book import TableBook
from cati_app.publish.dataset.table_words import notes
from cati_app.publish.dataset.tabulated import TabulatedData
from cati_app.publish.dataset.told_variables import untold_variables
from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats.codebook import codebook_rows
from cati_app.publish.formats.ddi import ddi_pieces
from cati_app.publish.print.as_html import document_html
from cati_app.publish.reports.codebook_report import codebook_report
from cati_app.publish.reports.tables_text import table_json, table_lines
from tests.unit.publish.records import data, form, held

FORM = form(
    """
    type                    | name   | label          | relevant
    select_one way          | way    | Wie?           |
    select_one yes          | rail   | Bahn gut?      | ${way} = 'train'
    text                    | line   | Welche Linie?  | ${way} = 'train'
    select_one yes          | road   | Straße gut?    | ${way} = 'car' or ${way} = 'bike'
    select_multiple why     | why    | Warum?         | ${way} = 'bike'
    select_one yes          | other  | Sonst?         | ${way} != 'train'
    select_one yes          | every  | Alle?          |
    """,
    "list_name | name | label\nway | car | Auto\nway | bike | Rad\nway | foot | Fuß\nway | train | Bahn\n"
    "yes | y | ja\nyes | n | nein\nwhy | a | billig\nwhy | b | schnell\n",
)
VALID, FREQUENCIES = 10, 18  # columns of the codebook
SECRET = {"rail", "line", "road", "why", "other"}


def answers(way: str, n: int) -> dict[str, str]:
    said = "y" if n % 2 else "n"
    return {
        "way": way,
        "rail": said,
        "line": "RE 4711",
        "road": said,
        "why": "a b" if n % 2 else "a",
        "other": said,
        "every": said,
    }


@pytest.fixture(scope="module")
def table() -> DataTable:
    """3 by train, hidden with the 8 on bikes beside them."""
    ways = ["train"] * 3 + ["bike"] * 8 + ["car"] * 30 + ["foot"] * 20
    return data(FORM, *(held(FORM, answers(way, n), n) for n, way in enumerate(ways, 1)))


def names(untold: frozenset[str]) -> set[str]:
    return {name.split("_")[0] for name in untold}


def test_what_only_those_were_asked_who_gave_a_hidden_answer_is_told_in_no_number(table: DataTable) -> None:
    assert SECRET == names(untold_variables(table))


def test_where_nothing_is_hidden_every_base_is_told() -> None:
    ways = ["train"] * 9 + ["bike"] * 8 + ["car"] * 30 + ["foot"] * 20
    many = data(FORM, *(held(FORM, answers(way, n), n) for n, way in enumerate(ways, 1)))
    assert frozenset() == untold_variables(many)
    assert "line" in names(untold_variables(many, 10))


def test_the_codebook_beside_a_data_set_tells_none_of_them(table: DataTable) -> None:
    for row in codebook_rows(table):
        told = row[VALID], row[FREQUENCIES]
        if row[1].split("_")[0] in SECRET:
            assert not any(sign.isdigit() for sign in told[0])
            assert all(each.endswith("•") for each in told[1].split(" | ") if each)
        elif row[1] == "every":
            assert ("61", "1: 31 | 2: 30") == (told[0], " | ".join(told[1].split(" | ")[:2]))


def test_a_description_in_ddi_tells_none_of_them(table: DataTable) -> None:
    made = ElementTree.fromstring(b"".join(ddi_pieces(typed_table(table), "file.csv")))
    for variable in made.iter("{ddi:codebook:2_5}var"):
        figures = [*variable.iter("{ddi:codebook:2_5}sumStat"), *variable.iter("{ddi:codebook:2_5}catStat")]
        if variable.get("name", "").split("_")[0] in SECRET:
            assert [] == figures
    assert any(True for _ in made.iter("{ddi:codebook:2_5}catStat"))


def test_the_codebook_as_a_report_tells_none_of_them(table: DataTable) -> None:
    report = document_html(codebook_report(table, {}, least=5, is_rehearsal=False)).decode()
    assert "Bahn gut?" in report
    assert report.count("Gültige Antworten: 61") > 1
    for n in (3, 8, 38, 58):
        assert f"Gültige Antworten: {n}<" not in report
    told = codebook_report(table, {}, least=5, is_rehearsal=False, untold=["every"])
    assert report.count("Gültige Antworten: 61") - 1 == document_html(told).decode().count("Gültige Antworten: 61")


def test_why_a_text_is_missing_is_not_told_where_the_text_is_not() -> None:
    ways = ["train"] * 9 + ["bike"] * 8 + ["car"] * 30 + ["foot"] * 20
    many = data(FORM, *(held(FORM, answers(way, n), n) for n, way in enumerate(ways, 1)))
    all_told = document_html(codebook_report(many, {}, least=5, is_rehearsal=False)).decode()
    told = document_html(codebook_report(many, {}, least=5, is_rehearsal=False, untold=["line"])).decode()
    assert "Häufigkeiten von line_miss" in all_told
    assert "Häufigkeiten von line_miss" not in told
    assert 1 == told.count("Nichts wird genannt.")
    assert all_told.count("Gültige Antworten: 9<") - 2 == told.count("Gültige Antworten: 9<")


def test_their_tables_are_hidden_in_whole_and_in_the_house_all_is_told(table: DataTable) -> None:
    banner = Banner("main", "Kopf", ("every", "rail"))
    book = TableBook(TabulatedData(table, FORM), TablePlan(banners=(banner,)))
    for made in book.tables(handed_out=True):
        assert (made.question.name in SECRET) == made.table.is_secret
        if made.table.is_secret:
            assert {None} == {column.base for column in made.table.columns}
            assert made.without is None
            said = notes(made, limit=5, is_quota=True, intervals=False, letters=False, language="en")
            assert not any("Put categories together" in note for note in said)
            told = table_json(made, [])
            assert {None} == {column["n_eff"] for column in told["columns"]}
            assert not any(
                sign.isdigit() and sign not in "12" for line in list(table_lines(made, [], "de"))[3:] for sign in line
            )
    way = book.table(WantedTable("way"), handed_out=True)
    assert [61, 31, 30, None, None] == [column.base for column in way.table.columns]  # those of `rail` tell of 3
    assert ("Bahn gut?",) == way.table.withheld
    assert [61, 31, 30, 2, 1] == [c.base for c in book.table(WantedTable("way"), handed_out=False).table.columns]


def test_a_filter_of_few_people_is_told_by_no_base(table: DataTable) -> None:
    filters = (TableFilter("train", "Bahn", {"way": ("train",)}), TableFilter("car", "Auto", {"way": ("car",)}))
    book = TableBook(TabulatedData(table, FORM), TablePlan(filters=filters))
    assert book.table(WantedTable("every", filter="train"), handed_out=True).table.is_secret
    told = book.table(WantedTable("every", filter="car"), handed_out=True).table
    assert (30, False) == (told.columns[0].base, told.is_secret)
