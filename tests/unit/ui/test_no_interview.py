"""F8 in an interview: what a conversation comes to when no interview comes of it, and the opt-out at any time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS
from cati_app.fieldwork.interview.ending import language_found
from cati_app.ui.console.results import NEVER_AGAIN
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, WrapUpState
from cati_app.ui.stage.states import ScreenName
from tests.stations import Site, work_by
from tests.unit.ui.stagehands import Window


@pytest.fixture
def window(site: Site) -> Window:
    """Ann reads the introduction."""
    window = Window(site).sign_in(site.ann)
    window.begin()
    return window


def options(window: Window) -> tuple[ResultOption, ...]:
    window.press("result")
    panel = window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    return panel.options


def leaves(found: tuple[ResultOption, ...]) -> list[ResultOption]:
    return [leaf for option in found for leaf in (leaves(option.options) if option.options else [option])]


def choose(window: Window, code: str) -> None:
    window.press("result")
    window.shell.panel_choice_made.emit(PanelKind.RESULT, code)
    window.rest()


def ten_seconds(site: Site, window: Window) -> None:
    site.clock.move(10)
    window.presenter.tick()
    window.rest()


def first_case(site: Site) -> tuple[object, ...]:
    case = site.case()
    return case.disposition, case.state, case.rest, case.open_interview


def states(site: Site) -> list[InterviewState]:
    return [interview.state for interview in site.interviews()]


def test_before_the_screening_all_results_of_a_conversation_can_be_given(window: Window) -> None:
    found = {option.code: option for option in leaves(options(window))}

    wanted = {"soft_refusal", "refusal_household", "unable", "deceased", "business", "callback_requested", NEVER_AGAIN}
    assert wanted <= set(found)
    assert {"no_answer", "busy", "machine", "appointment"}.isdisjoint(found)
    assert all(found[code].confirm and found[code].consequence for code in wanted)


def test_after_the_screening_a_refusal_is_a_break_off_and_the_opt_out_stays(window: Window) -> None:
    window.answer_all("1", "30")
    found = {option.code for option in leaves(options(window))}

    assert {NEVER_AGAIN, "break_off"} == found & {
        "soft_refusal",
        "refusal_household",
        "business",
        NEVER_AGAIN,
        "break_off",
    }


def test_no_time_now_rests_and_the_next_call_begins_anew(site: Site, window: Window) -> None:
    choose(window, "soft_refusal")
    assert isinstance(window.shell.panel, WrapUpState)
    assert "This result needs a note: what was it?" == window.shell.panel.message

    window.shell.wrap_up_confirmed.emit("soft_refusal", "in a hurry")
    window.rest()

    assert ("soft_refusal", "open", "refusal_rest", None) == first_case(site)
    assert str(site.clock.now() + timedelta(days=7))[:10] == str(site.case().due_at)[:10]
    assert ["broken_off"] == states(site)
    assert (2, ScreenName.DIAL) == (window.case_no, window.shell.screen)


def test_who_closes_the_question_for_a_note_is_where_they_were(site: Site, window: Window) -> None:
    window.answer("1")
    window.rest()
    where = window.ref
    choose(window, "soft_refusal")

    window.shell.panel_closed.emit(PanelKind.WRAP_UP)
    window.rest()

    assert (where, ["running"]) == (window.ref, states(site))


def test_a_business_is_none_of_the_sample(site: Site, window: Window) -> None:
    choose(window, "business")

    assert ("business", "closed", "", None) == first_case(site)
    assert ["broken_off"] == states(site)


def test_never_again_at_the_introduction_is_on_the_block_list_after_ten_seconds(site: Site, window: Window) -> None:
    choose(window, NEVER_AGAIN)

    assert (False, ("not_screened", "closed", "", None)) == (site.is_blocked(1), first_case(site))
    ten_seconds(site, window)
    assert (True, 2) == (site.is_blocked(1), window.case_no)


def test_never_again_in_the_middle_gives_the_place_back(site: Site, window: Window) -> None:
    window.answer_all("1", "30")
    assert 1 == site.places()[1]

    choose(window, NEVER_AGAIN)
    ten_seconds(site, window)

    assert (True, ("break_off", "closed", "", None)) == (site.is_blocked(1), first_case(site))
    assert 0 == site.places()[1]


def test_never_again_with_enough_answers_keeps_the_partial_interview(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree")

    choose(window, NEVER_AGAIN)
    ten_seconds(site, window)

    assert (True, "partial") == (site.is_blocked(1), first_case(site)[0])


def test_never_again_counts_even_where_the_case_went_to_others(site: Site, window: Window) -> None:
    site.clock.move(3600)  # her machine was silent for so long
    site.settle(site.bob)

    choose(window, NEVER_AGAIN)

    assert (True, 2) == (site.is_blocked(1), window.case_no)
    assert "block list" in window.told


@pytest.mark.parametrize(("code", "answers"), [("refusal", ()), ("break_off", ("1", "30"))])
def test_an_opt_out_needs_no_note(site: Site, code: str, answers: tuple[str, ...]) -> None:
    noted = replace(STANDARD_RESULTS.results[code], note_required=True)
    work_by(site.station, replace(site.station.rules, results=STANDARD_RESULTS.with_changes([noted])))
    window = Window(site).sign_in(site.ann)
    window.begin()
    window.answer_all(*answers)

    choose(window, NEVER_AGAIN)
    ten_seconds(site, window)

    assert (True, 2) == (site.is_blocked(1), window.case_no)


def test_what_was_left_for_another_contact_goes_with_the_opt_out(site: Site, window: Window) -> None:
    with site.units()() as unit:
        unit.contacts.keep_for_recontact(CaseId("case-1"), site.clock.now().date(), ConsentTerms(), {"phone": "left"})
        unit.commit()

    choose(window, NEVER_AGAIN)
    ten_seconds(site, window)

    with site.units()() as unit:
        assert frozenset() == unit.contacts.kept_cases()


def test_the_note_to_the_case_goes_with_the_result(site: Site, window: Window) -> None:
    window.shell.text_saved.emit(PanelKind.NOTE, "", "after six")
    choose(window, "callback_requested")

    assert ["after six"] == [attempt.note for attempt in site.attempts() if attempt.ended_at is not None]


def test_who_says_it_at_the_end_has_given_an_interview(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree", "0")
    panel = window.shell.panel
    assert isinstance(panel, WrapUpState)
    assert ["complete", NEVER_AGAIN] == [option.code for option in panel.options]

    window.shell.wrap_up_confirmed.emit(NEVER_AGAIN, "")
    window.rest()
    ten_seconds(site, window)

    assert (True, "complete", 1) == (site.is_blocked(1), first_case(site)[0], site.places()[0])


def test_who_is_known_not_to_belong_did_not_refuse(site: Site, window: Window) -> None:
    window.answer_all("1", "12")
    window.shell.panel_closed.emit(PanelKind.WRAP_UP)
    window.rest()
    assert {"soft_refusal", "business"}.isdisjoint(option.code for option in leaves(options(window)))

    window.shell.panel_choice_made.emit(PanelKind.RESULT, NEVER_AGAIN)
    window.rest()
    ten_seconds(site, window)

    assert (True, ("no_eligible_person", "closed", "", None)) == (site.is_blocked(1), first_case(site))
    assert ["screened_out"] == states(site)


def test_a_language_nobody_shares_can_be_said(site: Site, window: Window) -> None:
    choose(window, "language_household")

    assert ("closed", ["broken_off"]) == (first_case(site)[1], states(site))


@pytest.mark.parametrize(
    ("began", "languages", "kept"),
    [("tr", {"de": ""}, "de"), ("tr", {"en": ""}, None), ("de", {}, None), ("default", {"de": ""}, None)],
)
def test_the_language_that_was_found_is_kept_for_the_next_call(
    window: Window, began: str, languages: dict[str, str], kept: str | None
) -> None:
    interview, session = window.interviewing.interview, window.interviewing.session
    assert interview is not None
    assert session is not None

    assert kept == language_found(replace(interview, language=began), session, languages)


def test_a_list_whose_results_are_all_hidden_is_not_offered(site: Site) -> None:
    hidden = (
        "contact_other_person",
        "callback_requested",
        "respondent_unavailable",
        "residence_unknown",
        "other_unknown",
    )
    changes = [replace(STANDARD_RESULTS.results[code], hidden=True) for code in hidden]
    work_by(site.station, replace(site.station.rules, results=STANDARD_RESULTS.with_changes(changes)))
    window = Window(site).sign_in(site.ann)
    window.begin()

    assert "later" not in {option.code for option in leaves(options(window))}


def test_the_question_for_a_note_says_what_follows(window: Window) -> None:
    choose(window, "soft_refusal")

    panel = window.shell.panel
    assert isinstance(panel, WrapUpState)
    assert ("Result / break off", True) == (panel.title, panel.options[0].consequence.startswith("next call"))
