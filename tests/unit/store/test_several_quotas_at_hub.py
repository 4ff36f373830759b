"""Several quotas at a hub: a place is one in every cell, given, moved, counted and given back in one piece."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import Decision, Verdict
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.domain.sharing.places import GrantState
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import KeepPackages
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.steering_at_hub import SteerForAll
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.fieldwork.sharing.work_at_station import ReserveLentPlace
from cati_app.sync.case_values import shut_cells
from tests.line_to_field import LineToField, ids_of
from tests.many import Borrower, Field
from tests.stations import FORM, study_with
from tests.unit.store.test_several_quotas import shown

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
  - name: pets
    total: 4
    dimensions:
      - variable: wish
        overlap: true
        label: {de: Tiere}
        categories:
          - {code: dog, values: [dog, both], label: {de: Hund}, share: 0.75}
          - {code: cat, values: [cat, both], label: {de: Katze}, share: 0.25}
"""
MAN = {"sex": "1", "age_group": "young", "rooms": "1", "wish": "dog"}
PLACE = "m/young rooms:few pets:dog"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = Field(tmp_path, study=study_with(FORM, "hash", FURTHER))
    yield made
    made.close()


def taken(field: Field, *cells: str) -> list[tuple[int, int]]:
    """Achieved and in progress of each cell at the hub."""
    counts = [field.cell(cell) for cell in cells]
    return [(count.achieved, count.in_progress) for count in counts]


def test_an_interview_counts_in_every_cell_of_its_place(field: Field) -> None:
    one, _ = field.stations
    one.whole_interview(**MAN)
    assert [(0, 1)] * 3 == taken(field, *PLACE.split(" "))
    (handed,) = one.done()

    assert ((), [(1, 0)] * 3) == (handed.not_counted, taken(field, *PLACE.split(" ")))
    field.check()


def test_the_hub_says_which_cell_is_full_and_holds_nothing_of_the_others(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**MAN)
    two.borrow()
    interview = two.begin(two.dialled())
    decision = two.reserve(interview, **{**MAN, "sex": "2"})

    assert (Verdict.FULL, "rooms:few") == (decision.verdict, decision.count.cell_id)
    assert [(0, 0), (0, 1)] == taken(field, "f/young", "rooms:few")
    field.check()


def test_a_break_off_gives_the_whole_place_back_with_the_case(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(offer, interview, "break_off")
    one.done()

    assert [(0, 0)] * 3 == taken(field, *PLACE.split(" "))
    field.check()


@pytest.mark.parametrize("back", [False, True])
def test_a_correction_asks_for_the_cells_that_change_alone(field: Field, back: bool) -> None:
    one, two = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    moved = one.correct(interview, **{**MAN, "rooms": "3"})
    assert moved is not None and moved.has_place
    assert [(0, 1)] * 4 == taken(field, *PLACE.split(" "), "rooms:many")  # until the station has said what became of it
    if back:
        assert one.correct(interview, **MAN) is not None
    one.finish(offer, interview, "complete")
    (handed,) = one.done()

    assert () == handed.not_counted
    few, many = ((1, 0), (0, 0)) if back else ((0, 0), (1, 0))
    assert [few, many, (1, 0), (1, 0)] == taken(field, "rooms:few", "rooms:many", "m/young", "pets:dog")
    field.check()
    two.whole_interview(**{**MAN, "rooms": "4" if back else "2"})
    two.done()
    field.check()


def test_three_corrections_keep_the_cell_that_never_changed(field: Field) -> None:
    one, two = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **{**MAN, "wish": "cat"})  # the only place of pets:cat
    for sex, rooms in (("2", "1"), ("2", "3"), ("1", "3")):
        assert one.correct(interview, **{**MAN, "wish": "cat", "sex": sex, "rooms": rooms}) is not None
        assert [(0, 1)] == taken(field, "pets:cat")
    two.borrow()
    other = two.begin(two.dialled())
    assert Verdict.FULL is two.reserve(other, **{**MAN, "wish": "cat", "rooms": "3"}).verdict
    one.finish(offer, interview, "complete")
    (handed,) = one.done()

    assert () == handed.not_counted
    assert [(1, 0)] * 3 == taken(field, "m/young", "rooms:many", "pets:cat")
    assert [(0, 0)] * 2 == taken(field, "f/young", "rooms:few")
    field.check()


