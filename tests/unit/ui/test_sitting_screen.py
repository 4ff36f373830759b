"""The guided screen: its table of keys, and what is shown of a sitting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.sittings.guide import GuideTopic, Priority, Probe, TopicGuide
from cati_app.domain.sittings.guided_interview import GuidedInterview
from cati_app.fieldwork.sitting.sitting_conduct import SittingConduct
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from cati_app.texts import words_of
from cati_app.ui.console.sitting.presenter import SittingPresenter
from cati_app.ui.console.sitting.states import SittingState
from cati_app.ui.console.sitting.words import SittingTexts
from cati_app.ui.stage.panel_states import ChoicePanelState, HelpState, OutlinePanelState, PanelKind, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import MessageState, ScreenName
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Signal

_BEGAN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
_TEXTS = SittingTexts("E 07", "de", ZoneInfo("Europe/Berlin"), 90, languages={"de": "Deutsch", "en": "English"})


def _topic(name: str, priority: Priority, *probes: str) -> GuideTopic:
    return GuideTopic(
        name.lower(),
        {"de": name, "en": f"{name} (en)"},
        {"de": f"Was ist {name}?", "en": f"What is {name}?"},
        10,
        priority,
        hint={"de": "Erst erzählen lassen."} if probes else None,
        probes=tuple(Probe(f"p{number}", {"de": probe}) for number, probe in enumerate(probes, 1)),
    )


_GUIDE = TopicGuide("1", (_topic("Stadt", Priority.MUST, "Seit wann?", "Für wen?"), _topic("Arbeit", Priority.SHOULD)))


class _Clock:
    def __init__(self) -> None:
        self.ms = 0

    def now(self) -> datetime:
        return _BEGAN + timedelta(milliseconds=self.ms)

    def monotonic_ms(self) -> int:
        return self.ms


class _Shell:
    def __init__(self) -> None:
        self.command_given, self.panel_choice_made, self.jump_chosen = Signal(), Signal(), Signal()
        self.text_saved = Signal()
        self.screen: ScreenName | None = None
        self.panel: object | None = None
        self.message: MessageState | None = None
        self.enabled: frozenset[str] = frozenset()

    def set_enabled(self, names: frozenset[str], tab: str = "") -> None:
        self.enabled = names

    def show_screen(self, name: ScreenName) -> None:
        self.screen = name

    def show_panel(self, state: object) -> None:
        self.panel = state

    def hide_panel(self) -> None:
        self.panel = None

    def show_message(self, state: MessageState | None) -> None:
        self.message = state


def _shell() -> Any:
    """What of a shell a sitting asks."""
    return _Shell()


class _View:
    def __init__(self) -> None:
        self.text_typed, self.probe_pressed, self.ticked = Signal(), Signal(), Signal()
        self.state: SittingState | None = None
        self.text = ""

    def render(self, state: SittingState) -> None:
        self.state = state

    def show_text(self, text: str) -> None:
        self.text = text


class _Store:
    """Keeps at once, or refuses while told to."""

    def __init__(self) -> None:
        self.writes: list[WriteSitting] = []
        self.refuses = False

    def keep(self, write: WriteSitting, done: Callable[[], None], failed: Callable[[], None]) -> None:
        if self.refuses:
            failed()
        else:
            self.writes.append(write)
            done()


class _Ids:
    def __init__(self) -> None:
        self._numbers = count(1)

    def new_id(self) -> str:
        return f"c{next(self._numbers)}"


class Screen:
    """A sitting that has begun, with nobody's window."""

    def __init__(self, interview: GuidedInterview | None = None) -> None:
        self.shell = _shell()
        self.view, self.store, self.clock = _View(), _Store(), _Clock()
        self.over: list[bool] = []
        stage = Stage(self.shell, words_of("en"), RunnerOnDemand())
        self.presenter = SittingPresenter(stage, self.view, self.clock, self.store, self.over.append)
        self.presenter.hear(self.shell)
        first = interview or GuidedInterview(_GUIDE, None, 3)
        self.presenter.begin(SittingConduct(first, None, _Ids()), _TEXTS)

    def after(self, seconds: float) -> Screen:
        self.clock.ms += int(seconds * 1000)
        return self

    def press(self, name: str) -> Screen:
        self.shell.command_given.emit(name)
        return self

    def type(self, text: str) -> Screen:
        self.view.text_typed.emit(text)
        return self

    @property
    def told(self) -> str:
        return self.shell.message.text if self.shell.message is not None else ""

    @property
    def state(self) -> SittingState:
        assert self.view.state is not None
        return self.view.state


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_a_card_is_written_closed_and_listed_under_its_topic(screen: Screen) -> None:
    screen.after(65).type("Gut").press("card_kind").press("card_important")
    assert (True, True, "Mark 00:01:05 · 15:01:05") == (
        *(screen.state.card.is_quote, screen.state.card.is_important, screen.state.card.mark),
    )
    screen.after(3).press("card_next")

    ((title, (card,), is_current),) = [(each.title, each.cards, each.is_current) for each in screen.state.groups]
    assert ("1 · Stadt (en)", True) == (title, is_current)
    assert ("00:01:05", "Quote", "Gut", "important") == (card.mark, card.about, card.text, card.important)
    assert ("", "Cards · 1") == (screen.view.text, screen.state.cards_title)
    assert "The first key sets the mark." == screen.state.card.draft


