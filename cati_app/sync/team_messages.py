"""Messages about who is at work, and supervisors' messages to the team, whose texts stay sealed on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, Field, StrictBool

from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Activity, SeatNow, TeamSeat
from cati_app.domain.people.team_messages import (
    MESSAGES_AT_MOST,
    PEOPLE_AT_MOST,
    Envelope,
    SealedMessage,
)
from cati_app.domain.sharing.decided import VouchedWord
from cati_app.sync.case_messages import Id, Seconds
from cati_app.sync.messages import Device, Message, Request, Secret

SEATS_AT_MOST = 50
"""At one station."""
TOLD_AT_MOST = 1_500
"""Seats told in one answer."""
MESSAGES_AT_ONCE = 25
"""In one request or answer; the others come with the next one."""
_SEALED_AT_MOST = 4_000
_QUESTIONS_AT_MOST = 100_000
_Known = Annotated[tuple[Id, ...], Field(max_length=MESSAGES_AT_MOST)]
_People = Annotated[tuple[Id, ...], Field(max_length=PEOPLE_AT_MOST)]


class SeatTold(Message):
    """A seat, as `TeamSeat` has it.

    Args:
        for_s: So long ago it began; None: not told, as for pauses.
    """

    user_id: Id
    activity: Activity
    for_s: Seconds | None = None
    question: Annotated[int, Field(ge=1, le=_QUESTIONS_AT_MOST)] | None = None
    language: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""


class MessageTold(Message):
    """A message, as `SealedMessage` has it."""

    id: Id
    at: AwareDatetime
    by: Id
    addressed: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]+$")]
    people: _People
    urgent: StrictBool
    read: _People
    sealed: Annotated[str, Field(max_length=_SEALED_AT_MOST, pattern=r"^([0-9a-f]{2})+$")]


class ReadTold(Message):
    """Who has a message read by now."""

    id: Id
    people: _People


_Messages = Annotated[tuple[MessageTold, ...], Field(max_length=MESSAGES_AT_ONCE)]
_Reads = Annotated[tuple[ReadTold, ...], Field(max_length=MESSAGES_AT_MOST)]


class WordAgain(Message):
    """Word that this hub has taken in an earlier life.

    Args:
        mac: As the hub gave it, in `CallerWordHeard`.
    """

    message: MessageTold
    mac: Secret


class TeamTold(Request):
    """POST /v1/team/tell: what everybody at a station does now, and which messages are there, read by whom.

    Args:
        seats: All of the station; whoever is not among them is not at work there.
        known: Messages that are there.
        again: Of those that the hub said to lack, what it took before.
    """

    seats: Annotated[tuple[SeatTold, ...], Field(max_length=SEATS_AT_MOST)]
    known: _Known
    read: _Reads
    again: Annotated[tuple[WordAgain, ...], Field(max_length=MESSAGES_AT_ONCE)] = ()


class TeamHeard(Message):
    """Answer to `TeamTold`.

    Args:
        messages: Those that the station does not have.
        lacks: Those that the hub does not have.
    """

    messages: _Messages
    lacks: _Known = ()


class TeamAsked(Request):
    """POST /v1/team: who is at work, for a supervisor who has signed in; and messages that this supervisor sends."""

    session: Secret
    messages: _Messages
    known: _Known


class SeatOfStation(Message):
    """A seat as a station told it.

    Args:
        heard_s: So long ago.
    """

    device: Device
    seat: SeatTold
    heard_s: Seconds


class TeamAnswered(Message):
    """Answer to `TeamAsked`.

    Args:
        has: Messages that the hub has.
        messages: Those that the station does not have.
    """

    seats: Annotated[tuple[SeatOfStation, ...], Field(max_length=TOLD_AT_MOST)]
    has: _Known
    messages: _Messages
    read: _Reads


def seat_told(seat: TeamSeat, now: datetime) -> SeatTold:
    """As a message."""
    for_s = None if seat.since is None else max(0, int((now - seat.since).total_seconds()))
    return SeatTold(
        user_id=seat.user_id,
        activity=seat.activity,
        for_s=for_s,
        question=seat.question,
        language=seat.language,
    )


def seat_of(told: SeatTold, now: datetime) -> TeamSeat:
    """From a message, by the clock of whoever reads it. ValueError: no seat is like that."""
    since = None if told.for_s is None else now - timedelta(seconds=told.for_s)
    return TeamSeat(UserId(told.user_id), told.activity, since, told.question, told.language)


def seats_told(seats: Iterable[SeatNow], now: datetime) -> tuple[SeatOfStation, ...]:
    """As messages, with the age of each."""
    return tuple(
        SeatOfStation(
            device=each.device,
            seat=seat_told(each.seat, now),
            heard_s=max(0, int((now - (each.heard_at or now)).total_seconds())),
        )
        for each in list(seats)[:TOLD_AT_MOST]
    )


def seats_of(told: Sequence[SeatOfStation], now: datetime) -> tuple[SeatNow, ...]:
    """From messages, by the clock of whoever reads them."""
    return tuple(SeatNow(seat_of(each.seat, now), each.device, now - timedelta(seconds=each.heard_s)) for each in told)


def message_told(message: SealedMessage) -> MessageTold:
    """As a message of the wire."""
    envelope = message.envelope
    return MessageTold(
        id=envelope.id,
        at=envelope.at,
        by=envelope.by,
        addressed=envelope.addressed,
        people=envelope.people,
        urgent=envelope.urgent,
        read=_readers(envelope),
        sealed=message.sealed.hex(),
    )


def message_of(told: MessageTold) -> SealedMessage:
    """From one."""
    people = tuple(map(UserId, told.people))
    read = frozenset(map(UserId, told.read)) & frozenset(people)
    envelope = Envelope(told.id, told.at, UserId(told.by), told.addressed, people, told.urgent, read)
    return SealedMessage(envelope, bytes.fromhex(told.sealed))


def word_again(word: VouchedWord) -> WordAgain:
    """As a message."""
    return WordAgain(message=message_told(word.message), mac=word.mac)


def word_text(told: MessageTold) -> str:
    """What the hub vouches for: which word, of whom, to whom and when. Who has read it changes."""
    sealed = hashlib.sha256(told.sealed.encode()).hexdigest()
    at = told.at.astimezone(UTC).isoformat()
    facts = {"kind": "word", "id": told.id, "by": told.by, "to": told.people, "at": at, "sealed": sealed}
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def reads_told(messages: Iterable[SealedMessage]) -> tuple[ReadTold, ...]:
    """Who has each read; of those nobody has read nothing is told."""
    envelopes = [each.envelope for each in messages]
    return tuple(ReadTold(id=each.id, people=_readers(each)) for each in envelopes if each.read)


def with_readers(known: Iterable[SealedMessage], told: Sequence[ReadTold]) -> list[SealedMessage]:
    """Messages that are known here, with the readers that were told."""
    readers = {each.id: frozenset(map(UserId, each.people)) for each in told}
    return [
        SealedMessage(_read_by(each.envelope, readers[each.envelope.id]), each.sealed)
        for each in known
        if each.envelope.id in readers
    ]


def _read_by(envelope: Envelope, people: frozenset[UserId]) -> Envelope:
    for person in people:
        envelope = envelope.read_by(person)
    return envelope


def _readers(envelope: Envelope) -> tuple[UserId, ...]:
    return tuple(person for person in envelope.people if person in envelope.read)
