"""How the database looks for what it is asked: by an index where the table is long."""

from __future__ import annotations

from cati_app.store import histories
from tests.stations import Site


def plan(site: Site, statement: str) -> list[str]:
    """The steps of a statement."""
    return [str(row[3]) for row in site.sql("EXPLAIN QUERY PLAN " + statement.replace("?", "1"))]


def test_the_ledger_finds_the_fact_of_each_call_by_an_index_and_not_by_reading_all_of_them(site: Site) -> None:
    steps = plan(site, histories._CALLS)

    assert [] == [step for step in steps if step.startswith("SCAN s ")]
    assert any(step.startswith("SEARCH s USING AUTOMATIC") for step in steps)
