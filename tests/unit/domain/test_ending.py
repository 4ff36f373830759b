"""Why a case is not called any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.calling.results import RetryRules
from cati_app.domain.casework.ending import Ending, How, ended_by, ending_of
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.finality import History, Outcome

RETRY = RetryRules(15, 240, 240, 30, 7, 240, max_attempts=10, max_attempts_per_day=3)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def ended(results: str, dials: int = 3, *, preset: str = "not_attempted", converts: bool = True) -> Ending | None:
    outcomes = tuple(
        Outcome(result, NOON + timedelta(hours=n), number="a", attempt_no=n)
        for n, result in enumerate(results.split(), 1)
    )
    history = History(CaseId("case"), 1, "landline", ("a",), outcomes, preset=preset)
    return ending_of(history, dials, RETRY, converts=converts, unscreened=OutcomeClass.REFUSAL)


@pytest.mark.parametrize(
    ("results", "dials", "how", "attempt"),
    [
        ("no_answer complete", 2, How.RESULT, 2),
        ("refusal_household", 1, How.RESULT, 1),
        ("callback_requested not_in_service", 2, How.NUMBERS_DEAD, 1),
        ("soft_refusal no_answer soft_refusal", 3, How.REFUSED_TWICE, 3),
        ("no_answer machine busy", 10, How.LIMIT, 2),
    ],
)
def test_a_closed_case_tells_its_rule_and_the_attempt_that_decided(
    results: str, dials: int, how: How, attempt: int
) -> None:
    assert Ending(how, attempt) == ended(results, dials)


def test_a_case_on_the_block_list_ended_without_an_attempt() -> None:
    assert Ending(How.BLOCKED, None) == ended("", 0, preset="refusal")


def test_a_case_with_a_living_number_ended_by_its_limit_whatever_its_last_number_was() -> None:
    outcomes = tuple(Outcome(result, NOON, number=number) for result, number in (("no_answer", "a"), ("fax", "b")))
    history = History(CaseId("case"), 1, "landline", ("a", "b"), outcomes)
    found = ending_of(history, 10, RETRY, converts=True, unscreened=OutcomeClass.REFUSAL)

    assert found is not None
    assert How.LIMIT is found.how


def test_a_study_without_conversion_ends_at_the_first_soft_refusal() -> None:
    assert Ending(How.NOT_CONVERTED, 1) == ended("soft_refusal", converts=False)


def test_what_no_rule_explains_says_so() -> None:
    assert ended("no_answer") is None


@pytest.mark.parametrize(
    ("outcomes", "numbers", "how"),
    [
        ("no_answer@1", "1", None),
        ("refusal@1", "12", How.RESULT),
        ("fax@1", "1", How.NUMBERS_DEAD),
        ("fax@1", "12", None),
        ("fax@1 fax@2", "12", How.NUMBERS_DEAD),
        ("fax@1 no_answer@1 fax@2", "12", None),
        ("fax@", "12", How.NUMBERS_DEAD),  # nobody knows which number was called
    ],
)
def test_a_code_of_a_number_ends_a_case_only_when_no_other_is_left(
    outcomes: str, numbers: str, how: How | None
) -> None:
    told = [one.partition("@") for one in outcomes.split()]
    done = SoFar(tuple(Outcome(code, NOON, number=number or None) for code, _, number in told), tuple(numbers), 3, 1)

    assert how is ended_by(done, RETRY, converts=True)


def test_what_was_said_ends_a_case_whatever_the_rules_are() -> None:
    assert {How.RESULT, How.NUMBERS_DEAD} == {how for how in How if how.by_result}
