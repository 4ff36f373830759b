"""Changed rules against the record: nothing is changed, everything is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from cati_app.domain.calling.calendar import CallingWindow
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.monitor.replay_rules import ReplayComparison, ReplayRules
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from tests.casework import alter
from tests.stations import Site


def played(site: Site, other: StudyRules) -> ReplayComparison:
    return ReplayRules(site.blind_units(), site.station.rules)(PROGRAM, other)


def called(site: Site, result: str, dials: int = 1) -> int:
    """A case dialled so many times, with a result; its number."""
    offer = site.dialled()
    for _ in range(dials - 1):
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])
    site.place().record_result(site.ann, offer.attempt, result)
    return offer.case.case_no


def test_the_same_rules_change_nothing(site: Site) -> None:
    called(site, "no_answer")
    found = played(site, site.station.rules)

    assert (1, 1, {}, (), ()) == (found.cases, found.then.calls, found.then.blocked, found.earlier, found.later)
    assert found.now == found.then


def test_the_replayed_due_time_is_the_one_that_was_given(site: Site) -> None:
    number = called(site, "busy")
    with site.units()() as unit:
        case_id = unit.cases.id_of(number)
        assert case_id is not None
        due = unit.cases.get(case_id).due_at

    assert due == played(site, site.station.rules).now.due[number]


def test_tighter_limits_forbid_calls_and_close_cases(site: Site) -> None:
    number = called(site, "no_answer", dials=3)
    retry = replace(site.station.rules.retry, max_attempts=2, max_attempts_per_day=2)
    found = played(site, replace(site.station.rules, retry=retry))

    assert ({"limit_reached": 1}, (number,)) == (found.then.blocked, found.retired)
    assert {} == found.now.blocked


def test_shorter_hours_forbid_what_was_called_outside_them(site: Site) -> None:
    called(site, "no_answer")
    calendar = replace(site.station.rules.calendar, weekdays=CallingWindow(time(17), time(20)))

    assert {"outside_hours": 1} == played(site, replace(site.station.rules, calendar=calendar)).then.blocked


def test_other_delays_show_who_would_be_due_earlier(site: Site) -> None:
    number = called(site, "busy")
    found = played(site, replace(site.station.rules, retry=replace(site.station.rules.retry, busy_min=5)))

    assert ((number,), ()) == (found.earlier, found.later)


def test_a_case_closed_by_its_result_is_due_under_no_rules(site: Site) -> None:
    called(site, "refusal")
    site.clock.move(timedelta(minutes=1).total_seconds())

    assert ({}, {}) == (played(site, site.station.rules).now.due, played(site, site.station.rules).now.retired)


def test_a_dead_number_does_not_end_a_case_that_has_another(site: Site) -> None:
    close_all(site)
    site.add_cases([9], lines=2)
    for result, number in (("not_in_service", 0), ("no_answer", 1)):
        offer = site.offered()
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[number])
        site.place().record_result(site.ann, offer.attempt, result)
    with site.units()() as unit:
        due = unit.cases.get(CaseId("case-9")).due_at
    now = played(site, site.station.rules).now

    assert (2, {9: due}, {}) == (now.calls, now.due, now.retired)


def test_calls_after_a_result_that_was_corrected_to_a_closing_one_are_counted(site: Site) -> None:
    close_all(site)
    site.add_cases([9])
    called(site, "busy")
    site.clock.move(24 * 3600)
    called(site, "no_answer")
    site.station.change_result(site.keys)(site.sue, CaseId("case-9"), 1, "business", "a shop, she said")
    now = played(site, site.station.rules).now

    assert (2, {}) == (now.calls, now.retired)


def close_all(site: Site) -> None:
    with site.units()() as unit:
        for number in range(1, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()
