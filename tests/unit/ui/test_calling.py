"""Between calls: dialling, results, taking back, handing over, changing the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId
from cati_app.ui.stage.panel_states import (
    AppointmentInput,
    AppointmentPanelState,
    ExplanationState,
    HelpState,
    PanelKind,
    TextPanelState,
    WrapUpState,
)
from cati_app.ui.stage.states import ScreenName, Tone
from tests.casework import alter
from tests.fakes.machine import MemoryDatabase
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.ui.stagehands import Window


@pytest.fixture
def window(site: Site) -> Window:
    return Window(site).sign_in(site.ann)


def dial(window: Window) -> None:
    window.press("dial")
    window.rest()


def test_a_wrong_password_says_so_and_shows_nothing(site: Site) -> None:
    window = Window(site)
    window.views.login.login_given.emit("ann", "wrong")
    window.rest()

    assert (ScreenName.LOGIN, "Name or password is wrong.") == (
        window.shell.screen,
        window.views.login.states[-1].message,
    )


def test_two_enters_sign_in_once(site: Site) -> None:
    window = Window(site)
    for _ in range(2):
        window.views.login.login_given.emit("ann", PASSWORD)
    window.rest()

    assert 1 == site.kinds().count("case_offered")
    assert 1 == site.kinds().count("contact_shown")


def test_a_result_before_dialling_is_refused_with_what_to_do(window: Window) -> None:
    window.result("no_answer")
    window.rest()

    assert (1, "A result needs a call: dial first (F5).") == (window.case_no, window.told)


def test_the_case_says_how_many_of_the_contact_attempts_that_are_limited_were_made(site: Site) -> None:
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), dials=4)  # in sittings that are not there
        unit.commit()

    window = Window(site).sign_in(site.ann)

    assert "attempt 5 of at most 10" == window.views.dial.states[-1].case_line.rpartition(" · ")[2]


def test_a_pause_offers_no_dialling_and_f5_calls_nobody(site: Site, window: Window) -> None:
    assert "dial" in window.shell.enabled
    window.press("pause")
    window.rest()
    assert "dial" not in window.shell.enabled

    window.press("dial")
    window.rest()
    assert "call_started" not in site.kinds()
    window.shell.pause_ended.emit()
    assert "dial" in window.shell.enabled


def test_a_pause_during_a_call_still_hangs_up(site: Site, window: Window) -> None:
    window.press("dial")
    window.rest()
    window.press("pause")
    assert "hang_up" in window.shell.enabled
    window.press("hang_up")
    window.rest()
    assert ("call_ended" in site.kinds(), "dial" in window.shell.enabled) == (True, False)


@pytest.mark.parametrize(
    ("keys", "told"),
    [((), "An interview needs a call: dial first (F5)."), (("dial", "hang_up"), "Nobody is on the line:")],
)
def test_enter_begins_no_interview_while_nobody_is_on_the_line(
    site: Site, window: Window, keys: tuple[str, ...], told: str
) -> None:
    for key in keys:
        window.press(key)
        window.rest()
    assert not window.views.dial.states[-1].can_begin

    window.views.dial.begin_pressed.emit()
    window.rest()
    assert (ScreenName.DIAL, 0, told) == (window.shell.screen, len(site.interviews()), window.told[: len(told)])


def test_somebody_who_rings_back_is_interviewed_without_another_call(site: Site, window: Window) -> None:
    for key in ("dial", "hang_up", "rang_back"):
        window.press(key)
        window.rest()
    assert window.views.dial.states[-1].can_begin
    window.views.dial.begin_pressed.emit()
    window.rest()

    assert (ScreenName.CONSOLE, 1, 1) == (
        window.shell.screen,
        site.kinds().count("call_started"),
        site.kinds().count("rang_back"),
    )


def test_the_screen_says_that_whoever_rang_back_has_a_result_of_their_own(site: Site, window: Window) -> None:
    for key in ("dial", "hang_up", "rang_back"):
        window.press(key)
        window.rest()

    state = window.views.dial.states[-1]
    assert "They rang back: give this call a result of its own." in window.told
    assert ("rang back", ["no answer (0 s)"]) == (
        state.case_line.partition(" · ")[2],
        [line.text for line in state.history],
    )


def test_the_local_time_runs(site: Site, window: Window) -> None:
    before = window.views.dial.states[-1].number_line
    site.clock.move(60)
    window.presenter.tick()
    window.rest()
    assert "local time 16:01" in window.views.dial.states[-1].number_line != before


def test_in_an_interview_the_local_time_runs_and_the_question_is_left_alone(site: Site, window: Window) -> None:
    window.begin()
    before = window.views.console.states[-1]
    site.clock.move(60)
    window.presenter.tick()
    window.rest()
    after = window.views.console.states[-1]
    assert "16:01" in after.case.number_line
    assert after.screen is before.screen


def test_objections_are_at_hand_before_the_interview_too(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = window.interviewing._services.texts
    said = {next(iter(texts.languages)): (("No time", "It takes ten minutes"),)}
    monkeypatch.setattr(
        window.interviewing, "_services", replace(window.interviewing._services, texts=replace(texts, objections=said))
    )
    window.press("help")
    panel = window.shell.panel
    assert isinstance(panel, HelpState)
    assert ["No time"] == [pair.objection for pair in panel.objections]
    assert ("dial" in panel.commands, "dont_know" in panel.commands) == (True, False)


def test_the_offer_to_take_back_names_case_and_result(window: Window) -> None:
    window.press("dial")
    window.rest()
    window.result("no_answer")
    window.rest()
    assert "Case 000 001: no answer" == window.views.dial.states[-1].undo.text


def test_after_a_result_the_next_case_comes(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.rest()

    assert (2, ["no_answer"]) == (window.case_no, site.results())


@pytest.mark.on_store
def test_while_it_rings_a_long_journal_goes_into_the_file(site: Site, window: Window) -> None:
    with site.units()() as unit:
        unit.log.append([NewEvent("long", TUESDAY, 0, payload={"filler": "x" * 3_000_000})])
        unit.commit()
    before = site.path.read_bytes()
    dial(window)

    assert before != site.path.read_bytes()


def test_what_is_done_while_it_rings_holds_up_no_key(site: Site, window: Window) -> None:
    window.press("dial")
    window.runner.run_next()
    assert 1 == window.runner.waiting  # the journal, not yet in the file

    window.result("no_answer")
    window.rest()

    assert (2, 1) == (window.case_no, site.kinds().count("result_given"))


def test_a_full_disk_while_it_rings_is_said(site: Site, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(place: object) -> None:
        raise EnvironmentProblem("disk_full", "The disk is full.", "Free some space.")

    monkeypatch.setattr(MemoryDatabase, "tidy", full)
    calling = Window(site).sign_in(site.ann)
    dial(calling)

    assert calling.shell.message is not None
    assert ("The disk is full", Tone.BAD) == (calling.told[:16], calling.shell.message.tone)


def test_two_enters_on_a_result_give_it_once(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.result("no_answer")
    window.rest()

    assert (1, "") == (site.kinds().count("result_given"), window.told)


def test_a_result_ends_the_call_first(site: Site, window: Window) -> None:
    dial(window)
    window.result("busy")
    window.rest()

    assert ["call_started", "call_ended", "result_given"] == [
        kind for kind in site.kinds() if kind in ("call_started", "call_ended", "result_given")
    ]


def test_a_result_can_be_taken_back_for_ten_seconds(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.rest()
    site.clock.move(9)
    window.press("undo")
    window.rest()

    assert (1, [None]) == (window.case_no, [attempt.disposition for attempt in site.attempts()])
    window.result("busy")
    window.rest()
    assert (2, ["busy"]) == (window.case_no, site.results())


def test_taking_back_too_late_says_so_and_the_case_in_hand_can_be_dialled(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.rest()
    site.clock.move(10)
    window.press("undo")
    window.rest()
    assert (2, "Ten seconds are over: the result stands.") == (window.case_no, window.told)

    dial(window)

    assert 2 == site.kinds().count("call_started")


def test_a_case_that_must_not_be_called_any_more_makes_room_for_the_next(site: Site, window: Window) -> None:
    with site.units()() as unit:
        unit.blocklist.add([fiction(1).e164], site.clock.now(), "another study")

    dial(window)

    assert (2, "The number is on the block list now: it was not called, and the case is closed.") == (
        window.case_no,
        window.told,
    )
    dial(window)
    assert 1 == site.kinds().count("call_started")


def test_a_case_given_back_comes_again_with_enter(window: Window) -> None:
    window.press("return_case")
    window.rest()
    assert None is window.case_no

    window.views.dial.begin_pressed.emit()
    window.rest()

    assert 1 == window.case_no


def test_what_was_said_of_a_case_given_back_goes_with_the_next_one(window: Window) -> None:
    window.press("return_case")
    window.rest()
    assert "The case is given back. Enter fetches the next one." == window.told

    window.views.dial.begin_pressed.emit()
    window.rest()

    assert "" == window.told


def test_who_signs_in_next_cannot_take_back_a_result(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.rest()
    assert "undo" in window.shell.enabled
    window.press("switch_user")
    window.rest()
    window.sign_in(site.sue)

    assert "undo" not in window.shell.enabled


def test_hanging_up_never_ends_an_interview(window: Window) -> None:
    window.begin()
    window.answer_all("1")
    window.press("hang_up")
    window.rest()

    assert (ScreenName.CONSOLE, "/screener/age") == (window.shell.screen, window.ref)


def test_a_dropped_call_can_be_dialled_again_from_the_interview(site: Site, window: Window) -> None:
    window.begin()
    window.press("hang_up")
    window.rest()
    window.press("dial")
    window.rest()

    assert (2, ScreenName.CONSOLE) == (site.kinds().count("call_started"), window.shell.screen)


@pytest.mark.parametrize(
    ("code", "state", "case"),
    [
        ("break_off", "broken_off", "closed"),
        ("suspend_now", "suspended", "open"),
        ("language:de", "suspended", "open"),
    ],
)
def test_an_interview_is_left_by_f8(site: Site, window: Window, code: str, state: str, case: str) -> None:
    window.begin()
    window.answer_all("1", "30")
    window.press("result")
    window.shell.panel_choice_made.emit(PanelKind.RESULT, code)
    window.rest()

    assert (2, ScreenName.DIAL) == (window.case_no, window.shell.screen)
    assert ([state], case) == ([interview.state for interview in site.interviews()], site.case(1).state)


def test_another_person_on_the_line_hears_the_introduction_again(window: Window) -> None:
    window.begin()
    window.answer_all("1", "30", "3")
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "other_person")
    window.rest()

    assert "/screener/sex" == window.ref


def test_an_appointment_at_a_forbidden_time_leaves_everything_as_it_was(site: Site, window: Window) -> None:
    window.begin()
    window.answer_all("1", "30")
    window.shell.appointment_made.emit(AppointmentInput(date(2026, 11, 29), time(12), True, ""))
    window.rest()

    assert ("At that time no calls are allowed. Please agree on another time.", "/main/rooms") == (
        window.told,
        window.ref,
    )
    window.shell.appointment_made.emit(AppointmentInput(date(2026, 11, 30), time(12), True, ""))
    window.rest()
    assert [("suspended", True)] == [(interview.state, interview.held) for interview in site.interviews()]
    assert "Case 000 001: interview suspended. Stored." == window.told


def test_the_calendar_in_an_interview_says_what_time_it_is_now_also_past_midnight_there(
    site: Site, window: Window
) -> None:
    window.begin()
    window.answer_all("1", "30")
    window.press("appointment")
    window.rest()
    before = window.shell.panel
    assert isinstance(before, AppointmentPanelState)
    site.clock.move(24 * 3600 + 60)
    local = site.station.rules.calendar.local(site.clock.now())
    window.presenter.tick()
    window.rest()

    panel = window.shell.panel
    assert isinstance(panel, AppointmentPanelState)
    assert (local.date(), True) == (panel.today, panel.zone_line.endswith(f"now {local:%H:%M}"))
    assert before.today < panel.today


def test_nobody_changes_the_user_during_an_interview(window: Window) -> None:
    window.begin()
    window.press("switch_user")
    window.rest()

    assert ScreenName.CONSOLE is window.shell.screen


def test_the_duration_is_that_of_the_sitting_and_counts_no_night(site: Site, window: Window) -> None:
    window.begin()
    window.answer_all("1", "30")
    window.shell.appointment_made.emit(AppointmentInput(date(2026, 11, 25), time(12), True, ""))
    window.rest()
    site.clock.move_to(datetime(2026, 11, 25, 11, 0, tzinfo=UTC))
    window.press("switch_user")
    window.rest()
    window.sign_in(site.ann)
    window.begin()
    site.clock.move(90)
    window.answer_all("3", "a tree", "")

    panel = window.shell.panel
    assert isinstance(panel, WrapUpState)
    assert ("Duration", "1:30") == (panel.facts[0].name, panel.facts[0].text)


def test_a_dialled_case_needs_its_result_before_the_user_changes(window: Window) -> None:
    dial(window)
    window.press("switch_user")
    window.rest()

    assert (ScreenName.DIAL, "After dialling, a result is needed.") == (window.shell.screen, window.told)


def test_the_case_goes_back_when_the_user_changes(site: Site, window: Window) -> None:
    window.press("switch_user")
    window.rest()
    assert ScreenName.LOGIN is window.shell.screen

    window.sign_in(site.bob)

    assert (1, site.bob.id) == (window.case_no, site.case().locked_by)


def test_whoever_leaves_while_a_case_is_fetched_leaves_once_it_is_there(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.press("switch_user")
    meanwhile = window.shell.screen
    window.rest()
    assert ScreenName.LOGIN is window.shell.screen
    assert ScreenName.DIAL is meanwhile, "the next person would see what comes"

    window.sign_in(site.bob)
    assert (2, site.bob.id) == (window.case_no, site.case(2).locked_by)


def test_a_wish_to_leave_ends_with_the_login(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.press("switch_user")
    window.presenter.session_over()
    window.sign_in(site.bob)

    assert ScreenName.DIAL is window.shell.screen, "whoever came next was sent away"


def test_a_supervisor_sees_the_board_and_no_contact_data(site: Site) -> None:
    window = Window(site).sign_in(site.sue)

    assert ScreenName.BOARD is window.shell.screen
    assert "0 / 8" == window.views.board.states[-1].tiles[0].value
    assert 0 == site.kinds().count("contact_shown")


def test_the_offer_to_take_back_ends_with_its_ten_seconds(site: Site, window: Window) -> None:
    dial(window)
    window.result("no_answer")
    window.rest()
    assert "undo" in window.shell.enabled

    site.clock.move(10)
    window.presenter.tick()

    assert "undo" not in window.shell.enabled


def test_dialling_takes_away_what_was_said_before(window: Window) -> None:
    window.result("no_answer")
    window.rest()
    assert window.told
    dial(window)

    assert not window.told


def test_the_language_of_the_script_leaves_with_the_interview(window: Window) -> None:
    window.begin()
    assert window.shell.header.language
    window.press("result")
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "suspend_now")
    window.rest()

    assert (ScreenName.DIAL, "") == (window.shell.screen, window.shell.header.language)


def test_a_result_that_needs_a_note_asks_for_it_first(site: Site, window: Window) -> None:
    dial(window)
    window.result("soft_refusal")
    window.rest()
    panel = window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert (PanelKind.NOTE, "This result needs a note: what was said?", 1) == (panel.kind, panel.title, window.case_no)

    window.shell.text_saved.emit(PanelKind.NOTE, "", "  ")
    assert window.shell.panel == panel
    window.shell.text_saved.emit(PanelKind.NOTE, "", "in a hurry")
    window.rest()

    assert (2, ["soft_refusal"]) == (
        window.case_no,
        [attempt.disposition for attempt in site.attempts() if attempt.has_note],
    )


def test_a_note_written_for_its_own_sake_gives_no_result(site: Site, window: Window) -> None:
    dial(window)
    window.result("soft_refusal")
    window.press("note")
    window.shell.text_saved.emit(PanelKind.NOTE, "", "later perhaps")
    window.rest()

    assert (1, 0) == (window.case_no, site.kinds().count("result_given"))


def test_a_time_is_judged_while_it_is_being_offered(window: Window) -> None:
    window.press("dial")
    window.rest()
    window.press("appointment")

    def told(on: date) -> tuple[str, ...]:
        window.shell.appointment_offered.emit(AppointmentInput(on, time(12), True, ""))
        window.rest()
        assert isinstance(window.shell.panel, AppointmentPanelState)
        return window.shell.panel.suggestions

    sunday = told(date(2026, 11, 29))
    assert ("At that time no calls are allowed.", True) == (sunday[0], sunday[1].startswith("Nearest good times: "))
    assert ("This time can be kept.",) == told(date(2026, 11, 30))


def test_a_verdict_that_comes_late_opens_no_panel(window: Window) -> None:
    window.press("dial")
    window.rest()
    window.press("appointment")
    window.shell.appointment_offered.emit(AppointmentInput(date(2026, 11, 30), time(12), True, ""))
    window.shell.hide_panel()
    window.rest()

    assert window.shell.panel is None


def test_what_was_looked_at_for_somebody_who_has_left_concerns_nobody(site: Site, window: Window) -> None:
    seen: list[str] = []

    def failed(error: Exception) -> bool:
        seen.append("failed")
        return True

    def looked_at(work: Callable[[], str]) -> None:
        window.stage.look(work, seen.append, failed, "backup")

    def broken() -> str:
        raise OSError

    looked_at(lambda: "there")
    window.rest()
    looked_at(lambda: "left")
    looked_at(broken)
    window.press("switch_user")
    window.rest()
    window.sign_in(site.bob)

    assert ["there"] == seen


def test_what_was_asked_for_before_leaving_lies_over_nobody_elses_screen(window: Window) -> None:
    window.stage.run(lambda: ExplanationState("Ahead", (), ""), window.stage.panel)
    window.press("switch_user")
    window.rest()

    assert (ScreenName.LOGIN, None) == (window.shell.screen, window.shell.open_panel())


def test_a_wish_to_leave_outlasts_what_ends_listening(window: Window) -> None:
    window.stage.run(lambda: None, lambda _: window.stage.forget())  # as where a changed study comes into force
    window.press("switch_user")
    window.rest()

    assert ScreenName.LOGIN is window.shell.screen
