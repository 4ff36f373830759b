"""Who takes a data set out is told how many people stand out in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.alike_people import with_likeness
from cati_app.publish.dataset.factored import factored
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from tests.unit.publish.records import data, form

_AGE = Variable("age", "Alter", Kind.NUMBER, Level.ORDINAL, missing={"refused": -98, "dont_know": -99})
_SEX = Variable("sex", "Geschlecht", Kind.NUMBER, Level.NOMINAL)
_MOOD = Variable("mood", "Haltung", Kind.NUMBER, Level.ORDINAL, missing={"refused": -98})


def _table(*rows: tuple[Value, ...]) -> DataTable:
    made = data(form("type | name | label\n text | a | A"))
    columns = tuple(factored([row[number] for row in rows]) for number in range(3))
    return replace(made, variables=(_AGE, _SEX, _MOOD), columns=columns, language="en", notices=())


def _told(table: DataTable, known_by: list[str], secret: list[str]) -> list[str]:
    return [notice.text for notice in with_likeness(table, known_by, secret).notices]


_ALIKE = [(1, 1, mood) for mood in (1, 2, 1, 2, 1)]


def test_how_many_stand_out_is_told() -> None:
    (told,) = _told(_table(*_ALIKE, (2, 1, 1), (2, 1, 2)), ["age", "sex"], [])

    assert told.startswith("By age, sex somebody could be known: 2 of 7 people have fewer than 4 others alike")
    assert told.endswith("the smallest group has 2.")


def test_reasons_for_a_missing_value_are_one_value() -> None:
    (told,) = _told(_table(*_ALIKE, (-98, 1, 1), (-99, 1, 1), (None, 1, 1), ("", 1, 1), (-98, 1, 2)), ["age"], [])

    assert "0 of 10 people" in told
    assert "the smallest group has 5" in told


def test_an_answer_that_all_gave_is_told_with_its_question() -> None:
    same = [(2, 1, mood) for mood in (3, 3, 3, -98, 3)]

    alike, secret = _told(_table(*_ALIKE, *same), ["age"], ["mood", "sex"])

    assert "0 of 10 people" in alike
    assert secret.startswith("In 2 groups")
    assert "mood, sex" in secret
    (_, only) = _told(_table(*_ALIKE, *same), ["age"], ["mood"])
    assert only.startswith("In 1 group ")


@pytest.mark.parametrize(("known_by", "rows"), [([], _ALIKE), (["nowhere"], _ALIKE), (["age"], [])])
def test_where_nothing_is_named_or_there_nothing_is_told(known_by: list[str], rows: list[tuple[Value, ...]]) -> None:
    assert [] == _told(_table(*rows), known_by, ["mood"])


def test_other_notices_stay() -> None:
    table = with_likeness(_table(*_ALIKE), ["age"], [])

    assert 2 == len(with_likeness(table, ["sex"], []).notices)
