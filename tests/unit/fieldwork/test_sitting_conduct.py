"""The running sitting as a script: events in, commands out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from cati_app.domain.events import Moment
from cati_app.domain.sittings.cards import CardDraft, CardKind, GuideCard, TimeMark
from cati_app.domain.sittings.facts import (
    CardClosed,
    ProbeAsked,
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
from cati_app.domain.sittings.guide import GuideTopic, Priority, Probe, TopicGuide
from cati_app.domain.sittings.guided_interview import GuidedInterview, SittingPhase
from cati_app.fieldwork.sitting import sitting_protocol as told
from cati_app.fieldwork.sitting.sitting_conduct import DRAFT_MS, SittingConduct

_BEGAN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
_STARTED_MS = 5_000_000  # of the machine's own clock
_S = 1_000


def _topic(name: str, priority: Priority) -> GuideTopic:
    return GuideTopic(name, {}, {}, 10, priority, probes=(Probe("p1", {}), Probe("p2", {})))


_GUIDE = TopicGuide("1", tuple(_topic(name, Priority.MUST) for name in ("city", "mood", "work")))
_NEW = GuidedInterview(_GUIDE, None, 3)


class _Ids:
    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)

    def new_id(self) -> str:
        return f"c{next(self._numbers)}"


def moment(ms: int) -> Moment:
    return Moment(_BEGAN + timedelta(milliseconds=ms), _STARTED_MS + ms)


def mark(ms: int) -> TimeMark:
    return TimeMark(ms, _BEGAN + timedelta(milliseconds=ms))


class Script:
    """Tells a sitting what happens, each time with how many milliseconds after its beginning."""

    def __init__(self, interview: GuidedInterview = _NEW, draft: CardDraft | None = None) -> None:
        self.conduct = SittingConduct(interview, draft, _Ids())
        self.writes: list[told.WriteSitting] = []
        self.last: list[told.SittingCommand] = []

    def tell(self, ms: int, event: type[told.SittingEvent], **fields: object) -> Script:
        self.last = self.conduct.handle(event(moment(ms), **fields))
        self.writes += [command for command in self.last if isinstance(command, told.WriteSitting)]
        return self

    def done(self, ms: int) -> Script:
        return self.tell(ms, told.WriteDone)

    def rule(self) -> str:
        return next((command.code for command in self.last if isinstance(command, told.TellRule)), "")

    @property
    def written(self) -> told.WriteSitting:
        return self.writes[-1]

    def facts(self) -> tuple[SittingFacts, ...]:
        """What was given to the store last."""
        return self.written.facts


@pytest.fixture
def script() -> Script:
    """A sitting that has begun and is stored."""
    return Script().tell(0, told.SittingBegun).done(1)


def test_a_sitting_begins_and_is_written_at_once() -> None:
    script = Script().tell(0, told.SittingBegun)

    assert [told.ShowText(""), told.ShowSitting()] == script.last[:2]
    assert told.WriteSitting((SittingStarted(1, mark(0), "1"), TopicEntered("city", mark(0))), None) == script.written
    assert not script.conduct.is_stored
    assert script.done(5).conduct.is_stored


def test_a_card_has_the_mark_of_its_first_key(script: Script) -> None:
    script.tell(10 * _S, told.TextTyped, text="T").tell(12 * _S, told.TextTyped, text="Text").done(12 * _S)
    script.tell(20 * _S, told.NextCard)

    card = GuideCard("c1", "city", CardKind.NOTE, "Text", mark(10 * _S), 1)
    assert (CardClosed(card, mark(20 * _S)),) == script.facts()
    assert (None, "Text") == (script.written.draft, getattr(script.written.before, "text", ""))
    assert told.ShowText("") in script.last
    assert script.conduct.draft is None


def test_a_draft_is_written_after_a_second_though_the_typing_goes_on(script: Script) -> None:
    before = len(script.writes)
    script.tell(0, told.TextTyped, text="a")
    for ms in range(100, DRAFT_MS, 100):
        script.tell(ms, told.TextTyped, text="a" * (ms // 100))
    assert before == len(script.writes)
    script.tell(DRAFT_MS, told.ClockTicked)

    assert ((), "a" * 9) == (script.written.facts, script.written.draft.text if script.written.draft else "")
    assert not script.conduct.is_stored
    assert script.done(DRAFT_MS + 5).conduct.is_stored


def test_one_write_is_on_its_way_at_a_time_and_the_last_draft_goes_next(script: Script) -> None:
    script.tell(0, told.TextTyped, text="a").tell(DRAFT_MS, told.ClockTicked)
    writes = len(script.writes)
    script.tell(1_100, told.TextTyped, text="ab").tell(2_200, told.TextTyped, text="abc")
    script.tell(2_300, told.ProbePressed, number=1)
    assert writes == len(script.writes)
    script.done(2_400)

    assert (ProbeAsked("city", "p1", mark(2_300)),) == script.written.facts
    assert script.written.draft is not None
    assert "abc" == script.written.draft.text


def test_what_the_store_did_not_take_is_given_again_with_the_next_event(script: Script) -> None:
    script.tell(0, told.TextTyped, text="a").tell(10, told.NextCard)
    lost = script.written
    script.tell(20, told.TextTyped, text="b").tell(25, told.ProbePressed, number=1).tell(30, told.WriteFailed)
    assert [] == script.last
    assert not script.conduct.is_stored
    script.tell(40, told.ClockTicked)

    assert (*lost.facts, ProbeAsked("city", "p1", mark(25))) == script.written.facts
    assert script.written.draft is not None
    assert ("b", "c2") == (script.written.draft.text, script.written.draft.id)
    assert script.done(50).conduct.is_stored


def test_a_draft_alone_that_was_not_taken_is_given_again(script: Script) -> None:
    script.tell(0, told.TextTyped, text="a").tell(DRAFT_MS, told.ClockTicked)
    script.tell(DRAFT_MS + 1, told.WriteFailed).tell(DRAFT_MS + 2, told.ClockTicked)

    refused, given_again = script.writes[-2:]
    assert (refused.facts, refused.draft) == (given_again.facts, given_again.draft)
    assert (False, True) == (refused.is_unsure, given_again.is_unsure)
    assert not script.conduct.is_stored
    assert script.done(DRAFT_MS + 3).conduct.is_stored


def test_text_that_was_deleted_is_no_draft_any_more(script: Script) -> None:
    script.tell(0, told.TextTyped, text="a").tell(DRAFT_MS, told.ClockTicked).done(DRAFT_MS)
    script.tell(2 * _S, told.TextTyped, text="").tell(4 * _S, told.ClockTicked)

    assert ((), None, "a") == (script.facts(), script.written.draft, getattr(script.written.before, "text", ""))
    script.done(4 * _S).tell(5 * _S, told.TextTyped, text="b")
    assert script.conduct.draft is not None
    assert mark(5 * _S) == script.conduct.draft.mark


def test_a_card_without_text_is_told_and_stays(script: Script) -> None:
    assert "card_blank" == script.tell(0, told.NextCard).rule()
    script.tell(1, told.TextTyped, text="  ")
    assert "card_blank" == script.tell(2, told.NextCard).rule()
    assert script.conduct.draft is not None


def test_kind_and_weight_hold_for_the_card_that_is_written(script: Script) -> None:
    script.tell(0, told.KindTurned)
    assert CardKind.QUOTE is script.conduct.kind
    script.tell(1, told.TextTyped, text="a").tell(2, told.ImportantTurned).tell(3, told.NextCard)

    (closed,) = script.written.facts
    assert isinstance(closed, CardClosed)
    assert (CardKind.QUOTE, True) == (closed.card.kind, closed.card.important)
    assert (CardKind.NOTE, False) == (script.conduct.kind, script.conduct.important)


def test_a_card_belongs_to_the_probe_asked_before_it(script: Script) -> None:
    script.tell(0, told.ProbePressed, number=2).done(1).tell(2, told.TextTyped, text="a").tell(3, told.NextCard)
    (closed,) = script.written.facts
    assert isinstance(closed, CardClosed)
    assert "p2" == closed.card.probe
    assert "no_such_probe" == script.done(4).tell(5, told.ProbePressed, number=9).rule()
    script.tell(6, told.TopicStepped, step=1).done(7).tell(8, told.TextTyped, text="b").tell(9, told.NextCard)
    (closed,) = script.written.facts
    assert isinstance(closed, CardClosed)
    assert ("mood", "") == (closed.card.topic, closed.card.probe)


def test_leaving_a_topic_closes_the_card_that_belongs_to_it(script: Script) -> None:
    script.tell(0, told.TextTyped, text="a").tell(1, told.TopicChosen, topic="work")

    closed, entered = script.written.facts
    assert isinstance(closed, CardClosed)
    assert ("city", TopicEntered("work", mark(1))) == (closed.card.topic, entered)
    assert told.ShowText("") in script.last
    assert "topic_unknown" == script.tell(2, told.TopicChosen, topic="gone").rule()


def test_topics_are_stepped_through_and_their_ends_hold(script: Script) -> None:
    for step, topic in ((-1, "city"), (1, "mood"), (1, "work"), (1, "work"), (-1, "mood")):
        assert topic == script.tell(0, told.TopicStepped, step=step).conduct.interview.topic


def test_a_topic_that_is_settled_leads_to_the_next_open_one(script: Script) -> None:
    script.tell(0, told.TopicSettled, state=TopicState.ASKED)
    assert (TopicTicked("city", TopicState.ASKED, mark(0)), TopicEntered("mood", mark(0))) == script.written.facts
    script.done(1).tell(2, told.LaterPressed)
    assert (TopicPutOff("mood", mark(2)), TopicEntered("work", mark(2))) == script.facts()
    assert "topic_reason_missing" == script.done(3).tell(4, told.TopicSettled, state=TopicState.SKIPPED).rule()
    script.tell(5, told.TopicSettled, state=TopicState.SKIPPED, reason="no time")
    assert "mood" == script.conduct.interview.topic
    script.tell(6, told.TopicSettled, state=TopicState.OPEN)
    assert "mood" == script.conduct.interview.topic


def test_a_pause_stops_the_time_and_not_the_clock(script: Script) -> None:
    script.tell(10 * _S, told.PauseTurned)
    assert (SittingPaused(mark(10 * _S)),) == script.written.facts
    assert 10 * _S == script.conduct.active_ms(moment(40 * _S))
    script.done(11 * _S).tell(40 * _S, told.PauseTurned)

    assert (SittingResumed(TimeMark(10 * _S, moment(40 * _S).at)),) == script.facts()
    assert 15 * _S == script.conduct.active_ms(moment(45 * _S))
    assert 10 * _S == script.conduct.active_ms(moment(39 * _S)), "a clock that went back takes nothing away"


def test_the_recorder_is_set_to_the_clock(script: Script) -> None:
    assert (RecorderSynced(mark(3)),) == script.tell(3, told.RecorderPressed).written.facts


def test_ending_with_topics_open_that_must_be_asked_asks_back(script: Script) -> None:
    script.tell(0, told.EndPressed)
    assert [told.AskWhetherToEnd(_GUIDE.topics)] == script.last
    script.tell(1, told.TextTyped, text="a").tell(2, told.EndPressed, sure=True)

    assert (SittingFinished(mark(2)),) == script.written.facts
    assert script.written.draft is not None
    assert [] == script.tell(3, told.TextTyped, text="too late").last
    assert told.SittingOver(complete=False) in script.done(4).last


def test_a_sitting_with_all_that_must_be_asked_is_complete(script: Script) -> None:
    for ms in range(3):
        script.tell(ms, told.TopicSettled, state=TopicState.ASKED)
    script.tell(4, told.EndPressed).done(5)
    assert told.SittingOver(complete=True) not in script.last, "there was more to write"
    script.done(6)

    assert told.SittingOver(complete=True) in script.last


def test_the_next_sitting_goes_on_at_the_same_card() -> None:
    first = Script().tell(0, told.SittingBegun).done(1).tell(60 * _S, told.TextTyped, text="half a sent")
    first.tell(61 * _S, told.EndPressed, sure=True).done(62 * _S)
    second = Script(first.conduct.interview, first.written.draft).tell(0, told.SittingBegun)

    assert told.ShowText("half a sent") in second.last
    assert isinstance(second.written.facts[0], SittingStarted)
    assert (2, 61 * _S) == (second.written.facts[0].no, second.written.facts[0].mark.active_ms)
    second.done(1).tell(2 * _S, told.TextTyped, text="half a sentence").tell(3 * _S, told.NextCard)
    (closed,) = second.written.facts
    assert isinstance(closed, CardClosed)
    assert ("half a sentence", mark(60 * _S), 2) == (closed.card.text, closed.card.mark, closed.card.sitting)


def test_a_sitting_that_the_program_left_goes_on_without_the_time_between() -> None:
    """What the store had of it: 10 s, and a draft that was begun at 12 s."""
    script = Script().tell(0, told.SittingBegun).done(1).tell(10 * _S, told.ProbePressed, number=1).done(11 * _S)
    script.tell(12 * _S, told.TextTyped, text="a").tell(14 * _S, told.ClockTicked)
    again = Script(script.conduct.interview, script.written.draft)
    again.tell(900 * _S, told.SittingBegun)

    assert (SittingResumed(TimeMark(12 * _S, moment(900 * _S).at)),) == again.written.facts
    assert (SittingPhase.RUNNING, "p1") == (again.conduct.interview.phase, again.conduct.probe)
    assert 13 * _S == again.conduct.active_ms(moment(901 * _S))


def test_sittings_that_are_used_up_are_told() -> None:
    over = GuidedInterview(_GUIDE, None, 1, sitting=1)

    assert "sittings_used_up" == Script(over).tell(0, told.SittingBegun).rule()
