"""How an interview went, question by question: visits, active time, changes, checks. Read from the events alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from cati_app.engine.session.events import FORM_CHANGED, SessionEvent


@dataclass(slots=True)
class QuestionPath:
    """One question of one interview. Times in milliseconds; no answer stands here."""

    ref: str
    first_shown_ms: int  # since the interview began, pauses included
    first_shown_at: datetime  # by the clock of the station
    visits: int = 0  # how often it was in focus
    active_ms: int = 0  # while in focus, pauses left out
    answered: int = 0  # answers stored
    changed: int = 0  # of these: different from before
    cleared: int = 0
    hard_checks: int = 0
    soft_checks: int = 0
    kept: int = 0  # soft checks kept with a reason
    remarks: int = 0
    languages: list[str] = field(default_factory=list)  # in which it was shown, in order


class _ParadataReader:
    def __init__(self) -> None:
        self.paths: dict[str, QuestionPath] = {}
        self._answers: dict[str, object] = {}
        self._current = ""
        self._since: int | None = None  # None while the clock stands still
        self._begin = 0
        self._language = ""
        self._carrying = False  # answers, over to another version of the questionnaire
        self._arrived: SessionEvent | None = None  # the last question shown meanwhile

    def take(self, event: SessionEvent) -> None:
        """One event, in order."""
        if event.kind == "started":
            self._begin = event.mono_ms
            self._language = str(event.data.get("language") or "")
        if event.kind == FORM_CHANGED:  # up to the resumption the program moves by itself
            self._since, self._carrying, self._arrived = None, True, None
            return
        if self._carrying and event.kind != "resumed":
            self._arrived = event if event.kind == "shown" else self._arrived
            return
        if event.kind == "resumed":
            self._since = event.mono_ms  # time in between was not spent on the question
            if self._carrying and self._arrived is not None:
                self._shown(replace(self._arrived, mono_ms=event.mono_ms, at=event.at))
            self._carrying = False
            return
        self._count_time(event.mono_ms)
        if event.kind in ("paused", "ended"):
            self._since = None
        elif event.kind == "shown":
            self._shown(event)
        elif event.kind == "language":
            self._language = str(event.data.get("language") or "")
            self._spoken(self.paths.get(self._current))
        else:
            self._counted(event)

    def _count_time(self, now: int) -> None:
        path = self.paths.get(self._current)
        if self._since is not None:
            if path is not None and now > self._since:
                path.active_ms += now - self._since
            self._since = now

    def _shown(self, event: SessionEvent) -> None:
        path = self.paths.get(event.ref)
        if path is None:
            path = self.paths[event.ref] = QuestionPath(event.ref, max(0, event.mono_ms - self._begin), event.at)
        if event.ref != self._current or self._since is None:
            path.visits += 1
        self._current, self._since = event.ref, event.mono_ms
        self._spoken(path)

    def _spoken(self, path: QuestionPath | None) -> None:
        if path is not None and self._language not in path.languages:
            path.languages.append(self._language)

    def _counted(self, event: SessionEvent) -> None:
        path = self.paths.get(event.ref)
        if path is None:
            return
        if event.kind in ("answered", "cleared"):
            answer = (event.data.get("text"), event.data.get("special"))
            before = self._answers.get(event.ref)
            path.answered += event.kind == "answered"
            path.cleared += event.kind == "cleared"
            path.changed += before is not None and before != answer
            self._answers[event.ref] = answer
        elif event.kind == "check":
            kept = bool(event.data.get("kept"))
            path.kept += kept
            path.hard_checks += bool(event.data.get("hard"))
            path.soft_checks += not kept and not event.data.get("hard")
        elif event.kind == "remark":
            path.remarks += 1


def question_paths(events: Iterable[SessionEvent]) -> tuple[QuestionPath, ...]:
    """The questions that were shown, in the order in which they first were.

    Args:
        events: The events of one interview, in order; gaps between them, as after a restart, count as no time
            when the interview was resumed there.
    """
    reader = _ParadataReader()
    for event in events:
        reader.take(event)
    return tuple(reader.paths.values())
