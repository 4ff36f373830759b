"""Cases that were interrupted: one that went to others is left and work goes on; an interview goes on by a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cati_app.domain.casework.cases import Attempt
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.make_call import StartCall
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.stage.panel_states import AppointmentInput, PanelKind, WrapUpState
from cati_app.ui.stage.states import ScreenName
from tests.casework import alter
from tests.stations import Site
from tests.unit.ui.stagehands import Window

LOST = "This case went to others: this station was silent for too long, or a supervisor took it."
ADD = f"{LOST} The supervisor can add its result."


@pytest.fixture
def window(site: Site) -> Window:
    return Window(site).sign_in(site.ann)


def lose(site: Site) -> None:
    """Nothing is heard from Ann for so long that her case comes back; it waits for Bob."""
    site.clock.move(16 * 60)
    site.settle(site.bob)
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), locked_by=site.bob.id, locked_at=site.clock.now())
        unit.commit()


def dial(window: Window) -> None:
    window.press("dial")
    window.rest()


def appointment(window: Window) -> None:
    at = window.site.clock.now().date()
    window.shell.appointment_made.emit(AppointmentInput(at, window.site.clock.now().time(), True, ""))


STEPS: list[Callable[[Window], None]] = [
    lambda window: window.result("no_answer"),
    lambda window: window.result("language:de"),
    lambda window: window.views.dial.begin_pressed.emit(),
    appointment,
]


@pytest.mark.parametrize("step", STEPS)
def test_after_dialling_any_step_leads_to_the_next_case(
    site: Site, window: Window, step: Callable[[Window], None]
) -> None:
    dial(window)
    lose(site)
    step(window)
    window.rest()

    assert (2, ADD, ScreenName.DIAL) == (window.case_no, window.told, window.shell.screen)
    dial(window)
    assert 2 == site.kinds().count("call_started")


@pytest.mark.parametrize("command", ["dial", "return_case"])
def test_before_dialling_too(site: Site, window: Window, command: str) -> None:
    lose(site)
    window.press(command)
    window.rest()

    assert (2, ADD) == (window.case_no, window.told)


def test_the_sign_of_life_notices_it_in_the_middle_of_an_interview(site: Site, window: Window) -> None:
    window.begin()
    window.answer_all("1")
    lose(site)
    window.presenter.tick()
    window.rest()

    assert (2, ADD, ScreenName.DIAL) == (window.case_no, window.told, window.shell.screen)
    window.begin()
    window.answer_all("1", "30")
    assert "/main/rooms" == window.ref


def test_an_interview_that_is_over_is_left_with_its_wrap_up(site: Site, window: Window) -> None:
    window.begin()
    window.answer_all("1", "12")
    assert isinstance(window.shell.panel, WrapUpState)
    lose(site)
    window.shell.wrap_up_confirmed.emit("no_eligible_person", "")
    window.rest()

    assert (2, ADD, False) == (window.case_no, window.told, isinstance(window.shell.panel, WrapUpState))
    window.begin()
    window.answer_all("1", "12")
    assert isinstance(window.shell.panel, WrapUpState)


def test_who_never_wants_a_call_again_is_told_of_the_block_list(site: Site, window: Window) -> None:
    dial(window)
    lose(site)
    window.result("never_again")
    window.rest()

    assert (2, f"{LOST} The numbers are on the block list.") == (window.case_no, window.told)
    assert site.is_blocked(1)


def test_the_next_person_reads_nothing_of_it(site: Site, window: Window) -> None:
    lose(site)
    window.press("switch_user")
    window.rest()

    assert (ScreenName.LOGIN, "") == (window.shell.screen, window.told)


def test_an_interrupted_interview_goes_on_after_dialling_only(site: Site, window: Window) -> None:
    window.begin()
    window.answer_all("1", "30")
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "suspend_now")
    window.rest()
    window.press("return_case")
    window.rest()
    site.clock.move(24 * 3600)
    window.views.dial.begin_pressed.emit()
    window.rest()
    shown = window.views.dial.states
    assert (1, False, "Continue the interview") == (window.case_no, shown[-1].can_begin, shown[-1].begin_text)
    window.views.dial.begin_pressed.emit()
    window.rest()
    assert (ScreenName.DIAL, 1) == (window.shell.screen, window.case_no)

    window.begin()

    assert (ScreenName.CONSOLE, "/main/rooms") == (window.shell.screen, window.ref)


class ForbiddenLate(StartCall):
    """The hub says only after a call has begun that it must not be."""

    def heard_later(self, user: User, attempt: Attempt) -> RuleViolation | None:
        return RuleViolation("number_blocked", settled=True, called=True)


def test_a_call_that_must_not_be_ends_as_soon_as_the_hub_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    place = site.place

    def at_a_hub(*arguments: object) -> InterviewerServices:
        made = place(*arguments)  # type: ignore[arg-type] # as they come
        start = made.start_call
        late = ForbiddenLate(start._units, start._clock, start._ids, start._rules)
        return replace(made, start_call=late, stop_waiting=lambda: None)

    monkeypatch.setattr(site, "place", at_a_hub)
    window = Window(site).sign_in(site.ann)
    window.press("dial")
    window.rest()

    assert window.told.startswith("This person asked at another station not to be called")
    assert ScreenName.DIAL == window.shell.screen
