"""Codes by frame and day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.counts import (
    OutcomeCounts,
    RateSettings,
    count_outcomes,
    exhaustion,
    rate_table,
    share_words,
    tally_of,
    with_early_refusals,
)
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.finality import History, Outcome
from cati_app.domain.outcomes.rates import Method, eligible_share

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAYS = [date(2026, 3, 2) + timedelta(days=n) for n in range(4)]


def case(number: int, *results: str, frame: str = "landline", screened_on: int | None = None) -> History:
    """One result a day, the n-th by person n."""
    outcomes = tuple(
        Outcome(result, START + timedelta(days=day), None, "1", f"person {day}", day + 1)
        for day, result in enumerate(results)
        if result
    )
    at = None if screened_on is None else START + timedelta(days=screened_on, minutes=-5)
    return History(CaseId(str(number)), number, frame, ("1",), outcomes, at)


def counted(*histories: History) -> OutcomeCounts:
    return count_outcomes(histories, OutcomeClass.UNKNOWN_OTHER, lambda at: at.date())


def test_each_day_shows_what_cases_would_be_had_fieldwork_ended_then() -> None:
    days = counted(case(1, "no_answer", "", "complete", screened_on=2), case(2, "", "busy"), case(3)).days

    assert [DAYS[0], DAYS[1], DAYS[2]] == list(days)
    assert {"landline": Counter(no_answer=1, not_attempted=2)} == days[DAYS[0]]
    assert {"landline": Counter(no_answer=1, busy=1, not_attempted=1)} == days[DAYS[1]]
    assert {"landline": Counter(complete=1, busy=1, not_attempted=1)} == days[DAYS[2]]


def test_eligibility_found_later_does_not_change_an_earlier_day() -> None:
    days = counted(case(1, "contact_other_person", "no_answer", "appointment_soft", screened_on=2)).days

    assert [Counter(not_screened=1)] * 2 + [Counter(respondent_unavailable=1)] == [
        days[day]["landline"] for day in DAYS[:3]
    ]


def test_a_no_before_the_screening_is_counted_beside_what_it_counts_as() -> None:
    counts = counted(
        case(1, "refusal_household"),
        case(2, "soft_refusal", "no_answer"),
        case(3, "contact_other_person"),
        case(4, "refusal_respondent", screened_on=0),
        case(5, "complete", screened_on=0),
    )

    assert {"landline": 2} == counts.early_refusals
    as_given = rate_table(counts.frames, RateSettings())
    as_refusals = rate_table(with_early_refusals(counts.frames, counts.early_refusals), RateSettings())
    assert [1 / 2, 1 / 4] == [table.rates["cooperation_rate_1"] for table in (as_given, as_refusals)]
    assert as_given.parts["landline"].counts.all == as_refusals.parts["landline"].counts.all


def test_two_results_of_one_day_count_once() -> None:
    twice = History(
        CaseId("1"), 1, "mobile", ("1",), (Outcome("busy", START), Outcome("machine", START + timedelta(hours=2)))
    )

    assert {DAYS[0]: {"mobile": Counter(machine_unknown=1)}} == counted(twice).days


def test_frames_are_counted_apart_and_pooled_only_with_their_sizes() -> None:
    counts = counted(
        case(1, "complete", screened_on=0), case(2, "busy", frame="mobile"), case(3, "busy", frame="mobile")
    )
    apart = rate_table(counts.frames, RateSettings())
    together = rate_table(counts.frames, RateSettings(frame_sizes={"landline": 100, "mobile": 300}))

    assert Counter(complete=1, busy=2) == counts.codes
    assert (False, {}) == (apart.pooled, apart.rates)
    assert together.pooled
    assert 0.25 == pytest.approx(together.rates["response_rate_1"])
    assert [100, 150] == [together.parts[name].weight for name in ("landline", "mobile")]


def test_the_german_account_adds_up_and_its_rate_is_response_rate_1() -> None:
    codes = Counter(complete=5, partial=1, refusal=4, no_answer=6, not_screened=2, outside_area=3, fax=2)
    account = exhaustion(codes)

    assert (23, 18, 5) == (account.gross, account.net, sum(account.neutral.values()))
    assert account.net == sum(account.systematic.values()) + account.partials + account.interviews
    assert account.rate == rate_table({"x": codes}, RateSettings()).rates["response_rate_1"]
    assert ["outside_area", "fax"] == list(account.neutral)
    assert None is exhaustion(Counter()).rate


def test_weighted_codes_are_sums_of_weights_by_frame_and_day() -> None:
    weights = {1: 1.5, 2: 2.5, 3: 4.0}
    counts = count_outcomes(
        [case(1, "no_answer", "complete", screened_on=1), case(2, "busy"), case(3, frame="mobile")],
        OutcomeClass.UNKNOWN_OTHER,
        lambda at: at.date(),
        lambda history: weights[history.case_no],
    )

    assert counts.weighted is not None
    assert {"landline": {"complete": 1.5, "busy": 2.5}, "mobile": {"not_attempted": 4.0}} == counts.weighted.frames
    assert [
        {"landline": {"no_answer": 1.5, "busy": 2.5}, "mobile": {"not_attempted": 4.0}},
        {"landline": {"complete": 1.5, "busy": 2.5}, "mobile": {"not_attempted": 4.0}},
    ] == [counts.weighted.days[day] for day in DAYS[:2]]
    assert {"landline": Counter(complete=1, busy=1), "mobile": Counter(not_attempted=1)} == counts.frames


def test_codes_that_no_case_has_any_more_leave_nothing_behind() -> None:
    histories = [case(number, "no_answer", "complete", screened_on=1) for number in range(10)]
    weighted = count_outcomes(histories, OutcomeClass.REFUSAL, lambda at: at.date(), lambda history: 0.1).weighted

    assert weighted is not None
    assert ["complete"] == list(weighted.days[DAYS[1]]["landline"])


def test_equal_weights_change_no_rate_and_unequal_ones_do() -> None:
    histories = [case(1, "complete", screened_on=0), case(2, "refusal", screened_on=0), case(3, "fax"), case(4, "busy")]
    of = {
        name: count_outcomes(histories, OutcomeClass.REFUSAL, lambda at: at.date(), weigh).weighted
        for name, weigh in (("equal", lambda one: 2.5), ("unequal", lambda one: 3.0 if one.case_no == 1 else 1.0))
    }
    plain = rate_table(counted(*histories).frames, RateSettings()).rates
    equal, unequal = (rate_table(one.frames, RateSettings()).rates for one in of.values() if one is not None)

    assert plain == pytest.approx(equal)
    assert (1 / 3, 3 / 5) == pytest.approx((plain["response_rate_1"], unequal["response_rate_1"]))
    assert 3 / (4 + 4 / 5) == pytest.approx(unequal["response_rate_3"])  # e from the weights too: 4 / (4 + 1)


def test_weighted_frames_go_together_by_what_a_weight_stands_for() -> None:
    frames = {"landline": {"complete": 1.5, "busy": 2.5}, "mobile": {"busy": 4.0}}
    table = rate_table(frames, RateSettings(frame_sizes={"landline": 100, "mobile": 300}))

    assert [25, 75] == [table.parts[name].weight for name in ("landline", "mobile")]
    assert 25 * 1.5 / 400 == pytest.approx(table.rates["response_rate_1"])


def test_a_study_without_cases_has_no_rates() -> None:
    assert {None} == set(rate_table({}, RateSettings()).rates.values())


def test_two_steps_have_two_estimates() -> None:
    counts = tally_of(Counter(complete=1, outside_area=1, fax=1))

    assert (0.5 * 2 / 3, 0.5) == pytest.approx(share_words(eligible_share(counts, Method.TWO_STEP)))
    assert (1.0,) == share_words(eligible_share(counts, Method.ONE))