def test_of_several_cells_the_hub_chooses_the_emptiest(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**MAN)  # 1 of 3 dogs
    two.borrow()
    interview = two.begin(two.dialled())
    decision = two.reserve(interview, **{**MAN, "rooms": "3", "wish": "both"})

    assert "m/young rooms:many pets:cat" == decision.classification.cell_id
    assert "cat" == decision.classification.frozen["quota_wish"]
    assert [(0, 1)] == taken(field, "pets:cat")
    field.check()


def test_a_repeated_request_gets_the_same_place_and_one_for_no_cell_is_refused(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    interview = one.begin(one.dialled())
    first = one.ask_place(interview.id, CellId(PLACE), "the same")
    again = one.ask_place(interview.id, CellId(PLACE), "the same")
    other = one.ask_place(interview.id, CellId(PLACE), "another")

    assert (GrantState.LIVE, first.grant) == (first.grant.state, again.grant)
    assert first.grant == other.grant
    assert [(0, 1)] * 3 == taken(field, *PLACE.split(" "))


def reserved(one: Borrower, line: LineToField, **values: str) -> tuple[Offer, Interview, Decision]:
    """The next person, up to the decision, as the program of a station asks for it."""
    offer = one.dialled()
    interview = one.begin(offer)
    plan, reserve = one.site.station.rules.quota, one.site.place(one.user).reserve_place
    assert plan is not None
    assert reserve is not None
    lent = LentCases(one.units, one.site.clock, ids_of(one), one.device, line)
    return offer, interview, ReserveLentPlace(reserve, lent, plan)(one.user, interview.id, values)


def test_without_a_line_a_place_of_every_strict_quota_is_used_that_was_taken_along(field: Field) -> None:
    one, _ = field.stations
    field.hub.sql_write("UPDATE cell SET target = 9 WHERE target > 0 AND id <> 'rooms:few'")
    field.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (one.device,))
    line, ahead = LineToField(field, one), WorkAhead(one.units, one.site.clock, ids_of(one), one.device)
    ahead.take_along(one.user, line, 3, timedelta(hours=8))
    line.is_up = False
    offer, interview, decision = reserved(one, line, **{**MAN, "rooms": "3"})
    one.finish(offer, interview, "complete")
    with pytest.raises(EnvironmentProblem) as few:
        reserved(one, line, **{**MAN, "sex": "2"})  # of the last place for few rooms nobody took one along
    (handed,) = one.done()

    assert (Verdict.IN, "hub_place_unknown", ()) == (decision.verdict, few.value.code, handed.not_counted)
    assert [(1, 0)] * 3 == [taken(field, cell)[0] for cell in ("m/young", "rooms:many", "pets:dog")]
    field.check()


def test_a_closed_cell_is_said_at_every_station_and_what_has_a_place_is_counted(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**{**MAN, "rooms": "3"})
    steer, many = SteerForAll(field.hub.units(), field.hub.clock, field.hub.station.rules.quota), CellId("rooms:many")
    steer(field.hub.sue, CellEdit("a", many, intake=Intake.CLOSED))
    two.borrow()
    interview = two.begin(two.dialled())
    decision = two.reserve(interview, **{**MAN, "rooms": "4", "sex": "2"})
    (handed,) = one.done()

    assert (Verdict.FULL, "rooms:many", True) == (decision.verdict, decision.count.cell_id, decision.count.closed)
    assert ((), [(1, 0)]) == (handed.not_counted, taken(field, "rooms:many"))
    steer(field.hub.sue, CellEdit("b", many, intake=Intake.OPEN))
    assert Verdict.FULL is not one_more(one).verdict


def one_more(at: Borrower) -> Decision:
    """The decision on another person with many rooms."""
    at.borrow()
    return at.reserve(at.begin(at.dialled()), **{**MAN, "rooms": "4"})


def test_a_station_that_knows_its_own_places_alone_says_nothing_of_a_target_that_is_passed(tmp_path: Path) -> None:
    soft = FURTHER.replace("  - name: pets\n", "  - name: pets\n    mode: soft\n")
    field = Field(tmp_path, study=study_with(FORM, "hash", soft))
    one, _ = field.stations
    field.hub.sql_write("UPDATE cell SET target = 9 WHERE target > 0 AND id <> 'pets:dog'")
    field.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (one.device,))
    line, ahead = LineToField(field, one), WorkAhead(one.units, one.site.clock, ids_of(one), one.device)
    ahead.take_along(one.user, line, 3, timedelta(hours=8))
    line.is_up = False
    _, _, decision = reserved(one, line, **MAN)

    assert (Verdict.IN, ()) == (decision.verdict, decision.beyond)
    assert [] == one.site.facts("target_passed")
    field.close()


