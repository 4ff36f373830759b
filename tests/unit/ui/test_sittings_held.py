"""A call, the opening, the sitting, the next sitting: an expert study as it is held in a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.domain.sittings.cards import GuideCard
from cati_app.domain.sittings.facts import SittingFinished, SittingPaused, SittingStarted
from cati_app.domain.sittings.guide import GuideTopic, Priority, Probe, TopicGuide
from cati_app.fieldwork.sitting.read_cards import ReadCards
from cati_app.fieldwork.sitting.sitting_rules import SittingRules
from cati_app.ui.console.sitting.states import SittingState
from cati_app.ui.stage.panel_states import AppointmentInput, ChoicePanelState, PanelKind, WrapUpState
from cati_app.ui.stage.states import ScreenName
from tests.stations import Site
from tests.unit.ui.stagehands import Window


def _topic(name: str, priority: Priority = Priority.SHOULD) -> GuideTopic:
    return GuideTopic(name, {"de": name}, {"de": f"{name}?"}, 10, priority, probes=(Probe("since", {"de": "Seit?"}),))


GUIDE = TopicGuide("3", (_topic("city", Priority.MUST), _topic("work")))
OPENED = ("1", "30", "2", "none", "0")


class Held(Window):
    """A window in a study with a guide."""

    def __init__(self, site: Site, most: int = 3) -> None:
        super().__init__(site)
        site.station.loaded = replace(site.station.loaded, sittings=SittingRules(GUIDE, most, 90))
        self.sign_in(site.ann)

    def open(self) -> Held:
        """Somebody answers, and what is asked before the guide is answered."""
        self.begin()
        self.answer_all(*OPENED)
        return self

    def type(self, text: str) -> Held:
        self.views.guided.text_typed.emit(text)
        self.rest()
        return self

    def do(self, command: str) -> Held:
        self.press(command)
        self.rest()
        return self

    def choose(self, code: str) -> Held:
        self.shell.panel_choice_made.emit(PanelKind.RESULT, code)
        self.rest()
        return self

    def wrap_up(self) -> Held:
        assert isinstance(self.shell.panel, WrapUpState)
        self.shell.wrap_up_confirmed.emit(self.shell.panel.proposed, "")
        self.rest()
        return self

    def wait(self, seconds: float) -> Held:
        """Time goes by, and the screen says so."""
        self.site.clock.move(seconds)
        self.views.guided.ticked.emit()
        self.rest()
        return self

    @property
    def screen(self) -> ScreenName:
        return self.stage.situation.screen

    @property
    def state(self) -> SittingState:
        state: SittingState = self.views.guided.states[-1]
        return state

    @property
    def panel(self) -> ChoicePanelState:
        panel = self.shell.panel
        assert isinstance(panel, ChoicePanelState), panel
        return panel

    def cards(self) -> tuple[GuideCard, ...]:
        (expert,) = ReadCards(self.site.units())(self.site.eve)
        return expert.cards


@pytest.fixture
def held(site: Site) -> Held:
    """A sitting under way, its opening answered."""
    return Held(site).open()


def test_the_guided_screen_takes_its_place_once_the_opening_is_through(site: Site) -> None:
    window = Held(site)
    window.begin()
    window.answer_all(*OPENED[:-1])
    assert "console" == window.screen.value
    window.answer_all(OPENED[-1])

    assert "sitting" == window.screen.value
    assert ("Case 000 001", "Sitting 1 of 3 at most") == (window.state.person.who, window.state.person.sitting)
    assert ("city?", "No consent to a recording") == (window.state.topic.ask, window.state.person.recorder)
    assert "The person has not agreed to a recording." == window.do("recorder").told
    assert {"card_next", "hang_up", "appointment", "note", "sitting_end"} <= window.shell.enabled
    assert not {"result", "outline", "pause", "undo"} & window.shell.enabled


def test_a_complete_conversation_counts_with_its_cards_and_answers_and_the_next_case_comes(held: Held) -> None:
    held.type("Gut.").do("card_next").type("and then")
    panel = held.do("sitting_end").panel
    assert "Topics that must be asked are open: city." == panel.text
    assert "Complete, although topics that must be asked are open?" == panel.options[0].confirm
    held.choose("guide_done").wrap_up()

    (interview,) = held.site.interviews()
    assert (InterviewState.COMPLETED, ["complete"]) == (interview.state, held.site.results())
    assert ["Gut.", "and then"] == [card.text for card in held.cards()]
    with held.site.units()() as unit:
        assert "2" == unit.interviews.data_of(interview.id)["/main/rooms"].text
    assert (ScreenName.DIAL, 2) == (held.screen, held.case_no)


def test_whoever_finds_it_is_not_over_after_all_goes_on_with_the_sitting(held: Held) -> None:
    held.do("sitting_end").choose("guide_done")
    held.shell.hide_panel()
    held.shell.panel_closed.emit(PanelKind.WRAP_UP)
    held.wait(5).type("one more thing").do("card_next")

    assert ("sitting", "Sitting 1 of 3 at most") == (held.screen.value, held.state.person.sitting)
    assert ["one more thing"] == [card.text for card in held.cards()]
    held.do("sitting_end").choose("guide_done").wrap_up()
    assert ["complete"] == held.site.results()


def test_f9_ends_the_sitting_with_an_appointment_and_the_next_goes_on_at_the_same_topic_and_card(held: Held) -> None:
    held.do("topic_behind").type("half a wo").wait(60)
    held.press("appointment")
    later = held.site.clock.now() + timedelta(minutes=61)
    held.shell.appointment_made.emit(
        AppointmentInput(later.date(), later.time().replace(tzinfo=None), True, "call her")
    )
    held.rest()
    assert ([InterviewState.SUSPENDED], ScreenName.DIAL) == (
        [interview.state for interview in held.site.interviews()],
        held.screen,
    )
    assert held.site.case(1).appointment is not None
    held.press("return_case")
    held.rest()
    held.site.clock.move(3 * 3600)
    held.views.dial.begin_pressed.emit()
    held.rest()
    held.begin()

    assert (ScreenName.SITTING, "half a wo") == (held.screen, held.views.guided.text)
    assert ("Sitting 2 of 3 at most", "2 · work") == (held.state.person.sitting, held.state.topic.heading)
    assert "00:01:00" == held.state.person.clock


def test_a_hung_up_call_stops_the_time_and_the_next_call_goes_on(held: Held) -> None:
    held.wait(30).do("hang_up").wait(600)
    assert ("00:00:30", True) == (held.state.person.clock, held.state.person.is_paused)
    assert "dial" in held.shell.enabled
    held.do("dial").wait(5)

    assert ("00:00:35", False) == (held.state.person.clock, held.state.person.is_paused)


def test_after_a_crash_the_sitting_goes_on_where_it_stood(site: Site) -> None:
    held = Held(site).open()
    held.type("Gut.").do("card_next").type("half").wait(1.5)
    site.reopen()
    again = Held(site)
    again.begin()

    assert (ScreenName.SITTING, "half", "Sitting 1 of 3 at most") == (
        *(again.screen, again.views.guided.text),
        again.state.person.sitting,
    )
    assert [("Gut.",)] == [tuple(card.text for card in group.cards) for group in again.state.groups]


def test_of_the_last_sitting_no_other_one_is_offered(site: Site) -> None:
    held = Held(site, most=1).open()
    panel = held.do("sitting_end").panel
    assert [True, False, False, True, True] == [option.enabled for option in panel.options]
    held.shell.hide_panel()
    held.do("appointment")

    assert (None, "This is the last sitting.") == (held.shell.panel, held.told)


def test_whoever_wants_no_more_calls_in_a_sitting_has_broken_off(held: Held) -> None:
    held.do("sitting_end").choose("never_again")

    assert ["partial"] == held.site.results()


def test_the_next_sitting_may_be_due_by_the_rules(held: Held) -> None:
    held.do("sitting_end").choose("suspend_now")

    assert [InterviewState.SUSPENDED] == [interview.state for interview in held.site.interviews()]
    kinds = [logged for logged in held.site.kinds() if logged.startswith("interview.sitting.")]
    assert ("interview.sitting.started", "interview.sitting.finished") == (kinds[0], kinds[-1])


def test_a_pause_and_the_language_are_of_the_sitting(held: Held) -> None:
    held.do("sitting_pause")
    held.press("language")
    assert PanelKind.LANGUAGE is held.panel.kind
    held.shell.panel_choice_made.emit(PanelKind.LANGUAGE, "de")
    held.rest()

    assert "paused" == held.state.person.clock_told
    (expert,) = ReadCards(held.site.units())(held.site.eve)
    assert [SittingStarted, SittingPaused] == [
        type(fact) for fact in expert.record.facts if isinstance(fact, SittingStarted | SittingPaused | SittingFinished)
    ]


def test_the_window_closes_once_the_card_of_this_moment_is_kept(held: Held) -> None:
    held.type("half a wo")
    held.shell.close_asked.emit()
    assert "An interview is under way: end or suspend it first (F8)." == held.told
    assert not held.shell.closed
    held.shell.close_asked.emit()
    held.rest()

    assert held.shell.closed
    (expert,) = ReadCards(held.site.units())(held.site.eve)
    assert expert.record.draft is not None
    assert "half a wo" == expert.record.draft.text


def test_a_full_disk_is_told_once_and_the_card_is_given_to_it_again(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = held.interviewing.sitting
    assert sitting is not None
    log = sitting._sittings.record._answer_log
    full = EnvironmentProblem("disk_full", Phrase("The disk is full."), Phrase("Make room."))

    def refuses(*_: object) -> int:
        raise full

    with monkeypatch.context() as patched:
        patched.setattr(log, "record", refuses)
        held.type("Gut.").do("card_next")
        told = held.told
    assert told
    held.wait(1)

    assert ("", ["Gut."]) == (held.told, [card.text for card in held.cards()])
