"""Review at the desk, without Qt: the verdict, what it will do, and that nobody's name stands there."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from cati_app.domain.casework.review_proposals import AnswerCorrection, Wish
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import InterviewId
from cati_app.domain.outcomes.dispositions import COMPLETE, NO_ANSWER
from cati_app.fieldwork.monitor.follow_codes import FollowCodes
from cati_app.fieldwork.quota.look_at_interview import ProposeReview, WantedProposal
from cati_app.ui.stage.panel_states import ChoicePanelState, ExplanationState, PanelKind, TextPanelState
from tests.coded_field import counted, give, hold
from tests.coded_field import opened as opened_study
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk, called


def opened(site: Site) -> Desk:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    desk = Desk(site)
    desk.select(1)
    desk.press("review")
    return desk


def why(desk: Desk, text: str) -> None:
    desk.window.shell.text_saved.emit(PanelKind.REVIEW_REASON, "", text)
    desk.window.rest()


def test_an_interview_is_rejected_and_accepted_again(site: Site) -> None:
    desk = opened(site)
    assert [("pass", True), ("reject", True), ("answers", True)] == [(each.code, each.enabled) for each in desk.options]
    desk.choose("reject")
    panel = desk.window.shell.panel
    assert isinstance(panel, TextPanelState)
    assert any("1 / 2 → 0 / 2" in line.text for line in panel.earlier), panel.earlier
    why(desk, "two people answered")
    assert desk.window.told == "Case 000 001: the interview is rejected; its place is free again."
    assert desk.fact("Interview").startswith("rejected in review, ")
    desk.show("outcomes")
    foot = desk.window.outcomes.outcomes.way_foot
    assert "1 interview of the whole field was rejected in review: it was held, so it is complete here" in foot
    desk.show("cases")

    desk.press("review")
    desk.choose("accept")
    why(desk, "it was one person")
    assert desk.window.told == "Case 000 001: the interview counts again."
    assert "Interview" not in [line.name for line in desk.story.facts]


def test_who_held_it_stands_nowhere_in_the_panels(site: Site) -> None:
    desk = opened(site)
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert "Int." not in repr(panel)
    assert "Ann" not in repr(panel)


def test_a_case_without_a_complete_interview_says_so(site: Site) -> None:
    called(site, NO_ANSWER)
    desk = Desk(site)
    desk.select(1)
    desk.press("review")
    assert desk.window.shell.panel is None
    assert "no complete interview" in desk.window.told


def propose(site: Site, interview: InterviewId, wish: Wish = Wish.REJECT) -> None:
    ProposeReview(site.units(), site.units(), site.clock)(site.eve, interview, WantedProposal(wish, "42 rooms"))


def proposed(site: Site) -> Desk:
    """A desk with the list of what waits: one interview, an analyst asks for it."""
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, COMPLETE)
    propose(site, interview.id)
    desk = Desk(site)
    desk.press("filter_state")
    desk.choose("review")
    return desk


def test_what_waits_for_review_is_listed_and_its_story_names_nobody(site: Site) -> None:
    called(site, NO_ANSWER)
    desk = proposed(site)
    assert [2] == desk.numbers
    desk.select(2)
    assert "Int. 01" not in repr(desk.story)
    assert "somebody of the team" in repr(desk.story)
    desk.press("filter_state")
    desk.choose("all")
    desk.select(1)
    desk.select(2)
    assert "Int. 01" in repr(desk.story)


def test_a_accepts_it_and_it_leaves_the_list_at_once(site: Site) -> None:
    desk = proposed(site)
    desk.select(1)
    assert "review_accept" not in desk.window.shell.enabled
    desk.press("review")
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert ("An analyst proposes", "to reject it: 42 rooms") in [(line.when, line.text) for line in panel.lines]
    desk.press("review_accept")
    why(desk, " ")
    assert isinstance(desk.window.shell.panel, TextPanelState)
    assert desk.window.shell.panel.message
    why(desk, "42 is right: it is a hotel")
    assert "Case 000 001: nothing found; it counts as before." == desk.window.told
    assert [] == desk.numbers
    desk.press("filter_state")
    assert "review" in [option.code for option in desk.options]


def test_x_rejects_it_with_a_reason_and_tells_afterwards_why_it_was_listed(site: Site) -> None:
    desk = proposed(site)
    desk.select(1)
    desk.press("review")
    desk.press("review_reject")
    why(desk, "two people answered")
    assert "Case 000 001: the interview is rejected; its place is free again." == desk.window.told
    message = desk.window.shell.message
    assert message is not None
    assert "an analyst asked for it" in repr(message)
    assert [] == desk.numbers


def test_answers_are_looked_at_before_a_verdict(site: Site) -> None:
    desk = opened(site)
    desk.choose("answers")
    panel = desk.window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "Answers: Case 000 001" == panel.title
    desk.close_panel()
    desk.press("review")
    assert "pass" in [option.code for option in desk.options]


def test_the_board_tells_how_many_wait(site: Site) -> None:
    desk = proposed(site)
    desk.show("quotas")
    tiles = {tile.key: tile.value for tile in desk.window.views.board.states[-1].tiles}
    assert "1" == tiles["reviews"]


def coded(site: Site) -> Desk:
    """A desk with the list of what waits: an analyst's codes put an interview into another cell."""
    _, interview = hold(opened_study(site, computed=True))
    give(site, site.eve, interview, "2")
    desk = Desk(site)
    desk.press("filter_state")
    desk.choose("review")
    desk.select(1)
    desk.press("review")
    return desk