@pytest.mark.parametrize("intake", [Intake.CLOSED, Intake.PAUSED])
def test_what_a_supervisor_closed_takes_nobody_without_a_line_either(tmp_path: Path, intake: Intake) -> None:
    soft = FURTHER.replace("  - name: pets\n", "  - name: pets\n    mode: soft\n")
    field = Field(tmp_path, study=study_with(FORM, "hash", soft))
    one, _ = field.stations
    field.hub.sql_write("UPDATE cell SET target = 9 WHERE target > 0")
    field.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (one.device,))
    line, ahead = LineToField(field, one), WorkAhead(one.units, one.site.clock, ids_of(one), one.device)
    ahead.take_along(one.user, line, 3, timedelta(hours=8))
    steer, dogs = SteerForAll(field.hub.units(), field.hub.clock, field.hub.station.rules.quota), CellId("pets:dog")
    steer(field.hub.sue, CellEdit("a", dogs, intake=intake))
    in_contact(field, one)
    line.is_up = False
    offer, interview, shut = reserved(one, line, **MAN)
    one.finish(offer, interview, "quota_filled")
    steer(field.hub.sue, CellEdit("b", dogs, intake=Intake.OPEN))
    in_contact(field, one)
    _, _, opened = reserved(one, line, **MAN)

    assert (Verdict.FULL, "pets:dog") == (shut.verdict, shut.count.cell_id)
    assert Verdict.IN is opened.verdict
    field.close()


def in_contact(field: Field, one: Borrower) -> None:
    """The station hears which cells are shut, as the hub tells how it stands."""
    with field.hub.units()() as unit:
        shut = shut_cells(unit.quota.shut())
    KeepPackages(one.units).keep_shut(PROGRAM, shut.closed, shut.paused)


def test_a_place_that_was_taken_along_is_not_used_once_its_cell_is_closed(field: Field) -> None:
    one, _ = field.stations
    field.hub.sql_write("UPDATE cell SET target = 9 WHERE target > 0")
    field.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (one.device,))
    line, ahead = LineToField(field, one), WorkAhead(one.units, one.site.clock, ids_of(one), one.device)
    ahead.take_along(one.user, line, 3, timedelta(hours=8))
    steer = SteerForAll(field.hub.units(), field.hub.clock, field.hub.station.rules.quota)
    steer(field.hub.sue, CellEdit("a", CellId("rooms:few"), intake=Intake.CLOSED))
    in_contact(field, one)
    line.is_up = False

    _, _, decision = reserved(one, line, **MAN)

    assert (Verdict.FULL, "rooms:few") == (decision.verdict, decision.count.cell_id)
    field.check()


def test_the_hub_notes_that_a_soft_target_and_the_share_without_a_cell_are_passed(tmp_path: Path) -> None:
    soft = FURTHER.replace("  - name: pets\n", "  - name: pets\n    mode: soft\n")
    field = Field(tmp_path, study=study_with(FORM, "hash", soft))
    one, _ = field.stations
    field.hub.sql_write("UPDATE cell SET target = 9 WHERE target > 0")
    field.hub.sql_write("UPDATE cell SET target = 1 WHERE id LIKE 'pets:%'")
    field.hub.sql_write("UPDATE cell SET target = 0 WHERE id = 'unclassified'")
    one.whole_interview(**MAN)
    one.done()
    assert [] == field.hub.facts("target_passed")

    one.whole_interview(**MAN)
    one.done()
    one.whole_interview(**{**MAN, "sex": ""})
    one.done()

    assert [{"taken": 2, "target": 1}] == [
        {name: told[name] for name in ("taken", "target")} for told in map(shown, field.hub.facts("target_passed"))
    ][:1]
    assert 1 == len(field.hub.facts("unclassified_above_share"))
    log = ReadShiftLog(field.hub.units(), field.hub.clock, field.hub.station.rules)(field.hub.sue)
    assert {"target_passed", "unclassified_above_share"} <= {entry.kind for entry in log.entries}
    field.close()
