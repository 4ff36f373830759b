"""What a machine keeps beside the tables of a study: facts about the database, and the block list of all studies."""

from __future__ import annotations

from datetime import timedelta

from tests.stations import TUESDAY, Site, fiction

NUMBER, OTHER = fiction(1).e164, fiction(2).e164


def test_a_fact_about_the_database_is_kept_in_its_latest_form(site: Site) -> None:
    database = site.station.database
    assert database.kept("columns") is None
    for text in ("a", "b"):
        database.keep("columns", text)

    assert "b" == database.kept("columns")
    site.reopen()
    assert "b" == site.station.database.kept("columns")


def test_numbers_come_on_the_list_once_and_off_it_with_a_line_for_each(site: Site) -> None:
    with site.units()() as unit:
        shared = unit.blocklist.unlock()
    assert shared is not None
    later = TUESDAY + timedelta(hours=1)
    assert (2, 0) == (
        shared.add([NUMBER, OTHER], TUESDAY, "sue"),
        shared.add([NUMBER], later, "sue"),
    )
    assert (True, False) == (
        shared.remove(NUMBER, later, "ann, sue", "a mistake"),
        shared.remove(NUMBER, later, "ann, sue", "a mistake"),
    )

    assert (1, frozenset({OTHER})) == (shared.count(), shared.holding([NUMBER, OTHER]))
    assert [("added", "sue", "", 2), ("removed", "ann, sue", "a mistake", 1)] == [
        (line.what, line.people, line.reason, line.entries) for line in shared.protocol()
    ]
    assert [TUESDAY.isoformat(timespec="microseconds"), later.isoformat(timespec="microseconds")] == [
        line.at for line in shared.protocol()
    ]