@pytest.mark.on_store
def test_m_moves_the_place_that_codes_put_elsewhere(site: Site) -> None:
    desk = coded(site)
    assert [("place", True), ("pass", True), ("reject", True), ("answers", True)] == [
        (each.code, each.enabled) for each in desk.options
    ]
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert "counts in no cell; belongs in F · jung" in " ".join(line.text for line in panel.lines)
    assert "review_move" in desk.window.shell.enabled
    desk.press("review_move")
    assert "Case 000 001: the interview counts in F · jung now." == desk.window.told
    assert "codes of an open answer" in repr(desk.window.shell.message)
    assert ({"f/young": 1}, []) == (counted(site), desk.numbers)


@pytest.mark.on_store
def test_a_leaves_it_where_it_is_and_it_is_listed_no_more(site: Site) -> None:
    desk = coded(site)
    site.clock.move(1)
    desk.press("review_accept")
    assert ({"unclassified": 1}, []) == (counted(site), desk.numbers)


@pytest.mark.on_store
def test_where_the_cell_has_no_room_m_does_nothing_and_the_option_says_so(site: Site) -> None:
    opened_study(site, computed=True)
    for _ in range(2):
        hold(site, sex="2")
    _, interview = hold(site)
    give(site, site.eve, interview, "2")
    desk = Desk(site)
    desk.select(3)
    desk.press("review")
    assert ("place", False, "that cell has no room") == next(
        (each.code, each.enabled, each.why_not) for each in desk.options if each.code == "place"
    )
    assert "review_move" not in desk.window.shell.enabled


@pytest.mark.on_store
@pytest.mark.parametrize(("code", "told"), [("hub_unanswered", "follows by itself"), ("hub_older", "update it")])
def test_what_a_hub_does_not_hear_is_said_and_the_panel_is_closed(site: Site, code: str, told: str) -> None:
    desk = coded(site)
    problem = EnvironmentProblem(code, "An older hub.", "update it")
    with patch.object(FollowCodes, "__call__", side_effect=problem):
        desk.press("review_move")
    assert told in repr(desk.window.shell.message)
    assert desk.window.shell.panel is None
    assert {"unclassified": 1} == counted(site)


def test_c_takes_a_correction_over_and_the_interview_leaves_the_list(site: Site) -> None:
    _, interview = hold(opened_study(site, computed=False), sex="1", further=("42", "more trees", "0"))
    wanted = WantedProposal(Wish.CORRECT, "a typing error", AnswerCorrection("/main/rooms", "4"))
    site.station.propose_review(site.keys, site.station)(site.eve, interview, wanted)
    desk = Desk(site)
    desk.press("filter_state")
    desk.choose("review")
    desk.select(1)
    desk.press("review")
    panel = desk.window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert "correct" == panel.options[0].code
    lines = [(line.when, line.text) for line in panel.lines]
    assert ("An analyst proposes", "to correct an answer: a typing error") in lines
    assert ("Rooms?", "42 → 4") in lines
    assert "review_correct" in desk.window.shell.enabled
    desk.press("review_correct")
    assert "Case 000 001: the answer is corrected; it counts as before." == desk.window.told
    assert [] == desk.numbers
    (row,) = site.station.read_data(site.keys)(site.sue)
    assert "4" == row.values["/main/rooms"].text


def test_without_a_correction_c_does_nothing(site: Site) -> None:
    desk = proposed(site)
    desk.select(1)
    desk.press("review")
    assert "review_correct" not in desk.window.shell.enabled
