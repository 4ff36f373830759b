"""Verdicts and changes of cells that a hub has lost with a copy: stations say them again, and the last one wins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell
from cati_app.domain.sharing.decided import CellLeft, VerdictGiven
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.review_at_hub import ReviewForAll
from cati_app.fieldwork.sharing.say_again import TakeUpAgain
from cati_app.fieldwork.sharing.steering_at_hub import SteerForAll
from cati_app.store.event_log import SqlEventLog
from cati_app.store.staff_words import person_of
from tests.many import Field
from tests.unit.fieldwork.sittings import YOUNG_MAN
from tests.unit.store.test_named_cases import Desk

CELL = CellId("m/young")


class AtHub:
    """A hub that came back from a copy, and what it did before."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.units = desk, desk.field.hub.blind_units()
        self.clock = desk.field.hub.clock
        self.take_up = TakeUpAgain(self.units, self.clock, desk.field.hub.station.rules)
        self.interview = InterviewId(desk.other.whole_interview(**YOUNG_MAN))
        desk.other.done()
        ((case_id,),) = desk.field.hub.sql(f"SELECT case_id FROM interview WHERE id = '{self.interview}'")
        self.case = CaseId(str(case_id))

    def verdict(self, at: datetime, *, rejected: bool) -> VerdictGiven:
        return VerdictGiven(self.case, self.interview, rejected, at, self.desk.sue.id)

    def left(self, at: datetime, target: int = 7, **other: Any) -> CellLeft:
        left = CellLeft(CELL, target, self.cell().planned, Intake.PAUSED, f"change {target}", at, self.desk.sue.id)
        return replace(left, **other)

    def hear(self, *decided: VerdictGiven | CellLeft) -> list[bool]:
        return list(self.take_up(PROGRAM, decided))

    def set_aside(self, why: str) -> None:
        """The interview, instead of what it is aside for; with nothing it counts."""
        field = self.desk.field.hub
        field.sql_write("DELETE FROM not_counted WHERE interview_id = ?", (self.interview,))
        if why:
            now = self.clock.now().isoformat()
            field.sql_write(
                "INSERT INTO not_counted (interview_id, why, at) VALUES (?, ?, ?)", (self.interview, why, now)
            )

    def why_aside(self) -> str:
        ((why,),) = self.desk.field.hub.sql(f"SELECT why FROM not_counted WHERE interview_id = '{self.interview}'")
        return str(why)

    def is_rejected(self) -> bool:
        return bool(self.desk.field.hub.sql("SELECT 1 FROM not_counted WHERE why = 'rejected'"))

    def cell(self) -> SteeredCell:
        with self.units() as unit:
            return unit.quota.steered(CELL)

    def stands(self) -> tuple[int, Intake, str]:
        cell = self.cell()
        return cell.count.target, cell.intake, cell.version


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[AtHub]:
    field = Field(tmp_path)
    yield AtHub(Desk(field))
    field.check()
    field.close()


def test_a_verdict_that_was_lost_holds_again_with_its_place_and_only_once(hub: AtHub) -> None:
    before, lost = hub.desk.field.cell(CELL), hub.verdict(hub.clock.now(), rejected=True)
    hub.clock.move(60)

    assert [True, True] == hub.hear(lost, lost)

    after = hub.desk.field.cell(CELL)
    assert hub.is_rejected()
    assert (before.achieved - 1, before.in_progress) == (after.achieved, after.in_progress)
    assert [(1,)] == hub.desk.field.hub.sql("SELECT count(*) FROM event WHERE kind = 'interview_rejected'")


@pytest.mark.parametrize("in_order", [True, False])
def test_of_two_that_were_lost_the_later_one_holds_in_whatever_order_they_come(hub: AtHub, *, in_order: bool) -> None:
    first = hub.verdict(hub.clock.now(), rejected=True)
    second = hub.verdict(hub.clock.now() + timedelta(minutes=1), rejected=False)
    hub.clock.move(3600)
    hub.hear(*((first, second) if in_order else (second, first)))
    assert not hub.is_rejected()
    one, other = hub.left(hub.clock.now() - timedelta(minutes=9), 7), hub.left(hub.clock.now(), 8)
    hub.clock.move(60)
    hub.hear(*((one, other) if in_order else (other, one)))
    assert (8, Intake.PAUSED, "change 8") == hub.stands()


def test_what_was_decided_after_the_copy_came_back_is_not_undone(hub: AtHub) -> None:
    lost, closed = hub.verdict(hub.clock.now(), rejected=True), hub.left(hub.clock.now())
    hub.clock.move(60)
    ReviewForAll(hub.units, hub.clock)(hub.desk.sue, hub.desk.field.epoch, hub.case, rejected=True)
    ReviewForAll(hub.units, hub.clock)(hub.desk.sue, hub.desk.field.epoch, hub.case, rejected=False)
    SteerForAll(hub.units, hub.clock, hub.desk.field.hub.station.rules.quota)(hub.desk.sue, CellEdit("new", CELL, 9))

    assert [True, True] == hub.hear(lost, closed)

    assert not hub.is_rejected()
    assert (9, Intake.OPEN, "new") == hub.stands()


def test_where_the_plan_has_spoken_anew_the_target_is_over_and_the_rest_holds(hub: AtHub) -> None:
    target = hub.cell().count.target
    hub.hear(hub.left(hub.clock.now() - timedelta(minutes=1), planned=hub.cell().planned + 1))
    assert (target, Intake.PAUSED, "change 7") == hub.stands()


