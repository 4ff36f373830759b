"""From the engine's session to the log and back; answers to contact questions only sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import OF_INTERVIEW, LoggedEvent, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.fieldwork.rights import needs

PREFIX = OF_INTERVIEW
_WORDS = ("text", "reason")
_SEALED = tuple((name, f"{name}_sealed") for name in _WORDS)


class RecordEvents:
    """Writes what happened in an interview; durable when it returns.

    Args:
        answer_log: The prepared path.
        contact_questions: Names of the questions whose answers are contact data.
    """

    def __init__(self, answer_log: AnswerLog, contact_questions: frozenset[str]) -> None:
        self._answer_log = answer_log
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
        contact: dict[str, str] | None = None
        if _name(event.ref) in self._contact_questions or payload.get("contact") is True:
            contact = {name: str(payload.pop(name)) for name in _WORDS if _is_text(payload.get(name))}
        if event.ref:
            payload["ref"] = event.ref
        kind = PREFIX + event.kind
        return NewEvent(kind, event.at, event.mono_ms, user.id, None, interview.id, payload or None, contact or None)


def session_events(log: Iterable[LoggedEvent], unseal: Callable[[LoggedEvent, str], str]) -> list[SessionEvent]:
    """The engine's events of an interview from its log, in order.

    Args:
        unseal: Opens the contact data of that name in a fact.
    """
    events = []
    for logged in log:
        event = logged.event
        if not event.kind.startswith(PREFIX):
            continue
        payload = dict(event.payload or {})
        ref = str(payload.pop("ref", ""))
        for name, sealed in _SEALED:
            if payload.pop(sealed, None) is not None:
                payload[name] = unseal(logged, name)
        events.append(
            SessionEvent(event.kind.removeprefix(PREFIX), ref, event.at, event.mono_ms, payload)  # type: ignore[arg-type]
        )
    return events


def without_contact_data(_: LoggedEvent, __: str) -> str:
    """For whoever reads an interview and not whose it is: nothing in place of contact data."""
    return ""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _name(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]
