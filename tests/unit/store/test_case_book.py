"""The list of cases: right at every page, and by seeks in indexes among 50,000 cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from cati_app.domain.casework.case_list import FIRST, LAST, CaseFilter, CaseOrder, CaseStanding
from cati_app.store.case_book import page_of, sources
from tests.stations import Site

CASES = 50_000
_COPIES = """
WITH RECURSIVE n(x) AS (SELECT 6 UNION ALL SELECT x + 1 FROM n WHERE x < :cases)
INSERT INTO "case" ({columns}) SELECT {values} FROM n, "case" t WHERE t.id = 'case-1'
"""
_RESULTS = ("not_attempted", "no_answer", "busy", "refusal")
_STATE = "CASE x % 5 WHEN 0 THEN 'closed' WHEN 1 THEN 'unreleased' ELSE 'open' END"
_VALUES = {
    "id": "'case-' || x",
    "case_no": "x",
    "sample_id": "x",
    "state": _STATE,
    "disposition": "CASE x * 7 / 3 % 4 WHEN 0 THEN 'not_attempted' WHEN 1 THEN 'no_answer' WHEN 2 THEN 'busy'"
    " ELSE 'refusal' END",
    "due_s": f"CASE WHEN {_STATE} = 'open' THEN 1800000000 + x * 7919 % 10007 ELSE 0 END",
    "appointment_at": f"CASE WHEN {_STATE} = 'open' AND x % 10 = 3"
    " THEN strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 1800000000 + x * 7919 % 10007, 'unixepoch') END",
    "route_id": "NULL",
}
FILTERS = [
    CaseFilter(standing, result, order)
    for standing, result, order in product(CaseStanding, (None, "busy"), CaseOrder)
    if order is CaseOrder.NUMBER or standing in (CaseStanding.OPEN, CaseStanding.AGREED, CaseStanding.HELD)
]


def _name(wanted: CaseFilter) -> str:
    return f"{wanted.standing}-{wanted.result}-{wanted.order}"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A study with 50,000 cases in every state; three of them in hand."""
    site = Site(tmp_path_factory.mktemp("crowd"))
    with site.station.database.transaction() as statements:
        connection = statements
        columns = [row[1] for row in connection.execute('PRAGMA table_info("case")')]
        values = ", ".join(_VALUES.get(name, f"t.{name}") for name in columns)
        connection.execute(_COPIES.format(columns=", ".join(columns), values=values), {"cases": CASES})
        held = f"UPDATE \"case\" SET locked_by = '{site.ann.id}', locked_at = '2026-11-24T15:00:00.000000+00:00'"
        connection.execute(f"{held} WHERE case_no IN (17, 1233, 49999)")
        statements.commit()
    yield site
    site.close()


@dataclass(frozen=True)
class Row:
    """What a case must be listed by, read past the list."""

    case_no: int
    state: str
    result: str
    due_s: int
    held: bool
    agreed: bool


@pytest.fixture(scope="module")
def rows(crowd: Site) -> list[Row]:
    """Every case of the crowd."""
    found = crowd.sql(
        'SELECT case_no, state, disposition, due_s, locked_by IS NOT NULL, appointment_at IS NOT NULL FROM "case"'
    )
    return [Row(*row) for row in found]  # type: ignore[arg-type]


def expected(rows: list[Row], wanted: CaseFilter) -> list[int]:
    """Numbers of the cases of a filter, in its order."""
    if wanted.standing is CaseStanding.AGREED:
        rows = [row for row in rows if row.agreed]
    elif wanted.standing is CaseStanding.HELD:
        rows = [row for row in rows if row.held]
    elif wanted.standing is not CaseStanding.ALL:
        state = wanted.standing.value
        rows = [row for row in rows if row.state == state]
    chosen = rows if wanted.result is None else [row for row in rows if row.result == wanted.result]
    by_due = wanted.order is CaseOrder.DUE
    return [row.case_no for row in sorted(chosen, key=lambda row: (row.due_s if by_due else 0, row.case_no))]