def test_a_verdict_waits_for_its_interview(hub: AtHub) -> None:
    unknown = replace(hub.verdict(hub.clock.now(), rejected=True), interview_id=InterviewId("not here"))
    elsewhere = replace(unknown, case_id=CaseId("nor this"))
    assert [False, False] == hub.hear(unknown, elsewhere)
    assert not hub.is_rejected()


@pytest.mark.parametrize(("why", "heard"), [("waits", False), ("duplicate", True)])
def test_an_interview_that_is_not_judged_yet_is_waited_for_and_one_beside_another_is_left(
    hub: AtHub, why: str, *, heard: bool
) -> None:
    lost = hub.verdict(hub.clock.now(), rejected=True)
    hub.clock.move(60)
    hub.set_aside(why)

    assert [heard] == hub.hear(lost)

    assert hub.why_aside() == why
    hub.set_aside("")


@pytest.mark.parametrize("in_order", [True, False])
@pytest.mark.parametrize(("rejected", "why"), [(True, "rejected"), (False, "surplus")])
def test_a_verdict_holds_of_an_interview_that_found_no_place_when_it_came_once_more(
    hub: AtHub, why: str, *, rejected: bool, in_order: bool
) -> None:
    first = hub.verdict(hub.clock.now(), rejected=not rejected)
    second = hub.verdict(hub.clock.now() + timedelta(minutes=1), rejected=rejected)
    full = hub.cell().count.taken
    hub.clock.move(3600)
    hub.set_aside("surplus")
    hub.desk.field.hub.sql_write("UPDATE cell SET target = achieved, room = achieved WHERE id = ?", (CELL,))

    assert [True, True] == hub.hear(*((first, second) if in_order else (second, first)))

    # accepted after a rejection it finds no place, and is seen so, as where it was rejected here
    assert hub.why_aside() == ("rejected" if in_order else why)
    assert hub.cell().count.taken == full
    hub.set_aside("")


@pytest.mark.parametrize("before", [True, False])
def test_a_rejection_that_comes_late_lets_in_who_found_no_place_since(hub: AtHub, *, before: bool) -> None:
    field, other = hub.desk.field, hub.desk.other
    lost = hub.verdict(hub.clock.now() + timedelta(hours=0 if before else 2), rejected=True)
    hub.clock.move(60)
    late = other.whole_interview(**YOUNG_MAN)
    field.hub.sql_write("UPDATE cell SET in_progress = 0, target = 1 WHERE id = ?", (CELL,))
    field.hub.sql_write("DELETE FROM place_grant WHERE interview_id = ?", (late,))
    other.done()
    assert [("surplus",)] == field.hub.sql("SELECT why FROM not_counted")

    assert [True] == hub.hear(lost)

    assert hub.is_rejected()
    assert (not before) == bool(field.hub.sql("SELECT 1 FROM not_counted WHERE why = 'surplus'"))
    assert int(before) == field.cell(CELL).achieved


def test_an_interview_accepted_again_whose_place_is_gone_stays_rejected(hub: AtHub) -> None:
    ReviewForAll(hub.units, hub.clock)(hub.desk.sue, hub.desk.field.epoch, hub.case, rejected=True)
    accepted = hub.verdict(hub.clock.now() + timedelta(minutes=1), rejected=False)
    hub.clock.move(120)
    steer = SteerForAll(hub.units, hub.clock, hub.desk.field.hub.station.rules.quota)
    steer(hub.desk.sue, CellEdit("none", CELL, hub.cell().count.taken))

    assert [True] == hub.hear(accepted)

    assert hub.is_rejected()


def test_a_cell_that_the_study_has_no_more_is_passed_over(hub: AtHub) -> None:
    assert [True] == hub.hear(hub.left(hub.clock.now(), cell_id=CellId("gone")))


def test_a_verdict_of_somebody_who_may_not_judge_it_any_more_is_passed_over(hub: AtHub) -> None:
    ((held_by,),) = hub.desk.field.hub.sql(f"SELECT {person_of('user_id')} FROM interview WHERE id = '{hub.interview}'")
    hub.clock.move(60)
    own = replace(hub.verdict(hub.clock.now(), rejected=True), by=UserId(str(held_by)))
    hub.clock.move(60)

    assert [True, True] == hub.hear(own, hub.left(hub.clock.now()))

    assert not hub.is_rejected()
    assert (7, Intake.PAUSED, "change 7") == hub.stands()


def test_however_much_is_shown_the_facts_of_the_hub_are_read_once(hub: AtHub, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    of_kind = SqlEventLog.of_kind

    def counted(log: SqlEventLog, kind: str) -> Iterator[LoggedEvent]:
        read.append(kind)
        return of_kind(log, kind)

    monkeypatch.setattr(SqlEventLog, "of_kind", counted)
    begun = hub.clock.now()
    hub.clock.move(3600)
    verdicts = [hub.verdict(begun + timedelta(minutes=n), rejected=n % 2 == 1) for n in range(1, 5)]
    hub.hear(*verdicts, *(hub.left(begun + timedelta(minutes=n), target=n) for n in range(3, 9)))

    assert not hub.is_rejected()
    assert (8, Intake.PAUSED, "change 8") == hub.stands()
    assert len(read) == len(set(read))
