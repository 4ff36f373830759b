"""The supervisor's list of cases, the story of one, appointments: what they say and when they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.fieldwork.monitor import read_cases
from cati_app.ui.desk.cases.words import cell_text
from cati_app.ui.stage.panel_states import ChoicePanelState
from cati_app.ui.stage.states import ScreenName
from tests.casework import alter
from tests.fakes.site import MemorySite
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called
from tests.unit.ui.stagehands import Window


@pytest.fixture
def desk(site: Site) -> Desk:
    """Five cases: refused for now, no answer, business, an appointment, and one that Bob has in hand."""
    called(site, "soft_refusal", "asked for Thursday")
    called(site, "no_answer")
    called(site, "business")
    called(site, "appointment_firm", agreed_in=timedelta(hours=1))
    site.offered(site.bob)
    return Desk(site)


def test_each_case_says_how_it_stands_and_when_it_is_called_next(desk: Desk) -> None:
    rows = [tuple(desk.cell(n, name) for name in ("State", "Last result", "Next time")) for n in range(1, 6)]

    assert [
        ("rests, was refused", "no time, no interest now", "Tue 12-01 16:00"),
        ("waits", "no answer", "Wed 11-25 09:00"),
        ("closed", "business", "–"),
        ("appointment", "firm appointment", "today 17:01"),
        ("in hand", "not called yet", "–"),
    ] == rows
    assert ("firm · Int. 01", "Int. 02") == (desk.cell(4, "Appointment"), desk.cell(5, "With"))


def test_a_case_that_is_dialled_says_so(site: Site) -> None:
    site.dialled()

    desk = Desk(site)

    assert ("in hand, dialled", "no result yet", "–") == tuple(
        desk.cell(1, name) for name in ("State", "Last result", "Next time")
    )


def test_a_case_in_an_interview_says_so(site: Site) -> None:
    begun(site, YOUNG_MAN)

    assert "in an interview" == Desk(site).cell(1, "State")


@pytest.mark.parametrize(("usable", "text"), [(False, "interview begun"), (True, "interview nearly complete")])
def test_a_case_whose_interview_can_go_on_says_so(site: Site, usable: bool, text: str) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    with site.units()() as unit:
        unit.interviews.save(replace(unit.interviews.get(interview.id), usable=usable))
        unit.commit()

    assert Desk(site).cell(1, "State").endswith(f" · {text}")


def test_no_number_and_no_note_stand_in_the_list(desk: Desk) -> None:
    said = " ".join(cell for row in desk.listed.rows for cell in row.cells)

    assert "Thursday" not in said
    assert "30 23125" not in said


def test_a_closed_case_says_its_final_code_and_its_last_result(site: Site) -> None:
    called(site, "contact_other_person")
    with site.units()() as unit:
        alter(unit, site.offered_id(), state="closed", disposition="not_screened")
        unit.commit()

    desk = Desk(site)

    assert "household, not screened (last: somebody else, person not at home)" == desk.cell(1, "Last result")


@pytest.mark.parametrize(
    ("state", "numbers"),
    [
        ("open", [1, 2, 4, 5]),
        ("agreed", [4]),
        ("held", [5]),
        ("closed", [3]),
        ("unreleased", []),
        ("all", [1, 2, 3, 4, 5]),
    ],
)
def test_cases_of_one_state(desk: Desk, state: str, numbers: list[int]) -> None:
    desk.press("filter_state")
    desk.choose(state)

    assert (numbers, bool(numbers)) == (desk.numbers, desk.listed.empty_text == "")


def test_cases_with_one_result_of_those_that_occur(desk: Desk) -> None:
    desk.press("filter_result")
    assert ["all", "business", "firm appointment", "no answer", "no time, no interest now", "not called yet"] == [
        option.label for option in desk.options
    ]
    desk.choose("no_answer")

    assert ([2], "Result: no answer", "1 case") == (desk.numbers, desk.listed.result_text, desk.listed.count_text)


def test_an_empty_list_says_why_and_what_fills_it(desk: Desk) -> None:
    desk.press("filter_state")
    desk.choose("unreleased")
    assert "The whole sample is released; no case waits for it." == desk.listed.empty_text
    desk.press("filter_result")
    desk.choose("no_answer")

    assert "Other filters show more." in desk.listed.empty_text


def test_a_study_without_cases_says_where_they_come_from() -> None:
    site = MemorySite(cases=0)
    try:
        assert "cati sample import" in Desk(site).listed.empty_text
    finally:
        site.close()


def test_by_next_time_only_open_cases_are_listed(desk: Desk) -> None:
    desk.press("order_cases")
    assert ([5, 4, 2, 1], "Order: next time", "State: open") == (
        desk.numbers,
        desk.listed.order_text,
        desk.listed.standing_text,
    )
    desk.press("order_cases")

    assert ([1, 2, 4, 5], "Order: number") == (desk.numbers, desk.listed.order_text)


def test_a_number_is_found_whatever_the_filters_say(desk: Desk) -> None:
    desk.press("filter_state")
    desk.choose("closed")
    desk.type_number("000 002")

    assert ([1, 2, 3, 4, 5], "case-2", "State: all") == (
        desk.numbers,
        desk.listed.current,
        desk.listed.standing_text,
    )
    assert "case-2" == desk.story.key


@pytest.mark.parametrize(
    ("typed", "told", "detail"),
    [
        ("999", "There is no case 000 999.", "Cases have numbers from 000 001 to 000 005."),
        ("abc", "Please type the number of a case in digits, for instance 217.", ""),
    ],
)
def test_a_number_that_is_none_says_so(desk: Desk, typed: str, told: str, detail: str) -> None:
    desk.type_number(typed)

    message = desk.window.shell.message
    assert message is not None
    assert (told, detail) == (message.text, message.detail)
    assert [1, 2, 3, 4, 5] == desk.numbers


def test_what_others_do_comes_in_by_itself(site: Site, desk: Desk) -> None:
    before = desk.listed.stretch
    place = site.place(site.bob)
    offer = place.take_case(site.bob)
    place.start_call(site.bob, offer.attempt, offer.case.numbers[0])  # type: ignore[union-attr]
    place.record_result(site.bob, offer.attempt, "fax")  # type: ignore[union-attr]
    desk.window.presenter.tick()
    desk.window.rest()

    assert ("closed", before) == (desk.cell(5, "State"), desk.listed.stretch)


def test_behind_another_tab_nothing_is_read(desk: Desk) -> None:
    desk.show("quotas")
    shown = len(desk.view.states)
    desk.window.presenter.tick()
    desk.window.rest()

    assert shown == len(desk.view.states)
    assert not {"filter_state", "correct"} & desk.window.shell.enabled


def test_a_long_list_is_held_in_part_and_goes_on_both_ways(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_cases, "PAGE", 10)
    monkeypatch.setattr(read_cases, "LONGEST", 30)
    site.add_cases(range(6, 101))
    desk = Desk(site)
    assert (list(range(1, 11)), False, True) == (desk.numbers, desk.listed.has_before, desk.listed.has_after)
    for _ in range(4):
        desk.view.more_wanted.emit(True)
        desk.window.rest()
    assert (list(range(21, 51)), True, True) == (desk.numbers, desk.listed.has_before, desk.listed.has_after)
    desk.view.more_wanted.emit(False)
    desk.window.rest()
    assert list(range(11, 41)) == desk.numbers
    desk.view.edge_wanted.emit(True)
    desk.window.rest()

    assert (list(range(91, 101)), False, [True]) == (desk.numbers, desk.listed.has_after, desk.view.edges)
    desk.view.edge_wanted.emit(False)
    desk.window.rest()
    assert (list(range(1, 11)), [True, False]) == (desk.numbers, desk.view.edges)


def test_in_the_middle_of_a_long_list_news_come_in_where_it_stands(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_cases, "PAGE", 10)
    monkeypatch.setattr(read_cases, "LONGEST", 20)
    site.add_cases(range(6, 51))
    desk = Desk(site)
    for _ in range(2):
        desk.view.more_wanted.emit(True)
        desk.window.rest()
    with site.units()() as unit:
        alter(unit, desk.listed.rows[2].key, state="closed", disposition="duplicate")  # type: ignore[arg-type]
        unit.commit()
    desk.window.presenter.tick()
    desk.window.rest()

    assert (list(range(11, 31)), "closed") == (desk.numbers, desk.cell(13, "State"))


def test_the_story_follows_the_row_and_keeps_notes_closed(site: Site, desk: Desk) -> None:
    desk.select(1)
    assert ("Case 000 001", ("Int. 01 · number 1, 0:22 min", "Has a note.")) == (
        desk.story.title,
        desk.story.attempts[0].details,
    )
    assert "logged" in desk.story.hint
    assert "ends in" not in desk.fact("Number 1")
    shown = site.kinds().count("contact_shown")

    desk.open()

    assert "Note: asked for Thursday" == desk.story.attempts[0].details[1]
    assert "landline · dialled once · ends in 01" == desk.fact("Number 1")
    assert (shown + 1, "") == (site.kinds().count("contact_shown"), desk.story.hint)


def test_what_is_asked_before_the_story_is_there_is_done_once_it_is(site: Site, desk: Desk) -> None:
    shown = site.kinds().count("contact_shown")
    desk.view.case_selected.emit("case-1")
    desk.view.case_opened.emit()
    desk.window.rest()

    assert ("Note: asked for Thursday", shown + 1) == (
        desk.story.attempts[0].details[1],
        site.kinds().count("contact_shown"),
    )


def test_while_arrows_run_only_the_case_where_they_stop_is_read(desk: Desk) -> None:
    told = len(desk.view.stories)
    for case_no in (1, 2, 3, 4):
        desk.view.case_selected.emit(f"case-{case_no}")
    desk.window.rest()

    assert ["case-4"] == [story.key for story in desk.view.stories[told:]]


def test_the_cell_of_the_sample_is_said_in_words(site: Site) -> None:
    place = site.place()
    assert place.rules.quota is not None
    dimensions = tuple(replace(one, from_sample=True) for one in place.rules.quota.dimensions)
    told = replace(place.rules.quota, dimensions=dimensions)

    assert ("M · jung", "alt", "", "gone/cell/here") == tuple(
        cell_text(site.desk(), cell) for cell in ("m/young", "*/old", "", "gone/cell/here")
    )
    assert (True, False) == (told.is_told_by_sample, place.rules.quota.is_told_by_sample)


def test_what_was_opened_stays_open_while_it_is_read_again_and_is_logged_once(site: Site, desk: Desk) -> None:
    desk.select(1)
    desk.open()
    shown = site.kinds().count("contact_shown")
    desk.window.presenter.tick()
    desk.window.rest()
    assert ("Note: asked for Thursday", shown) == (
        desk.story.attempts[0].details[1],
        site.kinds().count("contact_shown"),
    )
    desk.select(2)
    desk.select(1)

    assert "Has a note." == desk.story.attempts[0].details[1]


def test_the_final_code_says_which_attempt_decides(desk: Desk) -> None:
    desk.select(1)

    assert "household, not screened (3.21), if fieldwork ended now" == desk.fact("Final code")
    assert "attempt 1, today 16:00: the most informative one" == desk.fact("Decided by")
    assert ("decides", "not known: nobody was screened") == (desk.story.attempts[0].decides, desk.fact("Eligibility"))


def test_a_case_never_called_says_so(desk: Desk) -> None:
    desk.select(5)

    assert ("no attempt said anything about the household", "Int. 02") == (
        desk.fact("Decided by"),
        desk.fact("In hand with"),
    )
    assert [("1 · today 16:01", "under way")] == [(one.when, one.result) for one in desk.story.attempts]


def test_the_verdict_and_every_rule_behind_it(desk: Desk) -> None:
    desk.select(1)
    assert ("Not before Tue 12-01 16:00: rests after a soft refusal.", ()) == (desk.story.verdict, desk.story.chain)
    desk.press("explain_story")

    chain = {line.name: line.text for line in desk.story.chain}
    assert "rests after a soft refusal – until Tue 12-01 16:00" == chain["Due"]
    assert "anybody but Int. 01, who was refused" == chain["Other person"]
    assert ("1 of at most 10", "conversion") == (chain["Contact attempts"], chain["Training needed"])
    desk.press("explain_story")
    assert () == desk.story.chain


@pytest.mark.parametrize(
    ("case_no", "verdict"),
    [
        (2, "Not before Wed 11-25 09:00: the pause after the last result is not over."),
        (3, "Closed as “business (4.51)”; it will not be called again."),
        (4, "Not before today 16:56: Appointment: firm, today 17:01."),
        (
            5,
            "Not before today 16:16: somebody has it in hand;"
            " it comes back automatically when that station stops reporting.",
        ),
    ],
)
def test_why_a_case_is_not_called_now(desk: Desk, case_no: int, verdict: str) -> None:
    desk.select(case_no)

    assert verdict == desk.story.verdict


def test_the_reasons_are_those_of_a_person_with_language_and_training(site: Site) -> None:
    with site.units()() as unit:
        alter(unit, site.offered_id(), language="tr", skill="conversion")
        unit.commit()
    desk = Desk(site)
    desk.select(1)
    desk.press("explain_story")

    assert "Can be called now." == desk.story.verdict
    assert {"Language": "only for people who speak: Turkish", "Training needed": "conversion"}.items() <= {
        line.name: line.text for line in desk.story.chain
    }.items()


def test_eligibility_and_the_cell_of_an_interview(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")
    desk = Desk(site)
    desk.select(1)

    assert ("interview complete (1.1)", "eligible, by the screening today 16:00") == (
        desk.fact("Final code"),
        desk.fact("Eligibility"),
    )


def test_interviewers_have_no_list_of_cases(site: Site) -> None:
    window = Window(site).sign_in(site.ann)

    assert (None, ScreenName.DIAL) == (window.supervisor, window.shell.screen)
    window.views.board.show_tab("cases")
    window.press("filter_state")
    window.rest()
    assert [] == window.views.cases.states
    assert not isinstance(window.shell.panel, ChoicePanelState)


def test_who_signs_in_next_finds_nothing_of_the_cases(desk: Desk) -> None:
    desk.select(1)
    desk.open()
    desk.press("switch_user")

    assert ((), None) == (desk.listed.rows, desk.view.stories[-1])


def test_appointments_say_when_whose_and_whether_they_are_late(site: Site, desk: Desk) -> None:
    desk.show("appointments")
    assert [("4", "today 17:01", "000 004", "firm", "Int. 01", "to come")] == [
        row[:6] for row in desk.appointments.rows
    ]
    site.clock.move(3600 - 300)
    desk.window.presenter.tick()
    desk.window.rest()
    assert "due now" == desk.appointments.rows[0][5]
    site.clock.move(1500)
    desk.window.presenter.tick()
    desk.window.rest()

    assert "late: anybody may keep it" == desk.appointments.rows[0][5]
    site.clock.move(3600)
    desk.window.presenter.tick()
    desk.window.rest()
    assert "missed: due like other cases" == desk.appointments.rows[0][5]


def test_an_appointment_leads_to_its_case(desk: Desk) -> None:
    desk.show("appointments")
    desk.window.views.board.row_chosen.emit("appointments", "4")
    desk.window.rest()

    assert ("cases", "case-4") == (desk.window.views.board.tab, desk.listed.current)
