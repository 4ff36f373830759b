"""DDI-Codebook and Triple-S: what the standards fix of order, codes and marks, on a table of every kind of question."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as Tree

from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.typed import typed_table
from cati_app.publish.formats.ddi import ddi_pieces
from cati_app.publish.formats.triples import triples_documents
from tests.unit.publish.test_binary_formats import rows_of, table

_DDI = "{ddi:codebook:2_5}"
_ORDER = ("location", "labl", "qstn", "valrng", "invalrng", "sumStat", "catgry", "varFormat", "notes")


def variables(table: DataTable) -> dict[str, Tree.Element]:
    book = Tree.fromstring(b"".join(ddi_pieces(typed_table(table), "small_1")))
    return {made.get("name", ""): made for made in book.iter(f"{_DDI}var")}


def often(times: int) -> DataTable:
    """Everybody so many times."""
    rows = [*range(len(table().rows))] * times
    columns = tuple(column.in_order(rows) for column in table().columns)
    return replace(table(), columns=columns, counted=table().counted * times)


def frequencies(element: Tree.Element, *codes: str) -> tuple[tuple[str | None, str | None], ...]:
    """Whether each code is a missing one, and how often it is told to stand in the data."""
    told = {
        category.findtext(f"{_DDI}catValu"): (category.get("missing"), category.findtext(f"{_DDI}catStat"))
        for category in element.iter(f"{_DDI}catgry")
    }
    return tuple(told[code] for code in codes)


def test_ddi_has_the_children_of_each_variable_in_the_order_of_the_schema() -> None:
    assert [known.name for known in table().variables] == list(variables(table()))
    for made in variables(table()).values():
        places = [_ORDER.index(child.tag.removeprefix(_DDI)) for child in made]
        assert sorted(places) == places


def test_ddi_marks_missing_categories_and_the_weight_and_counts() -> None:
    made = variables(often(6))
    assert ((None, "6"), (None, "6"), ("Y", "6"), ("Y", "0")) == frequencies(made["single"], "1", "2", "-98", "-99")
    assert ["weight"] == [name for name, element in made.items() if element.get("wgt") == "wgt"]
    assert "Was? العربية 🙂" == made["open"].findtext(f"{_DDI}qstn/{_DDI}qstnLit")
    (measured,) = made["broken"].iter(f"{_DDI}valrng")
    assert {"UNITS": "REAL", "min": "2.75", "max": "2.75"} == measured[0].attrib


def test_ddi_tells_nothing_that_few_people_gave() -> None:
    made = variables(often(4))
    assert ((None, None), (None, None), ("Y", None)) == frequencies(made["single"], "1", "2", "-98")
    assert [] == list(made["broken"].iter(f"{_DDI}valrng"))
    assert not {"mean", "stdev"} & {each.get("type") for each in made["broken"].iter(f"{_DDI}sumStat")}


def triples() -> tuple[list[Tree.Element], list[dict[str, str]]]:
    description, data = triples_documents(table(), "small_1_sss.csv")
    lines = csv.DictReader(io.StringIO(b"".join(data).decode(), newline=""))
    return list(Tree.fromstring(description).iter("variable")), list(lines)


def codes_of(element: Tree.Element) -> Iterator[tuple[str, str]]:
    for value in element.iter("value"):
        yield value.get("code", ""), value.text or ""


def test_triple_s_knows_positive_codes_alone_and_texts_that_are_codes() -> None:
    described, _ = triples()
    assert {"serial": ["case_id"], "weight": ["weight"]} == {
        use: [made.findtext("name") for made in described if made.get("use") == use] for use in ("serial", "weight")
    }
    literal = {made.findtext("name") for made in described if made.get("format") == "literal"}
    assert {"interview_lang", "frame", "disposition", "aapor_code"} <= literal
    for made in described:
        if made.findtext("name") in literal:
            assert "single" == made.get("type") and all(code for code, _ in codes_of(made)), made.findtext("name")
        else:
            assert all(float(code) > 0 for code, _ in codes_of(made)), made.findtext("name")
    positions = [(place, made.find("position")) for place, made in enumerate(described, 1)]
    assert all(found is not None and str(place) == found.get("start") for place, found in positions)


def test_triple_s_has_several_answers_as_one_text_of_bits_and_reasons_as_codes() -> None:
    described, lines = triples()
    kinds = {made.findtext("name"): made for made in described}
    assert ("single", "multiple", "quantity", "date", "time", "character") == tuple(
        kinds[name].get("type") for name in ("single", "many", "whole", "day", "clock", "open")
    )
    rows = {line["case_id"]: line for line in lines}
    answered, refused, half = (
        rows[str(next(row for row in rows_of(table()) if row["single"] == code)["case_id"])] for code in (1, -98, 2)
    )
    assert ("1", "11", "", "18991231", "070809") == tuple(
        answered[name] for name in ("single", "many", "many_miss", "day", "clock")
    )
    assert ("92", "", "2", "", "2") == tuple(
        refused[name] for name in ("single", "many", "many_miss", "day", "day_miss")
    )
    assert "keine Angabe" == dict(codes_of(kinds["single"]))["92"] == dict(codes_of(kinds["many_miss"]))["2"]
    assert ("2", "999999991", "999999992") == (half["single"], half["whole"], refused["whole"])


def test_both_take_a_table_without_interviews() -> None:
    from dataclasses import replace

    empty = replace(table(), columns=tuple(column.in_order(()) for column in table().columns), counted=())
    assert variables(empty)
    description, data = triples_documents(empty, "x.csv")
    assert b"<sss" in description
    assert 1 == len(list(data))
