"""The team at a hub: what people here do goes there within a second, and messages come from there, sealed.

What cannot be told is told with the next round; what was said before is said again, so that neither a cut line nor a
hub that came back from a copy loses a message or who has it read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from cati_app.domain.clock import Clock
from cati_app.domain.errors import UNANSWERED, EnvironmentProblem
from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import SeatNow, TeamSeat
from cati_app.domain.people.team_messages import Envelope, TeamMessage
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.team_messages import ExchangeMessages, NewMessage, ReadSentMessages, SendMessage
from cati_app.fieldwork.ports.hub import StoreStep
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.word_again import ReadWordsHeard
from cati_app.station.rounds import Rounds
from cati_app.station.seats_here import SeatsHere
from cati_app.sync.case_refusals import refused_in_words
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubRefusal
from cati_app.sync.supervisor_client import SupervisorAtHub
from cati_app.sync.team_messages import (
    MESSAGES_AT_ONCE,
    SEATS_AT_MOST,
    TeamHeard,
    TeamTold,
    message_of,
    reads_told,
    seat_told,
    with_readers,
    word_again,
)

_EVERY_S = 5.0
"""So often messages are asked for, without a line too; what somebody does is told when it changes."""


class TeamRounds:
    """Runs in a thread of its own from `begin` to `end`.

    Args:
        answered: Called behind each round that the hub has answered.
    """

    def __init__(
        self,
        client: Client,
        exchange: ExchangeMessages,
        words: ReadWordsHeard,
        seats: SeatsHere,
        clock: Clock,
        in_store: StoreStep,
        report: Callable[[Exception], None],
        *,
        answered: Callable[[], None],
    ) -> None:
        self._client = client
        self._exchange = exchange
        self._words = words
        self._lacking: frozenset[str] = frozenset()  # what the hub said it does not have
        self._seats = seats
        self._clock = clock
        self._in_store = in_store
        self._answered = answered
        self._rounds = Rounds("hub-team", self.round, self._heard, report, _EVERY_S, rarest_s=_EVERY_S)
        seats.on_change = self._rounds.wake

    def begin(self) -> None:
        """The first round begins at once."""
        self._rounds.begin()

    def stop(self) -> None:
        """No further round begins."""
        self._rounds.stop()

    def join(self) -> None:
        """The thread has ended then."""
        self._rounds.join()

    def _heard(self, problem: EnvironmentProblem | None) -> None:
        if problem is None:
            self._answered()

    def round(self) -> None:
        """Tell who is at work, and bring in what came. EnvironmentProblem: it is told with the next one."""
        known = self._in_store(partial(self._exchange.known, PROGRAM))
        now = self._clock.now()
        words = self._in_store(partial(self._words, PROGRAM, self._lacking)) if self._lacking else ()
        told = TeamTold(
            seats=tuple(seat_told(each.seat, now) for each in self._seats.all()[:SEATS_AT_MOST]),
            known=tuple(each.envelope.id for each in known),
            read=reads_told(known),
            again=tuple(word_again(each) for each in words[:MESSAGES_AT_ONCE]),
        )
        answer = self._client.ask(TeamHeard, HubCall.TEAM_TELL, told)
        if isinstance(answer, HubRefusal):
            raise refused_in_words(answer.refused)
        self._lacking = frozenset(answer.lacks)
        if answer.messages:
            self._in_store(partial(self._exchange.take_in, PROGRAM, [message_of(each) for each in answer.messages]))


class TeamOfHub:
    """For a supervisor at a station: who is at work anywhere, and messages to them.

    Args:
        hub: Over a line on which nobody waits long.
        exchange: Messages as they are here, sealed.
    """

    def __init__(
        self,
        hub: SupervisorAtHub,
        exchange: ExchangeMessages,
        messages: tuple[SendMessage, ReadSentMessages],
        user: User,
        now: Callable[[], datetime],
        in_store: StoreStep,
    ) -> None:
        self._hub = hub
        self._exchange = exchange
        self._send, self._sent = messages
        self._user = user
        self._now = now
        self._in_store = in_store
        self._lock = threading.Lock()
        self._at_hub: frozenset[str] = frozenset()  # messages that it is known to have

    def tell(self, seat: TeamSeat) -> None:
        """A supervisor has no seat."""

    def leave(self, user_id: UserId) -> None:
        """A supervisor has no seat."""

    def all(self) -> Sequence[SeatNow]:
        """Everybody at work, as the hub has heard it. EnvironmentProblem: it does not answer."""
        return self._exchanged()

    def send(self, user: User, message: NewMessage) -> Envelope:
        """Keep it here, and tell the hub; where that does not answer it is told as soon as it does."""
        envelope = self._in_store(partial(self._send, user, message))
        try:
            self._exchanged()
        except EnvironmentProblem as problem:
            if problem.code not in UNANSWERED:
                raise
        return envelope

    def sent(self, user: User) -> Sequence[TeamMessage]:
        """What was sent, as far as it is here; in the thread that owns the store."""
        return self._sent(user)

    def _exchanged(self) -> Sequence[SeatNow]:
        """Tell what the hub lacks, and bring in what it has."""
        with self._lock:
            known = self._in_store(partial(self._exchange.known, PROGRAM))
            own = [each for each in known if each.envelope.by == self._user.id and each.envelope.id not in self._at_hub]
            seats, answer = self._hub.team(own[:MESSAGES_AT_ONCE], [each.envelope.id for each in known])
            self._at_hub = frozenset(answer.has)
            came = [message_of(each) for each in answer.messages] + with_readers(known, answer.read)
            if came:
                self._in_store(partial(self._exchange.take_in, PROGRAM, came))
            return seats(self._now())
