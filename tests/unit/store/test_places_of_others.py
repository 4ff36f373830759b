"""What the hub says of a place is not overruled by what an interview before has left in the counter of the station."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.start_interview import ResumeInterview
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.work_at_station import ReserveLentPlace, ResumeLentInterview
from tests.line_to_field import LineToField, ids_of
from tests.many import Borrower, Field

MAN, WOMAN = {"sex": "1", "age_group": "young"}, {"sex": "2", "age_group": "old"}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with five cases, and two stations."""
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def begun(at: Borrower) -> tuple[Offer, Interview]:
    """An interview of another case."""
    at.borrow()
    offer = at.dialled()
    return offer, at.begin(offer)


def lent(at: Borrower) -> LentCases:
    """The hub, as the program of a station asks it."""
    return LentCases(at.units, at.site.clock, ids_of(at), at.device, LineToField(at.field, at))


def reserved(at: Borrower, quota_of: LentCases) -> ReserveLentPlace:
    """The places that it asks for."""
    rules = at.site.station.rules
    assert rules.quota is not None
    return ReserveLentPlace(ReservePlace(at.units, at.site.clock, rules.quota), quota_of, rules.quota)


def left_a_place(at: Borrower) -> None:
    """An interview that had a place in the cell is broken off there; the hub has not heard so."""
    offer, interview = begun(at)
    at.reserve(interview, **MAN)
    at.finish(offer, interview, "break_off")
    at.site.clock.move(1)


def fills(at: Borrower, places: int) -> None:
    """Places of the cell go to a station."""
    for _ in range(places):
        offer, interview = begun(at)
        at.reserve(interview, **MAN)
        at.finish(offer, interview, "complete")


def test_a_person_whom_the_hub_refuses_gets_no_place_of_an_interview_that_was_broken_off(field: Field) -> None:
    one, two = field.stations
    left_a_place(one)
    fills(two, 1)
    _, interview = begun(one)

    decision = reserved(one, lent(one))(one.user, interview.id, MAN)

    assert not decision.has_place
    assert 2 == field.cell("m/young").in_progress


def test_a_corrected_answer_takes_no_place_of_an_interview_that_was_broken_off(field: Field) -> None:
    one, two = field.stations
    left_a_place(one)
    fills(two, 1)
    _, interview = begun(one)
    assert one.reserve(interview, **WOMAN).has_place

    assert reserved(one, lent(one)).move(one.user, interview.id, MAN) is None


class _Refused(LentCases):
    """A hub that has no place."""

    def ask_place(self, user: User, interview_id: InterviewId, wish: CellId) -> CellId:
        return wish


def test_an_interview_that_lost_its_place_takes_none_of_another_one_that_was_broken_off(field: Field) -> None:
    one, _ = field.stations
    offer, suspended = begun(one)
    one.reserve(suspended, **MAN)
    one.finish(offer, suspended, "interview_suspended", Agreed(one.site.clock.now() + timedelta(hours=1), firm=False))
    one.done()
    left_a_place(one)
    one.site.clock.move(3_600)
    one.borrow()
    assert one.dialled().case.open_interview == suspended.id
    one.site.sql_write("UPDATE interview SET held = 0 WHERE held")
    rules = one.site.station.rules
    cases = _Refused(one.units, one.site.clock, ids_of(one), one.device, LineToField(field, one))
    resume = ResumeLentInterview(ResumeInterview(one.units, one.site.clock, rules), cases, one.units)

    resumed = resume(one.user, suspended.id)

    assert not resumed.interview.held
