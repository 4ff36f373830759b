"""Appointments that a supervisor moves, and cases handed to somebody: what holds, what is refused, what is undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cati_app.domain.casework.cases import Appointment, Case
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.outcomes.dispositions import APPOINTMENT_FIRM, NO_ANSWER, SUSPENDED
from cati_app.fieldwork.calling.agree_anew import AgreeAnew, AgreedAnew, NewAgreement
from tests.fakes.site import MemorySite
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import called

LATER = TUESDAY + timedelta(hours=2)


@pytest.fixture
def site() -> Iterator[Site]:
    made = MemorySite()
    yield made
    made.close()


def act(site: Site) -> AgreeAnew:
    return AgreeAnew(site.units(), site.clock, site.station.rules)


def agree(site: Site, case_id: CaseId, why: str = "asked for it", **what: object) -> AgreedAnew:
    return act(site)(site.sue, case_id, NewAgreement(**what), why)  # type: ignore[arg-type]


def case_of(site: Site, case_id: CaseId) -> Case:
    with site.units()() as unit:
        return unit.cases.get(case_id)


def stands(site: Site, case_id: CaseId) -> tuple[datetime, bool, UserId] | None:
    agreed = case_of(site, case_id).appointment
    return None if agreed is None else (agreed.at, agreed.firm, agreed.owner)


def agreed_case(site: Site) -> CaseId:
    return called(site, APPOINTMENT_FIRM, agreed_in=timedelta(hours=1))


def test_an_appointment_is_moved_and_its_case_is_due_then(site: Site) -> None:
    case_id = agreed_case(site)
    agree(site, case_id, at=LATER)

    assert (LATER, True, site.ann.id) == stands(site, case_id)
    assert LATER == case_of(site, case_id).due_at


def test_another_owner_keeps_the_time(site: Site) -> None:
    case_id = agreed_case(site)
    at = case_of(site, case_id).due_at
    agree(site, case_id, owner=site.bob.id)
    assert (at, True, site.bob.id) == stands(site, case_id)


def test_a_case_without_an_appointment_is_handed_over_as_soon_as_calls_are_allowed(site: Site) -> None:
    case_id = called(site, NO_ANSWER)
    agree(site, case_id, owner=site.bob.id)

    told = stands(site, case_id)
    assert told is not None
    assert timedelta(0) < told[0] - site.clock.now() <= timedelta(minutes=2)
    assert (False, site.bob.id) == told[1:]


def test_it_is_offered_to_that_person_first_and_then_to_the_team(site: Site) -> None:
    case_id = called(site, NO_ANSWER)
    agreed = agree(site, case_id, owner=site.bob.id).after
    site.clock.move((agreed.at - site.clock.now()).total_seconds())

    def offered(user: object) -> bool:
        offer = site.place().take_case(user)  # type: ignore[arg-type]
        got = getattr(offer, "case", None)
        if got is not None:
            site.place().return_case(user, offer.attempt)  # type: ignore[arg-type,union-attr]
        return got is not None and got.id == case_id

    assert not offered(site.ann)
    assert offered(site.bob)
    site.clock.move(site.station.rules.schedule.owner_only.total_seconds() + 1)
    assert offered(site.ann)


def test_a_suspended_interview_goes_along_and_keeps_its_place(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    agree(site, offer.case.id, owner=site.bob.id)

    with site.units()() as unit:
        (waiting,) = unit.interviews.all_in([InterviewState.SUSPENDED])
    told = stands(site, offer.case.id)
    assert told is not None
    assert waiting.held
    assert told[0] + site.station.rules.suspended_keeps_place == waiting.place_until


def test_taken_back_it_is_as_it_was(site: Site) -> None:
    first, second = agreed_case(site), called(site, NO_ANSWER)
    before = [case_of(site, case_id) for case_id in (first, second)]
    for agreed in (agree(site, first, at=LATER), agree(site, second, owner=site.bob.id)):
        act(site).take_back(site.sue, agreed)
    assert before == [case_of(site, case_id) for case_id in (first, second)]


def test_what_went_on_since_is_not_taken_back(site: Site) -> None:
    case_id = agreed_case(site)
    agreed = agree(site, case_id, at=LATER)
    agree(site, case_id, owner=site.bob.id)
    with pytest.raises(RuleViolation, match="agreement_used"):
        act(site).take_back(site.sue, agreed)


def test_a_look_changes_nothing_and_tells_doubts(site: Site) -> None:
    case_id = agreed_case(site)
    before = case_of(site, case_id)
    agreed, promise = act(site).preview(site.sue, case_id, NewAgreement(at=LATER))

    assert (before.appointment, LATER) == (agreed.before, agreed.after.at)
    assert promise.good
    assert before == case_of(site, case_id)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"at": TUESDAY - timedelta(hours=1)}, "appointment_in_the_past"),
        ({"at": TUESDAY + timedelta(hours=10)}, "appointment_outside_hours"),
        ({"owner": UserId("nobody")}, "no_such_person"),
        ({}, "agreement_unchanged"),
    ],
)
def test_what_nobody_could_keep_is_refused(site: Site, what: dict[str, object], code: str) -> None:
    case_id = agreed_case(site)
    before = case_of(site, case_id)
    with pytest.raises(RuleViolation, match=code):
        agree(site, case_id, **what)  # type: ignore[arg-type]
    assert before == case_of(site, case_id)


def test_a_case_in_hand_or_closed_is_left_alone(site: Site) -> None:
    taken = site.dialled().case.id
    with pytest.raises(RuleViolation, match="case_in_hand"):
        agree(site, taken, owner=site.bob.id)
    with site.units()() as unit:
        unit.cases.save(unit.cases.get(CaseId("case-5")).close())
        unit.commit()
    with pytest.raises(RuleViolation, match="case_not_open"):
        agree(site, CaseId("case-5"), owner=site.bob.id)


def test_whoever_does_not_speak_the_language_or_was_refused_gets_nothing(site: Site) -> None:
    case_id = called(site, NO_ANSWER)
    with site.units()() as unit:
        case = unit.cases.get(case_id)
        unit.cases.save(replace(case, not_by=site.bob.id))
        unit.commit()
    with pytest.raises(RuleViolation, match="owner_refused"):
        agree(site, case_id, owner=site.bob.id)


def test_without_a_reason_or_the_right_nothing_is_agreed(site: Site) -> None:
    case_id = agreed_case(site)
    with pytest.raises(RuleViolation, match="reason_needed"):
        agree(site, case_id, why="  ", at=LATER)
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        act(site)(site.ann, case_id, NewAgreement(at=LATER), "why")


def test_why_stands_sealed_in_the_log(site: Site) -> None:
    case_id = agreed_case(site)
    agree(site, case_id, why="Mrs Brown is away", at=LATER)
    with site.units()() as unit:
        (fact,) = unit.log.of_kind("appointment_changed")
        assert "Mrs Brown is away" == unit.contacts.of_fact(fact, "reason")
    assert "Brown" not in repr(fact)


def test_appointments_of_a_case_are_one(site: Site) -> None:
    case_id = agreed_case(site)
    assert isinstance(agree(site, case_id, at=LATER).after, Appointment)
    with site.units()() as unit:
        assert [case_id] == [each.case_id for each in unit.cases.queue.appointments(LATER + timedelta(hours=1))]
