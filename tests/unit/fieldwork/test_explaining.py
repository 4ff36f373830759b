"""Why a case is called, why it is not, and what everybody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cati_app.cli.next import reason_text
from cati_app.domain.calling.queue import Because, DueAppointment, Nothing, Waits
from cati_app.domain.casework.explain import Explanation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.look_ahead import LookAhead
from cati_app.store.queue import COMING, SqlQueue
from cati_app.texts import words_of
from tests.casework import alter
from tests.stations import Site

FIRST = CaseId("case-1")


def explained(site: Site, user: User | None = None) -> Explanation:
    return site.place().explain_case(user or site.ann, FIRST)


def obstacles(found: Explanation) -> set[str]:
    return {reason.rule for reason in found.reasons if not reason.holds}


def set_case(site: Site, **values: Any) -> None:
    with site.units()() as unit:
        alter(unit, FIRST, **values)
        unit.commit()


def ahead(site: Site, user: User) -> object:
    return LookAhead(site.blind_units(), site.clock, site.station.rules)(user)


def test_a_case_never_called_can_be_called(site: Site) -> None:
    found = explained(site)

    assert (True, set()) == (found.callable, obstacles(found))


def test_outside_the_hours_the_next_allowed_hour_is_told(site: Site) -> None:
    site.clock.move(4 * 3600)
    found = explained(site)

    assert {"hours"} == obstacles(found)
    assert found.until == site.station.rules.calendar.next_open(site.clock.now())


def test_the_hours_are_those_of_the_respondents_clock(site: Site) -> None:
    set_case(site, locality="Asia/Tokyo|NI")

    assert {"hours"} == obstacles(explained(site))


def test_every_rule_that_keeps_a_case_is_named(site: Site) -> None:
    ann = replace(site.ann, languages=("de",))
    set_case(
        site,
        language="tr",
        skill="conversion",
        not_by=ann.id,
        due_at=site.clock.now() + timedelta(hours=1),
        dials=10,
        locked_by=site.bob.id,
        locked_at=site.clock.now(),
    )
    assert {"in_hands", "limit", "language", "skill", "other_person", "due"} == obstacles(explained(site, ann))


def test_a_closed_case_says_its_disposition(site: Site) -> None:
    set_case(site, state="closed", disposition="complete")
    found = explained(site)

    assert ("closed", "complete") == (found.reasons[0].rule, found.reasons[0].facts["disposition"])


def test_a_case_that_waits_for_its_release_says_so(site: Site) -> None:
    set_case(site, state="unreleased")

    found = explained(site)

    assert (False, None, ["unreleased"]) == (found.callable, found.until, [reason.rule for reason in found.reasons])
    assert "not released yet" in reason_text(words_of("en"), found.reasons[0])


def test_looking_ahead_takes_nothing(site: Site) -> None:
    assert (FIRST, Because.NEVER_CALLED) == ahead(site, site.ann)
    assert (FIRST, Because.NEVER_CALLED) == ahead(site, site.bob)


def test_what_waits_for_a_colleague_says_so(site: Site) -> None:
    later = site.clock.now() + timedelta(hours=1)
    changes: tuple[dict[str, Any], ...] = (
        {"language": "tr"},
        {"skill": "conversion"},
        {"due_at": later, "rest": "not_due"},
        {"locked_by": site.bob.id, "locked_at": site.clock.now()},
        {"appointment_at": later + timedelta(hours=1)},
    )
    with site.units()() as unit:
        for number, values in enumerate(changes, 1):
            alter(unit, CaseId(f"case-{number}"), **values)
        unit.commit()
    found = ahead(site, replace(site.ann, languages=("de",)))

    assert isinstance(found, Nothing)
    assert {
        Waits.OTHER_LANGUAGE: 1,
        Waits.OTHER_SKILL: 1,
        Waits.NOT_DUE: 1,
        Waits.LOCKED: 1,
        Waits.APPOINTMENT: 1,
    } == found.waiting
    assert (site.clock.now() + timedelta(hours=1), 5) == (found.next_at, found.open_cases)


def only_an_appointment_of_bobs(site: Site, *, firm: bool, **values: object) -> datetime:
    """The one open case: in an hour from now."""
    at = site.clock.now() + timedelta(hours=1)
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()
    set_case(site, appointment_at=at, appointment_firm=firm, appointment_owner=site.bob.id, **values)
    return at


def test_the_next_case_is_told_from_when_this_person_may_keep_an_appointment(site: Site) -> None:
    at = only_an_appointment_of_bobs(site, firm=False)

    mine, bobs = ahead(site, site.ann), ahead(site, site.bob)

    assert isinstance(mine, Nothing)
    assert isinstance(bobs, Nothing)
    assert (at + timedelta(minutes=15), at - timedelta(minutes=5)) == (mine.next_at, bobs.next_at)
    site.clock.move_to(at)
    later = ahead(site, site.ann)
    assert isinstance(later, Nothing)
    assert at + timedelta(minutes=15) == later.next_at  # not now: nothing would come


@pytest.mark.on_store
def test_however_many_appointments_there_are_only_the_first_are_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add_cases(range(6, 106))
    at = site.clock.now() + timedelta(hours=1)
    with site.units()() as unit:
        for number in range(1, 106):  # the last one first: order in the table tells nothing
            agreed: dict[str, Any] = {
                "appointment_at": at + timedelta(minutes=15 * (105 - number)),
                "appointment_owner": site.bob.id,
            }
            alter(unit, CaseId(f"case-{number}"), **agreed, appointment_firm=number % 2 == 0)
        unit.commit()
    read: list[CaseId] = []
    coming = SqlQueue.coming

    def counted(queue: SqlQueue) -> Iterator[DueAppointment]:
        for agreed in coming(queue):
            read.append(agreed.case_id)
            yield agreed

    monkeypatch.setattr(SqlQueue, "coming", counted)
    found = ahead(site, site.ann)

    assert isinstance(found, Nothing)
    assert at + timedelta(minutes=10) == found.next_at  # the second: the first is soft, and Bob's for a quarter more
    assert ["case-105", "case-104", "case-103"] == read


@pytest.mark.on_store
def test_appointments_are_read_by_time_without_sorting_them(site: Site) -> None:
    with site.station.database.transaction() as statements:
        plan = [row[3] for row in statements.execute(f"EXPLAIN QUERY PLAN {COMING}")]

    assert plan[0].startswith("SEARCH case USING INDEX ix_case_agreed"), plan
    assert not [step for step in plan if "B-TREE" in step], plan


def test_an_appointment_in_a_language_one_does_not_speak_announces_nothing(site: Site) -> None:
    site.clock.move_to(only_an_appointment_of_bobs(site, firm=True, language="tr"))

    found = ahead(site, replace(site.ann, languages=("de",)))

    assert isinstance(found, Nothing)
    assert (None, {Waits.APPOINTMENT: 1}) == (found.next_at, found.waiting)


def test_a_refusal_one_was_given_counts_once_among_those_that_wait(site: Site) -> None:
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()
    set_case(site, skill="conversion", not_by=site.ann.id, due_at=site.clock.now(), rest="refusal_rest")

    untrained, trained = ahead(site, site.ann), ahead(site, replace(site.ann, skills=("conversion",)))

    assert isinstance(untrained, Nothing)
    assert isinstance(trained, Nothing)
    assert ({Waits.OTHER_SKILL: 1}, {Waits.OTHER_PERSON: 1}) == (untrained.waiting, trained.waiting)
    assert (1, 1) == (untrained.open_cases, trained.open_cases)


def test_a_soft_refusal_waits_for_another_trained_person_and_is_tried_once(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="in a hurry")
    trained = replace(site.bob, skills=("conversion",))
    site.clock.move(7 * 86400)
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()

    assert isinstance(ahead(site, site.bob), Nothing)
    assert isinstance(ahead(site, replace(site.ann, skills=("conversion",))), Nothing)
    assert (FIRST, Because.CONVERSION) == ahead(site, trained)
    again = site.place(trained).take_case(trained)
    assert not isinstance(again, Nothing)
    site.place(trained).start_call(trained, again.attempt, again.case.numbers[0])
    given = site.place(trained).record_result(trained, again.attempt, "soft_refusal", note="again")
    assert ("not_screened", True) == (given.consequence.disposition, given.consequence.closes)  # the study screens


def test_who_has_promised_needs_no_trained_or_other_person(site: Site) -> None:
    set_case(
        site,
        skill="conversion",
        not_by=site.ann.id,
        appointment_at=site.clock.now(),
        appointment_firm=True,
        appointment_owner=site.bob.id,
    )
    assert set() == obstacles(explained(site))
