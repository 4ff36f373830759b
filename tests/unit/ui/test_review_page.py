"""The page of review without Qt: what is listed, told and proposed, and what is said where nothing waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.casework.review_proposals import AnswerCorrection, ProposalState, ReviewProposal, Wish
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.fieldwork.monitor.read_reviewed import ReviewStanding
from cati_app.fieldwork.quota.look_at_interview import WantedProposal
from cati_app.ui.analyst.review.states import ReviewFilter
from cati_app.ui.stage.panel_states import ChoicePanelState, FormPanelState, PanelKind, SteeringPanelState
from cati_app.ui.stage.states import Tone
from tests.stations import TUESDAY
from tests.unit.ui.review_desk import ReviewDesk, complete


@pytest.fixture
def desk() -> ReviewDesk:
    made = ReviewDesk(complete("aa"), complete("bb"), complete("cc", ReviewStanding.COUNTS))
    made.begin()
    return made


def test_what_waits_is_listed_with_the_answers_of_the_first_and_why_it_waits_is_not_told(desk: ReviewDesk) -> None:
    assert ["aa", "bb"] == desk.names
    assert [("Rooms?", "4 · 7 s"), ("Wish?", "refused · 2 s")] == [(one.when, one.text) for one in desk.state.answers]
    assert ("Length", "9:00") in [(one.when, one.text) for one in desk.state.facts]
    assert "Flagged or drawn at random" in desk.state.why
    assert "%" not in repr(desk.state)


def test_a_proposal_waits_and_tells_what_stood_out_with_its_figures(desk: ReviewDesk) -> None:
    desk.command("propose_reject")
    assert isinstance(desk.panel, SteeringPanelState)
    desk.save(PanelKind.PROPOSE_REVIEW, "42 rooms")
    assert [("aa", WantedProposal(Wish.REJECT, "42 rooms"))] == desk.interviews.wanted
    assert desk.panel is None
    assert ("aa waits for a supervisor.", Tone.OK) == (desk.state.message, desk.state.tone)
    assert ["you proposed to reject it: 42 rooms", "waits for a supervisor"] == desk.told
    assert "pace: 38 % of the usual time on a question; flagged below 55 %" in desk.state.why
    assert "12 of 40 questions, 30 %; flagged beyond 14 %" in desk.state.why
    assert "you proposed to reject it" == desk.state.lines[0].standing


def test_enter_offers_what_can_be_proposed_and_withdrawn(desk: ReviewDesk) -> None:
    desk.presenter.act()
    assert isinstance(desk.panel, ChoicePanelState)
    assert ["accept", "reject", "correct"] == [each.code for each in desk.panel.options]
    desk.choose(PanelKind.PROPOSE_WHAT, "accept")
    desk.save(PanelKind.PROPOSE_REVIEW, "all is well")
    desk.presenter.act()
    desk.choose(PanelKind.PROPOSE_WHAT, "withdraw")
    assert "aa: your proposal is withdrawn." == desk.state.message
    assert "withdrawn" == desk.told[-1]


def test_another_answer_is_proposed_for_one_question_and_a_refusal_stays_in_the_panel(desk: ReviewDesk) -> None:
    desk.command("propose_correct")
    assert isinstance(desk.panel, ChoicePanelState)
    assert [("/a", "Rooms?", "4"), ("/b", "Wish?", "refused")] == [
        (each.code, each.label, each.consequence) for each in desk.panel.options
    ]
    desk.choose(PanelKind.PROPOSE_QUESTION, "/a")
    assert isinstance(desk.panel, FormPanelState)
    assert ["answer", "reason"] == [each.key for each in desk.panel.form.fields]
    desk.interviews.refuses = RuleViolation("correction_quota")
    desk.save(PanelKind.PROPOSE_ANSWER, "5\na typing error")
    assert isinstance(desk.panel, FormPanelState)
    assert "A quota rests on this answer" in desk.panel.form.message
    assert ["5", "a typing error"] == [each.value for each in desk.panel.form.fields]
    desk.interviews.refuses = None
    desk.save(PanelKind.PROPOSE_ANSWER, "5\na typing error")
    assert [("aa", WantedProposal(Wish.CORRECT, "a typing error", AnswerCorrection("/a", "5")))] == (
        desk.interviews.wanted
    )
    assert ["you proposed to correct an answer: a typing error Rooms?: 4 → 5", "waits for a supervisor"] == desk.told


def test_an_answer_with_choices_is_picked_among_them_and_what_is_no_answer(desk: ReviewDesk) -> None:
    desk.command("propose_correct")
    desk.choose(PanelKind.PROPOSE_QUESTION, "/b")
    assert isinstance(desk.panel, FormPanelState)
    assert (("1", "yes"), ("0", "no"), ("special dont_know", "don't know"), ("special refused", "refused")) == (
        desk.panel.form.fields[0].options
    )
    desk.save(PanelKind.PROPOSE_ANSWER, "special dont_know\nnot refused")
    assert AnswerCorrection("/b", "", "dont_know") == desk.interviews.wanted[0][1].correction


def test_a_reason_that_is_refused_stays_in_the_panel(desk: ReviewDesk) -> None:
    desk.interviews.refuses = RuleViolation("reason_needed")
    desk.propose(reason=" ")
    assert isinstance(desk.panel, SteeringPanelState)
    assert desk.panel.message
    desk.interviews.refuses = None
    desk.save(PanelKind.PROPOSE_REVIEW, "42 rooms")
    assert ["aa"] == [named for named, _ in desk.interviews.wanted]


def test_of_two_analysts_the_slower_one_sees_what_the_other_proposed(desk: ReviewDesk) -> None:
    desk.command("propose_reject")
    desk.interviews.put(complete("aa", ReviewStanding.WAITS, ReviewProposal("max", TUESDAY, Wish.ACCEPT, "a hotel")))
    desk.interviews.refuses = RuleViolation("review_proposed")
    desk.save(PanelKind.PROPOSE_REVIEW, "42 rooms")
    assert desk.panel is None
    assert Tone.WARN is desk.state.tone
    assert ["Max proposed to keep it, nothing was found: a hotel", "waits for a supervisor"] == desk.told
    desk.command("propose_reject")
    assert desk.panel is None
    assert "waits for this interview already" in desk.state.message
    desk.command("propose_withdraw")
    assert "No proposal of yours" in desk.state.message


def test_an_interview_with_a_corrected_answer_is_not_said_to_have_nothing() -> None:
    corrected = ReviewProposal(
        "eve",
        TUESDAY,
        Wish.CORRECT,
        "a typing error",
        state=ProposalState.TAKEN_OVER,
        decided_by="sue",
        decided_at=TUESDAY,
    )
    desk = ReviewDesk(
        complete("aa", ReviewStanding.LOOKED_AT, corrected), complete("bb", ReviewStanding.REJECTED, corrected)
    )
    desk.begin()
    desk.show_list(ReviewFilter.TAKEN_OVER)
    assert ["an answer corrected · proposal taken over", "rejected · proposal taken over"] == [
        line.standing for line in desk.state.lines
    ]


def test_what_came_of_a_proposal_stands_with_who_and_why() -> None:
    decided = ReviewProposal(
        "eve",
        TUESDAY,
        Wish.REJECT,
        "42 rooms",
        state=ProposalState.NOT_TAKEN_OVER,
        decided_by="sue",
        decided_at=TUESDAY,
        answer="a hotel",
    )
    desk = ReviewDesk(complete("aa", ReviewStanding.LOOKED_AT, decided), complete("bb", ReviewStanding.REJECTED))
    desk.begin()
    assert [] == desk.names
    desk.show_list(ReviewFilter.NOT_TAKEN_OVER)
    assert ["aa"] == desk.names
    assert "not taken over: Sue a hotel" == desk.told[-1]
    assert "nothing found · proposal not taken over" == desk.state.lines[0].standing
    desk.show_list(ReviewFilter.REJECTED)
    assert ["bb"] == desk.names
    assert any("not_counted" in one.text for one in desk.state.facts)
    desk.command("propose_reject")
    desk.presenter.act()
    assert desk.panel is None
    assert "rejected already" in desk.state.message


def test_lists_by_flag_have_those_alone_of_which_it_was_told(desk: ReviewDesk) -> None:
    desk.show_list(ReviewFilter.PACE)
    assert [] == desk.names
    assert "flagged: pace" in desk.state.empty
    desk.show_list(ReviewFilter.WAITING)
    desk.propose()
    desk.show_list(ReviewFilter.PACE)
    assert ["aa"] == desk.names
    desk.show_list(ReviewFilter.STRAIGHT_LINES)
    assert [] == desk.names


def test_an_interview_is_found_by_its_name_and_stands_in_whatever_list(desk: ReviewDesk) -> None:
    desk.command("review_find")
    desk.save(PanelKind.REVIEW_FIND, "zz")
    assert isinstance(desk.panel, FormPanelState)
    assert "zz" in desk.panel.form.message
    desk.save(PanelKind.REVIEW_FIND, " CC ")
    assert desk.panel is None
    assert ("cc", ["aa", "bb", "cc"]) == (desk.state.selected, desk.names)
    desk.propose("propose_accept", "all is well")
    assert [("cc", WantedProposal(Wish.ACCEPT, "all is well"))] == desk.interviews.wanted


def test_a_name_typed_before_the_interviews_were_read_is_found_once_they_are() -> None:
    desk = ReviewDesk(complete("aa"), complete("cc", ReviewStanding.COUNTS))
    desk.presenter.shown()
    desk.presenter.ask_name()
    desk.presenter.text_saved(PanelKind.REVIEW_FIND, "cc")
    desk.runner.run_all()
    assert "cc" == desk.state.selected


@pytest.mark.parametrize(("judged", "said"), [(3, "from 30 complete interviews on; there are 3"), (40, "two drawn")])
def test_where_nothing_waits_the_page_says_what_would_fill_it(judged: int, said: str) -> None:
    desk = ReviewDesk(complete("cc", ReviewStanding.COUNTS))
    desk.interviews.judged = judged
    desk.begin()
    assert said in desk.state.empty
    desk = ReviewDesk()
    desk.begin()
    assert "No complete interview yet" in desk.state.empty


def test_held_arrows_open_the_first_and_where_they_stop() -> None:
    desk = ReviewDesk(*(complete(f"a{number}") for number in range(6)))
    desk.begin()
    for number in range(1, 6):
        desk.presenter.interview_chosen(f"a{number}")
    desk.runner.run_all()
    assert ["a0", "a1", "a5"] == desk.interviews.opened
    assert "a5" == desk.state.selected


def test_a_reading_that_is_stopped_says_how_it_goes_on() -> None:
    desk = ReviewDesk(complete("aa"))
    desk.interviews.at_half = desk.presenter.stop
    desk.begin()
    assert "Stopped. R reads on" in desk.state.empty
    assert desk.state.progress is None
    desk.interviews.at_half = lambda: None
    desk.command("review_read")
    assert ["aa"] == desk.names


def test_what_keeps_it_from_being_read_is_said_with_the_key_that_tries_again() -> None:
    desk = ReviewDesk(complete("aa"))
    desk.interviews.problem = EnvironmentProblem("whole_study_coming", "The study is still coming.", "Wait a moment.")
    desk.begin()
    assert "R tries again." in desk.state.empty
    desk.interviews.problem = None
    desk.command("review_read")
    assert ["aa"] == desk.names


def test_whoever_leaves_while_it_reads_is_told_nothing_and_the_reading_ends() -> None:
    desk = ReviewDesk(complete("aa"))
    ended: list[bool] = []

    def leave() -> None:
        desk.stage.forget()
        ended.append(True)

    desk.interviews.at_half = leave
    desk.presenter.shown()
    shown = len(desk.view.states)
    desk.runner.run_all()
    assert ended
    assert [] == [state.lines for state in desk.view.states[shown:] if state.lines]
    assert not desk.stage.busy, "nobody who leaves waits for what is read beside"


def test_it_is_read_anew_each_minute_while_the_page_is_in_front_and_nothing_lies_over_it(desk: ReviewDesk) -> None:
    desk.presenter.tick()
    desk.runner.run_all()
    assert 1 == desk.interviews.readings
    desk.interviews.at += timedelta(minutes=2)
    desk.command("review_list")
    desk.presenter.tick()
    desk.runner.run_all()
    assert 1 == desk.interviews.readings
    desk.choose(PanelKind.REVIEW_LISTED, ReviewFilter.WAITING.value)
    desk.presenter.tick()
    desk.runner.run_all()
    assert 2 == desk.interviews.readings
    desk.presenter.hidden()
    desk.interviews.at += timedelta(minutes=2)
    desk.presenter.tick()
    desk.runner.run_all()
    assert 2 == desk.interviews.readings


def test_a_verdict_given_meanwhile_takes_it_off_the_list_and_the_next_one_is_selected(desk: ReviewDesk) -> None:
    desk.interviews.put(complete("aa", ReviewStanding.REJECTED))
    desk.command("review_read")
    assert (["bb"], "bb") == (desk.names, desk.state.selected)


def test_an_error_that_is_a_bug_rises(desk: ReviewDesk) -> None:
    desk.interviews.refuses = ZeroDivisionError()
    desk.command("propose_reject")
    desk.presenter.text_saved(PanelKind.PROPOSE_REVIEW, "42 rooms")
    with pytest.raises(ZeroDivisionError):
        desk.runner.run_all()
