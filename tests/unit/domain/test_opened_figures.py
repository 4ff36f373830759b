"""Figures of one person are opened by two others, for 30 days at most and two weeks; of everybody from tomorrow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.opened_figures import OpenedFigures, open_now
from tests.stations import TUESDAY

ANN, BOB, SUE, EVE = (UserId(name) for name in ("ann", "bob", "sue", "eve"))
TODAY = TUESDAY.date()
DAY = timedelta(days=1)


def of_ann(first: date = TODAY - 29 * DAY, last: date = TODAY) -> OpenedFigures:
    return OpenedFigures.of_person(ANN, (SUE, EVE), TUESDAY, (first, last), TODAY)


def test_thirty_days_are_opened_for_two_weeks() -> None:
    opened = of_ann()
    assert opened.covers(ANN, TODAY - 29 * DAY)
    assert opened.covers(ANN, TODAY)
    assert not opened.covers(ANN, TODAY - 30 * DAY)
    assert not opened.covers(ANN, TODAY + DAY)
    assert not opened.covers(BOB, TODAY)
    assert opened.is_open(TUESDAY + 14 * DAY - timedelta(seconds=1))
    assert not opened.is_open(TUESDAY + 14 * DAY)


@pytest.mark.parametrize(("first", "last"), [(TODAY - 30 * DAY, TODAY), (TODAY, TODAY - DAY), (TODAY, TODAY + DAY)])
def test_no_longer_no_empty_and_no_coming_period_is_opened(first: date, last: date) -> None:
    with pytest.raises(RuleViolation, match="figures_period"):
        of_ann(first, last)


@pytest.mark.parametrize("people", [(ANN, SUE), (SUE, ANN)])
def test_nobody_opens_figures_of_the_own_work(people: tuple[UserId, UserId]) -> None:
    with pytest.raises(RuleViolation, match="own_figures"):
        OpenedFigures.of_person(ANN, people, TUESDAY, (TODAY, TODAY), TODAY)


def test_an_agreement_opens_days_to_come_and_never_those_before() -> None:
    opened = OpenedFigures.of_everybody((SUE, EVE), TUESDAY, TODAY, TODAY)
    assert opened.covers(ANN, TODAY + DAY)
    assert opened.covers(BOB, TODAY + 400 * DAY)
    assert not opened.covers(ANN, TODAY)
    assert opened.is_open(TUESDAY + 4000 * DAY)
    with pytest.raises(RuleViolation, match="agreement_needed"):
        OpenedFigures.of_everybody((SUE, EVE), TUESDAY, TODAY + DAY, TODAY)


def test_of_somebody_stands_open_what_names_them_or_everybody_and_is_not_over() -> None:
    each = OpenedFigures.of_everybody((SUE, EVE), TUESDAY, TODAY, TODAY)
    assert (of_ann(), each) == open_now([of_ann(), each], ANN, TUESDAY)
    assert (each,) == open_now([of_ann(), each], BOB, TUESDAY)
    assert (each,) == open_now([of_ann(), each], ANN, TUESDAY + 14 * DAY)
