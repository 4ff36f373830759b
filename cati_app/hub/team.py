"""What a hub answers about the team: who is at work, and messages whose texts it cannot read."""

from __future__ import annotations

import hmac

from cati_app.domain.people.rights import GRANTS, Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.team_messages import ExchangeMessages
from cati_app.fieldwork.rights import PROGRAM
from cati_app.hub.casework import CaseRefusal, LendingDesk
from cati_app.sync.messages import Refused
from cati_app.sync.team_messages import (
    MESSAGES_AT_ONCE,
    TeamAnswered,
    TeamAsked,
    TeamHeard,
    TeamTold,
    message_of,
    message_told,
    reads_told,
    seat_of,
    seats_told,
    with_readers,
    word_text,
)


def hear_team(desk: LendingDesk, asked: TeamTold) -> TeamHeard:
    """A station tells who is at work there, and gets the messages it lacks."""
    now = desk.clock.now()
    try:
        seats = [seat_of(told, now) for told in asked.seats]
    except ValueError as error:
        raise CaseRefusal(Refused.MESSAGE) from error
    desk.seats.hear(desk.study, desk.device, seats, now)
    exchange = ExchangeMessages(desk.units, desk.clock)
    known = exchange.known(PROGRAM)
    exchange.take_in(PROGRAM, with_readers(known, asked.read))
    again = [each.message for each in asked.again if hmac.compare_digest(desk.vouch(word_text(each.message)), each.mac)]
    exchange.take_in(PROGRAM, list(map(message_of, again)))
    lacking = [each for each in known if each.envelope.id not in asked.known]
    has = {each.envelope.id for each in known} | {each.id for each in again}
    return TeamHeard(
        messages=tuple(map(message_told, lacking[:MESSAGES_AT_ONCE])),
        lacks=tuple(each for each in asked.known if each not in has),
    )


def tell_team(desk: LendingDesk, asked: TeamAsked) -> TeamAnswered:
    """A supervisor sends messages, and hears who is at work and what was read."""
    by = _supervisor(desk, asked.session)
    exchange = ExchangeMessages(desk.units, desk.clock)
    sent = [message_of(told) for told in asked.messages]
    exchange.take_in(PROGRAM, [each for each in sent if each.envelope.by == by.id])
    now, known = desk.clock.now(), exchange.known(PROGRAM)
    lacking = [each for each in known if each.envelope.id not in asked.known]
    return TeamAnswered(
        seats=seats_told(desk.seats.all(desk.study, now), now),
        has=tuple(each.envelope.id for each in known),
        messages=tuple(map(message_told, lacking[:MESSAGES_AT_ONCE])),
        read=reads_told(known),
    )


def _supervisor(desk: LendingDesk, session: str) -> User:
    user = desk.person(session)
    if user is None:
        raise CaseRefusal(Refused.SESSION)
    if user.role not in GRANTS[Right.SUPERVISE].roles:
        raise CaseRefusal(Refused.RIGHT)
    return user
