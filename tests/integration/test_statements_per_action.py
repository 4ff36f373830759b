"""What a person does costs one transaction, one read of each case, few statements and few pages."""

from __future__ import annotations

import cProfile
from statistics import mean

import pytest

from tests.bench.attempt import attempt, counted, interview
from tests.stations import Site

ATTEMPT = {"dial": 9, "call ended": 2, "result, next case": 28}
INTERVIEW = {"next case": 18, "dial": 9, "start": 7, "answers": 16, "finish": 18}
"""At most so many statements for each step, beside what guards a transaction; what triggers do is not counted."""
ATTEMPT_PAGES = {"dial": 6, "call ended": 4, "result, next case": 23}
INTERVIEW_PAGES = {"next case": 11, "dial": 8, "start": 12, "answers": 32, "finish": 29}
"""At most so many pages written, those of an attempt in the mean of a few: each is encrypted and signed. Some room, for
a page may have to be split.
"""
ONE_ANSWER, PLACE = 1, 1  # transactions
CALLS = 980
"""Python calls at most for a result and the next case, those into the database driver included."""


@pytest.fixture
def crowded(site: Site) -> Site:
    """Rounds before, so that the counted one meets routes, counters and histories that are there already."""
    for steps in (attempt, interview):
        for do in steps(site).values():
            do()
        site.clock.move(11)
        if steps is attempt:
            site.place().return_case(site.ann, site.offered().attempt)
    return site


def test_an_attempt_is_three_transactions_with_one_read_of_each_case(crowded: Site) -> None:
    pages: dict[str, list[int]] = {step: [] for step in ATTEMPT}
    steps = attempt(crowded)
    for _ in range(2):
        for step, do in steps.items():
            with counted(crowded) as asked:
                do()
            assert (step, 1, 1) == (step, asked.units, asked.guards)
            assert asked.case_reads <= (2 if step == "result, next case" else 1), step
            assert len(asked.statements) <= ATTEMPT[step], (step, len(asked.statements))
            pages[step].append(asked.pages)
    for step, written in pages.items():
        assert 0 < mean(written) <= ATTEMPT_PAGES[step], (step, written)


def test_few_calls_bring_a_result_and_the_next_case(crowded: Site) -> None:
    *before, finish = attempt(crowded).values()
    for do in (*before, finish, *before):  # once before, so that what is kept is kept
        do()
    profile = cProfile.Profile()

    profile.runcall(finish)

    calls = sum(entry.callcount for entry in profile.getstats())
    assert 300 < calls <= CALLS


def test_an_interview_is_one_transaction_for_each_thing_a_person_does(crowded: Site) -> None:
    answers = 5 * ONE_ANSWER + PLACE
    for step, do in interview(crowded).items():
        with counted(crowded) as asked:
            do()
        units = answers if step == "answers" else 1
        assert (step, units, units) == (step, asked.units, asked.guards)
        assert asked.case_reads <= 1, step
        assert len(asked.statements) <= INTERVIEW[step], (step, len(asked.statements))
        assert 0 < asked.pages <= INTERVIEW_PAGES[step], (step, asked.pages)
