"""From the engine's session to the log and back; answers to contact questions only sealed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.events import OF_INTERVIEW, OF_SITTING, LoggedEvent, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.engine.session.apply import BEGINNINGS, HIDDEN
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.ports.answer_log import AnswerLog
from cati_app.fieldwork.ports.contacts import Contacts
from cati_app.fieldwork.rights import needs

PREFIX = OF_INTERVIEW
_WORDS = ("text", "reason")
HANDED_IN = "handed_in"
"""The contact data of an interview's beginning: values from sealed columns of the sample, as a JSON object."""
_HANDED_IN_SEALED = f"{HANDED_IN}_sealed"
_SEALED = tuple((name, f"{name}_sealed") for name in _WORDS)


def without_sealed_values(payload: dict[str, Any], comes_sealed: Callable[[str], bool]) -> dict[str, str]:
    """Take what came from sealed columns out of the beginning of an interview; the same as contact data."""
    sealed = [key for key in payload if key.startswith(HIDDEN) and comes_sealed(key.removeprefix(HIDDEN))]
    return {HANDED_IN: json.dumps({key: payload.pop(key) for key in sealed}, ensure_ascii=False)} if sealed else {}


class RecordEvents:
    """Writes what happened in an interview; durable when it returns.

    Args:
        answer_log: The prepared path.
        contact_questions: Names of the questions whose answers are contact data.
        comes_sealed: Whether a value handed in under a name comes from a sealed column of the sample.
    """

    def __init__(
        self, answer_log: AnswerLog, contact_questions: frozenset[str], comes_sealed: Callable[[str], bool]
    ) -> None:
        self._answer_log = answer_log
        self._contact_questions = contact_questions
        self._comes_sealed = comes_sealed

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
        elif event.kind in BEGINNINGS:
            contact = without_sealed_values(payload, self._comes_sealed)
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
        if not event.kind.startswith(PREFIX) or event.kind.startswith(OF_SITTING):
            continue
        payload = dict(event.payload or {})
        ref = str(payload.pop("ref", ""))
        for name, sealed in _SEALED:
            if sealed in payload and payload.pop(sealed) is not None:
                payload[name] = unseal(logged, name)
        if payload.pop(_HANDED_IN_SEALED, None) is not None:
            payload |= json.loads(unseal(logged, HANDED_IN) or "{}")
        events.append(
            SessionEvent(event.kind.removeprefix(PREFIX), ref, event.at, event.mono_ms, payload)  # type: ignore[arg-type]
        )
    return events


def was_handed_sealed(log: Iterable[LoggedEvent]) -> bool:
    """Whether an interview was handed values from sealed columns of the sample."""
    return any(_HANDED_IN_SEALED in (logged.event.payload or {}) for logged in log)


def without_contact_data(_: LoggedEvent, __: str) -> str:
    """For whoever reads an interview and not whose it is: nothing in place of contact data."""
    return ""


def handed_in_only(contacts: Contacts) -> Callable[[LoggedEvent, str], str]:
    """For whoever tries how an interview goes on: what the sample handed in, where the role may see it."""

    def opened(logged: LoggedEvent, name: str) -> str:
        return contacts.of_fact(logged, name) if name == HANDED_IN and contacts.may_open else ""

    return opened


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _name(ref: str) -> str:
    return ref.rsplit("/", 1)[-1]
