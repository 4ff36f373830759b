"""A data set as everybody may have it: what is never public, which texts are in own words, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.factored import factored
from cati_app.publish.dataset.public_table import PublicRules, free_texts, public_check, public_table
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from tests.unit.publish.records import data, form

_ID = Variable("case_id", "Id", Kind.TEXT, Level.NOMINAL, origin="fieldwork")
_WHY = Variable("why", "Warum?", Kind.TEXT, Level.NOMINAL, source="/why")
_RULES = Variable("rules", "Regeln", Kind.TEXT, Level.NOMINAL, source="/rules", origin="calculation")
_AGE = Variable("age", "Alter", Kind.NUMBER, Level.ORDINAL, source="/age")
_BORN = Variable("born", "Geboren", Kind.DATE, Level.SCALE, source="/born")
_CHILD = Variable("child_1", "Kind", Kind.NUMBER, Level.SCALE, source="/child[1]/age")
_REGION = Variable("region", "Region", Kind.TEXT, Level.NOMINAL, source="/region", origin="handed_in")


def _table(*variables: tuple[Variable, tuple[Value, ...]]) -> DataTable:
    made = data(form("type | name | label\n text | a | A"))
    named = (_ID, tuple(f"id{number}" for number in range(len(variables[0][1]))))
    columns = (named, *variables)
    return replace(
        made,
        variables=tuple(variable for variable, _ in columns),
        columns=tuple(factored(values) for _, values in columns),
        language="en",
        notices=(),
        weight="",
        counted=(),
    )


def test_a_calculated_text_that_five_share_is_no_text_in_own_words() -> None:
    shared, rare = ("v2",) * 5, ("v2",) * 4 + ("v1",)

    assert [] == list(free_texts(_table((_RULES, shared)), PublicRules(), {}))
    assert ["v2"] * 4 + ["v1"] == [each.text for each in free_texts(_table((_RULES, rare)), PublicRules(), {})]
    assert 5 == len(list(free_texts(_table((_WHY, shared)), PublicRules(), {}))), "what somebody said is looked at"


def test_what_is_never_public_is_not_there_and_rows_lose_their_names() -> None:
    rows = (1, 1, 1, 1, 1)
    table = _table((_AGE, rows), (_BORN, rows), (_CHILD, rows), (_REGION, ("a",) * 5), (_RULES, ("v2",) * 5))
    rules = PublicRules(quasi_identifiers=["age"])
    check = public_check(table, rules, (), lambda text: False)

    public = public_table(table, rules, (), check)

    assert ["case_id", "age", "rules"] == [variable.name for variable in public.variables]
    assert ["1", "2", "3", "4", "5"] == public.column("case_id")
    assert ["v2"] * 5 == public.column("rules")


def test_nothing_is_made_public_while_something_is_open() -> None:
    table = _table((_AGE, (1, 1, 1, 1)))
    rules = PublicRules(quasi_identifiers=["age"])
    check = public_check(table, rules, (), lambda text: False)
    assert not check.is_public
    with pytest.raises(ValueError, match="settled"):
        public_table(table, rules, (), check)
