"""What was opened of people's figures, where it stands in the logs of several stations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.people.open_figures import OpenFigures
from cati_app.fieldwork.people.openings import CLOSED, Openings, entries, opened_of
from tests.fakes.site import MemorySite


@pytest.fixture
def sites() -> Iterator[tuple[MemorySite, MemorySite]]:
    """Two stations; the second has an hour less on its clock."""
    both = MemorySite(), MemorySite()
    both[0].clock.move(3600)
    yield both
    for site in both:
        site.close()


def opening(site: MemorySite, *others: MemorySite) -> OpenFigures:
    logs = [each.units() for each in (site, *others)]
    return OpenFigures(site.units(), site.clock, site.station.rules, Openings(*logs))


def opened(site: MemorySite) -> OpenedFigures:
    today = site.clock.now().date()
    return opening(site).of_person(site.sue, site.eve, "ann", (today, today), "a complaint", lambda *_: "opened")


def test_what_was_opened_at_one_station_is_known_and_ended_at_another(sites: tuple[MemorySite, MemorySite]) -> None:
    here, there = sites
    told = opened(here)
    everywhere = Openings(there.units(), here.units())
    assert (told,) == opened_of(everywhere, here.ann.id, there.clock.now())

    assert 1 == opening(there, here).close(there.sue), "although its clock says that nothing was opened yet"
    assert () == opened_of(everywhere, here.ann.id, there.clock.now())
    assert [True] == [entry.closed for entry in entries(everywhere)]
    assert 0 == opening(there, here).close(there.sue)


def test_what_is_read_in_two_logs_counts_once(sites: tuple[MemorySite, MemorySite]) -> None:
    here, _ = sites
    opened(here)
    assert 1 == len(entries(Openings(here.units(), here.units())))


def test_an_end_of_before_that_names_nothing_ends_what_was_open_at_its_station(
    sites: tuple[MemorySite, MemorySite],
) -> None:
    here, there = sites
    opened(here)
    with here.units()() as unit:
        unit.log.append([moment(here.clock, here.sue).fact(CLOSED)])
        unit.commit()
    opened(here)
    assert [True, False] == [entry.closed for entry in entries(Openings(here.units(), there.units()))]
