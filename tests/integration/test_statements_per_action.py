"""What a person does costs one transaction, one read of each case, few statements and few pages."""

from __future__ import annotations

import pytest

from tests.bench.attempt import attempt, counted, interview
from tests.stations import Site

ATTEMPT = {"dial": 10, "call ended": 3, "result, next case": 29}
INTERVIEW = {"next case": 19, "dial": 10, "start": 7, "answers": 21, "finish": 23}
"""At most so many statements for each step; what triggers do is not counted."""
ATTEMPT_PAGES = {"dial": 8, "call ended": 4, "result, next case": 23}
INTERVIEW_PAGES = {"next case": 11, "dial": 8, "start": 12, "answers": 32, "finish": 29}
"""At most so many pages written: each is encrypted and signed. Some room, for a page may have to be split."""
ONE_ANSWER, PLACE = 1, 1  # transactions


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
    for step, do in attempt(crowded).items():
        with counted(crowded) as asked:
            do()
        assert (step, 1) == (step, asked.units)
        assert asked.case_reads <= (2 if step == "result, next case" else 1), step
        assert len(asked.statements) <= ATTEMPT[step], (step, len(asked.statements))
        assert 0 < asked.pages <= ATTEMPT_PAGES[step], (step, asked.pages)


def test_an_interview_is_one_transaction_for_each_thing_a_person_does(crowded: Site) -> None:
    answers = 5 * ONE_ANSWER + PLACE
    for step, do in interview(crowded).items():
        with counted(crowded) as asked:
            do()
        assert (step, answers if step == "answers" else 1) == (step, asked.units)
        assert asked.case_reads <= 1, step
        assert len(asked.statements) <= INTERVIEW[step], (step, len(asked.statements))
        assert 0 < asked.pages <= INTERVIEW_PAGES[step], (step, asked.pages)
