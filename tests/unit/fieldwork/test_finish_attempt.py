"""The result of an attempt and the next case in one transaction."""

from __future__ import annotations

import pytest

from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.finish_attempt import FinishAttempt
from cati_app.fieldwork.calling.take_case import Offer, TakeCase
from cati_app.fieldwork.ports.unit import CallingUnit
from tests.stations import Site


class LateFailure(TakeCase):
    """Takes the case and breaks before that is durable."""

    def within(self, unit: CallingUnit, user: User) -> Offer | Nothing:
        super().within(unit, user)
        raise OSError("the next case cannot be read")


def test_the_result_stands_and_the_next_case_is_in_hand(site: Site) -> None:
    first, place = site.dialled(), site.place()

    given, second = place.finish_attempt(site.ann, first.attempt, "busy", note="at six")

    assert isinstance(second, Offer)
    assert ("busy", first.case.case_no + 1) == (given.disposition, second.case.case_no)
    assert ["result_given", "case_offered", "contact_shown"] == site.kinds()[-3:]
    again = site.offered()
    assert (second.attempt.id, Because.RESUME) == (again.attempt.id, again.because)


def test_a_result_that_is_refused_takes_no_case(site: Site) -> None:
    offer, place = site.offered(), site.place()

    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "not_dialled"):
        place.finish_attempt(site.ann, offer.attempt, "no_answer")

    assert offer.attempt.id == site.offered().attempt.id


def test_a_result_is_not_lost_because_the_next_case_cannot_be_taken(site: Site) -> None:
    offer, place, station = site.dialled(), site.place(), site.station
    ids = place.take_case._ids
    take = LateFailure(site.units(), site.clock, ids, station.rules, station.watch)

    given, offered = FinishAttempt(site.units(), place.record_result, take)(site.ann, offer.attempt, "no_answer")

    assert offered is None
    assert 1 == site.kinds().count("result_given")
    assert 1 == site.kinds().count("contact_shown"), "the case that was not taken was never shown"
    following = site.offered()
    assert (Because.NEVER_CALLED, 2) == (following.because, following.case.case_no)
    place.take_back(site.ann, given, following.attempt)
    assert offer.attempt.id == site.offered().attempt.id


def test_the_result_can_be_taken_back_with_the_next_case_in_hand(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    given, following = place.finish_attempt(site.ann, offer.attempt, "no_answer")
    assert isinstance(following, Offer)

    place.take_back(site.ann, given, following.attempt)

    assert (offer.attempt.id, True) == (site.offered().attempt.id, site.offered().dialled)


def test_after_the_last_case_it_is_told_why_there_is_none(site: Site) -> None:
    place, offered = site.place(), site.dialled()
    for _ in range(4):
        _, following = place.finish_attempt(site.ann, offered.attempt, "no_answer")
        assert isinstance(following, Offer)
        offered = site.dialled()

    _, nothing = place.finish_attempt(site.ann, offered.attempt, "no_answer")

    assert isinstance(nothing, Nothing)
    assert nothing.waiting
