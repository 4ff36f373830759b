"""What came first the log knows, not the clock: calls are judged by rules and block list as they were then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cati_app.domain.calling.compliance import Rule
from cati_app.fieldwork.rights import PROGRAM
from tests.stations import Site, work_by


def other_rules(site: Site, **limits: int) -> None:
    """The study is opened again with other limits."""
    rules = site.station.rules
    work_by(site.station, replace(rules, retry=replace(rules.retry, **limits)))
    site.station.prepare(site.keys)


def breaches(site: Site) -> list[Rule]:
    return [one.rule for one in site.station.read_compliance(site.keys)(PROGRAM).ledger.breaches]


def test_calls_of_the_moment_in_which_rules_change_are_judged_by_those_they_were_made_under(site: Site) -> None:
    offer = site.dialled()
    site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])
    other_rules(site, max_attempts_per_day=1)

    assert [] == breaches(site)


def test_calls_on_a_clock_that_was_set_back_behind_a_change_of_rules_are_judged_by_those_of_now(site: Site) -> None:
    other_rules(site, max_attempts_per_day=1)
    site.clock.move(3600)
    other_rules(site, max_attempts_per_day=3)
    site.clock._now -= timedelta(minutes=30)
    offer = site.dialled()
    site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])

    assert [] == breaches(site)


def test_a_call_before_its_number_was_blocked_is_no_breach_though_the_clock_was_set_back(site: Site) -> None:
    offer = site.dialled()
    site.clock._now -= timedelta(hours=2)
    site.place().record_result(site.ann, offer.attempt, "refusal", never_again=True)
    site.place().settle_blocks(site.ann, leaves=True)

    assert (True, []) == (site.is_blocked(1), breaches(site))
