"""How the database looks for what it is asked: by an index where the table is long."""

from __future__ import annotations

from cati_app.store import histories, interview_book
from cati_app.store.fact_conditions import CODED_INTERVIEW, OF_CODERS, OF_CODINGS, OF_UNITS
from tests.stations import Site


def plan(site: Site, statement: str) -> list[str]:
    """The steps of a statement."""
    return [str(row[3]) for row in site.sql("EXPLAIN QUERY PLAN " + statement.replace("?", "1"))]


def test_the_ledger_finds_the_fact_of_each_call_by_an_index_and_not_by_reading_all_of_them(site: Site) -> None:
    steps = plan(site, histories._IN_ORDER)

    assert [] == [step for step in steps if step.startswith("SCAN s ")]
    assert any(step.startswith("SEARCH s USING AUTOMATIC") for step in steps)


def test_a_page_of_interviews_comes_in_order_by_an_index_so_that_no_more_of_them_are_read(site: Site) -> None:
    for further in ("", " AND (started_at, id) > (?, ?)"):
        chosen = interview_book._CHOSEN.format(states="?, ?", after=further)
        steps = plan(site, chosen)

        assert [f"S{'EARCH' if further else 'CAN'} interview USING INDEX ix_interview_started"] == [
            step.removesuffix(" ((started_at,id)>(?,?))") for step in steps
        ]
        whole = plan(site, interview_book._PAGE.format(chosen=chosen))
        assert {"CO-ROUTINE i", "SCAN i"} < set(whole)


def test_codes_of_one_interview_are_found_without_those_of_all_others(site: Site) -> None:
    of_all, of_one = (
        f"SELECT * FROM event WHERE {OF_CODINGS}{which} ORDER BY seq"
        for which in ("", f" AND {CODED_INTERVIEW} IN (?)")
    )

    assert "SCAN event USING INDEX ix_event_codings" in plan(site, of_all)
    assert "SEARCH event USING INDEX ix_event_coded (<expr>=?)" in plan(site, of_one)


def test_facts_of_units_and_of_their_coders_are_found_without_reading_all(site: Site) -> None:
    of_all, of_one, coders = (
        f"SELECT * FROM event WHERE ({condition}){which} ORDER BY seq"
        for condition, which in ((OF_UNITS, ""), (OF_UNITS, f" AND {CODED_INTERVIEW} IN (?)"), (OF_CODERS, ""))
    )

    assert "SCAN event USING INDEX ix_event_units" in plan(site, of_all)
    assert "SEARCH event USING INDEX ix_event_unit (<expr>=?)" in plan(site, of_one)
    assert "SCAN event USING INDEX ix_event_coders" in plan(site, coders)
