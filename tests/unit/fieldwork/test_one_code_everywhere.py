"""Whatever closes a case: the list, its story and the rates tell one and the same final code of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cati_app.domain.casework.case_list import CaseFilter
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.finality import final_code
from cati_app.domain.sampling.sample import SampledNumber, SampledUnit
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.monitor.read_cases import ReadCase, ReadCases
from cati_app.fieldwork.monitor.read_outcomes import ReadOutcomes
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sample.import_sample import ImportSample
from cati_app.station.wiring import settle_codes
from tests.casework import alter
from tests.stations import Site, fiction, work_by
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


@pytest.fixture
def lone(site: Site) -> Site:
    """One case with one number; the others are not released."""
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="unreleased")
        unit.commit()
    return site


def block(site: Site, number: int = 1) -> None:
    with site.units()() as unit:
        unit.blocklist.add([fiction(number).e164], site.clock.now(), "another study")


def lift(site: Site, number: int = 1) -> None:
    shared = site.station.database.blocklist
    assert shared is not None
    assert shared.remove(fiction(number).e164, site.clock.now(), "ann, sue", "entered by mistake")


def give(site: Site, result: str, *, never_again: bool = False) -> Offer:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, result, note="noted", never_again=never_again)
    return offer


def next_day(site: Site) -> None:
    site.clock.move(8 * 24 * 3600)
    opens = site.station.rules.calendar.next_open(site.clock.now())
    assert opens is not None
    site.clock.move_to(opens)


def correct(site: Site, result: str) -> None:
    site.station.change_result(site.keys)(site.sue, CaseId("case-1"), 1, result, "misheard")


def renew(site: Site, *numbers: int) -> None:
    """The case as a later file has it."""
    site.name_case(1, "A")
    lines = tuple(SampledNumber(fiction(number), "tel") for number in numbers)
    ImportSample(site.units(), site.clock, site.station._ids, site.station.rules)(
        PROGRAM, [SampledUnit(2, "A", "landline", None, lines, {})]
    )


def dialled(site: Site, times: int) -> None:
    """So many contact attempts were made on the case."""
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), dials=times)
        unit.commit()


def by_a_refusal(site: Site) -> None:
    give(site, "refusal_household")


def by_an_opt_out(site: Site) -> None:
    give(site, "refusal", never_again=True)
    site.clock.move(11)
    site.place().settle_blocks(site.ann)


def by_two_soft_refusals(site: Site) -> None:
    give(site, "soft_refusal_household")
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), not_by=None, skill="")
        unit.commit()
    next_day(site)
    give(site, "soft_refusal_respondent")


def by_a_dead_number(site: Site) -> None:
    give(site, "disconnected")


def by_the_limit(site: Site) -> None:
    give(site, "contact_other_person")
    for _ in range(9):
        next_day(site)
        give(site, "no_answer")


def by_a_limit_that_came_later(site: Site) -> None:
    give(site, "machine")
    dialled(site, 10)
    next_day(site)
    site.place().take_case(site.ann)


def by_a_machine_that_died(site: Site) -> None:
    dialled(site, 9)
    begun(site)
    site.clock.move(16 * 60)
    site.settle(site.bob)


def by_the_block_list_at_the_offer(site: Site) -> None:
    block(site)
    site.place().take_case(site.ann)


def by_the_block_list_after_calls(site: Site) -> None:
    give(site, "busy")
    next_day(site)
    by_the_block_list_at_the_offer(site)


def by_the_block_list_after_the_screening(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "interview_suspended")
    next_day(site)
    by_the_block_list_at_the_offer(site)


def by_the_block_list_at_the_dial(site: Site) -> None:
    offer = site.offered()
    block(site)
    with pytest.raises(RuleViolation):
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])


def by_the_block_list_in_an_older_version(site: Site) -> None:
    """It closed cases when they came in, without a word in the log."""
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), state="closed", disposition="refusal")
        unit.commit()
    site.station.database.keep("final_codes", "")
    open_again(site)


def by_a_limit_after_the_block_was_lifted(site: Site) -> None:
    give(site, "no_answer")
    next_day(site)
    by_the_block_list_at_the_offer(site)
    lift(site)
    correct(site, "busy")
    by_a_limit_that_came_later(site)


def by_a_correction(site: Site) -> None:
    give(site, "no_answer")
    correct(site, "refusal_household")


def by_a_correction_to_an_opt_out(site: Site) -> None:
    give(site, "busy")
    correct(site, "refusal")


def by_a_file_that_brings_another_number(site: Site) -> None:
    """The case is closed for its limit; its only number was dead, and is not the only one any more."""
    dialled(site, 9)
    by_a_dead_number(site)
    renew(site, 1, 500)


def by_completion(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")


def by_a_full_cell(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "quota_filled")


def by_a_break_off(site: Site) -> None:
    offer, interview = begun(site)
    finish(site, offer, interview, "break_off")


def open_again(site: Site, rules: StudyRules | None = None) -> None:
    settle_codes(PROGRAM, site.station.database, site.units(), rules or site.station.rules)


WAYS: dict[Callable[[Site], None], tuple[str, str]] = {
    by_a_refusal: ("not_screened", "refusal_household"),
    by_an_opt_out: ("not_screened", "refusal"),
    by_two_soft_refusals: ("not_screened", "refusal_respondent"),
    by_a_dead_number: ("disconnected", "disconnected"),
    by_the_limit: ("not_screened", "not_screened"),
    by_a_limit_that_came_later: ("machine_unknown", "machine_unknown"),
    by_a_machine_that_died: ("not_screened", "break_off"),
    by_the_block_list_at_the_offer: ("not_screened", "refusal"),
    by_the_block_list_after_calls: ("not_screened", "refusal"),
    by_the_block_list_after_the_screening: ("break_off", "break_off"),
    by_the_block_list_at_the_dial: ("not_screened", "refusal"),
    by_the_block_list_in_an_older_version: ("not_screened", "refusal"),
    by_a_limit_after_the_block_was_lifted: ("machine_unknown", "machine_unknown"),
    by_a_correction: ("not_screened", "refusal_household"),
    by_a_correction_to_an_opt_out: ("not_screened", "refusal"),
    by_a_file_that_brings_another_number: ("not_attempted", "not_attempted"),
    by_completion: ("complete", "complete"),
    by_a_full_cell: ("quota_filled", "quota_filled"),
    by_a_break_off: ("not_screened", "break_off"),
}
"""What closes a case, and its code where residence or age must be screened and where every household qualifies."""


def told(site: Site, rules: StudyRules) -> dict[str, object]:
    """The final code of the first case wherever it is read."""
    wanted = CaseFilter()
    (line, *_) = ReadCases(site.units()).first(site.sue, wanted).lines
    story = ReadCase(site.units(), site.clock, rules)(site.sue, CaseId("case-1"))
    counted = ReadOutcomes(site.units(), site.clock, rules)(PROGRAM).counts
    with site.units()() as unit:
        history = unit.histories.of_case(CaseId("case-1"))
    (reason,) = [one for one in story.explanation.reasons if one.rule == "closed"]
    last_day = list(counted.days.values())[-1]["landline"] if counted.days else counted.codes
    return {
        "state": str(line.state),
        "list": line.disposition,
        "row": story.case.disposition,
        "story": story.final.code,
        "reason": reason.facts["disposition"],
        "history": final_code(history, rules.unscreened),
        "rates": counted.codes,
        "by day": last_day,
    }


def everywhere(code: str) -> Mapping[str, object]:
    names = ("list", "row", "story", "reason", "history")
    return {"state": "closed", "rates": Counter({code: 1}), "by day": Counter({code: 1})} | dict.fromkeys(names, code)


@pytest.mark.parametrize("way", WAYS)
def test_whatever_closes_a_case_its_code_is_the_same_everywhere(lone: Site, way: Callable[[Site], None]) -> None:
    way(lone)

    assert everywhere(WAYS[way][0]) == told(lone, lone.station.rules)


@pytest.mark.parametrize("way", WAYS)
def test_where_every_household_qualifies_too(lone: Site, way: Callable[[Site], None]) -> None:
    rules = replace(lone.station.rules, unscreened=OutcomeClass.REFUSAL)
    work_by(lone.station, rules)
    way(lone)

    assert everywhere(WAYS[way][1]) == told(lone, rules)


@pytest.mark.parametrize("way", WAYS)
def test_a_study_that_changes_the_setting_finds_its_closed_cases_changed(
    lone: Site, way: Callable[[Site], None]
) -> None:
    way(lone)
    for unscreened, place in ((OutcomeClass.REFUSAL, 1), (OutcomeClass.UNKNOWN_OTHER, 0)):
        rules = replace(lone.station.rules, unscreened=unscreened)
        open_again(lone, rules)

        assert everywhere(WAYS[way][place]) == told(lone, rules)


def test_a_case_blocked_in_an_older_version_keeps_its_code_when_it_is_opened_again_and_again(lone: Site) -> None:
    by_the_block_list_in_an_older_version(lone)
    before = [lone.case(number).disposition for number in range(1, 6)]
    lone.station.database.keep("final_codes", "")
    open_again(lone)

    assert before == [lone.case(number).disposition for number in range(1, 6)]