def test_the_topic_is_shown_with_what_is_read_aloud_in_the_language_of_the_conversation(screen: Screen) -> None:
    topic = screen.after(60).press("card_kind").state.topic

    assert ("1 · Stadt (en)", "must be asked", "1:00 of 10 min", 0.1) == (
        *(topic.heading, topic.must, topic.minutes, topic.share),
    )
    assert ("Was ist Stadt?", "Erst erzählen lassen.") == (topic.ask, topic.hint)
    screen.view.probe_pressed.emit(2)
    assert [("Ctrl+1", "Seit wann?", ""), ("Ctrl+2", "Für wen?", "asked")] == [
        (probe.key, probe.text, probe.asked) for probe in screen.state.topic.probes
    ]
    assert "on probe 2" not in screen.type("x").state.card.mark
    assert screen.state.card.mark.endswith("probe 2")


def test_the_outline_says_how_far_each_topic_is(screen: Screen) -> None:
    screen.after(30).press("topic_later")
    assert [("1", "must", "0:30 / 10", "→", False), ("2", "", "10", "", True)] == [
        (row.no, row.must, row.minutes, row.sign, row.is_current) for row in screen.state.topics
    ]
    screen.press("topic_done").press("topic_done")

    assert ["✓", "✓"] == [row.sign for row in screen.state.topics]
    assert "All that must be asked was asked." == screen.state.open_box.title


def test_what_must_be_asked_and_the_time_stay_in_sight(screen: Screen) -> None:
    box = screen.press("card_kind").state.open_box
    assert ("Open: 1 topic that must be asked, 10 min planned", ("1 Stadt (en) (10)",), False) == (
        *(box.title, box.lines, box.is_short),
    )
    assert "90 of 90 min left · 20 min still planned" == box.time
    box = screen.after(85 * 60).press("topic_later").state.open_box

    assert ("5 of 90 min left · 10 min still planned", True) == (box.time, box.is_short)


def test_ctrl_g_lists_topics_and_jumps(screen: Screen) -> None:
    panel = screen.press("topic_jump").shell.panel
    assert isinstance(panel, OutlinePanelState)
    assert ["Stadt (en) · must", "Arbeit (en)"] == [section.questions[0].label for section in panel.sections]
    assert ("stadt", True) == (panel.current, bool(panel.hint))
    screen.shell.jump_chosen.emit("arbeit")

    assert screen.shell.panel is None
    assert screen.state.topics[1].is_current
    assert screen.press("topic_before").state.topics[0].is_current
    assert screen.press("topic_behind").state.topics[1].is_current


