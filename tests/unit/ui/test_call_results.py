"""What the list of results tells is what then happens, in the time of the person called."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cati_app.domain.calling.line import Capabilities
from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Call
from cati_app.domain.ids import CallId, CaseId
from cati_app.domain.outcomes.dispositions import DISPOSITIONS
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.fieldwork.calling.call_protocol import CallWritten, CaseOffered
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.foresight import Foresight
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.texts import words_of
from cati_app.ui.console.dial.words import dial_state, explanation, line_state
from cati_app.ui.console.interview.words import case_state
from cati_app.ui.console.results import APPOINTMENT, LANGUAGE, ResultFacts, call_results
from cati_app.ui.console.states import DialState
from cati_app.ui.stage.panel_states import ResultOption
from cati_app.ui.stage.wording import because, when
from tests.casework import alter
from tests.stations import Site

WORDS = words_of("en")


def shown(site: Site, offer: Offer, *, dialled: bool) -> DialState:
    """The screen between calls."""
    place, now = site.place(), site.clock.now()
    run = CallRun(site.station.rules, Capabilities(), now)
    run.handle(CaseOffered(offer))
    if dialled:
        run.handle(CallWritten(Call(CallId("a call"), offer.attempt.id, offer.case.numbers[0].id, now)))
    return dial_state(WORDS, place, run, offer, line_state(WORDS, run, now), None)


def test_a_number_abroad_is_shown_as_it_is_dialled_between_calls_and_in_an_interview(site: Site) -> None:
    offer = site.offered()
    at_home = offer.case.numbers[0]
    abroad = replace(at_home, number=parse_number("+995322223310", "DE"))
    for numbers, shown_as in (([at_home], "030 "), ([abroad], "+995 32 222 33 10"), ([at_home, abroad], "030 ")):
        given = replace(offer, case=replace(offer.case, numbers=tuple(numbers)))
        run = CallRun(site.station.rules, Capabilities(), site.clock.now())
        run.handle(CaseOffered(given))
        between = shown(site, given, dialled=False)
        assert between.number.startswith(shown_as)
        assert between.number == case_state(WORDS, site.place(), given, run, None).number
    assert ["+995 32 222 33 10"] == [option.label for option in between.numbers]


def told(site: Site, offer: Offer) -> dict[str, str]:
    """Consequences by result."""
    state = shown(site, offer, dialled=True)
    return {option.code: option.consequence for option in leaves(state.results)}


def leaves(options: tuple[ResultOption, ...]) -> list[ResultOption]:
    """All results of a list and of the lists it opens."""
    return [leaf for option in options for leaf in (leaves(option.options) if option.options else [option])]


def only(site: Site, number: int, **values: Any) -> None:
    with site.units()() as unit:
        for other in range(1, 6):
            changed = values if other == number else {"state": "closed"}
            alter(unit, CaseId(f"case-{other}"), **changed)
        unit.commit()


def given(site: Site, offer: Offer, code: str) -> str:
    """What the services make of it, in the words of the list."""
    now, place = site.clock.now(), site.place()
    follows = place.record_result(site.ann, offer.attempt, code, note="a note").consequence
    if follows.due_at is None:
        return "closed"
    at = when(WORDS, site.station.rules.calendar_of(offer.case.locality), follows.due_at, now)
    return f"next call: {at}"


@pytest.mark.parametrize("place", ["", "Atlantic/Azores|NI", "||15:00-18:00"])
@pytest.mark.parametrize(
    "history",
    [[], ["no_answer"], ["busy", "busy"], ["contact_other_person"], ["soft_refusal"], ["no_answer"] * 9],
)
@pytest.mark.parametrize("code", ["no_answer", "busy", "machine", "callback_requested", "soft_refusal", "business"])
def test_what_the_list_tells_happens(site: Site, place: str, history: list[str], code: str) -> None:
    only(site, 1, locality=place)
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), dials=len(history) - len(history[-2:]))
        unit.commit()
    for result in history[-2:]:
        offer = site.dialled()
        given(site, offer, result)
        with site.units()() as unit:
            alter(unit, CaseId("case-1"), due_at=None, skill="", not_by=None)
            unit.commit()
        site.clock._now += timedelta(minutes=20)
    offer = site.dialled()
    expected = told(site, offer)[code]

    assert expected.split(" · ")[0] == given(site, offer, code)


def test_every_result_of_the_catalogue_can_be_given(site: Site) -> None:
    offer = site.dialled()
    offered = {code.split(":")[0] for code in told(site, offer)}
    by_interview = {"complete", "partial", "break_off", "quota_filled", "interview_suspended", "not_screened"}
    elsewhere = {
        "appointment_firm",
        "appointment_soft",  # the appointment's own dialog
        "refusal",  # as the opt-out, which asks again
        "machine_unknown",  # what `machine` becomes when nothing better is known
        "not_attempted",
        "returned",
    }
    assert set(DISPOSITIONS) - by_interview - elsewhere <= offered


def test_what_a_study_hides_is_in_no_list(site: Site) -> None:
    rarer = ("respondent_unavailable", "residence_unknown", "other_unknown")
    changes = [replace(STANDARD_RESULTS.results[code], hidden=True) for code in rarer]
    rules = replace(site.station.rules, results=STANDARD_RESULTS.with_changes(changes))
    facts = ResultFacts(Foresight(site.offered(), rules, site.clock.now()), {"de": "Deutsch"})

    codes = [leaf.code for leaf in leaves(call_results(WORDS, facts))]

    assert ([], True) == ([code for code in codes if code in (*rarer, "further_later")], "deceased" in codes)


def refused(site: Site, offer: Offer) -> str:
    """What is said of a refusal before its short list is opened."""
    return next(one.consequence for one in shown(site, offer, dialled=True).results if one.code == "refused")


def test_the_list_of_refusals_says_when_a_soft_one_is_called_again(site: Site) -> None:
    assert "soft: once more Tue 12-01 16:00 · firm: closed" == refused(site, site.dialled())


def test_after_a_first_soft_refusal_the_list_says_that_both_close(site: Site) -> None:
    only(site, 1)
    site.place().record_result(site.ann, site.dialled().attempt, "soft_refusal", note="a note")
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), due_at=None, skill="", not_by=None)
        unit.commit()
    offer = site.dialled()

    assert ("closed", "closed") == (told(site, offer)["soft_refusal"].split(" · ")[0], refused(site, offer))


def test_where_nobody_is_converted_the_list_says_that_both_close(site: Site) -> None:
    rules = replace(site.station.rules, schedule=replace(site.station.rules.schedule, convert=False))
    facts = ResultFacts(Foresight(site.dialled(), rules, site.clock.now()), {"de": "Deutsch"})

    assert "closed" == next(one.consequence for one in call_results(WORDS, facts) if one.code == "refused")


def test_what_a_firm_refusal_does_is_foreseen_and_not_taken_for_granted(site: Site) -> None:
    class Lenient(Foresight):
        """Under which even a firm refusal is called again, an hour later."""

        __slots__ = ()

        def next_call(self, result: str) -> datetime | None:
            return super().next_call(result) or self.now + timedelta(hours=1)

    facts = ResultFacts(Lenient(site.dialled(), site.station.rules, site.clock.now()), {"de": "Deutsch"})
    said = next(one.consequence for one in call_results(WORDS, facts) if one.code == "refused")

    assert "soft: once more Tue 12-01 16:00 · firm: next call: today 17:00" == said


def test_a_call_is_passed_on_in_as_many_languages_as_there_are_digits_for(site: Site) -> None:
    languages = {f"l{number}": f"Language {number}" for number in range(1, 10)}
    facts = ResultFacts(Foresight(site.dialled(), site.station.rules, site.clock.now()), languages)
    listed = next(option for option in call_results(WORDS, facts) if option.code == "language")
    passing_on = [option.label for option in listed.options if option.code.startswith(LANGUAGE)]

    assert [f"Language {number}" for number in range(2, 8)] == passing_on
    assert f"pass on or close: {', '.join(passing_on)}" == listed.consequence
    assert len(listed.options) <= 9


def test_a_study_in_one_language_has_none_to_pass_a_call_on_in(site: Site) -> None:
    facts = ResultFacts(Foresight(site.dialled(), site.station.rules, site.clock.now()), {"de": "Deutsch"})
    listed = next(option for option in call_results(WORDS, facts) if option.code == "language")

    assert "closed" == listed.consequence


def test_before_dialling_nothing_is_told_of_short_lists(site: Site) -> None:
    offer = site.offered()
    state = shown(site, offer, dialled=False)
    inside = [leaf for option in state.results for leaf in leaves(option.options) if leaf.code != APPOINTMENT]

    assert {""} == {leaf.consequence for leaf in inside if not leaf.code.startswith(LANGUAGE)}
    assert all(option.consequence for option in state.results)


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
    site.learn("landline", {2: (2000, 400), 0: (2000, 200)})

    assert told(site, site.dialled())["no_answer"].endswith("17:00")


def test_every_time_beside_a_case_is_on_the_clock_of_its_place(site: Site) -> None:
    """The Azores are two hours behind the study: it is 14:00 there."""
    only(site, 1, locality="Atlantic/Azores|NI")
    place, at = site.place(), site.clock.now() + timedelta(hours=1)
    place.record_result(site.ann, site.dialled().attempt, "appointment_firm", agreed=Agreed(at, firm=True))
    site.clock.move(3600)
    offer = site.offered()
    run = CallRun(site.station.rules, Capabilities(), site.clock.now())
    run.handle(CaseOffered(offer))

    between, beside = shown(site, offer, dialled=False), case_state(WORDS, place, offer, run, None)
    assert ["today 14:00"] == [line.when for line in between.history] == [line.when for line in beside.history]
    assert "local time 15:00" in between.number_line
    assert between.number_line == beside.number_line
    reason = explanation(WORDS, place, offer, None).lines[0].text
    assert "Firm appointment today 15:00" == between.reason == reason


def test_a_suspended_interview_comes_up_with_the_time_that_was_agreed(site: Site) -> None:
    at = site.clock.now() + timedelta(hours=1)
    site.place().record_result(site.ann, site.dialled().attempt, "appointment_firm", agreed=Agreed(at, firm=True))
    site.clock.move(3600)
    case, calendar = site.offered().case, site.station.rules.calendar
    assert case.appointment is not None
    rough = replace(case, appointment=replace(case.appointment, firm=False))

    firmly, roughly, none = (
        because(WORDS, Because.RESUME, one, calendar, site.clock.now())
        for one in (case, rough, replace(case, appointment=None))
    )

    assert "The interview was suspended and goes on: firm appointment today 17:00" == firmly
    assert "roughly agreed" in roughly
    assert "You have this case in hand; it was interrupted." == none
