"""From a sitting to the log and back: its facts, and the card that is being written.

They are facts of the interview and sealed as answers are. Of a draft the log gets what changed since it was kept last,
so that an hour of typing in one card does not write that card thousands of times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, assert_never

from cati_app.domain.events import OF_SITTING, LoggedEvent, Moment, NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.domain.sittings.cards import CardDraft, CardKind, GuideCard, TimeMark
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
from cati_app.domain.sittings.quotes import Release
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from cati_app.values import dataclass

_DRAFT, _DRAFT_DROPPED = "draft", "draft_dropped"
_STARTED, _PAUSED, _RESUMED, _FINISHED, _RECORDER = "started", "paused", "resumed", "finished", "recorder_synced"
_ENTERED, _PUT_OFF, _TICKED, _PROBE = "topic_entered", "topic_put_off", "topic_ticked", "probe_asked"
_CLOSED, _CORRECTED, _MOVED = "card_closed", "card_corrected", "quote_moved"
_Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SittingRecord:
    """What the log tells of the sittings of an interview.

    Args:
        facts: In order.
        draft: The card that was being written when the last of them was; None: none was.
    """

    facts: tuple[SittingFacts, ...] = ()
    draft: CardDraft | None = None


def events_of(write: WriteSitting, interview_id: InterviewId, now: Moment) -> list[NewEvent]:
    """What is written as facts of the log, in order; a timed fact has the time of its mark."""
    told = [_told(fact, now.at) for fact in write.facts]
    told += [(kind, now.at, payload) for kind, payload in _of_draft(write)]
    return [
        NewEvent(OF_SITTING + kind, at, now.mono_ms, now.by, None, interview_id, payload) for kind, at, payload in told
    ]


def record_of(log: Iterable[LoggedEvent]) -> SittingRecord:
    """What the facts of an interview tell of its sittings, whatever else is among them.

    Where facts were left out on their way, a draft is made of what is there.
    """
    facts: list[SittingFacts] = []
    draft: CardDraft | None = None
    for logged in log:
        kind, payload = logged.event.kind, dict(logged.event.payload or {})
        if not kind.startswith(OF_SITTING):
            continue
        kind = kind.removeprefix(OF_SITTING)
        if kind == _DRAFT:
            draft = _draft(payload, draft)
        elif kind == _DRAFT_DROPPED:
            draft = None
        else:
            fact = _fact(kind, payload, logged.event.at)
            facts.append(fact)
            if isinstance(fact, CardClosed) and draft is not None and fact.card.id == draft.id:
                draft = None
    return SittingRecord(tuple(facts), draft)


# -- facts -----------------------------------------------------------------------------------------------------------


def _told(fact: SittingFacts, now: datetime) -> tuple[str, datetime, _Told]:
    if isinstance(fact, CardCorrected):
        return _CORRECTED, now, {**_of_card(fact.card), "reason": fact.reason}
    if isinstance(fact, QuoteMoved):
        return _MOVED, now, {"card": fact.card, "release": fact.release.value, "text": fact.text}
    ms = {"ms": fact.mark.active_ms}
    match fact:
        case SittingStarted(no, _, guide):
            return _STARTED, fact.mark.at, {**ms, "no": no, "guide": guide}
        case SittingPaused():
            return _PAUSED, fact.mark.at, ms
        case SittingResumed():
            return _RESUMED, fact.mark.at, ms
        case SittingFinished():
            return _FINISHED, fact.mark.at, ms
        case RecorderSynced():
            return _RECORDER, fact.mark.at, ms
        case TopicEntered(topic):
            return _ENTERED, fact.mark.at, {**ms, "topic": topic}
        case TopicPutOff(topic):
            return _PUT_OFF, fact.mark.at, {**ms, "topic": topic}
        case TopicTicked(topic, state, _, reason):
            return _TICKED, fact.mark.at, {**ms, "topic": topic, "state": state.value, "reason": reason}
        case ProbeAsked(topic, probe):
            return _PROBE, fact.mark.at, {**ms, "topic": topic, "probe": probe}
        case CardClosed(card):
            return _CLOSED, fact.mark.at, {**_of_card(card), "closed_ms": fact.mark.active_ms}
    assert_never(fact)


def _fact(kind: str, told: Mapping[str, Any], at: datetime) -> SittingFacts:
    """ValueError: no version of the program writes such a fact."""
    mark = TimeMark(told["closed_ms"] if kind == _CLOSED else told.get("ms", 0), at)
    match kind:
        case "started":
            return SittingStarted(told["no"], mark, told["guide"])
        case "paused":
            return SittingPaused(mark)
        case "resumed":
            return SittingResumed(mark)
        case "finished":
            return SittingFinished(mark)
        case "recorder_synced":
            return RecorderSynced(mark)
        case "topic_entered":
            return TopicEntered(told["topic"], mark)
        case "topic_put_off":
            return TopicPutOff(told["topic"], mark)
        case "topic_ticked":
            return TopicTicked(told["topic"], TopicState(told["state"]), mark, told["reason"])
        case "probe_asked":
            return ProbeAsked(told["topic"], told["probe"], mark)
        case "card_closed":
            return CardClosed(_card(told), mark)
        case "card_corrected":
            return CardCorrected(_card(told), told["reason"])
        case "quote_moved":
            return QuoteMoved(told["card"], Release(told["release"]), told["text"])
    raise ValueError(f"no fact of a sitting: {kind}")


# -- cards -----------------------------------------------------------------------------------------------------------


def _of_card(card: GuideCard) -> _Told:
    return {**_of_written(card), "text": card.text, "sitting": card.sitting, "release": card.release.value}


def _of_written(card: GuideCard | CardDraft) -> _Told:
    """What cards and drafts have, without the text."""
    return {
        "card": card.id,
        "topic": card.topic,
        "kind": card.kind.value,
        "ms": card.mark.active_ms,
        "at": card.mark.at.isoformat(),
        "probe": card.probe,
        "important": card.important,
    }


def _card(told: Mapping[str, Any]) -> GuideCard:
    written = told["card"], told["topic"], CardKind(told["kind"]), told["text"], _mark(told)
    return GuideCard(*written, told["sitting"], told["probe"], told["important"], Release(told["release"]))


def _mark(told: Mapping[str, Any]) -> TimeMark:
    return TimeMark(told["ms"], datetime.fromisoformat(told["at"]))


def _of_draft(write: WriteSitting) -> Iterator[tuple[str, _Told]]:
    """What became of the card that is being written; nothing where a card was closed in its place."""
    draft, before = write.draft, write.before
    closed = {fact.card.id for fact in write.facts if isinstance(fact, CardClosed)}
    if before is not None and before.id in closed:
        before = None
    if draft is None:
        if before is not None or write.is_unsure:
            yield _DRAFT_DROPPED, {}
        return
    if draft == before:
        return
    text, old = draft.text, before.text if before is not None and before.id == draft.id else ""
    head = _alike(old, text)
    tail = _alike(old[head:][::-1], text[head:][::-1])
    yield _DRAFT, {**_of_written(draft), "head": head, "tail": tail, "text": text[head : len(text) - tail]}


def _draft(told: Mapping[str, Any], before: CardDraft | None) -> CardDraft:
    """The draft after a change: what stands between what stayed before it and behind it."""
    old = before.text if before is not None and before.id == told["card"] else ""
    head, tail = told["head"], told["tail"]
    text = old[:head] + told["text"] + (old[-tail:] if tail else "")
    return CardDraft(
        told["card"], told["topic"], CardKind(told["kind"]), text, _mark(told), told["probe"], told["important"]
    )


def _alike(before: str, after: str) -> int:
    """How many characters two texts begin with alike; halved and not counted, as they may be long."""
    least, most = 0, min(len(before), len(after))
    while least < most:
        middle = (least + most + 1) // 2
        if before[least:middle] == after[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
