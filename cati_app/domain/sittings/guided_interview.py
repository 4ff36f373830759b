"""A guided interview: where the conversation with an expert stands, over all its sittings.

Its verbs check and return the facts that happen; `after` makes of a fact what stands then, for those of the verbs and
for those of a log alike. A log may name topics and probes that the guide does not have any more: they stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import assert_never

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sittings.card_pile import cards_after
from cati_app.domain.sittings.cards import CardKind, GuideCard, TimeMark, card_text
from cati_app.domain.sittings.facts import (
    CardClosed,
    CardCorrected,
    ProbeAsked,
    QuoteMoved,
    RecorderSynced,
    SittingFacts,
    SittingFinished,
    SittingPaused,
    SittingResumed,
    SittingStarted,
    TopicEntered,
    TopicPutOff,
    TopicState,
    TopicTicked,
)
from cati_app.domain.sittings.guide import GuideTopic, Priority, Sector, TopicGuide
from cati_app.domain.sittings.quotes import QuoteConsent, Release, released
from cati_app.domain.sittings.standings import TopicStanding
from cati_app.values import dataclass, replace

MINUTE_MS = 60_000


class SittingPhase(StrEnum):
    """Whether somebody is talked with now."""

    BETWEEN = "between"  # before the first sitting, between two, after the last
    RUNNING = "running"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class GuidedInterview:
    """Where the conversation stands.

    Args:
        sector: The expert's; None: nobody knows.
        most: Sittings, at most.
        sitting: Number of the sitting that is held or was held last, from 1; 0: none yet.
        active_ms: Active time at the last fact.
        topic: That is talked about, or was last; blank: none yet.
        standings: By topic, of those that something is known of.
        cards: In the order in which they were closed.
        recorder: Of each sitting by number: when the recorder last stood at 00:00.
    """

    guide: TopicGuide
    sector: Sector | None
    most: int
    phase: SittingPhase = SittingPhase.BETWEEN
    sitting: int = 0
    active_ms: int = 0
    topic: str = ""
    standings: Mapping[str, TopicStanding] = field(default_factory=dict)
    cards: tuple[GuideCard, ...] = ()
    recorder: Mapping[int, TimeMark] = field(default_factory=dict)

    # -- what stands there -----------------------------------------------------------------------------------

    @property
    def topics(self) -> tuple[GuideTopic, ...]:
        """Topics that this person is asked, in the order of the guide."""
        return self.guide.asked_of(self.sector)

    def standing(self, topic_id: str) -> TopicStanding:
        """How far a topic was talked about."""
        return self.standings.get(topic_id, TopicStanding())

    def spent_ms(self, topic_id: str, active_ms: int) -> int:
        """Active time within a topic at a later moment of the sitting."""
        running = self.phase is SittingPhase.RUNNING and topic_id == self.topic
        return self.standing(topic_id).spent_ms + (max(0, active_ms - self.active_ms) if running else 0)

    @property
    def open_topics(self) -> tuple[GuideTopic, ...]:
        """Topics that were neither asked nor skipped, in the order of the guide."""
        return tuple(topic for topic in self.topics if not self.standing(topic.id).is_settled)

    @property
    def open_musts(self) -> tuple[GuideTopic, ...]:
        """Those of them that have to be asked."""
        return tuple(topic for topic in self.open_topics if topic.priority is Priority.MUST)

    def planned_ms(self, active_ms: int) -> int:
        """Time that the open topics are still to take, as planned; one that took longer is to take no more."""
        return sum(max(0, topic.minutes * MINUTE_MS - self.spent_ms(topic.id, active_ms)) for topic in self.open_topics)

    def card(self, card_id: str) -> GuideCard:
        """A card by its id. RuleViolation: `card_unknown`."""
        for card in self.cards:
            if card.id == card_id:
                return card
        raise RuleViolation("card_unknown")

    def recorded_ms(self, card: GuideCard) -> int | None:
        """Where on the recording of its sitting a card begins: time on the clock, as a recorder pauses for nobody.

        Returns:
            Milliseconds; None: nobody told when the recorder of that sitting stood at 00:00, or it was later.
        """
        begun = self.recorder.get(card.sitting)
        if begun is None or card.mark.at < begun.at:
            return None
        return int((card.mark.at - begun.at).total_seconds() * 1000)

    # -- the sitting -----------------------------------------------------------------------------------------

    def start(self, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """The next sitting begins, at the topic where the last one ended.

        Raises:
            RuleViolation: `sitting_under_way`; `sittings_used_up` with how many there are.
        """
        if self.phase is not SittingPhase.BETWEEN:
            raise RuleViolation("sitting_under_way")
        if self.sitting >= self.most:
            raise RuleViolation("sittings_used_up", most=self.most)
        first = self.topic or next((topic.id for topic in self.topics), "")
        started = SittingStarted(self.sitting + 1, mark, self.guide.version)
        return (started, TopicEntered(first, mark)) if first else (started,)

    def pause(self, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """Time stands still. RuleViolation: `sitting_not_running`."""
        self._needs_running()
        return (SittingPaused(mark),)

    def resume(self, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """Time goes on. RuleViolation: `no_sitting` where none was begun."""
        self._needs_sitting()
        return (SittingResumed(mark),)

    def finish(self, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """The sitting is over, paused or not. RuleViolation: `no_sitting`."""
        self._needs_sitting()
        return (SittingFinished(mark),)

    def sync_recorder(self, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """The recorder stands at 00:00. RuleViolation: `no_sitting`."""
        self._needs_sitting()
        return (RecorderSynced(mark),)

    # -- topics and probes -----------------------------------------------------------------------------------

    def enter(self, topic_id: str, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """Another topic; nothing happens where it is talked about already.

        Raises:
            RuleViolation: `no_sitting`, `topic_unknown`.
        """
        self._needs_sitting()
        self._known(topic_id)
        return () if topic_id == self.topic else (TopicEntered(topic_id, mark),)

    def tick(self, topic_id: str, state: TopicState, mark: TimeMark, reason: str = "") -> tuple[SittingFacts, ...]:
        """Say how far a topic was talked about.

        Args:
            reason: Why it is skipped.

        Raises:
            RuleViolation: `no_sitting`, `topic_unknown`; `topic_reason_missing` for one skipped without a reason.
        """
        self._needs_sitting()
        self._known(topic_id)
        reason = reason.strip() if state is TopicState.SKIPPED else ""
        if state is TopicState.SKIPPED and not reason:
            raise RuleViolation("topic_reason_missing")
        return (TopicTicked(topic_id, state, mark, reason),)

    def put_off(self, topic_id: str, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """A topic is to come later. RuleViolation: `no_sitting`, `topic_unknown`."""
        self._needs_sitting()
        self._known(topic_id)
        return (TopicPutOff(topic_id, mark),)

    def next_open(self) -> str:
        """The topic to come: open, behind the one that is talked about, else the first that is open.

        One that was put off comes after all others. The one that is talked about comes where no other is open.
        """
        ids = [topic.id for topic in self.topics]
        here = ids.index(self.topic) if self.topic in ids else -1
        turned = ids[here + 1 :] + ids[: here + 1]
        still_open = [each for each in turned if not self.standing(each).is_settled and each != self.topic]
        not_put_off = [each for each in still_open if not self.standing(each).put_off]
        return next(iter([*not_put_off, *still_open]), self.topic)

    def ask_probe(self, number: int, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """A probe of the topic that is talked about was asked; asked once more, nothing happens.

        Args:
            number: In the order of the guide, from 1.

        Raises:
            RuleViolation: `no_sitting`; `no_such_probe` with how many the topic has.
        """
        self._needs_sitting()
        topic = self.guide.topic(self.topic)
        probes = topic.probes if topic is not None else ()
        if not 1 <= number <= len(probes):
            raise RuleViolation("no_such_probe", number=number, probes=len(probes))
        probe = probes[number - 1].id
        return () if probe in self.standing(self.topic).probes else (ProbeAsked(self.topic, probe, mark),)

    # -- cards -----------------------------------------------------------------------------------------------

    def close_card(self, card: GuideCard, mark: TimeMark) -> tuple[SittingFacts, ...]:
        """A card is complete; blanks around its text go.

        Raises:
            RuleViolation: `no_sitting`; as `card_text`; `card_twice` where there is one of this id.
        """
        self._needs_sitting()
        if any(card.id == other.id for other in self.cards):
            raise RuleViolation("card_twice")
        return (CardClosed(replace(card, text=card_text(card.text), sitting=self.sitting), mark),)

    def correct_card(
        self, card_id: str, text: str, kind: CardKind, *, important: bool, reason: str = ""
    ) -> tuple[SittingFacts, ...]:
        """A card gets another text, kind or weight, in a sitting or after it; nothing happens where it has them.

        Args:
            reason: Why its words are others.

        Raises:
            RuleViolation: `card_unknown`; as `GuideCard.corrected`; `card_reason_missing` for other words without one.
        """
        card, reason = self.card(card_id), reason.strip()
        corrected = card.corrected(text, kind, important=important)
        if corrected.text != card.text and not reason:
            raise RuleViolation("card_reason_missing")
        return () if corrected == card else (CardCorrected(corrected, reason),)

    def move_quote(
        self, card_id: str, wanted: Release, consent: QuoteConsent | None, text: str = ""
    ) -> tuple[SittingFacts, ...]:
        """A quote is sent, released or refused.

        Args:
            text: The words that its person gave it instead, where it was changed.

        Raises:
            RuleViolation: `card_unknown`, `not_a_quote`; as `released`, and as `card_text` for changed words.
        """
        card = self.card(card_id)
        if card.kind is not CardKind.QUOTE:
            raise RuleViolation("not_a_quote")
        release = released(card.release, wanted, consent)
        words = card_text(text) if release is Release.CHANGED else ""
        return (QuoteMoved(card_id, release, words),)

    # -- what facts make of it -------------------------------------------------------------------------------

    def after_all(self, facts: Iterable[SittingFacts]) -> GuidedInterview:
        """What stands after facts, in order."""
        interview = self
        for fact in facts:
            interview = interview.after(fact)
        return interview

    def after(self, fact: SittingFacts) -> GuidedInterview:
        """What stands after a fact."""
        if isinstance(fact, CardCorrected | QuoteMoved):
            return replace(self, cards=cards_after(self.cards, fact))
        now = self._at(fact.mark)
        match fact:
            case SittingStarted(no):
                return replace(now, phase=SittingPhase.RUNNING, sitting=no)
            case SittingPaused():
                return replace(now, phase=SittingPhase.PAUSED)
            case SittingResumed():
                return replace(now, phase=SittingPhase.RUNNING)
            case SittingFinished():
                return replace(now, phase=SittingPhase.BETWEEN)
            case RecorderSynced(mark):
                return replace(now, recorder={**now.recorder, now.sitting: mark})
            case TopicEntered(topic):
                return replace(now, topic=topic)._with(topic, put_off=False)
            case TopicPutOff(topic):
                return now._with(topic, put_off=True)
            case TopicTicked(topic, state, _, reason):
                return now._with(topic, state=state, reason=reason, put_off=False)
            case ProbeAsked(topic, probe):
                return now._with(topic, probes=now.standing(topic).probes | {probe})
            case CardClosed():
                return replace(now, cards=cards_after(now.cards, fact))
        assert_never(fact)

    def _at(self, mark: TimeMark) -> GuidedInterview:
        """The same at a later moment: time went on within the topic, while somebody was talked with."""
        passed = max(0, mark.active_ms - self.active_ms)
        if self.phase is not SittingPhase.RUNNING or not passed:
            return self
        spent = self.standing(self.topic).spent_ms + passed
        return replace(self._with(self.topic, spent_ms=spent), active_ms=mark.active_ms)

    def _with(self, topic_id: str, **changes: object) -> GuidedInterview:
        standing = replace(self.standing(topic_id), **changes)  # type: ignore[arg-type]  # fields of it
        return replace(self, standings={**self.standings, topic_id: standing})

    def _needs_running(self) -> None:
        if self.phase is not SittingPhase.RUNNING:
            raise RuleViolation("sitting_not_running")

    def _needs_sitting(self) -> None:
        if self.phase is SittingPhase.BETWEEN:
            raise RuleViolation("no_sitting")

    def _known(self, topic_id: str) -> None:
        if self.guide.topic(topic_id) is None:
            raise RuleViolation("topic_unknown")
