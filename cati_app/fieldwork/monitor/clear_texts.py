"""Texts are cleared, withheld or opened again before data become public: facts of the log, one for each text.

Which text a fact is about and what was decided is sealed with the key of its interview: it goes with the interview.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import ON_INTERVIEW, AnswerWords, LoggedEvent, NewEvent, told_once
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.release.cleared_texts import TEXT_CLEARED, Clearing, DecidedText, clearing_of, text_digest
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass

_CLEARING = "clearing"
DecidedTexts = Mapping[InterviewId, Mapping[str, DecidedText]]
"""By interview and reference of the text, the last decision."""


@dataclass(frozen=True, slots=True)
class WishedClearing:
    """What somebody decides about a text.

    Args:
        ref: Of the variable it stands in, as the questionnaire in force has it.
        text: As that person saw it.
    """

    interview: InterviewId
    ref: str
    text: str = field(repr=False)
    clearing: Clearing


class ClearTexts:
    """For analysts and supervisors.

    Args:
        units: Where it is written; keys that open answers.
        whole: Where the interviews of all stations are read.
        here: Whether what was written here may not have come to `whole` yet.
    """

    def __init__(self, units: CallingUnits, whole: CallingUnits, clock: Clock, *, here: bool) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock
        self._here = here

    @needs(Right.EXPORT)
    def decided(self, by: Actor) -> DecidedTexts:
        """What was decided last about each text; without interviews that were erased.

        Raises:
            RuleViolation: `answers_sealed` without keys that open answers.
        """
        written_here: tuple[LoggedEvent, ...] = ()
        if self._here:
            with self._units() as unit:
                written_here = tuple(_clearings(unit.log.of_release()))
        with self._whole() as unit:
            facts = told_once(_clearings(unit.log.of_release()), written_here)
            numbers = {str(person.id): person.number for person in unit.people.all()}
            known: dict[InterviewId, dict[str, DecidedText]] = {}
            for logged, words in unit.log.on_answers(facts):
                said = json.loads(words[_CLEARING])
                interview = InterviewId(str((logged.event.payload or {})[ON_INTERVIEW]))
                by_number = numbers.get(logged.event.user_id or "")
                decided = DecidedText(said["digest"], Clearing(said["clearing"]), by_number, logged.event.at)
                known.setdefault(interview, {})[said["ref"]] = decided
        return known

    @needs(Right.EXPORT)
    def __call__(self, user: User, wishes: Sequence[WishedClearing]) -> int:
        """Decide, in one transaction; how many decisions are new.

        Raises:
            RuleViolation: `release_no_text` where an interview was erased meanwhile; nothing is written.
        """
        known, now = self.decided(user), moment(self._clock, user)
        new = [
            wish
            for wish in wishes
            if clearing_of(wish.text, known.get(wish.interview, {}).get(wish.ref)) is not wish.clearing
        ]
        with self._whole() as unit:
            keys = unit.interviews.sealed_keys({wish.interview for wish in new})
        if any(wish.interview not in keys for wish in new):
            raise RuleViolation("release_no_text")
        if new:
            with self._units() as unit:
                unit.log.append(
                    NewEvent(
                        TEXT_CLEARED,
                        now.at,
                        now.mono_ms,
                        now.by,
                        on_answers=AnswerWords(wish.interview, keys[wish.interview], {_CLEARING: _told(wish)}),
                    )
                    for wish in new
                )
                unit.commit()
        return len(new)


def _clearings(facts: Iterable[LoggedEvent]) -> Iterable[LoggedEvent]:
    return (logged for logged in facts if logged.event.kind == TEXT_CLEARED)


def _told(wish: WishedClearing) -> str:
    return json.dumps({"ref": wish.ref, "digest": text_digest(wish.text), "clearing": wish.clearing})
