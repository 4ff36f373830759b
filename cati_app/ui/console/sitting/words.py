"""Words of the guided screen: what stands in a sitting, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, tzinfo

from cati_app.domain.events import Moment
from cati_app.domain.sittings.cards import CardKind, GuideCard
from cati_app.domain.sittings.facts import TopicState
from cati_app.domain.sittings.guide import GuideTopic, Priority, Sector
from cati_app.domain.sittings.guided_interview import MINUTE_MS, GuidedInterview
from cati_app.domain.sittings.standings import TopicStanding
from cati_app.fieldwork.sitting.sitting_conduct import SittingConduct
from cati_app.texts import Words
from cati_app.ui.console.sitting.states import (
    CardGroup,
    CardInFront,
    CardRow,
    OpenBox,
    PersonState,
    ProbeRow,
    SittingState,
    TopicInFront,
    TopicRow,
)
from cati_app.values import dataclass

_MOST_OPEN = 4
"""Open topics that are named one by one."""


@dataclass(frozen=True, slots=True)
class SittingTexts:
    """What the screen is told beside the sitting itself.

    Args:
        who: The expert, as the case is called on the screen.
        language: Of the conversation, in which it is read aloud.
        languages: Names of those that the study has, by code.
        zone: Of the study, for times of day.
        expected_min: Minutes that the conversation is to take.
        is_kept: False: nothing is stored, as somebody looks at the guide alone.
        records: The conversation may be recorded.
    """

    who: str
    language: str
    zone: tzinfo
    expected_min: int
    is_kept: bool = True
    languages: Mapping[str, str] = field(default_factory=dict)
    records: bool = True


def sitting_state(words: Words, texts: SittingTexts, conduct: SittingConduct, now: Moment) -> SittingState:
    """The screen as it stands at a moment."""
    interview, active_ms = conduct.interview, conduct.active_ms(now)
    open_box = _open_box(words, texts, interview, active_ms)
    person = _person(words, texts, conduct, active_ms)
    topic = _topic(words, texts, interview, active_ms)
    return SittingState(
        person,
        tuple(_topic_row(words, texts, interview, each, active_ms) for each in _listed(interview)),
        topic,
        _card(words, texts, conduct),
        words.say("Cards · {count}", count=len(interview.cards)),
        _groups(words, texts, interview),
        open_box,
        " · ".join((person.clock, person.clock_told, open_box.title)),
    )


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text of the guide in a language, else in German, else in any."""
    return texts.get(language) or texts.get("de") or next(iter(texts.values()), "")


def long_clock(ms: int) -> str:
    """`00:30:41`."""
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def short_clock(ms: int) -> str:
    """`7:12`, minutes as many as there are."""
    seconds = ms // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _person(words: Words, texts: SittingTexts, conduct: SittingConduct, active_ms: int) -> PersonState:
    interview = conduct.interview
    synced = interview.recorder.get(interview.sitting)
    at = _time(texts, synced.at) if synced is not None else ""
    return PersonState(
        texts.who,
        words.say("Sitting {no} of {most} at most", no=interview.sitting, most=interview.most),
        long_clock(active_ms),
        words.say("in conversation") if conduct.is_running else words.say("paused"),
        not conduct.is_running,
        _recorder(words, texts, at),
    )


def _recorder(words: Words, texts: SittingTexts, at: str) -> str:
    if not texts.records:
        return words.say("No consent to a recording")
    return words.say("Recorder at 00:00 at {time}", time=at) if at else words.say("Recorder: no time yet")


def sector_word(words: Words, sector: Sector | None) -> str:
    """Where an expert speaks from; blank: nobody knows."""
    if sector is None:
        return ""
    return {
        Sector.ADMINISTRATION: words.say("Administration"),
        Sector.EDUCATION_PROVIDER: words.say("Education provider"),
        Sector.ASSOCIATION: words.say("Association"),
        Sector.INTEREST_GROUP: words.say("Interest group"),
    }[sector]


def _listed(interview: GuidedInterview) -> tuple[GuideTopic, ...]:
    """The outline; the topic in front stands in it even where this sector is not asked it."""
    extra = interview.guide.topic(interview.topic)
    topics = interview.topics
    return topics if extra is None or extra in topics else (*topics, extra)


def _number(interview: GuidedInterview, topic_id: str) -> str:
    ids = [topic.id for topic in _listed(interview)]
    return str(ids.index(topic_id) + 1) if topic_id in ids else "–"


def _must(words: Words, topic: GuideTopic) -> str:
    return words.say("must") if topic.priority is Priority.MUST else ""


def _topic_row(
    words: Words, texts: SittingTexts, interview: GuidedInterview, topic: GuideTopic, active_ms: int
) -> TopicRow:
    spent = interview.spent_ms(topic.id, active_ms)
    sign, told = _sign(words, interview.standing(topic.id))
    return TopicRow(
        topic.id,
        _number(interview, topic.id),
        in_language(topic.title, words.language),
        _must(words, topic),
        f"{short_clock(spent)} / {topic.minutes}" if spent >= 1000 else str(topic.minutes),
        sign,
        told,
        topic.id == interview.topic,
    )


