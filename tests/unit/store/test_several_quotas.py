"""A study with three quotas, through the services on the real tables: who is taken, told, moved and rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import Decision, Verdict
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.texts import words_of
from cati_app.ui.desk.board.further import further_tables
from cati_app.ui.stage.study_age import StudyAge
from tests.stations import FORM, Site, study_with
from tests.steering import halting
from tests.unit.fieldwork.sittings import cell, finish, refused, stored

FURTHER = """
further_quotas:
  - name: rooms
    total: 4
    dimensions:
      - variable: rooms
        label: {de: Zimmer}
        categories:
          - {code: few, values: ["1", "2"], label: {de: wenige}, share: 0.25}
          - {code: many, values: ["3", "4"], label: {de: viele}, share: 0.75}
  - name: women
    mode: soft
    total: 1
    within: {sex: [f]}
    dimensions:
      - variable: age_group
        label: {de: Alter}
        categories:
          - {code: young, values: [young], label: {de: jung}, share: 1}
          - {code: old, values: [old], label: {de: alt}, share: 0}
"""
IN_SCREENER = FORM.replace("| | integer | rooms | Rooms? | | | | | yes |\n", "").replace(
    "| | integer | age | Age?", "| | integer | rooms | Rooms? | | | | | |\n| | integer | age | Age?"
)
YOUNG_MAN = {"sex": "1", "age_group": "young", "rooms": "1"}
MANY_ROOMS = {**YOUNG_MAN, "rooms": "3"}
YOUNG_WOMAN = {"sex": "2", "age_group": "young", "rooms": "4"}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.reopen(study_with(IN_SCREENER, "several", FURTHER))
    made.station.prepare(made.keys)
    yield made
    made.close()


def decided(site: Site, values: dict[str, str]) -> tuple[Offer, Interview, Decision]:
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "several", "de")
    assert place.reserve_place is not None
    decision = place.reserve_place(site.ann, interview.id, values)
    return offer, interview, decision


def shown(fact: NewEvent) -> dict[str, object]:
    """What a fact says in clear."""
    return {
        name: value for name, value in (fact.payload or {}).items() if not name.endswith("_sealed") and name != "change"
    }


def test_an_interview_counts_in_a_cell_of_each_quota(field: Site) -> None:
    offer, interview, decision = decided(field, YOUNG_WOMAN)
    finish(field, offer, interview, "complete")

    assert (Verdict.IN, "f/young rooms:many women:young") == (decision.verdict, stored(field, interview).cell_id)
    assert [(1, 0, 0)] * 3 == [cell(field, one) for one in ("f/young", "rooms:many", "women:young")]
    assert field.station.verify()(PROGRAM).agrees


def test_one_full_quota_ends_it_and_no_other_counts_the_person(field: Site) -> None:
    finish(field, *decided(field, YOUNG_MAN)[:2], "complete")
    offer, interview, decision = decided(field, YOUNG_MAN)  # a second one with few rooms
    finish(field, offer, interview, "quota_filled")

    assert (Verdict.FULL, "rooms:few") == (decision.verdict, decision.count.cell_id)
    assert "rooms:few" == (stored(field, interview).frozen or {})["quota_full"]
    assert [(1, 0, 0)] * 2 == [cell(field, one) for one in ("m/young", "rooms:few")]


def test_a_break_off_gives_every_cell_back(field: Site) -> None:
    finish(field, *decided(field, YOUNG_MAN)[:2], "break_off")

    assert [(0, 0, 1)] * 2 == [cell(field, one) for one in ("m/young", "rooms:few")]
    assert Verdict.IN is decided(field, YOUNG_MAN)[2].verdict


def test_above_a_soft_target_the_interview_takes_place_and_the_log_says_so(field: Site) -> None:
    finish(field, *decided(field, YOUNG_WOMAN)[:2], "complete")
    offer, interview, decision = decided(field, YOUNG_WOMAN)

    assert (True, ["women:young"]) == (decision.has_place, [count.cell_id for count in decision.beyond])
    assert [{"cell": "women:young", "taken": 2, "target": 1}] == [shown(fact) for fact in field.facts("target_passed")]
    finish(field, offer, interview, "complete")
    assert (2, 0, 0) == cell(field, "women:young")


def test_a_correction_moves_the_cells_that_change_and_keeps_the_others(field: Site) -> None:
    _, interview, _ = decided(field, YOUNG_MAN)
    place = field.place().reserve_place
    assert place is not None
    moved = place.move(field.ann, interview.id, {**YOUNG_MAN, "rooms": "3"})

    assert moved is not None and "m/young rooms:many" == stored(field, interview).place
    assert [(0, 1, 0), (0, 0, 1), (0, 1, 0)] == [cell(field, one) for one in ("m/young", "rooms:few", "rooms:many")]
    assert field.station.verify()(PROGRAM).agrees
    with field.units()() as unit:
        unit.quota.hold(CellId("rooms:few"))
        unit.commit()
    assert place.move(field.ann, interview.id, YOUNG_MAN) is None  # others have the place it gave back
    assert "m/young rooms:few" == (stored(field, interview).frozen or {})["quota_moved"]
    assert "m/young rooms:many" == stored(field, interview).place


def test_an_interview_on_the_last_place_of_a_cell_is_not_in_its_own_way(field: Site) -> None:
    _, interview, _ = decided(field, YOUNG_MAN)  # the only place for few rooms
    place = field.place().reserve_place
    assert place is not None
    moved = place.move(field.ann, interview.id, {**YOUNG_MAN, "sex": "2"})

    assert moved is not None and "f/young rooms:few women:young" == stored(field, interview).place
    assert [(0, 0, 1), (0, 1, 0)] == [cell(field, one) for one in ("m/young", "rooms:few")]


@pytest.mark.parametrize(("closed", "paused"), [(True, False), (False, True)])
def test_a_supervisor_halts_a_cell_with_a_reason_and_opens_it_again(field: Site, closed: bool, paused: bool) -> None:
    halt, many = halting(field.station.steer_cell(field.keys)), CellId("rooms:many")
    with refused("reason_needed"):
        halt(field.sue, " ", closed=closed, paused=paused, cell=many)
    with refused("no_cell"):
        halt(field.sue, "why", closed=True, cell=CellId("rooms:none"))
    with refused("counter_unchanged"):
        halt(field.sue, "why", closed=False, cell=many)
    offer, interview, _ = decided(field, MANY_ROOMS)
    halt(field.sue, "enough", closed=closed, paused=paused, cell=many)
    finish(field, offer, interview, "complete")  # it has its place
    offer, interview, decision = decided(field, MANY_ROOMS)
    finish(field, offer, interview, "quota_filled")
    kind = "cell_closed" if closed else "cell_paused"

    assert (Verdict.FULL, "rooms:many") == (decision.verdict, decision.count.cell_id)
    assert [{"cell": "rooms:many", "taken": 1, "target": 3}] == [shown(fact) for fact in field.facts(kind)]
    halt(field.sue, "again", closed=False, cell=many)
    assert [1] == [len(field.facts("cell_opened"))]


def test_a_suspended_interview_that_lost_its_place_needs_all_its_cells_again(field: Site) -> None:
    offer, interview, _ = decided(field, YOUNG_MAN)
    finish(field, offer, interview, "interview_suspended")
    with field.units()() as unit:
        unit.quota.give_back(CellId("m/young rooms:few"))
        unit.interviews.get(interview.id)
        unit.interviews.save(unit.interviews.get(interview.id).lapse())
        unit.commit()
    assert [(0, 0, 1)] * 2 == [cell(field, one) for one in ("m/young", "rooms:few")]
    finish(field, *decided(field, {**YOUNG_MAN, "sex": "2"})[:2], "complete")
    with field.units()() as unit:
        assert (1, 0) == (unit.quota.count(CellId("rooms:few")).achieved, unit.quota.count(CellId("m/young")).taken)


def test_each_further_quota_has_a_table_on_the_board(field: Site) -> None:
    finish(field, *decided(field, YOUNG_WOMAN)[:2], "complete")
    _, _, decision = decided(field, YOUNG_WOMAN)
    assert decision.has_place
    halting(field.station.steer_cell(field.keys))(
        field.sue, "enough", closed=False, paused=True, cell=CellId("rooms:few")
    )
    figures = field.station.read_board()(PROGRAM)
    rooms, women = further_tables(words_of("en"), field.desk(), figures, lambda cell: None)

    assert ("quota_rooms", "quota_women") == (rooms.key, women.key)
    assert [
        ("rooms:few", "wenige", "0", "1", "1", "0", "0", "paused"),
        ("rooms:many", "viele", "1", "3", "3", "1", "2", "open"),
        ("rooms:unclassified", "not classified", "0", "0", "0", "0", "", "open"),
    ] == list(rooms.rows)
    assert ("women:young", "jung", "1", "1", "1", "1", "0", "above the target") == women.rows[0]
    assert 8 == figures.target  # of the first quota: all count the same interviews


def test_at_a_hub_it_tells_the_places_that_stations_have_for_interviews_which_are_not_here(field: Site) -> None:
    field.sql_write("UPDATE cell SET in_progress = 2 WHERE id = 'rooms:many'")
    figures = field.station.read_board()(PROGRAM)
    at_hub = replace(field.desk(), read_age=lambda: StudyAge(field.clock.now(), is_old=False))
    rooms, _ = further_tables(words_of("en"), at_hub, figures, lambda cell: None)

    assert "Reserved at stations" in rooms.columns
    assert ("rooms:many", "viele", "0", "3", "3", "2", "3", "open") == rooms.rows[1]


def test_a_cell_of_an_interview_that_is_not_there_is_told(field: Site) -> None:
    finish(field, *decided(field, YOUNG_MAN)[:2], "complete")
    field.sql_write("UPDATE interview SET cell_id = 'm/young rooms:gone'")
    told = field.station.verify()(PROGRAM)

    assert not told.agrees
    assert {"rooms:few", "rooms:gone"} == {one.cell_id for one in told.cells}
