"""Answers that no data set holds: given under another version of the questionnaire, or in an interview set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.people.rights import Right
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.session.apply import DoesNotFit, from_last_beginning, set_apart_of
from cati_app.engine.session.carrying import described
from cati_app.engine.session.events import SessionEvent, SetApart, WhyApart
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.fieldwork.interview.record_events import session_events, without_contact_data
from cati_app.fieldwork.monitor.data import paged
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

_STATES = tuple(InterviewState)


@dataclass(frozen=True, slots=True)
class AsideAnswer:
    """An answer without a place, or one of a version that is not kept, which may have one.

    Args:
        whole: Its interview was set aside as a whole.
        kept: The version it was given under is kept.
    """

    interview: Interview
    answer: SetApart
    whole: bool
    kept: bool = True


class ReadSetAside:
    """Reads them from the log, without contact data."""

    def __init__(self, units: Units, forms: EarlierForms) -> None:
        self._units = units
        self._forms = forms

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> Iterator[AsideAnswer]:
        """By start of the interview, in the order in which they were set apart or given."""
        forms = {name: self._forms.form_of(name) for name in self._forms.interviews()}  # before the unit of work
        with self._units() as unit:
            for interview, _, log in paged(unit.interview_book.paths, lambda path: path[0], _STATES):
                events = from_last_beginning(session_events(log, without_contact_data))
                whole = interview.state is InterviewState.SET_ASIDE
                form = forms.get(interview.form_hash)
                kept = form is not None
                apart = [answer for event in events if (answer := _set_apart(event)) is not None]
                given = _given(interview, form, events) if whole or not kept else ()
                for answer in apart:
                    yield AsideAnswer(interview, answer, whole)
                for answer in given:
                    yield AsideAnswer(interview, answer, whole, kept)


def _given(interview: Interview, form: Form | None, events: Sequence[SessionEvent]) -> Iterator[SetApart]:
    """The last answer to each question of an interview that does not go on; sealed ones are left out."""
    answers: dict[str, Answer] = {}
    for event in events:
        if event.kind in ("answered", "cleared"):
            special = event.data.get("special")
            text = "" if special else str(event.data.get("text") or "")
            answers[event.ref] = Answer(text, Special(str(special)) if special else None)
    for ref, answer in answers.items():
        if not answer.is_blank:
            apart = SetApart(interview.form_hash, ref, answer, WhyApart.QUESTION_GONE)
            yield apart if form is None else described(apart, form, interview.language)


def _set_apart(event: SessionEvent) -> SetApart | None:
    """None for any other event, and for contact data."""
    if event.kind != "set_apart" or event.data.get("contact") is True:
        return None
    try:
        return set_apart_of(event)
    except DoesNotFit:
        return None
