"""The place of a complete interview follows its codes at a hub: on its counters, once, by the newest codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.quota.steering import CellEdit, Intake
from cati_app.domain.sharing.decided import PlaceFollowed
from cati_app.domain.sharing.places import GrantState, PlaceDerived, PlaceNow
from cati_app.fieldwork.quota.follow_place import FOLLOWED, NOT_FOLLOWED, STOOD_RIGHT
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.follow_for_all import FollowForAll
from cati_app.fieldwork.sharing.review_at_hub import ReviewForAll
from cati_app.fieldwork.sharing.say_again import TakeUpAgain
from cati_app.fieldwork.sharing.steering_at_hub import SteerForAll
from tests.many import Field
from tests.unit.fieldwork.sittings import YOUNG_MAN
from tests.unit.store.test_named_cases import Desk

HERE, THERE, OLD = CellId("m/young"), CellId("f/young"), CellId("f/old")
FIRST, OTHER = "aaaa0001", "bbbb0002"


class AtHub:
    """A hub with the complete interview of a young man, who is a woman by the codes of an answer."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.units, self.clock = desk, desk.field.hub.blind_units(), desk.field.hub.clock
        self.rules = desk.field.hub.station.rules
        self.interview, self.case = self.held()
        self.derived = PlaceDerived(self.case, self.interview, THERE, {FIRST: 7})

    def held(self) -> tuple[InterviewId, CaseId]:
        """Another one, held at the other station and handed in."""
        interview = InterviewId(self.desk.other.whole_interview(**YOUNG_MAN))
        self.desk.other.done()
        ((case_id,),) = self.desk.field.hub.sql(f"SELECT case_id FROM interview WHERE id = '{interview}'")
        return interview, CaseId(str(case_id))

    def follow(self, derived: PlaceDerived | None = None) -> tuple[PlaceNow, PlaceFollowed]:
        follow = FollowForAll(self.units, self.clock, self.rules)
        return follow(self.desk.sue, self.desk.field.epoch, derived or self.derived)

    def hear(self, *lost: PlaceFollowed) -> list[bool]:
        """Of a hub that came back from a copy."""
        return list(TakeUpAgain(self.units, self.clock, self.rules)(PROGRAM, lost))

    def lost(self, at: datetime, place: CellId = THERE) -> PlaceFollowed:
        return PlaceFollowed(self.case, self.interview, place, {FIRST: 7}, at, self.desk.sue.id)

    def judge(self, *, rejected: bool) -> None:
        verdict = ReviewForAll(self.units, self.clock)
        verdict(self.desk.sue, self.desk.field.epoch, self.case, rejected=rejected)

    def close(self, cell: CellId) -> None:
        self.steer(CellEdit(f"close {cell}", cell, intake=Intake.CLOSED))

    def steer(self, edit: CellEdit) -> None:
        SteerForAll(self.units, self.clock, self.rules.quota)(self.desk.sue, edit)

    def achieved(self) -> dict[str, int]:
        with self.units() as unit:
            return {count.cell_id: count.achieved for count in unit.quota.counts() if count.achieved}

    def grants(self) -> dict[str, str]:
        rows = self.desk.field.hub.sql(
            f"SELECT cell_id, state FROM place_grant WHERE interview_id = '{self.interview}' ORDER BY given_at, id"
        )
        return {str(cell): str(state) for cell, state in rows}

    def kinds(self) -> list[str]:
        rows = self.desk.field.hub.sql(
            f"SELECT kind FROM event WHERE interview_id = '{self.interview}' AND kind LIKE 'place_%' ORDER BY seq"
        )
        return [str(kind) for (kind,) in rows]

    def set_aside(self, why: str) -> None:
        self.desk.field.hub.sql_write(
            "INSERT INTO not_counted (interview_id, why, at) VALUES (?, ?, ?)",
            (self.interview, why, self.clock.now().isoformat()),
        )


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[AtHub]:
    field = Field(tmp_path)
    yield AtHub(Desk(field))
    field.check()
    field.close()


