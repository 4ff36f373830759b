"""Focus groups as they stand: consents that may be used, draws and answers, from the log of every station.

Who was drawn and what became of it are facts, sealed with the contact key: a hub sees a group, and no person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime

from cati_app.domain.casework.cases import Case
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.focus_groups.consents import Consent
from cati_app.domain.focus_groups.group_draw import GroupDraw, SeatReason, Turn, draw_digest
from cati_app.domain.focus_groups.group_plan import Invitee, Shortfall
from cati_app.domain.focus_groups.invitations import ANSWERED, DRAWN, GONE, WITHDRAWN, GroupRecord, InvitationStanding
from cati_app.domain.focus_groups.planned_group import PlannedGroup, invitees
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

DRAW, CONSENT = "draw", "consent"
"""Names of what is sealed in facts."""


@dataclass(frozen=True, slots=True)
class GroupNow:
    """A group with what it can be filled from.

    Args:
        fitting: People who could sit in it at all and in no other group do.
        for_seats: Why its seats cannot be filled from those who have not dropped out; None: they can.
        for_invitations: The same for as many as are invited.
    """

    planned: PlannedGroup
    record: GroupRecord
    fitting: int
    for_seats: Shortfall | None
    for_invitations: Shortfall | None


@dataclass(frozen=True, slots=True)
class GroupsNow:
    """The groups of a study.

    Args:
        people: Who may be drawn today, by consent.
        expired: Consents whose last day is over.
    """

    seed: str
    groups: tuple[GroupNow, ...]
    people: Mapping[str, Invitee]
    expired: int

    def digest(self, consent: str) -> str:
        """SHA-256 of seed and consent in hexadecimal digits, by which the draw goes."""
        return draw_digest(self.seed, consent)

    def group(self, wanted: str) -> GroupNow:
        """One of them; RuleViolation `group_unknown`."""
        for each in self.groups:
            if each.planned.id == wanted:
                return each
        raise RuleViolation("group_unknown", known=", ".join(each.planned.id for each in self.groups))

    def elsewhere(self, group: str) -> frozenset[str]:
        """Who sits in another group and has not dropped out there."""
        return frozenset(
            person for other in self.groups if other.planned.id != group for person in other.record.staying
        )


class ReadGroups:
    """For supervisors.

    Args:
        units: Where consents and the facts of all stations are read; keys that open contact data.
        here: The log of this station, where `units` read a copy of what its hub has: what was done here may not have
            arrived there yet. None: there is no other log.
        planned: The groups of the study, in its order; with the seed of their draws.
    """

    def __init__(
        self,
        units: CallingUnits,
        here: CallingUnits | None,
        clock: Clock,
        planned: Sequence[PlannedGroup],
        seed: str,
    ) -> None:
        self._logs = (units,) if here is None else (units, here)
        self._clock = clock
        self._planned = planned
        self._seed = seed

    @needs(Right.SUPERVISE)
    def __call__(self, user: User) -> GroupsNow:
        """As they stand now; RuleViolation `no_contact_access`."""
        with ExitStack() as opened:
            units = [opened.enter_context(log()) for log in self._logs]
            kept, facts = units[0].contacts.consents(), _facts(units)
        return _groups(self._planned, self._seed, kept, facts, self._clock.now().date())

    @needs(Right.SUPERVISE)
    def consent(self, user: User, consent_id: str) -> tuple[Consent, Case]:
        """A consent that holds, with the case of its person. RuleViolation: `no_consent`."""
        with ExitStack() as opened:
            units = [opened.enter_context(log()) for log in self._logs]
            withdrawn = _withdrawn(_facts(units))
            for consent in units[0].contacts.consents():
                holds = consent.id not in withdrawn and consent.terms.holds_on(self._clock.now().date())
                if consent.id == consent_id and holds:
                    return consent, units[0].cases.get(consent.case_id)
        raise RuleViolation("no_consent")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact, opened.

    Args:
        group: Blank where it is about none.
        words: What was sealed.
    """

    kind: str
    group: str
    standing: str
    words: str


def _facts(units: Sequence[CallingUnit]) -> tuple[_Fact, ...]:
    """Of all logs, each once, in the order of their times."""
    known: dict[tuple[datetime, str, int], _Fact] = {}
    for unit in units:
        for logged in unit.log.of_groups():
            known[logged.in_time] = _opened(unit, logged)
    return tuple(known[order] for order in sorted(known))


def _opened(unit: CallingUnit, logged: LoggedEvent) -> _Fact:
    payload, kind = logged.event.payload or {}, logged.event.kind
    words = unit.contacts.of_fact(logged, DRAW if kind == DRAWN else CONSENT)
    return _Fact(kind, str(payload.get("group", "")), str(payload.get("standing", "")), words)


def _withdrawn(facts: Sequence[_Fact]) -> frozenset[str]:
    return frozenset(str(json.loads(fact.words)["id"]) for fact in facts if fact.kind == WITHDRAWN)


def _groups(
    planned: Sequence[PlannedGroup], seed: str, kept: Sequence[Consent], facts: Sequence[_Fact], today: date
) -> GroupsNow:
    withdrawn = _withdrawn(facts)
    holding = [consent for consent in kept if consent.id not in withdrawn]
    people = {person.id: person for person in invitees(holding, today)}
    records = _records(planned, facts)
    there = {
        name: record.without([each for each in record.standings if each not in people])
        for name, record in records.items()
    }
    now = GroupsNow(seed, (), people, len(holding) - len(people))
    drawn = GroupsNow(seed, tuple(GroupNow(each, there[each.id], 0, None, None) for each in planned), people, 0)
    return GroupsNow(seed, tuple(_judged(each, drawn) for each in drawn.groups), people, now.expired)


def _judged(group: GroupNow, groups: GroupsNow) -> GroupNow:
    planned, record = group.planned, group.record
    away = groups.elsewhere(planned.id) | {person for person, standing in record.standings.items() if standing in GONE}
    open_to = [person for person in groups.people.values() if person.id not in away]
    by_seats, by_invitations = planned.seated_by, planned.drawn_by
    fitting = sum(map(by_seats.can_take, open_to))
    return GroupNow(planned, record, fitting, by_seats.shortfall(open_to), by_invitations.shortfall(open_to))


def _records(planned: Sequence[PlannedGroup], facts: Sequence[_Fact]) -> dict[str, GroupRecord]:
    """What became of each; of what two stations did against each other without a line the earlier one holds."""
    records = {each.id: GroupRecord(each.id) for each in planned}
    for fact in facts:
        record = records.get(fact.group)
        if record is None:
            continue
        if fact.kind == DRAWN:
            records[fact.group] = record.drawn(draw_of(fact.group, fact.words))
        elif fact.kind == ANSWERED:
            try:
                records[fact.group] = record.answered(json.loads(fact.words)["id"], InvitationStanding(fact.standing))
            except RuleViolation:
                continue
    return records


def draw_text(draw: GroupDraw) -> str:
    """A draw as it stands sealed in its fact."""
    turns = [[turn.id, turn.reason.value, turn.feature] for turn in draw.turns]
    return json.dumps({"seed": draw.seed, "seated": list(draw.seated), "turns": turns}, separators=(",", ":"))


def draw_of(group: str, text: str) -> GroupDraw:
    """The same read again."""
    told = json.loads(text)
    turns = tuple(
        Turn(person, number, SeatReason(reason), feature)
        for number, (person, reason, feature) in enumerate(told["turns"], 1)
    )
    return GroupDraw(group, told["seed"], tuple(told["seated"]), turns)
