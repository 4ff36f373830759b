"""From the key to the disk and back: waiting, failing, resuming, and the quota in between."""

from __future__ import annotations

from typing import Any

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.finality import final_code
from cati_app.fieldwork.interview.ending import InterviewEnd
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, WrapUpState
from cati_app.ui.stage.states import ScreenName, StoredState
from tests.casework import alter
from tests.fakes.memory import MemoryAnswerLog, MemoryInterviews
from tests.stations import Site
from tests.unit.ui.stagehands import Window

_FULL = "The disk is full. What was acknowledged is stored; the last step was not."


class Disk:
    """Refuses answers while it is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        record = MemoryAnswerLog.record

        def refusing(log: MemoryAnswerLog, *arguments: Any) -> int:
            if self.full:
                raise EnvironmentProblem("disk_full", _FULL, "Free some space, then repeat it.")
            return record(log, *arguments)

        monkeypatch.setattr(MemoryAnswerLog, "record", refusing)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def window(site: Site) -> Window:
    made = Window(site).sign_in(site.ann)
    made.begin()
    return made


def events(site: Site, kind: str = "interview.answered") -> int:
    return site.kinds().count(kind)


def held(site: Site) -> int:
    """How many interviews hold a place."""
    return sum(interview.held for interview in site.interviews())


def killed(site: Site) -> Window:
    """What was not run is lost; the same person signs in again."""
    site.reopen()
    return Window(site).sign_in(site.ann)


def test_the_next_question_shows_before_the_disk_has_the_answer(site: Site, window: Window) -> None:
    window.answer("1")

    assert ("/screener/age", 0) == (window.ref, events(site))


def test_a_further_answer_waits_until_the_one_before_is_durable(site: Site, window: Window) -> None:
    window.answer("1")
    window.answer("30")
    window.answer("3", "/main/rooms")
    assert "/screener/age" == window.ref

    window.rest()

    assert ("/main/wish", 3) == (window.ref, events(site))


def test_the_footer_says_when_the_last_answer_is_stored(window: Window) -> None:
    window.answer_all("1")

    assert StoredState.STORED is window.shell.header.stored


def test_every_acknowledgement_names_an_event_on_disk(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3")

    (interview,) = site.interviews()
    with site.units()() as unit:
        assert unit.log.of_interview(interview.id)[-1].seq == window.stored[-1]


def test_a_full_disk_says_so_and_holds_further_answers_back(site: Site, window: Window, disk: Disk) -> None:
    disk.full = True
    window.answer("1")
    window.rest()
    window.answer("30")
    window.rest()

    assert ("The disk is full.", StoredState.FAILED) == (window.told[:17], window.shell.header.stored)
    assert ("/screener/age", 0) == (window.ref, events(site))


def test_the_next_key_stores_what_the_full_disk_had_refused(site: Site, window: Window, disk: Disk) -> None:
    disk.full = True
    window.answer("1")
    window.rest()
    disk.full = False
    window.answer("30")
    window.rest()

    assert ("", 2, "/main/rooms") == (window.told, events(site), window.ref)
    assert "/main/rooms" == _resumed(site)


def _resumed(site: Site) -> str:
    again = killed(site)
    again.views.dial.begin_pressed.emit()
    again.rest()
    return again.ref


def test_where_answers_were_left_out_on_the_way_whoever_goes_on_is_told(
    site: Site, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.answer_all("1", "30")
    monkeypatch.setattr(MemoryInterviews, "is_cut", lambda *_: True)
    again = killed(site)
    again.views.dial.begin_pressed.emit()
    again.rest()

    assert "/main/rooms" == again.ref
    assert again.told.startswith("Answers at the end of this interview are missing")
    assert ["interview_cut"] == [kind for kind in site.kinds() if kind == "interview_cut"]


def test_a_later_step_never_overtakes_one_the_disk_refused(site: Site, window: Window, disk: Disk) -> None:
    window.answer_all("1")
    disk.full = True
    window.answer("30")
    window.interviewing.pause()
    window.rest()
    disk.full = False
    window.interviewing.go_on_after_pause()
    window.rest()

    assert "/main/rooms" == window.ref
    assert "/main/rooms" == _resumed(site)


@pytest.mark.parametrize("given", [[], ["1"], ["1", "30"], ["1", "30", "3"], ["1", "30", "3", "a tree"]])
def test_a_restart_offers_the_interrupted_interview_at_the_same_question(
    site: Site, window: Window, given: list[str]
) -> None:
    window.answer_all(*given)
    stood = window.ref

    again = killed(site)
    assert (1, ScreenName.DIAL) == (again.case_no, again.shell.screen)
    again.views.dial.begin_pressed.emit()
    again.rest()

    assert (stood, ScreenName.CONSOLE) == (again.ref, again.shell.screen)
    assert len(given) == events(site)


def test_a_kill_before_the_first_question_is_stored_begins_the_same_interview_again(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.press("dial")
    window.rest()
    window.views.dial.begin_pressed.emit()
    window.runner.run_next()

    again = killed(site)
    again.views.dial.begin_pressed.emit()
    again.rest()

    assert "/screener/sex" == again.ref
    assert ["running"] == [interview.state for interview in site.interviews()]


@pytest.mark.parametrize(("taken", "ref", "status"), [(0, "/main/rooms", "in"), (2, "/goodbye", "full")])
def test_a_kill_between_the_decision_and_its_event_does_not_hide_the_decision(
    site: Site, window: Window, taken: int, ref: str, status: str
) -> None:
    window.answer_all("1")
    with site.units()() as unit:
        for _ in range(taken):
            unit.quota.hold("m/young")  # type: ignore[arg-type]
        unit.commit()
    window.answer("30")
    while not any(interview.quota_status for interview in site.interviews()):
        window.runner.run_next()

    again = killed(site)
    again.views.dial.begin_pressed.emit()
    again.rest()
    if again.ref == "/screener/age":
        again.answer_all("30")

    session = again.interviewing.session
    assert session is not None
    assert (ref, status) == (again.ref, session.value("quota_status"))


def test_a_decision_that_the_disk_refused_is_made_by_the_next_key(
    site: Site, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.answer_all("1")
    reserve = ReservePlace.__call__
    calls: list[int] = []

    def refusing(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise EnvironmentProblem("disk_full", _FULL, "Free some space, then repeat it.")
        return reserve(*arguments)

    monkeypatch.setattr(ReservePlace, "__call__", refusing)
    window.answer_all("30")
    assert ("The disk is full.", 0) == (window.told[:17], held(site))

    window.answer_all("30")

    assert ("/main/rooms", 1) == (window.ref, held(site))


def test_a_full_cell_leads_to_the_polite_end_and_its_disposition(site: Site, window: Window) -> None:
    with site.units()() as unit:
        for _ in range(2):
            unit.quota.hold("m/young")  # type: ignore[arg-type]
        unit.commit()

    window.answer_all("1", "30")
    assert "/goodbye" == window.ref
    window.answer_all("")
    assert isinstance(window.shell.panel, WrapUpState)
    window.shell.wrap_up_confirmed.emit(window.shell.panel.proposed, "")
    window.rest()

    assert ("quota_filled", "closed") == (site.case().disposition, site.case().state)


def test_who_hangs_up_at_the_goodbye_of_a_full_group_did_not_refuse(site: Site, window: Window) -> None:
    with site.units()() as unit:
        for _ in range(2):
            unit.quota.hold("m/young")  # type: ignore[arg-type]
        unit.commit()
    window.answer_all("1", "30")

    assert "Stored as “quota filled”: the case is closed and will not be called again." == what_breaking_off_does(
        window
    )
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "break_off")
    window.rest()
    assert ("quota_filled", "closed") == (site.case().disposition, site.case().state)


def test_who_is_too_young_and_hangs_up_did_not_refuse(site: Site, window: Window) -> None:
    window.answer_all("1", "12")
    window.shell.panel_closed.emit(PanelKind.WRAP_UP)
    window.rest()
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "break_off")
    window.rest()

    assert ("no_eligible_person", "closed") == (site.case().disposition, site.case().state)


def test_who_is_too_young_is_not_counted_as_refused_by_the_quota(site: Site, window: Window) -> None:
    window.answer_all("1", "12")

    assert isinstance(window.shell.panel, WrapUpState)
    assert "no_eligible_person" == window.shell.panel.proposed
    assert 0 == site.places()[1]


def test_a_corrected_screening_answer_moves_the_place(site: Site, window: Window) -> None:
    window.answer_all("1", "30")
    window.views.console.back_pressed.emit()
    window.rest()
    window.answer_all("60")

    with site.units()() as unit:
        assert ["m/old"] == [count.cell_id for count in unit.quota.counts() if count.in_progress == 1]
    session = window.interviewing.session
    assert session is not None
    assert "m/old" == session.value("quota_cell")


def test_two_enters_on_the_wrap_up_end_the_interview_once(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree", "0")
    assert isinstance(window.shell.panel, WrapUpState)
    window.shell.wrap_up_confirmed.emit("complete", "")
    window.shell.wrap_up_confirmed.emit("complete", "")
    window.rest()

    assert ("Case 000 001: interview complete. Stored.", 1, 2) == (window.told, site.places()[0], window.case_no)


def what_breaking_off_does(window: Window) -> str:
    window.press("result")
    panel = window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    return next(option.consequence for option in panel.options if option.code == "break_off")


def test_breaking_off_says_what_becomes_of_case_and_place(site: Site, window: Window) -> None:
    closes = "the case is closed and will not be called again"
    assert f"Stored as “household, not screened”: {closes}." == what_breaking_off_does(window)
    window.answer_all("1", "30")
    said = what_breaking_off_does(window)
    assert f"Stored as “broken off”: {closes}; the reserved place becomes free." == said

    window.shell.panel_choice_made.emit(PanelKind.RESULT, "break_off")
    window.rest()
    assert ("break_off", "closed", (0, 0)) == (site.case().disposition, site.case().state, site.places())


@pytest.mark.parametrize(
    ("answers", "said"),
    [((), "the case stays open."), (("1", "30"), "the case stays open; the reserved place becomes free.")],
)
def test_a_break_off_that_leaves_the_case_open_says_so(
    window: Window, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], said: str
) -> None:
    window.answer_all(*answers)
    monkeypatch.setattr(InterviewEnd, "broken_off", "callback_requested")  # as the form may say

    assert what_breaking_off_does(window).endswith(f": {said}")


def test_escape_on_the_wrap_up_goes_back_to_the_last_question(window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree", "0")
    window.shell.panel_closed.emit(PanelKind.WRAP_UP)
    window.rest()

    assert "/main/again" == window.ref


def test_details_left_by_consent_go_to_the_consent_store_only(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree", "1", "Mrs Brown", "030 23125042")
    window.shell.wrap_up_confirmed.emit("complete", "")
    window.rest()

    (interview,) = site.interviews()
    with site.units()() as unit:
        assert 1 == len(unit.contacts.kept_cases())
        facts = [fact for kind in unit.log.kinds() for fact in unit.log.of_kind(kind)]
        assert "Brown" not in repr((facts, unit.interviews.data_of(interview.id)))


def test_contact_answers_come_back_after_a_restart(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree", "1", "Mrs Brown")
    again = killed(site)
    again.views.dial.begin_pressed.emit()
    again.rest()

    session = again.interviewing.session
    assert session is not None
    assert ("/main/contact_phone", "Mrs Brown") == (again.ref, session.value("contact_name"))


def test_a_log_that_does_not_fit_is_kept_aside_and_a_new_interview_begins(site: Site, window: Window) -> None:
    window.answer_all("1")
    site.close()
    site.reopen()
    with site.units()() as unit:
        from cati_app.domain.events import NewEvent

        interview_id = site_interview(site, unit)
        unit.log.append(
            [NewEvent("interview.answered", site.clock.now(), 0, None, None, interview_id, {"ref": "/gone"})]
        )
        unit.commit()
    again = Window(site).sign_in(site.ann)
    again.views.dial.begin_pressed.emit()
    again.rest()

    assert ("/screener/sex", ["running", "set_aside"]) == (
        again.ref,
        sorted(interview.state for interview in site.interviews()),
    )
    assert 2 == events(site)
    assert "does not fit" in again.told


def site_interview(site: Site, unit: Any) -> str:
    return str(unit.cases.get(site.offered_id()).open_interview)


def test_closing_the_window_waits_for_the_disk(window: Window) -> None:
    window.answer("1")
    window.shell.close_asked.emit()
    window.shell.close_asked.emit()
    assert not window.shell.closed

    window.rest()

    assert window.shell.closed


def test_closing_the_window_in_mid_interview_asks_first(window: Window) -> None:
    window.shell.close_asked.emit()
    window.rest()
    assert ("An interview is under way", False) == (window.told[:25], window.shell.closed)

    window.answer_all("1")
    window.stage.say("")
    window.shell.close_asked.emit()
    window.rest()
    assert not window.shell.closed  # what was asked before is forgotten

    window.shell.message_closed.emit()
    window.shell.close_asked.emit()
    window.rest()
    assert not window.shell.closed  # whoever closed the question did not say yes
    window.shell.close_asked.emit()
    window.rest()
    assert window.shell.closed


@pytest.mark.parametrize(
    ("answers", "code"), [(("1", "30", "3", "a tree"), "partial"), (("1", "30"), "break_off"), (("1",), "not_screened")]
)
def test_a_suspended_interview_that_is_never_taken_up_again_counts_as_far_as_it_got(
    site: Site, window: Window, answers: tuple[str, ...], code: str
) -> None:
    window.answer_all(*answers)
    window.shell.panel_choice_made.emit(PanelKind.RESULT, "suspend_now")
    window.rest()
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), state="closed")
        unit.commit()
    site.clock.move(60)
    site.settle(site.ann)
    with site.units()() as unit:
        history = unit.histories.of_case(CaseId("case-1"))
    lapsed = "partial" if code == "partial" else "break_off"

    assert (code, [lapsed]) == (
        final_code(history, site.station.rules.unscreened),
        [interview.disposition for interview in site.interviews()],
    )
