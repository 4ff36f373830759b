"""The tab of the team, without Qt: who is at work, what each does, and what is told of nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

from cati_app.domain.outcomes.dispositions import NO_ANSWER
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.seats import ReadSeats
from cati_app.sync.refusals import unreachable
from cati_app.ui.desk.presenter import SupervisorPresenter
from cati_app.ui.desk.team.states import SeatCard, TeamState
from cati_app.ui.stage.panel_states import ExplanationState
from tests.stations import Site
from tests.unit.ui.desk import Desk, called
from tests.unit.ui.stagehands import Window


def looked(desk: Desk) -> TeamState:
    """What the tab shows a second later."""
    desk.window.team.second_passed.emit()
    desk.window.rest()
    return desk.window.team.team


def opened(site: Site) -> Desk:
    desk = Desk(site)
    desk.show("team")
    return desk


def card(desk: Desk) -> SeatCard:
    (only,) = looked(desk).cards
    return only


def test_where_nobody_has_signed_in_it_says_so(site: Site) -> None:
    state = looked(opened(site))

    assert () == state.cards
    assert "Nobody signed in. study.yaml plans no shift (calling.shifts)." == state.empty


def test_a_card_follows_the_person_from_call_to_call(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)

    assert ("Int. 01", "between calls", "") == (card(desk).name, card(desk).doing, card(desk).detail)

    ann.press("dial")
    ann.rest()
    site.clock.move(20)
    assert ("in the call", 20) == (card(desk).doing, card(desk).seconds)

    ann.press("dial")
    ann.rest()
    ann.result(NO_ANSWER)
    ann.rest()
    assert "between calls" == card(desk).doing


def test_an_interview_tells_its_question_and_nothing_of_answers(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    ann.begin()
    site.clock.move(30)
    first = card(desk)
    ann.answer_all("1")

    assert ("in the interview", "question 1 · Deutsch", 30) == (first.doing, first.detail, first.seconds)
    assert "question 2 · Deutsch" == card(desk).detail
    assert "man" not in repr(looked(desk))


def test_a_pause_shows_neither_its_length_nor_what_was_done_before(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    ann.press("pause")
    ann.rest()
    site.clock.move(600)

    away = card(desk)

    assert ("away", None, "Of pauses nothing is told but that it is one.") == (away.doing, away.seconds, away.detail)
    ann.shell.pause_ended.emit()
    ann.rest()
    assert "between calls" == card(desk).doing


def test_whoever_leaves_is_gone_at_once_and_leaves_no_trace(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    before = card(desk)
    ann.press("switch_user")
    ann.rest()

    assert () == looked(desk).cards
    assert before.name not in repr(desk.window.team.team)


def test_cards_stand_by_number_whatever_each_does(site: Site) -> None:
    desk = opened(site)
    bob, ann = Window(site).sign_in(site.bob), Window(site).sign_in(site.ann)
    ann.press("pause")
    bob.press("dial")
    ann.rest()
    bob.rest()

    state = looked(desk)

    assert ["Int. 01", "Int. 02"] == [each.name for each in state.cards]
    assert "At work: 2 · 1 in the call · 1 away" == state.summary


def test_of_groups_of_fewer_than_five_it_says_why_nothing_stands_there(site: Site) -> None:
    groups = looked(opened(site)).groups

    assert groups is not None
    assert all(row[2:6] == ("–", "–", "–", "–") and "fewer than 5 people" in row[6] for row in groups.rows)


def test_a_card_opens_with_what_waits_and_tells_nothing_of_before(site: Site) -> None:
    called(site, "appointment_firm", agreed_in=timedelta(hours=2))
    desk = opened(site)
    Window(site).sign_in(site.ann)
    site.clock.move(90)
    assert "Int. 01" == card(desk).name
    desk.window.team.seat_selected.emit(site.ann.id)
    desk.window.team.seat_opened.emit()
    panel = desk.window.shell.panel
    assert isinstance(panel, ExplanationState)
    told = {line.name: line.text for line in panel.lines}
    assert "Int. 01" == panel.title
    assert told["Now"].startswith("between calls")
    assert told["Appointment"].endswith("Case 000 001")
    assert {"Now", "Languages", "Skills", "Appointment"} == told.keys()


def test_of_a_pause_an_opened_card_tells_no_clock(site: Site) -> None:
    desk, ann = opened(site), Window(site).sign_in(site.ann)
    ann.press("pause")
    ann.rest()
    site.clock.move(600)
    card(desk)
    desk.window.team.seat_selected.emit(site.ann.id)
    desk.window.team.seat_opened.emit()
    panel = desk.window.shell.panel
    assert isinstance(panel, ExplanationState)
    (now,) = [line.text for line in panel.lines if line.name == "Now"]
    assert "away · Of pauses nothing is told but that it is one." == now


def test_at_a_hub_it_says_how_old_all_of_it_is_where_nothing_newer_comes(site: Site) -> None:
    desk = opened(site)
    supervising = desk.window.presenter.at_work
    assert isinstance(supervising, SupervisorPresenter)
    team = supervising.team
    seats = team._services.seats
    team._services = replace(team._services, stop_waiting=lambda: None)
    assert "" == looked(desk).problem

    def silent(user: User) -> None:
        raise unreachable()

    quiet = SimpleNamespace(now=silent, roster=seats.roster)
    team._services = replace(team._services, seats=cast("ReadSeats", quiet))
    site.clock.move(1)
    assert "" == looked(desk).problem, "a moment"
    site.clock.move(2)
    assert looked(desk).problem.endswith("; nothing newer has come from the hub yet.")
    team._services = replace(team._services, seats=seats)
    assert "nothing newer" not in looked(desk).problem
    site.clock.move(6)
    looked(desk)
    assert "" == looked(desk).problem
