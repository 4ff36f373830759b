"""A supervisor sends a message, whom it went to reads it, and the supervisor learns that it was read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.team_messages import (
    ALL,
    GROUP,
    ONE,
    PEOPLE_AT_MOST,
    Envelope,
    SealedMessage,
    TeamMessage,
    checked_text,
    to_be_dropped,
)
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What is to be sent.

    Args:
        id: Made where it is written: said again, it is the same message.
        addressed: `one`, `all`, or `group:` and a language.
        to: The one person; None: whoever `addressed` means.
    """

    id: str
    addressed: str
    text: str
    urgent: bool = False
    to: UserId | None = None


class SendMessage:
    """Keeps a message for the people it goes to; what is too old goes on the way."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, message: NewMessage) -> Envelope:
        """To whom it goes. RuleViolation: `message_empty`, `message_long`, `message_to_nobody`."""
        text, now = checked_text(message.text), self._clock.now()
        with self._units() as unit:
            people = _meant(message, unit.people.all())
            if not people:
                raise RuleViolation("message_to_nobody")
            envelope = Envelope(message.id, now, by.id, message.addressed, people, message.urgent)
            unit.team_messages.send(envelope, text)
            unit.team_messages.drop(to_be_dropped([each.envelope for each in unit.team_messages.sealed()], now))
            unit.commit()
            return envelope


def _meant(message: NewMessage, everybody: Sequence[User]) -> tuple[UserId, ...]:
    """Interviewers who have not left; a supervisor is told nothing this way."""
    team = [user for user in everybody if user.active and user.role is Role.INTERVIEWER]
    if message.addressed == ONE:
        team = [user for user in team if user.id == message.to]
    elif message.addressed.startswith(GROUP):
        team = [user for user in team if message.addressed.removeprefix(GROUP) in user.languages]
    elif message.addressed != ALL:
        team = []
    return tuple(user.id for user in team[:PEOPLE_AT_MOST])


class ReadSentMessages:
    """What was sent, for whoever sends."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: User) -> Sequence[TeamMessage]:
        """The newest first, whoever sent it."""
        now = self._clock.now()
        with self._units() as unit:
            return [each for each in reversed(unit.team_messages.all()) if each.envelope.is_kept(now)]


class OwnMessages:
    """Messages to one person: what waits to be read, and what came today."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, by: User) -> Sequence[TeamMessage]:
        """The oldest first: all that were not read, and those of today."""
        now = self._clock.now()
        begun, _ = self._rules.calendar.day_around(now)
        with self._units() as unit:
            return [
                each
                for each in unit.team_messages.all()
                if by.id in each.envelope.people
                and each.envelope.is_kept(now)
                and (by.id not in each.envelope.read or each.envelope.at >= begun)
            ]

    @needs(Right.CALL)
    def has_read(self, by: User, ids: Collection[str]) -> None:
        """The person says so; of messages to others nothing changes."""
        with self._units() as unit:
            for each in unit.team_messages.sealed():
                envelope = each.envelope
                if envelope.id in ids and envelope.read_by(by.id) != envelope:
                    unit.team_messages.save(envelope.read_by(by.id))
            unit.commit()


class ExchangeMessages:
    """What a machine that is no person does with messages: they stay sealed."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def known(self, by: Actor) -> Sequence[SealedMessage]:
        """What is here and young enough, the oldest first."""
        now = self._clock.now()
        with self._units() as unit:
            return [each for each in unit.team_messages.sealed() if each.envelope.is_kept(now)]

    @needs(Right.WORK)
    def take_in(self, by: Actor, messages: Sequence[SealedMessage]) -> bool:
        """What came from elsewhere; whether anything of it was new."""
        now = self._clock.now()
        with self._units() as unit:
            before = unit.team_messages.sealed()
            for each in messages:
                if each.envelope.is_kept(now):
                    unit.team_messages.take_in(each)
            after = unit.team_messages.sealed()
            unit.team_messages.drop(to_be_dropped([each.envelope for each in after], now))
            if is_new := before != after:
                unit.commit()
            return is_new
