"""How a station stands with its hub, in the line at the top and in its details."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.texts import words_of
from cati_app.ui.stage.connection import StandingAtHub, connection_means, connection_panel, connection_word
from cati_app.ui.stage.panel_states import ExplanationState
from cati_app.ui.stage.states import ScreenName, Tone
from tests.stations import PASSWORD, Site
from tests.unit.ui.stagehands import Window

WORDS = words_of("en")
AT = datetime(2026, 11, 24, 18, 42, tzinfo=UTC)
LATER = AT.replace(minute=57)
OTHER = EnvironmentProblem("hub_other", "Another hub.", "Ask.")
OFFLINE = StandingAtHub(False, AT, AT, results=3, interviews=1, ready=1, until=LATER)


@pytest.mark.parametrize(
    ("connection", "word", "tone"),
    [
        (StandingAtHub(None), "○ Hub: connecting …", Tone.PLAIN),
        (StandingAtHub(True, AT, AT, results=1), "● Hub: connected", Tone.OK),
        (StandingAtHub(False, AT), "✕ Offline since 18:42", Tone.WARN),
        (OFFLINE, "✕ Offline since 18:42 · 3 results not sent", Tone.WARN),
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

    assert {"Results not sent": "3", "Complete interviews among them": "1", "Last contact": "18:42"}.items() <= (
        lines.items()
    )
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

    assert "✕ Offline since 18:42 · 3 results not sent" == window.shell.header.hub
    panel = window.shell.panel
    assert isinstance(panel, ExplanationState)
    assert "Connection to the hub" == panel.title


def test_what_holds_from_the_next_start_on_is_said_once_between_two_conversations(site: Site) -> None:
    window = Window(site)
    renewed = StandingAtHub(True, AT, AT, is_renewed=True)
    stands = [StandingAtHub(True, AT, AT)]
    window.presenter._connection = lambda: stands[-1]
    window.views.login.login_given.emit("ann", PASSWORD)
    window.rest()
    window.begin()
    stands.append(renewed)
    window.presenter.tick()
    assert "next start" not in window.told, "a conversation runs"

    window.stage.situate(screen=ScreenName.DIAL)
    window.stage.say("")
    window.presenter.tick()
    window.presenter.tick()
    assert "next start of the program" in window.told
    window.stage.say("")
    window.presenter.tick()
    assert "" == window.told, "it was said"
    lines = {line.name: line.text for line in connection_panel(WORDS, renewed).lines}
    assert "new; from the next start on" == lines["Questionnaire and rules"]