def test_a_topic_is_left_out_with_a_reason_that_is_asked_for(screen: Screen) -> None:
    panel = screen.press("topic_skip").shell.panel
    assert isinstance(panel, TextPanelState)
    assert ("Why is “Stadt (en)” left out?", "") == (panel.title, panel.message)
    screen.shell.text_saved.emit(PanelKind.SKIP_TOPIC, "stadt", "")
    assert "Say why the topic is left out." == screen.shell.panel.message
    screen.shell.text_saved.emit(PanelKind.SKIP_TOPIC, "stadt", "no time")

    assert screen.shell.panel is None
    assert [("–", "left out", False), ("", "", True)] == [
        (row.sign, row.told, row.is_current) for row in screen.state.topics
    ]
    screen.shell.text_saved.emit(PanelKind.NOTE, "", "of something else")
    assert ["–", "½"] == [row.sign for row in screen.press("topic_partly").state.topics]


def test_f7_reads_the_guide_aloud_in_another_language(screen: Screen) -> None:
    panel = screen.press("language").shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert [("de", "spoken now"), ("en", "")] == [(option.code, option.consequence) for option in panel.options]
    screen.shell.panel_choice_made.emit(PanelKind.LANGUAGE, "en")

    assert "What is Stadt?" == screen.state.topic.ask


def test_a_pause_and_the_recorder_are_told(screen: Screen) -> None:
    assert "Recorder at 00:00 at 15:00:02" == screen.after(2).press("recorder").state.person.recorder
    person = screen.after(8).press("sitting_pause").after(60).press("card_kind").state.person

    assert ("00:00:10", "paused", True) == (person.clock, person.clock_told, person.is_paused)
    assert "Sitting 1 of 3 at most" == person.sitting


def test_time_goes_on_by_itself_and_keeps_the_draft(screen: Screen) -> None:
    screen.type("Gut")
    assert "Draft is being kept …" == screen.state.card.draft
    screen.after(1.5).presenter.tick()

    assert ("00:00:01", "Draft is kept") == (screen.state.person.clock, screen.state.card.draft)
    assert [None, "Gut"] == [write.draft.text if write.draft else None for write in screen.store.writes]


def test_a_draft_that_was_not_kept_is_kept_with_the_next_tick(screen: Screen) -> None:
    screen.store.refuses = True
    screen.type("Gut").after(1.5).presenter.tick()
    assert not screen.state.card.is_kept
    screen.store.refuses = False
    screen.presenter.tick()

    assert screen.state.card.is_kept


def test_ending_names_what_is_open_and_is_asked_once_more(screen: Screen) -> None:
    panel = screen.press("sitting_end").shell.panel
    assert isinstance(panel, ChoicePanelState)
    assert "Topics that must be asked are open: Stadt (en)." == panel.text
    screen.shell.panel_choice_made.emit(PanelKind.SITTING_END, "stay")
    assert [] == screen.over
    screen.press("sitting_end").shell.panel_choice_made.emit(PanelKind.SITTING_END, "end")

    assert [False] == screen.over
    screen.type("too late").presenter.tick()
    assert screen.presenter.conduct is None


def test_with_nothing_open_it_ends_at_once(screen: Screen) -> None:
    screen.press("topic_done").press("sitting_end")

    assert [True] == screen.over


def test_help_lists_the_keys_that_work_here(screen: Screen) -> None:
    panel = screen.press("help").shell.panel

    assert isinstance(panel, HelpState)
    assert "card_next" in panel.commands
    assert panel.commands == screen.shell.enabled
    assert "new_window" not in panel.commands


def test_cards_of_a_topic_that_the_guide_lost_stay_in_sight(screen: Screen) -> None:
    screen.type("Gut").press("card_next")
    conduct = screen.presenter.conduct
    assert conduct is not None
    other = replace(conduct.interview, guide=TopicGuide("2", (_GUIDE.topics[1],)))
    screen.presenter.begin(SittingConduct(other, None, _Ids()), _TEXTS)

    assert ["– · no longer in the guide"] == [group.title for group in screen.state.groups]
    assert ("stadt", ()) == (screen.state.topic.heading, screen.state.topic.probes)


def test_more_open_topics_than_there_is_room_for_are_counted() -> None:
    guide = TopicGuide("1", tuple(_topic(f"T{number}", Priority.MUST) for number in range(6)))
    box = Screen(GuidedInterview(guide, None, 3)).press("card_kind").state.open_box

    assert (5, "and 2 more") == (len(box.lines), box.lines[-1])
