"""The presenter of a sitting: keys become events, commands become what is seen and what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.sittings.cards import GuideCard
from cati_app.domain.sittings.facts import TopicState
from cati_app.engine.form.screen import OutlineQuestion, OutlineSection, SectionState
from cati_app.fieldwork.sitting import sitting_protocol as told
from cati_app.fieldwork.sitting.sitting_conduct import SittingConduct
from cati_app.ui.console.sitting.states import TopicRow
from cati_app.ui.console.sitting.views import SittingViewPort
from cati_app.ui.console.sitting.words import SittingTexts, in_language, long_clock, sitting_state
from cati_app.ui.stage.commands import enabled_now
from cati_app.ui.stage.panel_states import (
    ChoicePanelState,
    HelpState,
    OutlinePanelState,
    PanelKind,
    ResultOption,
    TextPanelState,
)
from cati_app.ui.stage.sitting_rule_words import rule_text
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.views import ShellView
from cati_app.values import replace

_END_NOW = "end"
_CARD = "card:"
"""Begins the reference of a card where panels offer topics and cards; no id of a topic has a colon."""
_SHORT = 80
"""Characters of a card by which it is told from others in a list."""


class SittingStore(Protocol):
    """Keeps what happens in a sitting."""

    def keep(self, write: told.WriteSitting, done: Callable[[], None], failed: Callable[[], None]) -> None:
        """Make it durable, then say so, later or at once."""
        ...


class SittingPresenter:
    """One sitting on the screen.

    Args:
        over: Called when the sitting has ended and is durable, with whether all that must be asked was.
        ask_end: Asks how it is to end; None: it ends as it is, once nothing that must be asked is open.
    """

    def __init__(
        self,
        stage: Stage,
        view: SittingViewPort,
        clock: Clock,
        store: SittingStore,
        over: Callable[[bool], None],
        ask_end: Callable[[], None] | None = None,
    ) -> None:
        self._stage, self._shell, self._words = stage, stage.shell, stage.words
        self._view, self._clock = view, clock
        self._store, self._over, self._ask_end = store, over, ask_end
        self._once_stored: Callable[[], None] | None = None
        self._reworded = ""  # of the card that is corrected, until it is said why
        self._conduct: SittingConduct | None = None
        self._texts: SittingTexts | None = None
        self._events: Mapping[str, Callable[[Moment], told.SittingEvent]] = {
            "card_next": told.NextCard,
            "card_kind": told.KindTurned,
            "card_important": told.ImportantTurned,
            "topic_done": partial(told.TopicSettled, state=TopicState.ASKED),
            "topic_partly": partial(told.TopicSettled, state=TopicState.PARTLY),
            "topic_later": told.LaterPressed,
            "topic_before": partial(told.TopicStepped, step=-1),
            "topic_behind": partial(told.TopicStepped, step=1),
            "recorder": told.RecorderPressed,
            "sitting_pause": told.PauseTurned,
        }

    def hear(self, shell: ShellView) -> None:
        """Keys and panels come from the shell itself, where nobody is at work in a study."""
        self._stage.situate(opens_windows=False)
        shell.command_given.connect(self.command)
        shell.panel_choice_made.connect(self.panel_choice)
        shell.jump_chosen.connect(self.jump)
        shell.text_saved.connect(self.text_saved)
        self._view.text_typed.connect(self.text_typed)
        self._view.probe_pressed.connect(self.probe_pressed)
        self._view.ticked.connect(self.tick)

    @property
    def conduct(self) -> SittingConduct | None:
        """The sitting; None before the first."""
        return self._conduct

    def begin(self, conduct: SittingConduct, texts: SittingTexts) -> None:
        """A sitting begins, or goes on."""
        self._conduct, self._texts = conduct, texts
        self._stage.situate(languages=len(texts.languages))
        if self._stage.situation.screen is not ScreenName.SITTING:
            self._stage.show(ScreenName.SITTING)
        self._send(told.SittingBegun)

    @property
    def language(self) -> str:
        """Code of the language in which it is read aloud; blank before the first sitting."""
        return self._texts.language if self._texts is not None else ""

    def finish(self, *, final: bool) -> None:
        """The sitting ends, whatever is open; `final`: no other one follows, and the card being written is closed."""
        self._send(partial(told.EndPressed, sure=True, is_final=final))

    def keep_all(self, then: Callable[[], None]) -> None:
        """Once the store has everything, the draft of this moment too."""
        self._once_stored = then
        self._send(told.KeepAsked)
        self._look_whether_stored()

    def drop(self) -> None:
        """The case is not ours any more."""
        self._conduct = self._once_stored = None

    # -- keys ----------------------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """A command of the table."""
        if name == "recorder" and self._texts is not None and not self._texts.records:
            self._say(self._words.say("The person has not agreed to a recording."))
        elif name in self._events:
            self._send(self._events[name])
        elif name == "topic_jump":
            self._ask_topic()
        elif name == "card_correct":
            self._ask_card()
        elif name == "topic_skip":
            self._ask_why_left_out("")
        elif name == "language":
            self._ask_language()
        elif name == "sitting_end":
            self._end()
        elif name == "help":
            self._stage.panel(HelpState(commands=enabled_now(self._stage.situation)))

    def _end(self) -> None:
        if self._ask_end is not None:
            self._ask_end()
        else:
            self._send(told.EndPressed)

    def text_typed(self, text: str) -> None:
        """The card as it stands now."""
        self._send(partial(told.TextTyped, text=text))

    def probe_pressed(self, number: int) -> None:
        """A probe was asked."""
        self._send(partial(told.ProbePressed, number=number))

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """To end although something is open; the language in which it is read aloud."""
        self._shell.hide_panel()
        if kind is PanelKind.LANGUAGE and self._texts is not None:
            self._texts = replace(self._texts, language=code)
            self.tick()
        elif kind is PanelKind.SITTING_END and code == _END_NOW:
            self._send(partial(told.EndPressed, sure=True))

    def jump(self, topic: str) -> None:
        """To a topic; or the card that is to be corrected."""
        self._shell.hide_panel()
        if topic.startswith(_CARD):
            self._ask_words(topic.removeprefix(_CARD))
        else:
            self._send(partial(told.TopicChosen, topic=topic))

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Why a topic is left out, other words of a card, and why; what is missing is asked for again."""
        if kind is PanelKind.SKIP_TOPIC and not text:
            self._ask_why_left_out(rule_text(self._words, "topic_reason_missing", {}))
        elif kind is PanelKind.SKIP_TOPIC:
            self._shell.hide_panel()
            self._send(partial(told.TopicSettled, state=TopicState.SKIPPED, reason=text))
        elif kind is PanelKind.CARD_TEXT:
            self._reword(ref, text)
        elif kind is PanelKind.CARD_REASON and not text:
            self._ask_why_reworded(ref, rule_text(self._words, "card_reason_missing", {}))
        elif kind is PanelKind.CARD_REASON:
            self._shell.hide_panel()
            self._send(partial(told.CardRewritten, card=ref, text=self._reworded, reason=text))

    def tick(self) -> None:
        """Time went by."""
        self._send(told.ClockTicked)

    # -- events and commands -------------------------------------------------------------------------------------

    def _send(self, event: Callable[[Moment], told.SittingEvent]) -> None:
        if self._conduct is None:
            return
        for command in self._conduct.handle(event(self._now())):
            self._carry_out(command)

    def _carry_out(self, command: told.SittingCommand) -> None:
        match command:
            case told.ShowSitting():
                self._render()
            case told.ShowText(text):
                self._say("")
                self._view.show_text(text)
            case told.WriteSitting():
                self._store.keep(command, self._kept, partial(self._send, told.WriteFailed))
            case told.TellRule(code, context):
                self._say(rule_text(self._words, code, dict(context)))
            case told.AskWhetherToEnd():
                self._ask_whether_to_end(command)
            case told.SittingOver(complete):
                self._conduct = None
                self._over(complete)

    def _kept(self) -> None:
        self._send(told.WriteDone)
        self._look_whether_stored()

    def _look_whether_stored(self) -> None:
        then = self._once_stored
        if then is not None and (self._conduct is None or self._conduct.is_stored):
            self._once_stored = None
            then()

    def _now(self) -> Moment:
        return Moment(self._clock.now(), self._clock.monotonic_ms())

    def _render(self) -> None:
        assert self._conduct is not None
        assert self._texts is not None
        self._view.render(sitting_state(self._words, self._texts, self._conduct, self._now()))

    def _say(self, text: str) -> None:
        if text or self._stage.said:
            self._stage.say(text, tone=Tone.WARN)

    # -- panels --------------------------------------------------------------------------------------------------

    def _ask_topic(self) -> None:
        assert self._conduct is not None
        assert self._texts is not None
        state = sitting_state(self._words, self._texts, self._conduct, self._now())
        current = next((row.ref for row in state.topics if row.is_current), "")
        hint = self._words.say("Type the number of a topic, or a part of its name")
        self._stage.panel(OutlinePanelState(tuple(map(_outlined, state.topics)), current, hint=hint))

    def _ask_card(self) -> None:
        """Which card is to be corrected, the last one first."""
        assert self._conduct is not None
        cards = self._conduct.interview.cards
        if not cards:
            self._say(self._words.say("There is no card yet that could be corrected."))
            return
        hint = self._words.say("Type a part of the card")
        sections = tuple(_card_outlined(number, card) for number, card in reversed(list(enumerate(cards, 1))))
        title, action = self._words.say("Which card is to be corrected?"), self._words.say("Correct")
        self._stage.panel(OutlinePanelState(sections, sections[0].ref, hint=hint, title=title, action=action))

    def _ask_words(self, card_id: str) -> None:
        assert self._conduct is not None
        card = self._conduct.interview.card(card_id)
        title = self._words.say("Correct the card of {mark}", mark=long_clock(card.mark.active_ms))
        action = self._words.say("On")
        self._stage.panel(TextPanelState(PanelKind.CARD_TEXT, title, card.text, card_id, action=action))

    def _reword(self, card_id: str, text: str) -> None:
        """The words are others: why; with the same ones nothing happens."""
        assert self._conduct is not None
        self._shell.hide_panel()
        if text != self._conduct.interview.card(card_id).text:
            self._reworded = text
            self._ask_why_reworded(card_id, "")

    def _ask_why_reworded(self, card_id: str, message: str) -> None:
        title, action = self._words.say("Why are the words of the card others?"), self._words.say("Correct")
        self._stage.panel(TextPanelState(PanelKind.CARD_REASON, title, ref=card_id, message=message, action=action))

    def _ask_why_left_out(self, message: str) -> None:
        assert self._conduct is not None
        topic = self._conduct.interview.guide.topic(self._conduct.interview.topic)
        if topic is not None:
            title = self._words.say("Why is “{topic}” left out?", topic=in_language(topic.title, self._words.language))
            action = self._words.say("Leave it out")
            self._stage.panel(TextPanelState(PanelKind.SKIP_TOPIC, title, ref=topic.id, message=message, action=action))

    def _ask_language(self) -> None:
        assert self._texts is not None
        now = self._words.say("spoken now")
        options = tuple(
            ResultOption(code, name, now if code == self._texts.language else "")
            for code, name in self._texts.languages.items()
        )
        title = self._words.say("Language of the script")
        self._stage.panel(ChoicePanelState(PanelKind.LANGUAGE, title, options))

    def _ask_whether_to_end(self, asked: told.AskWhetherToEnd) -> None:
        say = self._words.say
        named = ", ".join(in_language(topic.title, self._words.language) for topic in asked.topics)
        options = (
            ResultOption("stay", say("Go on with the sitting")),
            ResultOption(_END_NOW, say("End it now"), say("The next sitting goes on at the same card.")),
        )
        text = say("Topics that must be asked are open: {names}.", names=named)
        self._stage.panel(ChoicePanelState(PanelKind.SITTING_END, say("End this sitting?"), options, text))


def _outlined(row: TopicRow) -> OutlineSection:
    """A topic as the panel that jumps lists it."""
    done = row.sign == "✓"
    state = SectionState.CURRENT if row.is_current else SectionState.DONE if done else SectionState.AHEAD
    text = " · ".join(part for part in (row.title, row.must, row.told) if part)
    return OutlineSection(row.ref, row.no, state, 1, 1, (OutlineQuestion(row.ref, text, answered=done),))


def _card_outlined(number: int, card: GuideCard) -> OutlineSection:
    """A card as the panel lists it: its mark, and how it begins."""
    ref, begins = f"{_CARD}{card.id}", " ".join(card.text[:_SHORT].split())
    text = f"{long_clock(card.mark.active_ms)} · {begins}{'…' if len(card.text) > _SHORT else ''}"
    return OutlineSection(ref, str(number), SectionState.DONE, 1, 1, (OutlineQuestion(ref, text, answered=False),))
