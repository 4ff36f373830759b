"""What follows from a result is one thing: foreseen, done, and after corrections there and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import BUSY, DISPOSITIONS, SOFT_REFUSAL
from cati_app.fieldwork.calling.change_result import may_replace
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.fieldwork.calling.take_case import Offer
from tests.fakes.site import MemorySite
from tests.stations import work_by

CASE = CaseId("case-1")
GIVEN = sorted(name for name, row in DISPOSITIONS.items() if may_replace(name) and not row.appointment)
OPEN = [name for name in GIVEN if DISPOSITIONS[name].interim]
PILES = (GIVEN, OPEN, OPEN, sorted(row.name for row in DISPOSITIONS.values() if row.of_number), [SOFT_REFUSAL], [BUSY])


def _site(chance: Random) -> MemorySite:
    """One case with up to three numbers, and a study with rules of its own."""
    site = MemorySite(cases=0)
    site.ann = replace(site.ann, skills=("conversion",))
    rules = site.station.rules
    retry = replace(rules.retry, max_attempts=chance.randint(2, 8), max_attempts_per_day=chance.randint(1, 4))
    schedule = replace(rules.schedule, convert=chance.choice([True, False]), other_interviewer=False)
    work_by(site.station, replace(rules, retry=retry, schedule=schedule))
    site.add_cases([1], lines=chance.randint(1, 3))
    return site


def _dialled(site: MemorySite, chance: Random) -> Iterator[tuple[Offer, int]]:
    """The case as it comes again and again, until it is closed, and the place of the number that is dialled."""
    while True:
        with site.units()() as unit:
            if unit.cases.get(CASE).state is CaseState.CLOSED:
                return
        offer = site.place().take_case(site.ann)
        if isinstance(offer, Offer):
            place = chance.randrange(len(offer.case.numbers))
            site.place().start_call(site.ann, offer.attempt, offer.case.numbers[place])
            yield offer, place
        else:
            site.clock.move(3600)


@pytest.mark.parametrize("seed", range(60))
def test_what_was_foreseen_of_a_result_is_what_came_of_it(seed: int) -> None:
    chance = Random(seed)
    site = _site(chance)
    for offer, place in _dialled(site, chance):
        name = chance.choice(chance.choice(PILES))
        foreseen = Foresight(offer, site.station.rules, site.clock.now(), place).next_call(name)

        given = site.place().record_result(site.ann, offer.attempt, name, note="noted")

        assert (name, foreseen) == (name, given.consequence.due_at)
        site.clock.move(chance.choice([60, 3600, 24 * 3600]))


@pytest.mark.parametrize("seed", range(60))
def test_a_case_is_as_open_after_a_correction_there_and_back_as_it_was(seed: int) -> None:
    chance = Random(seed)
    site = _site(chance)
    given: list[str] = []
    for offer, _ in _dialled(site, chance):
        given.append(chance.choice(chance.choice(PILES)))
        site.place().record_result(site.ann, offer.attempt, given[-1], note="noted")
        with site.units()() as unit:
            before = unit.cases.get(CASE)
        place = chance.randrange(len(given))

        change = site.station.change_result(site.keys)
        kept = {"refusal", given[place]}  # the first blocks the numbers for good, the other is the result already
        other = chance.choice([name for name in GIVEN if name not in kept])
        for name in (other, given[place]):
            change(site.sue, CASE, place + 1, name, "misheard")

        with site.units()() as unit:
            after = unit.cases.get(CASE)
        assert (given, before.state) == (given, after.state)
        if before.state is CaseState.CLOSED:
            assert before.disposition == after.disposition
        else:
            assert before.refusals == after.refusals
        site.clock.move(chance.choice([60, 3600, 24 * 3600]))
