"""Verdicts as acts of a hub: on its counters, once, told to copies; at the station the reason is kept before."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.people.note_hub import NoteAct
from cati_app.fieldwork.ports.hub import at_once
from cati_app.fieldwork.sharing.decide_at_hub import DecideAtHub
from cati_app.fieldwork.sharing.review_at_hub import ReviewAtHub, ReviewForAll
from cati_app.station.machine import UuidSource
from tests.many import Field
from tests.unit.fieldwork.sittings import YOUNG_MAN
from tests.unit.store.test_named_cases import Desk

CELL = "m/young"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    field = Field(tmp_path)
    yield Desk(field)
    field.check()
    field.close()


def at_hub(desk: Desk) -> ReviewForAll:
    return ReviewForAll(desk.field.hub.blind_units(), desk.field.hub.clock)


def held(desk: Desk) -> CaseId:
    """A complete interview of a young man, held at the other station and handed in."""
    interview_id = desk.other.whole_interview(**YOUNG_MAN)
    desk.other.done()
    ((case_id,),) = desk.field.hub.sql(f"SELECT case_id FROM interview WHERE id = '{interview_id}'")
    return CaseId(str(case_id))


def counters(desk: Desk) -> tuple[int, int, int]:
    cell = desk.field.cell(CELL)
    return cell.achieved, cell.in_progress, cell.rolled_back


def used(desk: Desk, case_id: CaseId) -> list[tuple[object, ...]]:
    """Places that complete interviews of a case are said to count on."""
    rows = desk.field.hub.sql(
        "SELECT cell_id, device FROM place_grant WHERE state = 'used' AND interview_id IN"
        f" (SELECT id FROM interview WHERE case_id = '{case_id}')"
    )
    return [tuple(row) for row in rows]


def judge(desk: Desk, case_id: CaseId, *, rejected: bool) -> None:
    at_hub(desk)(desk.sue, desk.field.epoch, case_id, rejected=rejected)


def test_rejected_its_place_is_free_for_all_and_accepted_again_it_takes_one(desk: Desk) -> None:
    case_id = held(desk)
    achieved, in_progress, back = counters(desk)
    judge(desk, case_id, rejected=True)
    assert (achieved - 1, in_progress, back + 1) == counters(desk)
    desk.field.check()

    judge(desk, case_id, rejected=False)
    assert (achieved, in_progress, back + 1) == counters(desk)
    desk.field.check()


def test_the_place_a_station_had_asked_for_is_used_by_nobody_while_rejected_and_once_afterwards(desk: Desk) -> None:
    case_id = held(desk)
    before = used(desk, case_id)
    assert [CELL] == [cell for cell, _ in before]
    judge(desk, case_id, rejected=True)
    assert not used(desk, case_id)
    judge(desk, case_id, rejected=False)
    assert [CELL] == [cell for cell, _ in used(desk, case_id)]


def test_told_twice_it_changes_nothing_more(desk: Desk) -> None:
    case_id = held(desk)
    judge(desk, case_id, rejected=True)
    after = counters(desk)
    with pytest.raises(RuleViolation, match="review_unchanged"):
        judge(desk, case_id, rejected=True)
    assert after == counters(desk)


def test_a_case_nobody_knows_has_no_verdict(desk: Desk) -> None:
    with pytest.raises(RuleViolation, match="no_such_case"):
        judge(desk, CaseId("none"), rejected=True)


def test_why_is_kept_at_the_station_before_the_hub_is_asked(desk: Desk) -> None:
    case_id, site = held(desk), desk.station.site
    asked: list[tuple[str, str, str]] = []

    def act(what: str, subject: str, id_: str) -> Never:
        asked.append((what, subject, id_))
        raise EnvironmentProblem("hub_unreachable", "cut", "wait")

    decide = DecideAtHub(NoteAct(site.units(), site.clock, UuidSource(site.clock, random.Random(0))), at_once)
    review = ReviewAtHub(desk.field.hub.blind_units(), site.units(), site.clock, decide, act)
    assert not review.look(desk.sue, case_id).is_rejected
    with pytest.raises(EnvironmentProblem, match="cut"):
        review(desk.sue, case_id, rejected=True, reason="two people answered")
    ((what, subject, _),) = asked
    assert ("reject", case_id) == (what, subject)
    assert "hub_act" in site.kinds()
