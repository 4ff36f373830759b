"""A correction at the desk: which attempt, what instead, what it will do, why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result
from cati_app.fieldwork.calling.change_result import ChangeResult
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.panel_states import PanelKind, ResultOption, TextPanelState
from tests.stations import Site, work_by
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called


@pytest.fixture
def desk(site: Site) -> Desk:
    """The first case was refused by the household, the second did not answer."""
    called(site, "refusal_household")
    called(site, "no_answer")
    found = Desk(site)
    found.select(1)
    return found


def leaves(options: tuple[ResultOption, ...]) -> dict[str, ResultOption]:
    """Results in all the short lists, by code."""
    return {one.code: one for option in options for one in option.options}


def test_a_correction_shows_what_it_does_before_it_does_it(site: Site, desk: Desk) -> None:
    desk.press("correct")
    desk.choose("no_answer")

    assert {
        "Result": "household refuses → no answer",
        "Final code": "household, not screened (3.21) → no answer (3.13)",
        "Case": "closed → open, due Wed 11-25 09:00",
        "Block list": "stays as it is",
    } == desk.foreseen
    assert "closed" == site.case().state
    assert 0 == site.kinds().count("result_changed")


def test_the_results_that_block_numbers_say_so_before_they_are_chosen(desk: Desk) -> None:
    desk.press("correct")

    blocking = {code: one.consequence for code, one in leaves(desk.options).items() if "block list" in one.consequence}
    assert {"refusal": "code 2.11 · block list"} == blocking


def test_with_its_reason_it_is_done_said_and_shown(site: Site, desk: Desk) -> None:
    desk.open()
    desk.press("correct")
    desk.choose("no_answer")
    desk.say_why("it was the neighbour")

    message = desk.window.shell.message
    assert message is not None
    assert "Corrected: Case 000 001, attempt 1 is now “no answer”." == message.text
    assert "Final code: no answer (3.13). The case is open." == message.detail
    assert (None, "no answer", "waits") == (
        desk.window.shell.panel,
        desk.cell(1, "Last result"),
        desk.cell(1, "State"),
    )
    assert (
        "Corrected today 16:00 by Sue: was “household refuses”. Reason: it was the neighbour"
        == (desk.story.attempts[0].details[1])
    )


def test_without_a_reason_nothing_is_changed_and_the_panel_says_so(site: Site, desk: Desk) -> None:
    desk.press("correct")
    desk.choose("no_answer")
    desk.say_why("  ")

    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert "Please say why: without a reason nothing is changed." == panel.message
    assert 0 == site.kinds().count("result_changed")


def test_results_of_interviews_hidden_ones_and_appointments_are_not_offered(site: Site) -> None:
    changes = [
        Result("fax", "fax", hidden=True),
        Result("holiday_flat", "not_resident", labels={"en": "x"}, own=True),
    ]
    work_by(site.station, replace(site.station.rules, results=STANDARD_RESULTS.with_changes(changes)))
    called(site, "no_answer")
    desk = Desk(site)
    desk.select(1)
    desk.press("correct")
    offered = leaves(desk.options)

    assert "holiday_flat" in offered
    assert (
        not {"fax", "complete", "partial", "break_off", "quota_filled", "appointment_firm", "returned"} & offered.keys()
    )
    assert (False, "is its result already") == (offered["no_answer"].enabled, offered["no_answer"].why_not)


def test_every_other_result_stands_in_exactly_one_short_list(desk: Desk) -> None:
    desk.press("correct")

    codes = [one.code for option in desk.options for one in option.options]
    kept = {"complete", "partial", "break_off", "quota_filled", "interview_suspended", "not_attempted", "returned"}
    assert sorted(set(STANDARD_RESULTS.results) - kept - {"appointment_firm", "appointment_soft"}) == sorted(codes)
    assert all(len(option.options) <= 9 for option in desk.options if option.code != "list:eligible")


def test_several_attempts_are_asked_for_the_latest_first(site: Site) -> None:
    for _ in range(2):
        while called(site, "no_answer") != site.offered_id():
            pass
        site.clock.move(24 * 3600)
    desk = Desk(site)
    desk.select(1)
    desk.press("correct")

    assert ["2", "1"] == [option.code for option in desk.options]
    desk.choose("1")
    desk.choose("machine_household")
    assert "answering machine of a household (2.22)" in desk.foreseen["Final code"]
    assert desk.foreseen["Case"].endswith(", as before")


def test_the_result_of_an_interview_is_shown_and_cannot_be_chosen(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")
    desk = Desk(site)
    desk.select(1)
    desk.press("correct")

    assert (None, "The results of this case come from an interview; they stay as they are.") == (
        desk.window.shell.panel,
        desk.window.told,
    )


def test_among_others_the_result_of_an_interview_says_why_it_stays(site: Site) -> None:
    called(site, "no_answer")
    site.clock.move(7 * 24 * 3600)
    while site.offered().case.case_no != 1:
        called(site, "business")
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")
    desk = Desk(site)
    desk.select(1)
    desk.press("correct")

    assert [(False, "interview complete: comes from an interview and stays"), (True, "")] == [
        (option.enabled, option.why_not) for option in desk.options
    ]


def test_an_appointment_that_would_go_is_named(site: Site) -> None:
    called(site, "appointment_firm", agreed_in=timedelta(hours=1))
    desk = Desk(site)
    desk.select(1)
    desk.press("correct")
    desk.choose("business")

    assert "appointment today 17:00 → closed · its appointment is gone" == desk.foreseen["Case"]


@pytest.mark.parametrize(
    ("case_no", "told"),
    [
        (3, "Int. 02 is working on this case. Correct it once the case is free again."),
        (4, "No attempt of this case has a result yet, so there is nothing to correct."),
    ],
)
def test_where_nothing_can_be_corrected_it_says_why(site: Site, desk: Desk, case_no: int, told: str) -> None:
    site.offered(site.bob)
    desk.window.presenter.tick()
    desk.window.rest()
    desk.select(case_no)
    desk.press("correct")

    assert (None, told) == (desk.window.shell.panel, desk.window.told)


def test_a_case_that_was_taken_meanwhile_is_left_alone(site: Site, desk: Desk) -> None:
    desk.select(2)
    desk.press("correct")
    site.clock.move(24 * 3600)
    while site.offered(site.bob).case.case_no != 2:
        place = site.place(site.bob)
        offer = site.offered(site.bob)
        place.start_call(site.bob, offer.attempt, offer.case.numbers[0])
        place.record_result(site.bob, offer.attempt, "business")
    desk.choose("business")

    assert (None, "Somebody has taken this case in the meantime; nothing was corrected.") == (
        desk.window.shell.panel,
        desk.window.told,
    )


def test_esc_ends_a_correction_and_a_late_preview_opens_nothing(site: Site, desk: Desk) -> None:
    desk.press("correct")
    desk.window.shell.panel_choice_made.emit(PanelKind.CORRECT_RESULT, "no_answer")
    desk.close_panel()
    desk.say_why("late")

    assert (None, 0) == (desk.window.shell.panel, site.kinds().count("result_changed"))


def test_a_correction_to_never_again_says_that_the_numbers_go_to_the_block_list(desk: Desk) -> None:
    desk.press("correct")
    desk.choose("refusal")

    assert "its numbers go there" == desk.foreseen["Block list"]


def test_while_the_hub_is_waited_for_the_panel_is_gone_and_comes_back_with_what_was_typed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []

    def unreachable(*_: object) -> None:
        raise EnvironmentProblem("hub_unreachable", "No hub answers.", "Look.")

    on_a_laptop = site.desk

    def at_a_hub(*arguments: Any) -> SupervisorServices:
        services = on_a_laptop(*arguments)
        change = cast("ChangeResult", _Correction(services.cases.change, unreachable))
        cases = replace(services.cases, change=change)
        return replace(services, cases=cases, stop_waiting=lambda: stopped.append(True))

    called(site, "no_answer")
    monkeypatch.setattr(site, "desk", at_a_hub)
    desk = Desk(site)
    desk.select(1)
    desk.press("correct")
    desk.choose("busy")
    desk.window.shell.text_saved.emit(PanelKind.CORRECT_REASON, "", "a mistake")
    assert desk.window.shell.panel is None
    desk.window.runner.let_a_moment_pass()
    assert "The hub is asked for the case …" == desk.window.told
    desk.window.press("stop_waiting")
    assert [True] == stopped

    desk.window.rest()

    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert ("a mistake", "No hub answers.") == (panel.text, desk.window.told)


class _Correction:
    """A correction that is foreseen and cannot be made."""

    def __init__(self, change: ChangeResult, fails: Callable[..., None]) -> None:
        self.preview = change.preview
        self._fails = fails

    def __call__(self, *_: object) -> None:
        self._fails()
