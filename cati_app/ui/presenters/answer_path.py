"""The path of an answer to the disk: at most one answer unacknowledged, the next one waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from cati_app.domain.interviews import Interview
from cati_app.engine.events import SessionEvent
from cati_app.engine.session import InterviewSession
from cati_app.ui.presenters.stage import Stage
from cati_app.ui.presenters.states import StoredState
from cati_app.ui.presenters.workplace import Workplace


class AnswerPath:
    """Sends events to the store and holds further input back while an answer is not yet safe.

    Args:
        stage: The window.
        place: The services.
        on_stored: Called with the number of the last event when a batch is durable.
    """

    def __init__(self, stage: Stage, place: Workplace, on_stored: Callable[[int], None] = lambda seq: None) -> None:
        self._stage = stage
        self._place = place
        self._on_stored = on_stored
        self._unacknowledged = 0
        self._blocked = False
        self._held: deque[Callable[[], None]] = deque()
        self._failed: list[Callable[[], None]] = []

    def when_safe(self, action: Callable[[], None]) -> None:
        """Run the action now, or as soon as everything before it is durable and nothing blocks."""
        if self._unacknowledged or self._blocked or self._held:
            self._held.append(action)
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
        if not events:
            return
        work = partial(
            self._place.record_events, self._place.user, interview, events, session.ref or "", session.language
        )
        self._unacknowledged += 1
        self._stage.run(work, self._stored, partial(self._not_stored, interview, session, events))

    def retry(self) -> None:
        """Send again what could not be stored."""
        failed, self._failed = self._failed, []
        for again in failed:
            again()

    @property
    def has_failed(self) -> bool:
        """Whether something waits to be sent again."""
        return bool(self._failed)

    def _stored(self, seq: int) -> None:
        self._unacknowledged -= 1
        local = self._place.rules.calendar.local(self._place.clock.now())
        if not self._unacknowledged:
            self._stage.header(stored=StoredState.STORED, stored_at=f"{local:%H:%M:%S}")
        self._on_stored(seq)
        self._drain()

    def _not_stored(
        self, interview: Interview, session: InterviewSession, events: tuple[SessionEvent, ...], error: Exception
    ) -> bool:
        """The answer stays in the session and is sent again by the next key; nothing further is taken till then."""
        self._unacknowledged -= 1
        self._blocked = True
        self._failed.append(partial(self._again, interview, session, events))
        self._stage.header(stored=StoredState.FAILED)
        self._stage.explain(error)
        return True

    def _again(self, interview: Interview, session: InterviewSession, events: tuple[SessionEvent, ...]) -> None:
        self._blocked = False
        self.write(interview, session, events)

    def _drain(self) -> None:
        while self._held and not self._unacknowledged and not self._blocked:
            self._held.popleft()()
