"""The place of an interview in the quota: held, moved, refused, given back."""

from __future__ import annotations

import pytest

from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.quota.cells import Verdict
from cati_app.fieldwork.rights import PROGRAM
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, cell, finish, refused, stored


def test_a_place_is_held_while_the_interview_runs(site: Site) -> None:
    begun(site, YOUNG_MAN)

    assert (0, 1, 0) == cell(site)


@pytest.mark.parametrize(
    ("name", "counters", "state", "case"),
    [
        ("complete", (1, 0, 0), "completed", "closed"),
        ("break_off", (0, 0, 1), "broken_off", "closed"),
        ("partial", (0, 0, 1), "broken_off", "closed"),
        ("no_eligible_person", (0, 0, 1), "screened_out", "closed"),
        (SUSPENDED, (0, 1, 0), "suspended", "open"),
    ],
)
def test_the_end_of_an_interview_decides_what_becomes_of_its_place(
    site: Site, name: str, counters: tuple[int, int, int], state: str, case: str
) -> None:
    offer, interview = begun(site, YOUNG_MAN)

    finish(site, offer, interview, name)

    assert counters == cell(site)
    assert [state] == [one.state for one in site.interviews()]
    assert case == site.case(offer.case.case_no).state
    assert site.station.verify()(PROGRAM).agrees


def test_a_full_cell_gives_no_place_and_says_so(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, "complete")
    offer, interview = begun(site)
    place = site.place()
    assert place.reserve_place is not None

    decision = place.reserve_place(site.ann, interview.id, YOUNG_MAN)

    assert (Verdict.FULL, 2) == (decision.verdict, decision.count.achieved)
    finish(site, offer, interview, "quota_filled")
    assert ((2, 0, 0), "screened_out") == (cell(site), stored(site, interview).state)


def test_a_place_that_is_held_is_not_given_twice(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, SUSPENDED)
    _, interview = begun(site, YOUNG_MAN)

    assert ("full", False) == (stored(site, interview).quota_status, stored(site, interview).held)


def test_the_decision_is_made_once(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    with refused("already_decided"):
        place.reserve_place(site.ann, interview.id, {"sex": "2", "age_group": "old"})


def test_an_interview_without_a_place_never_counts_as_complete(site: Site) -> None:
    offer, interview = begun(site)

    with refused("no_place"):
        finish(site, offer, interview, "complete")


def test_who_cannot_be_classified_takes_one_of_the_few_places_for_that(site: Site) -> None:
    _, first = begun(site, {"sex": "1"})

    assert ("unclassified", (0, 1, 0)) == (stored(site, first).quota_status, cell(site, "unclassified"))


def test_a_corrected_answer_moves_the_place(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    moved = place.reserve_place.move(site.ann, interview.id, {"sex": "2", "age_group": "young"})

    assert moved is not None
    assert ("f/young", (0, 0, 1), (0, 1, 0)) == (moved.classification.cell_id, cell(site), cell(site, "f/young"))
    assert site.station.verify()(PROGRAM).agrees


def test_without_room_in_the_new_cell_the_old_place_is_kept_and_marked(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, {"sex": "2", "age_group": "young"})
        finish(site, offer, interview, "complete")
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    assert None is place.reserve_place.move(site.ann, interview.id, {"sex": "2", "age_group": "young"})
    kept = stored(site, interview)
    assert ("m/young", True, "f/young") == (kept.cell_id, kept.held, (kept.frozen or {}).get("quota_moved"))


def test_a_correction_can_lead_out_of_a_full_cell(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, "complete")
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    moved = place.reserve_place.move(site.ann, interview.id, {"sex": "1", "age_group": "old"})

    assert moved is not None
    assert ((2, 0, 0), (0, 1, 0)) == (cell(site), cell(site, "m/old"))
    assert site.station.verify()(PROGRAM).agrees


def test_nothing_moves_while_the_cell_is_the_same(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    assert None is place.reserve_place.move(site.ann, interview.id, YOUNG_MAN)
    assert (0, 1, 0) == cell(site)


def test_wrong_counters_are_found(site: Site) -> None:
    begun(site, YOUNG_MAN)
    with site.units()() as unit:
        unit.quota.complete(CellId("m/young"))  # though nobody ended the interview
        unit.commit()

    found = site.station.verify()(PROGRAM)

    assert (False, 1) == (found.agrees, len(found.cells))
    assert (1, 0, 0, 1) == (
        found.cells[0].achieved,
        found.cells[0].in_progress,
        found.cells[0].completed,
        found.cells[0].holding,
    )
