"""What somebody who rings back wishes, for whoever has their case in hand: a message to that person, sealed."""

from __future__ import annotations

from datetime import timedelta

from cati_app.domain.casework.callers import LOOKED_UP
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.team_messages import ONE, Envelope, checked_text, to_be_dropped
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.log import EventLog
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

WORD_LEFT = "word_left"
"""The fact that somebody who rang back left word; what it was stands in the message alone."""
_WITHIN = timedelta(minutes=30)
"""So long after a look-up word may be left."""


@dataclass(frozen=True, slots=True)
class CallerWord:
    """What is to be told.

    Args:
        id: Made where it is written: said again, it is the same word.
        holder: Who has the case in hand.
    """

    id: str
    case_id: CaseId
    holder: UserId
    text: str


class LeaveWord:
    """Keeps it as an urgent message to the holder, one for each look-up, and as a fact of the case."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, word: CallerWord) -> Envelope:
        """What was sent.

        Raises:
            RuleViolation: `message_empty`, `message_long`; `message_to_nobody` where the holder has left;
                `look_up_first` where the case was not looked up a moment ago.
        """
        text, now = checked_text(word.text), moment(self._clock, user)
        envelope = Envelope(word.id, now.at, user.id, ONE, (word.holder,), urgent=True)
        with self._units() as unit:
            if word.id in {each.envelope.id for each in unit.team_messages.sealed()}:
                return envelope
            if not any(person.id == word.holder and person.active for person in unit.people.all()):
                raise RuleViolation("message_to_nobody")
            if not may_leave(unit.log, user, word.case_id, now):
                raise RuleViolation("look_up_first")
            unit.team_messages.send(envelope, text)
            unit.team_messages.drop(to_be_dropped([each.envelope for each in unit.team_messages.sealed()], now.at))
            unit.log.append([now.fact(WORD_LEFT, word.case_id, to=word.holder, message=word.id)])
            unit.commit()
        return envelope


def may_leave(log: EventLog, user: User, case_id: CaseId, now: Moment) -> bool:
    """Whether this person has looked up the case more often than left word for it."""
    facts = log.since(now.at - _WITHIN, {LOOKED_UP, WORD_LEFT})
    kinds = [fact.event.kind for fact in facts if fact.event.user_id == user.id and fact.event.case_id == case_id]
    return kinds.count(LOOKED_UP) > kinds.count(WORD_LEFT)
