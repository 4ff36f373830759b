"""A guided interview: its verbs, and that it follows from its facts alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sittings.cards import LONGEST_CARD, CardDraft, CardKind, GuideCard, TimeMark, card_text
from cati_app.domain.sittings.facts import (
    CardClosed,
    CardCorrected,
    ProbeAsked,
    QuoteMoved,
    SittingFacts,
    SittingStarted,
    TopicEntered,
    TopicState,
    TopicTicked,
)
from cati_app.domain.sittings.guide import GuideTopic, Priority, Probe, Sector, TopicGuide
from cati_app.domain.sittings.guided_interview import GuidedInterview, SittingPhase
from cati_app.domain.sittings.quotes import QuoteConsent, Release
from cati_app.values import replace

_BEGAN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
_MIN = 60_000


def _topic(name: str, priority: Priority, minutes: int, *only: Sector) -> GuideTopic:
    probes = (Probe("p1", {"de": "?"}), Probe("p2", {"de": "?"}))
    return GuideTopic(name, {}, {}, minutes, priority, probes=probes, only=frozenset(only))


_GUIDE = TopicGuide(
    "1",
    (
        _topic("role", Priority.SHOULD, 5),
        _topic("city", Priority.MUST, 10),
        _topic("house", Priority.MUST, 6, Sector.ADMINISTRATION),
        _topic("mood", Priority.MUST, 12),
    ),
)


def at(minutes: float) -> TimeMark:
    return TimeMark(int(minutes * _MIN), _BEGAN + timedelta(minutes=minutes))


def a_card(name: str = "c1", topic: str = "role", kind: CardKind = CardKind.NOTE) -> GuideCard:
    return GuideCard(name, topic, kind, "Text", at(1), 1)


class Talk:
    """The interview after each step, with all facts so far."""

    def __init__(self, sector: Sector | None = Sector.ASSOCIATION, most: int = 3) -> None:
        self.first = self.now = GuidedInterview(_GUIDE, sector, most)
        self.facts: tuple[SittingFacts, ...] = ()

    def does(self, facts: tuple[SittingFacts, ...]) -> Talk:
        self.facts += facts
        self.now = self.now.after_all(facts)
        return self


@pytest.fixture
def talk() -> Talk:
    """In its first sitting."""
    talk = Talk()
    return talk.does(talk.now.start(at(0)))


def _refused(verb: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refused:
        verb()
    return refused.value.code


def test_a_sitting_begins_with_the_first_topic_and_the_next_one_where_it_ended(talk: Talk) -> None:
    assert (SittingStarted(1, at(0), "1"), TopicEntered("role", at(0))) == talk.facts
    talk.does(talk.now.enter("mood", at(3))).does(talk.now.finish(at(5)))
    again = talk.now.start(TimeMark(5 * _MIN, _BEGAN + timedelta(days=2)))

    assert ("mood", SittingPhase.BETWEEN, 5 * _MIN) == (talk.now.topic, talk.now.phase, talk.now.active_ms)
    assert ["SittingStarted", "TopicEntered"] == [type(fact).__name__ for fact in again]
    talk.does(again)
    assert (2, "mood", SittingPhase.RUNNING) == (talk.now.sitting, talk.now.topic, talk.now.phase)


def test_there_is_one_sitting_at_a_time_and_no_more_than_were_planned() -> None:
    talk = Talk(most=1)
    talk.does(talk.now.start(at(0)))
    assert "sitting_under_way" == _refused(lambda: talk.now.start(at(1)))
    talk.does(talk.now.finish(at(2)))

    assert "sittings_used_up" == _refused(lambda: talk.now.start(at(2)))


def test_a_guide_without_a_topic_for_a_sector_begins_without_one() -> None:
    guide = TopicGuide("1", (_topic("house", Priority.MUST, 6, Sector.ADMINISTRATION),))
    interview = GuidedInterview(guide, Sector.ASSOCIATION, 3)

    assert (SittingStarted(1, at(0), "1"),) == interview.start(at(0))
    assert "" == interview.next_open()


@pytest.mark.parametrize(
    "verb",
    [
        lambda now: now.finish(at(0)),
        lambda now: now.resume(at(0)),
        lambda now: now.sync_recorder(at(0)),
        lambda now: now.enter("city", at(0)),
        lambda now: now.tick("city", TopicState.ASKED, at(0)),
        lambda now: now.put_off("city", at(0)),
        lambda now: now.ask_probe(1, at(0)),
        lambda now: now.close_card(a_card(), at(0)),
    ],
)
def test_without_a_sitting_nothing_of_one_happens(verb: Callable[[GuidedInterview], object]) -> None:
    assert "no_sitting" == _refused(lambda: verb(Talk().now))


def test_time_goes_on_within_the_topic_and_stands_still_in_a_pause(talk: Talk) -> None:
    talk.does(talk.now.enter("city", at(4))).does(talk.now.pause(at(6)))
    assert (4 * _MIN, 2 * _MIN) == (talk.now.standing("role").spent_ms, talk.now.standing("city").spent_ms)
    assert 2 * _MIN == talk.now.spent_ms("city", 9 * _MIN)
    assert "sitting_not_running" == _refused(lambda: talk.now.pause(at(6)))
    after = TimeMark(6 * _MIN, _BEGAN + timedelta(minutes=30))
    talk.does(talk.now.resume(after))

    assert 3 * _MIN == talk.now.spent_ms("city", 7 * _MIN)
    assert 4 * _MIN == talk.now.spent_ms("role", 7 * _MIN)
    assert 2 * _MIN == talk.now.spent_ms("city", 5 * _MIN), "no moment before the last fact takes time back"
    talk.does(talk.now.finish(at(8)))
    assert (8 * _MIN, 4 * _MIN) == (talk.now.active_ms, talk.now.standing("city").spent_ms)


def test_what_is_still_planned_is_what_open_topics_have_not_had(talk: Talk) -> None:
    assert (5 + 10 + 12) * _MIN == talk.now.planned_ms(0)
    assert (2 + 10 + 12) * _MIN == talk.now.planned_ms(3 * _MIN)
    assert (10 + 12) * _MIN == talk.now.planned_ms(9 * _MIN), "a topic that took longer takes no more"
    talk.does(talk.now.tick("role", TopicState.ASKED, at(3)))

    assert (10 + 12) * _MIN == talk.now.planned_ms(3 * _MIN)


def test_topics_are_open_until_they_were_asked_or_skipped(talk: Talk) -> None:
    assert ["city", "mood"] == [topic.id for topic in talk.now.open_musts]
    talk.does(talk.now.tick("city", TopicState.PARTLY, at(1)))
    assert ["role", "city", "mood"] == [topic.id for topic in talk.now.open_topics]
    talk.does(talk.now.tick("city", TopicState.SKIPPED, at(1), " no time "))
    talk.does(talk.now.tick("mood", TopicState.ASKED, at(1), "unheard"))

    assert ((), "no time", "") == (
        talk.now.open_musts,
        talk.now.standing("city").reason,
        talk.now.standing("mood").reason,
    )
    talk.does(talk.now.tick("city", TopicState.OPEN, at(1)))
    assert ["city"] == [topic.id for topic in talk.now.open_musts]


def test_a_topic_is_skipped_with_a_reason_and_only_one_of_the_guide_is_settled(talk: Talk) -> None:
    assert "topic_reason_missing" == _refused(lambda: talk.now.tick("city", TopicState.SKIPPED, at(1), "  "))
    assert "topic_unknown" == _refused(lambda: talk.now.tick("gone", TopicState.ASKED, at(1)))
    assert "topic_unknown" == _refused(lambda: talk.now.enter("gone", at(1)))
    assert "topic_unknown" == _refused(lambda: talk.now.put_off("gone", at(1)))
    assert () == talk.now.enter("role", at(1))


def test_the_next_open_topic_is_behind_this_one_and_those_put_off_come_last(talk: Talk) -> None:
    assert "city" == talk.now.next_open()
    talk.does(talk.now.put_off("city", at(1)))
    assert "mood" == talk.now.next_open()
    talk.does(talk.now.enter("mood", at(2))).does(talk.now.tick("role", TopicState.ASKED, at(2)))
    assert "city" == talk.now.next_open()
    talk.does(talk.now.enter("city", at(3)))
    assert not talk.now.standing("city").put_off
    talk.does(talk.now.tick("mood", TopicState.ASKED, at(3)))
    assert "city" == talk.now.next_open(), "no other is open"
    old = replace(talk.now, topic="gone")
    assert "city" == old.next_open(), "from a topic that the guide lost it goes on at the beginning"


def test_a_probe_is_asked_once_by_its_number(talk: Talk) -> None:
    assert (ProbeAsked("role", "p2", at(1)),) == talk.now.ask_probe(2, at(1))
    talk.does(talk.now.ask_probe(2, at(1)))

    assert {"p2"} == talk.now.standing("role").probes
    assert () == talk.now.ask_probe(2, at(2))
    for number in (0, 3):
        assert "no_such_probe" == _refused(lambda number=number: talk.now.ask_probe(number, at(1)))  # type: ignore[misc]
    assert "no_such_probe" == _refused(lambda: replace(talk.now, topic="gone").ask_probe(1, at(1)))


def test_a_card_keeps_its_mark_and_gets_the_number_of_the_sitting(talk: Talk) -> None:
    card = replace(a_card(), text="  Text \n", sitting=7)
    talk.does(talk.now.close_card(card, at(4)))

    assert (a_card(),) == talk.now.cards
    assert 4 * _MIN == talk.now.standing("role").spent_ms
    assert "card_twice" == _refused(lambda: talk.now.close_card(card, at(5)))
    assert "card_blank" == _refused(lambda: talk.now.close_card(replace(card, id="c2", text=" \n"), at(5)))


def test_a_card_is_as_long_as_anybody_types_and_no_longer() -> None:
    assert LONGEST_CARD == len(card_text("x" * LONGEST_CARD))
    with pytest.raises(RuleViolation) as refused:
        card_text("x" * (LONGEST_CARD + 1))

    assert ("card_too_long", {"length": LONGEST_CARD + 1, "most": LONGEST_CARD}) == (
        refused.value.code,
        refused.value.context,
    )


def test_a_card_is_corrected_after_the_sitting_too(talk: Talk) -> None:
    talk.does(talk.now.close_card(a_card(), at(1))).does(talk.now.close_card(a_card("c2"), at(2)))
    talk.does(talk.now.finish(at(3)))
    assert "card_reason_missing" == _refused(
        lambda: talk.now.correct_card("c1", " Other ", CardKind.QUOTE, important=True, reason=" ")
    )
    talk.does(talk.now.correct_card("c1", " Other ", CardKind.QUOTE, important=True, reason=" misheard "))

    first, second = talk.now.cards
    assert ("Other", CardKind.QUOTE, True, at(1)) == (first.text, first.kind, first.important, first.mark)
    assert a_card("c2") == second
    assert () == talk.now.correct_card("c1", "Other", CardKind.QUOTE, important=True)
    assert "card_unknown" == _refused(lambda: talk.now.correct_card("c9", "x", CardKind.NOTE, important=False))


def test_the_words_of_a_quote_stay_once_it_was_sent(talk: Talk) -> None:
    talk.does(talk.now.close_card(a_card(kind=CardKind.QUOTE), at(1)))
    talk.does(talk.now.move_quote("c1", Release.SENT, QuoteConsent.AFTER_READING))
    for text, kind in (("Other", CardKind.QUOTE), ("Text", CardKind.NOTE)):
        wanted = (text, kind)
        assert "quote_on_its_way" == _refused(
            lambda wanted=wanted: talk.now.correct_card("c1", *wanted, important=False)  # type: ignore[misc]
        )
    talk.does(talk.now.correct_card("c1", "Text", CardKind.QUOTE, important=True))

    assert (Release.SENT, True) == (talk.now.cards[0].release, talk.now.cards[0].important)


def test_a_quote_comes_back_with_the_words_of_its_person(talk: Talk) -> None:
    after = QuoteConsent.AFTER_READING
    talk.does(talk.now.close_card(a_card(kind=CardKind.QUOTE), at(1))).does(talk.now.close_card(a_card("c2"), at(2)))
    assert "not_a_quote" == _refused(lambda: talk.now.move_quote("c2", Release.SENT, after))
    assert "quotes_not_allowed" == _refused(lambda: talk.now.move_quote("c1", Release.SENT, QuoteConsent.NO))
    talk.does(talk.now.move_quote("c1", Release.SENT, after))
    assert (QuoteMoved("c1", Release.APPROVED),) == talk.now.move_quote("c1", Release.APPROVED, after, "unheard")
    assert "card_blank" == _refused(lambda: talk.now.move_quote("c1", Release.CHANGED, after, " "))
    talk.does(talk.now.move_quote("c1", Release.CHANGED, after, " So "))

    assert (Release.CHANGED, "So") == (talk.now.card("c1").release, talk.now.card("c1").text)
    assert "Text" == talk.now.card("c2").text


def test_a_card_is_found_on_the_recording_by_the_clock(talk: Talk) -> None:
    talk.does(talk.now.close_card(a_card(), at(1)))
    assert talk.now.recorded_ms(talk.now.card("c1")) is None
    talk.does(talk.now.sync_recorder(at(2)))
    assert talk.now.recorded_ms(talk.now.card("c1")) is None, "the recorder began later"
    later = replace(a_card("c2"), mark=TimeMark(3 * _MIN, _BEGAN + timedelta(minutes=10)))
    talk.does(talk.now.close_card(later, at(4)))

    assert 8 * _MIN == talk.now.recorded_ms(talk.now.card("c2")), "a pause runs on the recording"


def test_everything_follows_from_the_facts(talk: Talk) -> None:
    talk.does(talk.now.ask_probe(1, at(1))).does(talk.now.close_card(a_card(), at(2)))
    talk.does(talk.now.tick("role", TopicState.ASKED, at(3))).does(talk.now.put_off("city", at(4)))
    talk.does(talk.now.sync_recorder(at(5))).does(talk.now.pause(at(6)))

    assert talk.now == talk.first.after_all(talk.facts)


def test_facts_on_topics_and_cards_that_are_gone_are_kept_or_change_nothing(talk: Talk) -> None:
    """A guide that changed in mid-field."""
    card = a_card("c1", "gone")
    talk.does((TopicEntered("gone", at(1)), ProbeAsked("gone", "p", at(2)), CardClosed(card, at(3))))
    talk.does(
        (TopicTicked("gone", TopicState.ASKED, at(4)), CardCorrected(a_card("c9")), QuoteMoved("c9", Release.SENT))
    )

    assert ((card,), 3 * _MIN) == (talk.now.cards, talk.now.standing("gone").spent_ms)
    assert ["role", "city", "mood"] == [topic.id for topic in talk.now.open_topics]


def test_a_draft_becomes_its_card() -> None:
    draft = CardDraft("c1", "role", CardKind.QUOTE, " Text ", at(1), "p1", important=True)

    assert replace(a_card(kind=CardKind.QUOTE), probe="p1", important=True) == draft.closed(1)
    assert "card_blank" == _refused(lambda: replace(draft, text=" ").closed(1))