def test_it_counts_where_its_codes_put_it_and_goes_back_the_same_way(hub: AtHub) -> None:
    now, left = hub.follow()

    assert PlaceNow(THERE, has_room=True) == now
    assert (THERE, {FIRST: 7}, hub.clock.now()) == (left.place, left.seen, left.at)
    assert {THERE: 1} == hub.achieved()
    assert {HERE: GrantState.BACK, THERE: GrantState.USED} == hub.grants()
    hub.desk.field.check()

    hub.follow(replace(hub.derived, wish=HERE, seen={FIRST: 8}))
    assert {HERE: 1} == hub.achieved()
    assert {HERE: GrantState.USED, THERE: GrantState.BACK} == hub.grants()
    assert [FOLLOWED, FOLLOWED] == hub.kinds()


def test_told_once_more_it_changes_nothing_and_is_vouched_for_again(hub: AtHub) -> None:
    hub.follow()
    hub.clock.move(60)
    now, left = hub.follow()
    assert (PlaceNow(THERE, has_room=True), THERE) == (now, left.place)
    assert {THERE: 1} == hub.achieved()
    assert [FOLLOWED, STOOD_RIGHT] == hub.kinds()


@pytest.mark.parametrize("seen", [{FIRST: 6}, {OTHER: 9}, {FIRST: 6, OTHER: 9}])
def test_whoever_knows_fewer_codes_is_refused(hub: AtHub, seen: dict[str, int]) -> None:
    hub.follow()
    with pytest.raises(RuleViolation, match="coded_since"):
        hub.follow(replace(hub.derived, wish=HERE, seen=seen))
    assert {THERE: 1} == hub.achieved()
    hub.follow(replace(hub.derived, wish=HERE, seen={FIRST: 7, OTHER: 9}))
    assert {HERE: 1} == hub.achieved()
    with pytest.raises(RuleViolation, match="coded_since"):
        hub.follow(replace(hub.derived, seen={FIRST: 8}))


def test_what_stood_right_by_later_codes_is_not_moved_by_earlier_ones(hub: AtHub) -> None:
    hub.follow(replace(hub.derived, wish=HERE, seen={FIRST: 8}))
    with pytest.raises(RuleViolation, match="coded_since"):
        hub.follow()
    assert {HERE: 1} == hub.achieved()


def test_a_cell_that_takes_nobody_leaves_it_where_it_counts(hub: AtHub) -> None:
    hub.close(THERE)
    now, left = hub.follow()
    assert (PlaceNow(HERE, has_room=False), HERE) == (now, left.place)
    assert ({HERE: 1}, [NOT_FOLLOWED]) == (hub.achieved(), hub.kinds())
    assert {HERE: GrantState.USED} == hub.grants()


def test_of_several_cells_that_fit_the_hub_takes_one_with_room(hub: AtHub) -> None:
    hub.close(THERE)
    now, _ = hub.follow(replace(hub.derived, wish=CellId(f"{THERE}|{OLD}")))
    assert PlaceNow(OLD, has_room=True) == now
    assert {OLD: 1} == hub.achieved()


def test_who_held_it_or_does_not_supervise_moves_no_place(hub: AtHub) -> None:
    hub.desk.field.hub.sql_write("UPDATE interview SET user_id = ?", (hub.desk.sue.id,))
    with pytest.raises(RuleViolation, match="own_interview"):
        hub.follow()
    follow = FollowForAll(hub.units, hub.clock, hub.rules)
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        follow(hub.desk.station.user, hub.desk.field.epoch, hub.derived)
    assert {HERE: 1} == hub.achieved()


@pytest.mark.parametrize("why", ["surplus", "duplicate", "waits"])
def test_an_interview_that_does_not_count_has_no_place_to_move(hub: AtHub, why: str) -> None:
    hub.judge(rejected=True)
    with pytest.raises(RuleViolation, match="not_reviewable"):
        hub.follow()
    hub.desk.field.hub.sql_write("UPDATE not_counted SET why = ?", (why,))
    with pytest.raises(RuleViolation, match="not_reviewable"):
        hub.follow()
    assert {} == hub.achieved()


def test_another_case_another_interview_and_another_cell_are_named(hub: AtHub) -> None:
    for other, rule in (
        (replace(hub.derived, case_id=CaseId("none")), "no_such_case"),
        (replace(hub.derived, interview_id=InterviewId("none")), "not_reviewable"),
        (replace(hub.derived, wish=CellId("none")), "no_cell"),
    ):
        with pytest.raises(RuleViolation, match=rule):
            hub.follow(other)
    assert {HERE: 1} == hub.achieved()


