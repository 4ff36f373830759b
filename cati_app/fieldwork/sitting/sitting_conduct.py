"""The running sitting: events in, commands out, no call to anything from inside.

A card that was closed is given to the store at once, a draft once it has rested for a second or has been changed for
one; one write is on its way at a time. What the store has not taken is given to it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from cati_app.domain.clock import IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.sittings.cards import CardDraft, CardKind, TimeMark
from cati_app.domain.sittings.facts import SittingFacts, TopicState
from cati_app.domain.sittings.guided_interview import GuidedInterview, SittingPhase
from cati_app.fieldwork.sitting.sitting_protocol import (
    NEW_KIND,
    AskWhetherToEnd,
    CardRewritten,
    ClockTicked,
    EndPressed,
    ImportantTurned,
    KeepAsked,
    KindTurned,
    LaterPressed,
    NextCard,
    PauseTurned,
    ProbePressed,
    RecorderPressed,
    ShowSitting,
    ShowText,
    SittingBegun,
    SittingCommand,
    SittingEvent,
    SittingOver,
    TellRule,
    TextTyped,
    TopicChosen,
    TopicSettled,
    TopicStepped,
    WriteDone,
    WriteFailed,
    WriteSitting,
)
from cati_app.values import replace

DRAFT_MS = 1_000
"""A draft that changed is given to the store after this time at the latest."""


class SittingConduct:
    """One sitting.

    Args:
        interview: As it stood before, by its log.
        draft: The card that was being written then.
        ids: For new cards.
    """

    def __init__(self, interview: GuidedInterview, draft: CardDraft | None, ids: IdSource) -> None:
        self.interview = interview
        self.draft = draft
        self.kind = draft.kind if draft is not None else CardKind.NOTE
        self.important = draft.important if draft is not None else False
        self.probe = draft.probe if draft is not None else ""
        self._ids = ids
        self._base_ms = max(interview.active_ms, draft.mark.active_ms if draft is not None else 0)
        self._since: int | None = None  # on the monotonic clock; None: time stands still
        self._facts: tuple[SittingFacts, ...] = ()  # not given to the store yet
        self._on_its_way: WriteSitting | None = None
        self._kept = draft  # the draft that the store has
        self._changed_at: int | None = None  # since when it is another one
        self._is_unsure = False  # which draft the store has
        self._is_over = False

    # -- what stands there ---------------------------------------------------------------------------------------

    def active_ms(self, now: Moment) -> int:
        """Active time with this person, in all sittings."""
        return self._base_ms + (max(0, now.mono_ms - self._since) if self._since is not None else 0)

    @property
    def is_running(self) -> bool:
        """Whether time goes on."""
        return self.interview.phase is SittingPhase.RUNNING

    @property
    def is_stored(self) -> bool:
        """Whether the store has everything."""
        is_waiting = bool(self._facts) or self._on_its_way is not None or self._is_unsure
        return not is_waiting and self._kept == self.draft

    # -- events --------------------------------------------------------------------------------------------------

    def handle(self, event: SittingEvent) -> list[SittingCommand]:
        """What an event leads to, in order."""
        if self._is_over and not isinstance(event, (WriteDone, WriteFailed, ClockTicked)):
            return []
        if isinstance(event, WriteDone):
            self._acknowledge()
        elif isinstance(event, WriteFailed):
            self._take_back()
            return []  # given again with the next event, not at once: a full disk would be asked without end
        commands: list[SittingCommand] = []
        try:
            commands += self._act(event)
        except RuleViolation as rule:
            commands.append(TellRule(rule.code, tuple(rule.context.items())))
        commands += self._write(event.now)
        if self._is_over and self.is_stored and isinstance(event, WriteDone):
            commands.append(SittingOver(complete=not self.interview.open_musts))
        return commands

    def _act(self, event: SittingEvent) -> Iterator[SittingCommand]:
        interview, mark, now = self.interview, self._mark(event.now), event.now
        match event:
            case ClockTicked() | WriteDone():
                yield ShowSitting()
                return
            case KeepAsked():
                self._changed_at = None if self._kept == self.draft else -DRAFT_MS
                return
            case SittingBegun():
                yield from self._begin(mark, now)
            case TextTyped(text=text):
                self._type(text, mark, now)
            case KindTurned():
                self.kind = NEW_KIND[self.kind]
                self._redraft(now)
            case ImportantTurned():
                self.important = not self.important
                self._redraft(now)
            case NextCard():
                yield from self._close(mark)
            case CardRewritten(card=card, text=text, reason=reason):
                stands = interview.card(card)
                self._happen(interview.correct_card(card, text, stands.kind, important=stands.important, reason=reason))
            case ProbePressed(number=number):
                self._happen(interview.ask_probe(number, mark))
                topic = interview.guide.topic(interview.topic)
                assert topic is not None, "it has a probe"
                self.probe = topic.probes[number - 1].id
            case TopicChosen(topic=chosen):
                yield from self._go(chosen, mark)
            case TopicStepped(step=step):
                yield from self._go(self._beside(step), mark)
            case TopicSettled(state=state, reason=reason):
                yield from self._leave(partial(interview.tick, interview.topic, state, mark, reason), mark, state)
            case LaterPressed():
                yield from self._leave(partial(interview.put_off, interview.topic, mark), mark)
            case RecorderPressed():
                self._happen(interview.sync_recorder(mark))
            case PauseTurned():
                self._happen(interview.pause(mark) if self.is_running else interview.resume(mark))
                self._set_clock(mark, now)
            case EndPressed(sure=sure, is_final=is_final):
                if interview.open_musts and not sure:
                    yield AskWhetherToEnd(interview.open_musts)
                    return
                if is_final and self.draft is not None and self.draft.text.strip():
                    yield from self._close(mark)
                self._happen(self.interview.finish(mark))
                self._set_clock(mark, now)
                self._is_over = True
        yield ShowSitting()

    def _begin(self, mark: TimeMark, now: Moment) -> Iterator[SittingCommand]:
        interview = self.interview
        between = interview.phase is SittingPhase.BETWEEN
        self._happen(interview.start(mark) if between else interview.resume(mark))
        self._set_clock(mark, now)
        yield ShowText(self.draft.text if self.draft is not None else "")

    # -- the card ------------------------------------------------------------------------------------------------

    def _type(self, text: str, mark: TimeMark, now: Moment) -> None:
        before = self.draft
        if not text:
            self.draft = None
        elif before is None:
            card = self._ids.new_id()
            self.draft = CardDraft(card, self.interview.topic, self.kind, text, mark, self.probe, self.important)
        else:
            self.draft = replace(before, text=text)
        self._note_change(before, now)

    def _redraft(self, now: Moment) -> None:
        before = self.draft
        if before is not None:
            self.draft = replace(before, kind=self.kind, important=self.important)
        self._note_change(before, now)

    def _note_change(self, before: CardDraft | None, now: Moment) -> None:
        if before != self.draft and self._changed_at is None:
            self._changed_at = now.mono_ms

    def _close(self, mark: TimeMark) -> Iterator[SittingCommand]:
        """The draft becomes a card; one that holds blanks alone is told, none at all as well."""
        if self.draft is None:
            raise RuleViolation("card_blank")
        self._happen(self.interview.close_card(self.draft.closed(self.interview.sitting), mark))
        self.draft, self.kind, self.important = None, CardKind.NOTE, False
        yield ShowText("")

    # -- topics --------------------------------------------------------------------------------------------------

    def _go(self, topic: str, mark: TimeMark) -> Iterator[SittingCommand]:
        """To a topic; what was being written belongs to the one before and is closed."""
        facts = self.interview.enter(topic, mark)
        if not facts:
            return
        if self.draft is not None and self.draft.text.strip():
            yield from self._close(mark)
            facts = self.interview.enter(topic, mark)
        self.probe = ""
        self._happen(facts)

    def _leave(
        self, settle: Callable[[], tuple[SittingFacts, ...]], mark: TimeMark, state: TopicState = TopicState.ASKED
    ) -> Iterator[SittingCommand]:
        self._happen(settle())
        if state is not TopicState.OPEN:
            yield from self._go(self.interview.next_open(), mark)

    def _beside(self, step: int) -> str:
        """The topic before or behind; at either end the one there is."""
        ids = [topic.id for topic in self.interview.topics]
        here = ids.index(self.interview.topic) if self.interview.topic in ids else 0
        return ids[max(0, min(len(ids) - 1, here + step))]

    # -- time and store ------------------------------------------------------------------------------------------

    def _mark(self, now: Moment) -> TimeMark:
        return TimeMark(self.active_ms(now), now.at)

    def _set_clock(self, mark: TimeMark, now: Moment) -> None:
        self._base_ms = mark.active_ms
        self._since = now.mono_ms if self.is_running else None

    def _happen(self, facts: tuple[SittingFacts, ...]) -> None:
        self.interview = self.interview.after_all(facts)
        self._facts += facts

    def _write(self, now: Moment) -> Iterator[SittingCommand]:
        rested = self._changed_at is not None and now.mono_ms - self._changed_at >= DRAFT_MS
        if self._on_its_way is not None or not (self._facts or rested):
            return
        kept = None if self._is_unsure else self._kept
        write = WriteSitting(self._facts, self.draft, kept, self._is_unsure)
        self._on_its_way = write
        self._facts, self._changed_at = (), None
        yield write

    def _acknowledge(self) -> None:
        if self._on_its_way is not None:
            self._kept, self._on_its_way, self._is_unsure = self._on_its_way.draft, None, False

    def _take_back(self) -> None:
        """What was on its way is to be written again, before what has happened since."""
        if self._on_its_way is not None:
            self._facts, self._on_its_way = self._on_its_way.facts + self._facts, None
            self._changed_at, self._is_unsure = -DRAFT_MS, True