@pytest.mark.slow
@pytest.mark.parametrize("wanted", FILTERS, ids=_name)
def test_pages_hold_each_case_of_the_filter_once_and_in_order(crowd: Site, rows: list[Row], wanted: CaseFilter) -> None:
    cases = expected(rows, wanted)
    with crowd.units()() as unit:
        first = unit.case_book.after(wanted, FIRST, 97)
        second = unit.case_book.after(wanted, first[-1].mark(wanted.order), 97) if first else ()

        assert cases[:194] == [line.case_no for line in (*first, *second)]
        assert (len(cases), min(len(cases), 100)) == (
            unit.case_book.count(wanted, CASES),
            unit.case_book.count(wanted, 100),
        )


@pytest.mark.slow
@pytest.mark.parametrize("wanted", FILTERS, ids=_name)
def test_going_back_gives_the_same_cases(crowd: Site, rows: list[Row], wanted: CaseFilter) -> None:
    cases = expected(rows, wanted)
    with crowd.units()() as unit:
        end = unit.case_book.before(wanted, LAST, 50)
        earlier = unit.case_book.before(wanted, end[0].mark(wanted.order), 50) if end else ()

    assert cases[-100:] == [line.case_no for line in (*earlier, *end)]


@pytest.mark.slow
@pytest.mark.parametrize("wanted", FILTERS, ids=_name)
@pytest.mark.parametrize("back", [False, True])
def test_a_page_is_found_by_seeks_and_never_sorted(crowd: Site, wanted: CaseFilter, back: bool) -> None:
    with crowd.station.database.transaction() as statements:
        connection = statements
        for source, values in sources(wanted):
            statement, place = page_of(source, wanted.order, LAST if back else FIRST, back=back)
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", (*values, *place, 200)).fetchall()
            outermost = [step for _, parent, _, step in plan if parent == 0 and "SUBQUERY" not in step]

            few = wanted.standing is CaseStanding.HELD  # as many cases as people at the most: sorting them is nothing
            assert outermost[0].startswith("SEARCH c USING INDEX"), plan
            assert (["USE TEMP B-TREE FOR ORDER BY"] if few else []) == outermost[1:], plan


@pytest.mark.slow
def test_results_that_occur_are_found_without_looking_at_every_case(crowd: Site) -> None:
    with crowd.units()() as unit:
        assert tuple(sorted(_RESULTS)) == unit.case_book.results()
        assert (1, CASES) == unit.case_book.case_numbers()


def test_without_cases_there_is_no_number(tmp_path: Path) -> None:
    site = Site(tmp_path, cases=0)
    with site.units()() as unit:
        assert (None, ()) == (unit.case_book.case_numbers(), unit.case_book.results())
    site.close()


def test_the_record_of_a_case_is_opened_only_when_asked(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="asked for Thursday")
    site.station.change_result(site.keys)(site.sue, offer.case.id, 1, "no_answer", "it was the neighbour")

    with site.units()() as unit:
        (closed,) = unit.case_book.sittings(offer.case.id, opened=False)
        (opened,) = unit.case_book.sittings(offer.case.id, opened=True)

    assert (True, None, None) == (closed.has_note, closed.note, closed.corrections[0].reason)
    assert ("asked for Thursday", "it was the neighbour") == (opened.note, opened.corrections[0].reason)
    assert ("no_answer", "soft_refusal", "no_answer", site.sue.id) == (
        opened.word,
        opened.corrections[0].was,
        opened.corrections[0].now,
        opened.corrections[0].by,
    )
    assert (0, site.clock.now(), None) == (
        opened.calls[0].position,
        opened.calls[0].dialled_at,
        opened.calls[0].ended_at,
    )


def test_without_the_contact_key_nothing_can_be_opened(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="asked for Thursday")
    site.station.change_result(site.keys)(site.sue, offer.case.id, 1, "no_answer", "it was the neighbour")

    with site.blind_units()() as unit:
        (found,) = unit.case_book.sittings(offer.case.id, opened=True)

    assert (True, None, None) == (found.has_note, found.note, found.corrections[0].reason)
