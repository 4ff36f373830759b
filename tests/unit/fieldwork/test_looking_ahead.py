"""Looking ahead foresees what is then offered, and settles nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from cati_app.domain.calling.queue import Nothing, Waits
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.sampling.sample import SampledNumber, SampledUnit
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sample.import_sample import ImportOptions, ImportSample
from tests.casework import alter
from tests.stations import Site, fiction


def foreseen(site: Site, *, blind: bool = False) -> Nothing | CaseId:
    found = site.station.look_ahead(None if blind else site.keys)(site.ann)
    return found if isinstance(found, Nothing) else found[0]


def offered(site: Site) -> Nothing | CaseId:
    found = site.place().take_case(site.ann)
    return found.case.id if isinstance(found, Offer) else found


def block(site: Site, *numbers: int) -> None:
    with site.units()() as unit:
        unit.blocklist.add([fiction(number).e164 for number in numbers], site.clock.now(), "another study")


def call_elsewhere(site: Site, number: int, times: int = 3) -> None:
    """The number of a case is called as often as a day allows, in another case that shares it."""
    unit = SampledUnit(2, "twin", "landline", None, (SampledNumber(fiction(number), "tel"),), {})
    ImportSample(site.units(), site.clock, site.station._ids, site.station.rules)(
        PROGRAM, [unit], ImportOptions(share_numbers=True)
    )
    with site.units()() as work:
        twin = work.sample.named(["twin"])["twin"]
        others = [CaseId(f"case-{other}") for other in range(1, 6)]
        for other in others:
            alter(work, other, state="unreleased")
        work.commit()
    place, offer = site.place(site.bob), site.offered(site.bob)
    assert twin.id == offer.case.id
    for _ in range(times):
        place.start_call(site.bob, offer.attempt, offer.case.numbers[0])
    place.record_result(site.bob, offer.attempt, "business")
    with site.units()() as work:
        for other in others:
            alter(work, other, state="open")
        work.commit()


def agree(site: Site, case: str) -> None:
    with site.units()() as unit:
        at = site.clock.now()
        alter(unit, CaseId(case), appointment_at=at, appointment_firm=True, appointment_owner=site.ann.id, due_at=at)
        unit.commit()


def first_blocked(site: Site) -> None:
    block(site, 1, 2)


def first_called_elsewhere(site: Site) -> None:
    call_elsewhere(site, 1)


def appointment_called_elsewhere(site: Site) -> None:
    call_elsewhere(site, 4)
    agree(site, "case-4")


def all_spent(site: Site) -> None:
    """One is blocked, one was called elsewhere, one has an appointment and was; nothing is left."""
    appointment_called_elsewhere(site)
    block(site, 1, 2, 3, 5)


def all_but_a_later_one(site: Site) -> None:
    block(site, 1, 2, 3, 4)
    with site.units()() as unit:
        alter(unit, CaseId("case-5"), due_at=site.clock.now() + timedelta(minutes=90))
        unit.commit()


def appointment_of_a_full_cell(site: Site) -> None:
    agree(site, "case-4")
    with site.units()() as unit:
        unit.quota.set_targets({CellId("m/young"): 0})
        alter(unit, CaseId("case-4"), cell="m/young")
        unit.commit()


WAYS = (
    first_blocked,
    first_called_elsewhere,
    appointment_called_elsewhere,
    all_spent,
    all_but_a_later_one,
    appointment_of_a_full_cell,
)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_foreseen_is_what_is_offered_and_nothing_is_changed(site: Site, way: Callable[[Site], None]) -> None:
    way(site)
    before = site.everything()
    ahead = foreseen(site)

    assert before == site.everything()
    assert offered(site) == ahead


def test_an_appointment_waits_while_its_cell_is_full(site: Site) -> None:
    agree(site, "case-4")
    assert foreseen(site) == "case-4"

    appointment_of_a_full_cell(site)

    assert foreseen(site) == "case-1"


def test_without_the_contact_key_limits_are_asked_and_the_block_list_is_not(site: Site) -> None:
    first_called_elsewhere(site)
    block(site, 2)

    assert ("case-2", "case-3") == (foreseen(site, blind=True), foreseen(site))


def test_nothing_to_call_counts_what_was_passed_over(site: Site) -> None:
    all_spent(site)
    found = foreseen(site)

    assert isinstance(found, Nothing)
    assert ({Waits.DAY_LIMIT: 1}, 1) == (dict(found.waiting), found.open_cases)
    assert found.next_at is not None and "2026-11-25 08:00" == f"{found.next_at:%Y-%m-%d %H:%M}"
