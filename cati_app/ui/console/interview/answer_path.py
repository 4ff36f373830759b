"""The path of an answer to the disk: at most one answer unacknowledged, the next one waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cati_app.domain.casework.interviews import Interview
from cati_app.engine.session.events import SessionEvent
from cati_app.engine.session.session import InterviewSession
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import StoredState
from cati_app.ui.stage.workplace import Workplace


@dataclass(frozen=True, slots=True)
class _Batch:
    """Events of one step, and where the interview stood after it."""

    interview: Interview
    events: tuple[SessionEvent, ...]
    ref: str
    language: str


class AnswerPath:
    """Sends events to the store in their order and holds further input back while an answer is not yet safe.

    One transaction is under way at a time: a later batch never overtakes one that the disk refused.

    Args:
        stage: The window.
        place: The services.
        on_stored: Called with the number of the last event when a batch is durable.
    """

    def __init__(self, stage: Stage, place: Workplace, on_stored: Callable[[int], None] = lambda seq: None) -> None:
        self._stage = stage
        self._place = place
        self._on_stored = on_stored
        self._outbox: deque[_Batch] = deque()
        self._under_way = 0  # batches in the transaction under way
        self._blocked = False
        self._held: deque[Callable[[], None]] = deque()
        self._afterwards: deque[Callable[[], None]] = deque()
        self._again: Callable[[], None] | None = None

    def when_safe(self, action: Callable[[], None]) -> None:
        """Run the action now, or as soon as everything before it is durable and nothing blocks."""
        if self._outbox or self._blocked or self._held or self._again is not None:
            self._held.append(action)
        else:
            action()

    def after_stored(self, action: Callable[[], None]) -> None:
        """Run the action as soon as everything written is durable, whether or not input is held back."""
        if self._outbox:
            self._afterwards.append(action)
        else:
            action()

    def block(self) -> None:
        """Hold input back, for instance while the quota decides."""
        self._blocked = True

    def unblock(self) -> None:
        """Let input through again."""
        self._blocked = False
        self._drain()

    def write(self, interview: Interview, session: InterviewSession, events: tuple[SessionEvent, ...]) -> None:
        """Send events off; durable later, in order."""
        if events:
            self._outbox.append(_Batch(interview, events, session.ref or "", session.language))
            if not self._under_way and self._again is None:
                self._send()

    def failed(self, error: Exception, again: Callable[[], None]) -> None:
        """Say what went wrong; the next key does it again. What was typed since, beyond one key, is dropped."""
        self._again = again
        while len(self._held) > 1:
            self._held.pop()
        self._stage.header(stored=StoredState.FAILED)
        self._stage.explain(error)

    def retry(self) -> None:
        """Do again what failed."""
        again, self._again = self._again, None
        if again is not None:
            self._stage.say("")
            again()

    @property
    def has_failed(self) -> bool:
        """Whether something waits to be done again."""
        return self._again is not None

    def _send(self) -> None:
        """Everything that waits of one interview, in one transaction."""
        first = self._outbox[0]
        batches = [batch for batch in self._outbox if batch.interview.id == first.interview.id]
        self._under_way = len(batches)
        last = batches[-1]
        events = tuple(event for batch in batches for event in batch.events)
        record = self._place.record_events
        work = partial(record, self._place.user, last.interview, events, last.ref, last.language)
        self._stage.run(work, self._stored, self._not_stored)

    def _stored(self, seq: int) -> None:
        for _ in range(self._under_way):
            self._outbox.popleft()
        self._under_way = 0
        self._on_stored(seq)
        if self._outbox:
            self._send()
            return
        local = self._place.rules.calendar.local(self._place.clock.now())
        self._stage.header(stored=StoredState.STORED, stored_at=f"{local:%H:%M:%S}")
        while self._afterwards and not self._outbox:
            self._afterwards.popleft()()
        self._drain()

    def _not_stored(self, error: Exception) -> bool:
        """The answer stays in the session and is sent again by the next key; nothing further is taken till then."""
        self._under_way = 0
        self.failed(error, self._send)
        return True

    def _drain(self) -> None:
        while self._held and not self._outbox and not self._blocked and self._again is None:
            self._held.popleft()()