def test_while_a_station_has_the_case_its_place_stays(hub: AtHub) -> None:
    hub.desk.named.take(hub.desk.sue, hub.case)
    with pytest.raises(RuleViolation, match="case_taken"):
        hub.follow()
    assert [False] == hub.hear(hub.lost(hub.clock.now()))
    assert {HERE: 1} == hub.achieved()


def test_rejected_it_gives_back_the_place_it_came_to_and_accepted_again_takes_that(hub: AtHub) -> None:
    hub.follow()
    hub.judge(rejected=True)
    assert ({}, GrantState.BACK) == (hub.achieved(), hub.grants()[THERE])
    hub.judge(rejected=False)
    assert ({THERE: 1}, GrantState.USED) == (hub.achieved(), hub.grants()[THERE])


# -- a hub that came back from a copy


def test_what_was_lost_holds_again_once_and_earlier_words_are_over(hub: AtHub) -> None:
    at = hub.clock.now()
    hub.clock.move(60)
    lost = hub.lost(at + timedelta(seconds=9))
    assert [True, True, True] == hub.hear(hub.lost(at, OLD), lost, lost)
    assert {THERE: 1} == hub.achieved()
    assert [True] == hub.hear(hub.lost(at, OLD))
    assert {THERE: 1} == hub.achieved()
    assert GrantState.USED == hub.grants()[THERE]
    with pytest.raises(RuleViolation, match="coded_since"):
        hub.follow(replace(hub.derived, seen={FIRST: 6}))


def test_what_was_said_after_the_copy_came_back_is_not_undone(hub: AtHub) -> None:
    at = hub.clock.now()
    hub.clock.move(60)
    hub.follow(replace(hub.derived, wish=OLD, seen={FIRST: 8}))
    assert [True] == hub.hear(hub.lost(at))
    assert {OLD: 1} == hub.achieved()


def test_where_its_place_went_to_somebody_else_meanwhile_it_stays_where_it_is(hub: AtHub) -> None:
    hub.close(THERE)
    assert [True] == hub.hear(hub.lost(hub.clock.now()))
    assert {HERE: 1} == hub.achieved()


def test_it_waits_for_its_interview_until_that_is_judged(hub: AtHub) -> None:
    hub.set_aside("waits")
    with_no_case = replace(hub.lost(hub.clock.now()), case_id=CaseId("none"))
    assert [False, False] == hub.hear(hub.lost(hub.clock.now()), with_no_case)
    hub.desk.field.hub.sql_write("DELETE FROM not_counted")


def test_one_that_came_back_without_a_place_counts_where_it_had_been_put(hub: AtHub) -> None:
    hub.judge(rejected=True)
    hub.desk.field.hub.sql_write("UPDATE not_counted SET why = 'surplus'")
    assert [True] == hub.hear(hub.lost(hub.clock.now()))
    assert {THERE: 1} == hub.achieved()


def test_a_rejected_one_takes_no_place_and_later_the_right_one(hub: AtHub) -> None:
    hub.judge(rejected=True)
    assert [True] == hub.hear(hub.lost(hub.clock.now()))
    assert {} == hub.achieved()
    hub.judge(rejected=False)
    assert {THERE: 1} == hub.achieved()


def test_the_place_it_left_goes_to_whoever_found_none_there_since(hub: AtHub) -> None:
    at = hub.clock.now() - timedelta(seconds=1)
    second, _ = hub.held()
    hub.desk.field.hub.sql_write("UPDATE cell SET achieved = 1 WHERE id = ?", (HERE,))
    hub.steer(CellEdit("one alone", HERE, 1))
    hub.desk.field.hub.sql_write(
        "INSERT INTO not_counted (interview_id, why, at) VALUES (?, 'surplus', ?)",
        (second, hub.clock.now().isoformat()),
    )
    assert [True] == hub.hear(hub.lost(at))
    assert {HERE: 1, THERE: 1} == hub.achieved()
    assert [] == hub.desk.field.hub.sql("SELECT interview_id FROM not_counted")