def _sign(words: Words, standing: TopicStanding) -> tuple[str, str]:
    if standing.put_off:
        return "→", words.say("later")
    return {
        TopicState.OPEN: ("", ""),
        TopicState.PARTLY: ("½", words.say("in part")),
        TopicState.ASKED: ("✓", words.say("asked")),
        TopicState.SKIPPED: ("–", words.say("left out")),
    }[standing.state]


def _topic(words: Words, texts: SittingTexts, interview: GuidedInterview, active_ms: int) -> TopicInFront:
    topic = interview.guide.topic(interview.topic)
    if topic is None:
        return TopicInFront(interview.topic, "", "", 0.0, "", "", ())
    spent, asked = interview.spent_ms(topic.id, active_ms), interview.standing(topic.id).probes
    return TopicInFront(
        f"{_number(interview, topic.id)} · {in_language(topic.title, words.language)}",
        words.say("must be asked") if topic.priority is Priority.MUST else "",
        words.say("{spent} of {planned} min", spent=short_clock(spent), planned=topic.minutes),
        min(1.0, spent / (topic.minutes * MINUTE_MS)),
        in_language(topic.ask, texts.language),
        in_language(topic.hint, texts.language) if topic.hint is not None else "",
        tuple(
            ProbeRow(
                f"Ctrl+{number}",
                in_language(probe.text, texts.language),
                words.say("asked") if probe.id in asked else "",
            )
            for number, probe in enumerate(topic.probes, 1)
        ),
    )


def _card(words: Words, texts: SittingTexts, conduct: SittingConduct) -> CardInFront:
    draft = conduct.draft
    if draft is None:
        mark, told = "", words.say("The first key sets the mark.")
    else:
        about = _about_probe(words, conduct.interview, draft.topic, draft.probe)
        parts = (words.say("Mark {time}", time=long_clock(draft.mark.active_ms)), _time(texts, draft.mark.at), about)
        mark = " · ".join(part for part in parts if part)
        told = words.say("Draft is kept") if conduct.is_stored else words.say("Draft is being kept …")
        told = told if texts.is_kept else words.say("Nothing is stored.")
    is_kept = conduct.is_stored and texts.is_kept
    return CardInFront(conduct.kind is CardKind.QUOTE, conduct.important, mark, told, is_kept)


def _about_probe(words: Words, interview: GuidedInterview, topic_id: str, probe_id: str) -> str:
    topic = interview.guide.topic(topic_id)
    ids = [probe.id for probe in topic.probes] if topic is not None else []
    return words.say("probe {number}", number=ids.index(probe_id) + 1) if probe_id in ids else ""


def _groups(words: Words, texts: SittingTexts, interview: GuidedInterview) -> tuple[CardGroup, ...]:
    """By topic: the one in front first, then in the order in which they were written last."""
    by_topic: dict[str, list[GuideCard]] = {}
    for card in reversed(interview.cards):
        by_topic.setdefault(card.topic, []).append(card)
    order = sorted(by_topic, key=lambda topic: topic != interview.topic)
    groups = []
    for topic_id in order:
        topic = interview.guide.topic(topic_id)
        title = in_language(topic.title, words.language) if topic is not None else words.say("no longer in the guide")
        rows = tuple(_card_row(words, interview, card) for card in by_topic[topic_id])
        groups.append(CardGroup(f"{_number(interview, topic_id)} · {title}", rows, topic_id == interview.topic))
    return tuple(groups)


def _card_row(words: Words, interview: GuidedInterview, card: GuideCard) -> CardRow:
    kind = words.say("Quote") if card.kind is CardKind.QUOTE else words.say("Note")
    about = " · ".join(part for part in (kind, _about_probe(words, interview, card.topic, card.probe)) if part)
    return CardRow(long_clock(card.mark.active_ms), about, card.text, words.say("important") if card.important else "")


def _open_box(words: Words, texts: SittingTexts, interview: GuidedInterview, active_ms: int) -> OpenBox:
    musts = interview.open_musts
    planned = sum(topic.minutes for topic in musts)
    title = (
        words.say_count(
            "Open: {count} topic that must be asked, {minutes} min planned",
            "Open: {count} topics that must be asked, {minutes} min planned",
            len(musts),
            minutes=planned,
        )
        if musts
        else words.say("All that must be asked was asked.")
    )
    named = [
        f"{_number(interview, topic.id)} {in_language(topic.title, words.language)} ({topic.minutes})"
        for topic in musts[:_MOST_OPEN]
    ]
    more = len(musts) - len(named)
    lines = (*named, words.say("and {count} more", count=more)) if more else tuple(named)
    left = texts.expected_min * MINUTE_MS - active_ms
    wanted = interview.planned_ms(active_ms)
    time = words.say(
        "{left} of {expected} min left · {planned} min still planned",
        left=max(0, round(left / MINUTE_MS)),
        expected=texts.expected_min,
        planned=round(wanted / MINUTE_MS),
    )
    return OpenBox(title, lines, time, wanted > left)


def _time(texts: SittingTexts, at: datetime) -> str:
    return f"{at.astimezone(texts.zone):%H:%M:%S}"
