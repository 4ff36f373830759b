"""How a station stands with its hub, in the line at the top and in its details."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.sharing.stations import Halt
from cati_app.texts import words_of
from cati_app.ui.sign_in.port import SignedIn
from cati_app.ui.stage.connection import (
    StandingAtHub,
    connection_in_short,
    connection_means,
    connection_panel,
    connection_word,
)
from cati_app.ui.stage.panel_states import ExplanationState
from cati_app.ui.stage.states import Tone
from tests.stations import PASSWORD, Site
from tests.unit.ui.stagehands import Window

WORDS = words_of("en")
AT = datetime(2026, 11, 24, 18, 42, tzinfo=UTC)
LATER = AT.replace(minute=57)
A_MOMENT_LATER = AT + timedelta(seconds=20)
OTHER = EnvironmentProblem("hub_other", "Another hub.", "Ask.")
OFFLINE = StandingAtHub(
    False, AT, AT, results=3, interviews=1, ready=1, until=LATER, unsent_since=AT.replace(minute=45), now=LATER
)


@pytest.mark.parametrize(
    ("connection", "word", "tone"),
    [
        (StandingAtHub(None), "○ Hub: connecting …", Tone.PLAIN),
        (StandingAtHub(True, AT, AT, results=1, unsent_since=AT, now=A_MOMENT_LATER), "● Hub: connected", Tone.OK),
        (
            StandingAtHub(True, AT, AT, results=1, unsent_since=AT, now=LATER),
            "● Hub: connected · 1 result not sent, since 18:42",
            Tone.WARN,
        ),
        (
            StandingAtHub(True, AT, AT, results=2, unsent_since=AT - timedelta(days=1), now=LATER),
            "● Hub: connected · 2 results not sent, since Mon 18:42",
            Tone.WARN,
        ),
        (StandingAtHub(False, AT), "✗ Offline since 18:42 · all results sent", Tone.WARN),
        (OFFLINE, "✗ Offline since 18:42 · 3 results not sent, since 18:45", Tone.WARN),
        (
            replace(OFFLINE, connected=True, halt=Halt.PAUSED),
            "‖ Station paused · 3 results not sent, since 18:45",
            Tone.WARN,
        ),
        (
            replace(OFFLINE, halt=Halt.PAUSED),
            "‖ Station paused · ✗ Offline since 18:42 · 3 results not sent, since 18:45",
            Tone.WARN,
        ),
        (
            StandingAtHub(False, AT, halt=Halt.WRITTEN_OFF),
            "‖ Station written off · ✗ Offline since 18:42 · all results sent",
            Tone.BAD,
        ),
        (
            StandingAtHub(True, AT, problem=OTHER),
            "! Hub: look here",
            Tone.BAD,
        ),
    ],
)
def test_the_word_at_the_top(connection: StandingAtHub, word: str, tone: Tone) -> None:
    assert (word, tone) == connection_word(WORDS, connection)


def test_whoever_is_offline_hears_how_long_work_goes_on() -> None:
    assert "You can go on: 1 case is here, to be called until 18:57." in connection_means(WORDS, OFFLINE)
    assert "a further case comes when the hub answers" in connection_means(WORDS, StandingAtHub(False, AT))


@pytest.mark.parametrize(("halt", "what"), [(Halt.PAUSED, "paused"), (Halt.WRITTEN_OFF, "written this station off")])
def test_whoever_is_halted_and_offline_hears_what_both_mean(halt: Halt, what: str) -> None:
    told = connection_means(WORDS, replace(OFFLINE, halt=halt))
    for part in (what, "The hub does not answer", "is stored here and sent when it does"):
        assert part in told
    assert "does not answer" not in connection_means(WORDS, replace(OFFLINE, connected=True, halt=halt))
    assert "Offline since 18:42" in connection_in_short(WORDS, replace(OFFLINE, halt=halt))


def test_results_that_a_slow_line_keeps_here_are_told_and_nobody_stops_for_them() -> None:
    slow = StandingAtHub(True, AT, AT, results=2, unsent_since=AT, now=LATER)
    assert "2 results are stored here and on their way" in connection_means(WORDS, slow)
    assert "What you do is sent as you work." == connection_means(WORDS, replace(slow, now=A_MOMENT_LATER))
    assert "● Hub: connected" == connection_in_short(WORDS, slow)


def test_what_a_hub_says_is_told_with_its_cure() -> None:
    assert "Another hub. Ask." == connection_means(WORDS, StandingAtHub(True, AT, problem=OTHER))


def test_results_that_the_hub_does_not_take_are_told_at_the_top_and_with_a_cure() -> None:
    refused = StandingAtHub(True, AT, AT, results=3, refused=2, refusal=OTHER)
    assert ("! Hub: look here", Tone.BAD) == connection_word(WORDS, refused)
    assert "2 results wait here" in connection_means(WORDS, refused)
    assert connection_means(WORDS, refused).endswith("Another hub. Ask.")
    lines = {line.name: line.text for line in connection_panel(WORDS, refused).lines}
    assert "2" == lines["Not taken by the hub"]


def test_the_details_name_what_is_not_sent_by_kind() -> None:
    lines = {line.name: line.text for line in connection_panel(WORDS, OFFLINE).lines}

    assert {
        "Results not sent": "3, since 18:45",
        "Complete interviews among them": "1",
        "Last contact": "18:42",
    }.items() <= (lines.items())
    assert "What to do" in lines


def test_a_study_at_no_hub_shows_none_of_it(site: Site) -> None:
    window = Window(site).sign_in(site.ann)
    window.presenter.tick()
    window.press("connection")

    assert "" == window.shell.header.hub
    assert not window.stage.situation.at_hub


def test_the_window_follows_the_line(site: Site) -> None:
    window = Window(site)
    stands = [StandingAtHub(True, AT, AT)]
    window.presenter._connection = lambda: stands[-1]
    window.views.login.login_given.emit("ann", PASSWORD)
    window.rest()
    assert "● Hub: connected" == window.shell.header.hub

    stands.append(OFFLINE)
    window.presenter.tick()
    window.press("connection")

    assert "✗ Offline since 18:42 · 3 results not sent, since 18:45" == window.shell.header.hub
    panel = window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "Connection to the hub" == panel.title


def test_details_in_sight_follow_what_happens_and_come_back_for_nobody(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "sue", stands)

    def told() -> str:
        panel = window.shell.panel
        assert isinstance(panel, ExplanationState)
        return next(line.text for line in panel.lines if line.name == "Hub")

    window.press("connection")
    assert "connected since 18:42" == told()
    stands.append(OFFLINE)
    window.presenter.tick()
    assert "no answer since 18:42" == told()

    window.shell.hide_panel()
    stands.append(StandingAtHub(True, LATER, LATER))
    window.presenter.tick()
    assert window.shell.panel is None
    window.press("help")
    shown = window.shell.panel
    stands.append(OFFLINE)
    window.presenter.tick()
    assert shown is window.shell.panel, "another panel stays"


@pytest.mark.parametrize(
    ("halt", "title", "why"),
    [
        (Halt.PAUSED, "This station is paused", "has paused this station"),
        (Halt.WRITTEN_OFF, "This station is written off", "has written this station off"),
    ],
)
def test_where_no_call_begins_the_page_offers_no_case_and_says_why(
    site: Site, halt: Halt, title: str, why: str
) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    stands.append(replace(stands[0], halt=halt))
    window.presenter.tick()
    window.press("return_case")
    window.rest()
    assert "The case is given back." == window.told
    page = window.views.dial.empty[-1]
    assert (title, ()) == (page.title, page.waiting)
    assert why in page.next_due
    assert page.next_due.endswith("Once a supervisor lets it call again, Enter fetches the next case.")
    assert not page.comes_by_itself
    window.press("explain")
    explained = window.shell.panel
    assert isinstance(explained, ExplanationState)
    assert why in explained.text
    window.shell.hide_panel()

    stands.append(stands[0])
    window.presenter.tick()
    assert "Enter fetches the next case." == window.views.dial.empty[-1].next_due


def test_who_sits_down_at_a_paused_station_is_told_on_the_page(site: Site) -> None:
    window = at_work(site, "ann", [StandingAtHub(True, AT, AT, halt=Halt.PAUSED)])
    assert window.interviewer is not None
    window.press("return_case")
    window.rest()
    assert "This station is paused" == window.views.dial.empty[-1].title


def renewed(edition: int = 0, *, due: bool = True) -> StandingAtHub:
    return StandingAtHub(True, AT, AT, is_renewed=due, edition=edition)


def at_work(site: Site, login: str, stands: list[StandingAtHub]) -> Window:
    window = Window(site)
    window.presenter._connection = lambda: stands[-1]
    window.views.login.login_given.emit(login, PASSWORD)
    window.rest()
    return window


def test_what_is_new_holds_for_an_interviewer_after_the_call_and_the_case_in_hand_stays(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    before = window.interviewer
    assert before is not None
    window.press("dial")
    window.rest()
    stands.append(renewed())
    window.presenter.tick()
    window.rest()
    assert window.interviewer is before, "a call runs"

    window.result("no_answer")
    window.rest()
    case, given = before.calling.run.offer, before.calling.run.given
    assert case is not None
    assert given is not None
    window.edition = 1
    window.presenter.tick()
    window.rest()
    now = window.interviewer
    assert now is not None
    assert now is not before
    assert (case, given) == (now.calling.run.offer, now.calling.run.given), "the result can still be taken back"

    stands.append(renewed(1, due=False))
    window.presenter.tick()
    window.rest()
    assert "from this case on" in window.told
    assert window.interviewer is now
    window.press("dial")
    window.rest()
    assert now.calling.run.is_dialled


def test_an_interview_is_held_to_its_end_with_what_it_began_with(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    before = window.interviewer
    window.begin()
    stands.append(renewed())
    window.presenter.tick()
    window.rest()
    assert window.interviewer is before
    lines = {line.name: line.text for line in connection_panel(WORDS, renewed()).lines}
    assert "new; from the next case or sign-in on" == lines["Questionnaire and rules"]


@pytest.mark.parametrize("panel", [True, False])
def test_nothing_changes_under_the_hands_of_whoever_types_or_dials(site: Site, panel: bool) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    before = window.interviewer
    stands.append(renewed())
    window.press("note" if panel else "dial")
    if not panel:
        window.rest()
    window.presenter.tick()
    window.rest()
    assert window.interviewer is before


def test_a_call_that_began_while_the_study_was_being_read_goes_on_under_the_rules_before(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    before = window.interviewer
    stands.append(renewed())
    window.presenter.tick()
    window.press("dial")
    window.rest()
    assert window.interviewer is before
    assert before is not None
    assert before.calling.run.is_dialled


def test_who_may_not_go_on_with_what_is_new_hears_it_once_and_works_on(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    before, asked = window.interviewer, []

    def refused() -> SignedIn:
        asked.append(1)
        raise RuleViolation("form_needs_supervisor", waiting=1, taken=0, confirm=0, apart=1)

    assert window.presenter.signed_in is not None
    window.presenter.signed_in = replace(window.presenter.signed_in, again=refused)
    stands.append(renewed())
    for _ in range(3):
        window.presenter.tick()
        window.rest()
    assert [1] == asked
    assert "supervisor" in window.told
    assert window.interviewer is before


def test_a_supervisor_hears_once_that_what_is_new_holds_from_the_next_sign_in_on(site: Site) -> None:
    stands = [renewed()]
    window = at_work(site, "sue", stands)
    before = window.supervisor
    window.presenter.tick()
    assert "as soon as somebody signs in again" in window.told
    window.stage.say("")
    window.presenter.tick()
    window.rest()
    assert "" == window.told, "it was said"
    assert window.supervisor is before


@pytest.mark.parametrize("in_sight", ["", "something else"])
def test_that_the_study_has_changed_is_said_to_nobody_who_sits_down_afterwards(site: Site, in_sight: str) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "sue", stands)
    window.stage.say(in_sight)
    stands.append(renewed())
    window.presenter.tick()
    window.rest()
    window.presenter.tell("Today's backup was made")
    window.presenter.switch_user()
    window.rest()
    window.presenter.tick()

    assert "backup" in window.told, "what concerns everybody is said still"
    window.stage.say("")
    window.presenter.tick()
    assert "" == window.told


def test_what_waits_to_be_said_comes_once_the_message_before_it_was_closed(site: Site) -> None:
    window = at_work(site, "sue", [StandingAtHub(True, AT, AT)])
    window.stage.say("That cell is open already.")
    window.presenter.tell("Today's backup was made")
    window.presenter.tick()
    assert "open already" in window.told

    window.shell.message_closed.emit()
    window.presenter.tick()
    assert "backup" in window.told


UNREACHABLE = EnvironmentProblem("hub_unreachable", "Silence.", "Wait.")


def ticked(window: Window, stands: list[StandingAtHub], now: StandingAtHub) -> str:
    stands.append(now)
    window.presenter.tick()
    window.rest()
    return window.told


@pytest.mark.parametrize("code", ["hub_unreachable", "hub_unanswered", "hub_not_confirmed", "hub_place_unknown"])
def test_that_the_hub_did_not_answer_is_not_said_any_more_once_it_does(site: Site, code: str) -> None:
    stands = [StandingAtHub(False, AT, AT)]
    window = at_work(site, "ann", stands)
    window.stage.explain(EnvironmentProblem(code, "Silence.", "Wait."))
    assert "Silence." == ticked(window, stands, StandingAtHub(False, AT, AT))

    assert "The hub answers again." == ticked(window, stands, StandingAtHub(True, LATER, LATER))
    assert "" == ticked(window, stands, StandingAtHub(False, LATER, LATER)), "nor that it answers where it does not"


def test_an_answer_of_before_takes_no_message_away(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT)]
    window = at_work(site, "ann", stands)
    window.stage.explain(UNREACHABLE)
    assert "Silence." == ticked(window, stands, StandingAtHub(True, AT, AT))
    assert "Silence." == ticked(window, stands, StandingAtHub(True, AT, AT, problem=OTHER))
    assert "The hub answers again." == ticked(window, stands, StandingAtHub(True, AT, LATER))


def test_that_a_station_is_paused_is_not_said_any_more_once_it_is_not(site: Site) -> None:
    stands = [StandingAtHub(True, AT, AT, halt=Halt.PAUSED)]
    window = at_work(site, "ann", stands)
    window.stage.explain(EnvironmentProblem("hub_paused", "Paused.", "Wait."))
    assert "Paused." == ticked(window, stands, StandingAtHub(True, AT, LATER, halt=Halt.PAUSED))
    assert "" == ticked(window, stands, StandingAtHub(True, AT, LATER.replace(second=1)))


def test_other_messages_stay(site: Site) -> None:
    stands = [StandingAtHub(False, AT, AT)]
    window = at_work(site, "ann", stands)
    window.stage.explain(UNREACHABLE)
    window.stage.explain(RuleViolation("not_dialled"))
    told = window.told
    assert told == ticked(window, stands, StandingAtHub(True, LATER, LATER))
