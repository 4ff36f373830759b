"""What the list of results tells is what then happens, in the time of the person called."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.ids import CaseId
from cati_app.services.take_case import Offer
from cati_app.ui.presenters.dial_words import dial_state
from cati_app.ui.presenters.states import CallState, LinePhase, ResultOption
from cati_app.ui.presenters.wording import when
from cati_app.ui.presenters.words import SourceWords
from tests.stations import Site

WORDS = SourceWords()


def told(site: Site, offer: Offer) -> dict[str, str]:
    """Consequences by result."""
    state = dial_state(WORDS, site.place(), offer, offer.number, CallState(LinePhase.ENDED), True, None)
    flat: list[ResultOption] = []
    for option in state.results:
        flat += option.options or [option]
    return {option.code: option.consequence for option in flat}


def only(site: Site, number: int, **values: object) -> None:
    with site.units()() as unit:
        for other in range(1, 6):
            state = {} if other == number else {"state": "closed"}
            unit.cases.update(CaseId(f"case-{other}"), **state, **(values if other == number else {}))
        unit.commit()


def given(site: Site, offer: Offer, code: str) -> str:
    """What the services make of it, in the words of the list."""
    now, place = site.clock.now(), site.place()
    follows = place.record_result(site.ann, offer.attempt, code, note="a note").consequence
    if follows.due_at is None:
        return "closed"
    at = when(WORDS, site.station.rules.calendar_of(offer.case.place), follows.due_at, now)
    return f"next call: {at}"


@pytest.mark.parametrize("place", ["", "Atlantic/Azores|NI", "||15:00-18:00"])
@pytest.mark.parametrize(
    "history",
    [[], ["no_answer"], ["busy", "busy"], ["contact_other_person"], ["soft_refusal"], ["no_answer"] * 9],
)
@pytest.mark.parametrize("code", ["no_answer", "busy", "machine", "callback_requested", "soft_refusal", "business"])
def test_what_the_list_tells_happens(tmp_path: Path, place: str, history: list[str], code: str) -> None:
    site = Site(tmp_path)
    only(site, 1, place=place)
    with site.units()() as unit:
        unit.cases.update(CaseId("case-1"), dials=len(history) - len(history[-2:]))
        unit.commit()
    for result in history[-2:]:
        offer = site.dialled()
        given(site, offer, result)
        with site.units()() as unit:
            unit.cases.update(CaseId("case-1"), due_at=None, skill="", not_by=None)
            unit.commit()
        site.clock._now += timedelta(minutes=20)
    offer = site.dialled()
    expected = told(site, offer)[code]

    assert expected.split(" · ")[0] == given(site, offer, code)
    site.close()


def test_a_dead_number_leads_to_the_next_one(site: Site) -> None:
    only(site, 0)
    site.add_cases([6], lines=2)
    first = site.dialled()
    assert told(site, first)["not_in_service"].startswith("next call: today")
    given(site, first, "not_in_service")
    second = site.offered()
    site.place().start_call(site.ann, second.attempt, second.case.numbers[second.number])

    assert (1, "closed") == (second.number, told(site, second)["not_in_service"])


def test_where_most_people_are_reached_the_next_call_is_due(site: Site) -> None:
    with site.station.database.session() as session:
        statement = "INSERT INTO part_count VALUES ('landline', 2, 2000, 400), ('landline', 0, 2000, 200)"
        session.connection().exec_driver_sql(statement)
        session.commit()

    assert told(site, site.dialled())["no_answer"].endswith("17:00")
