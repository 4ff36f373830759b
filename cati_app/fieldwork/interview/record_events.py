"""From the engine's session to the log and back; answers to contact questions only sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.fieldwork.rights import needs

PREFIX = "interview."
_SEALED = ("text", "reason")


class RecordEvents:
    """Writes what happened in an interview; durable when it returns.

    Args:
        answer_log: The prepared path.
        seal: Seals contact data.
        contact_questions: Names of the questions whose answers are contact data.
    """

    def __init__(self, answer_log: AnswerLog, seal: Callable[[str], str], contact_questions: frozenset[str]) -> None:
        self._answer_log = answer_log
        self._seal = seal
        self._contact_questions = contact_questions

    @needs(Right.CALL)
    def __call__(
        self, user: User, interview: Interview, events: Sequence[SessionEvent], ref: str, language: str
    ) -> int:
        """The number of the last event.

        Args:
            ref: Question on the screen afterwards.
            language: Language of the script afterwards.
        """
        logged = [self._logged(user, interview, event) for event in events]
        return self._answer_log.record(interview.id, interview.form_hash, ref, language, logged)

    def _logged(self, user: User, interview: Interview, event: SessionEvent) -> NewEvent:
        payload = dict(event.data)
        if _name(event.ref) in self._contact_questions or payload.get("contact") is True:
            for key in _SEALED:
                if isinstance(payload.get(key), str) and payload[key]:
                    payload[f"{key}_sealed"] = self._seal(str(payload.pop(key)))
        if event.ref:
            payload["ref"] = event.ref
        return NewEvent(PREFIX + event.kind, event.at, event.mono_ms, user.id, None, interview.id, payload or None)


def session_events(log: Iterable[LoggedEvent], unseal: Callable[[str], str]) -> list[SessionEvent]:
    """The engine's events of an interview from its log, in order."""
    events = []
    for logged in log:
        event = logged.event
        if not event.kind.startswith(PREFIX):
            continue
        payload = dict(event.payload or {})
        ref = str(payload.pop("ref", ""))
        for key in _SEALED:
            sealed = payload.pop(f"{key}_sealed", None)
            if isinstance(sealed, str):
                payload[key] = unseal(sealed)
        events.append(
            SessionEvent(event.kind.removeprefix(PREFIX), ref, event.at, event.mono_ms, payload)  # type: ignore[arg-type]
        )
    return events


def _name(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]
