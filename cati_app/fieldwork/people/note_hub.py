"""Writes into the log what concerns the hub of a study: that it keeps the log, and what a supervisor decided there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, Moment, NewEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.decided import Vouched
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

KIND = "hub_enrolled"
ACT, ANSWERED = "hub_act", "hub_act_answered"
"""Facts of what a supervisor decides at the hub, and of its answer."""
SAME_WITHIN = timedelta(minutes=15)


class NoteHub:
    """Done once the hub knows the station."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, hub: str) -> None:
        """Write it.

        Args:
            hub: The hub's id.
        """
        with self._units() as unit:
            moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            unit.log.append([moment.fact(KIND, hub=hub)])
            unit.commit()


class NoteAct:
    """A decision of a supervisor at the hub, before the hub is told: the reason is sealed here, a hub could read it."""

    def __init__(self, units: CallingUnits, clock: Clock, ids: IdSource) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, act: str, subject: str, reason: str) -> str:
        """Write it.

        Args:
            act: What the hub is asked to do.
            subject: With what.

        Returns:
            The id of the act, under which the hub does it once. Decided again before the hub has answered it is the
            same act, unless something else was decided of the subject since, or a quarter of an hour is over.

        Raises:
            RuleViolation: `reason_needed`.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        with self._units() as unit:
            moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            facts = unit.log.since(moment.at - SAME_WITHIN, (ACT, ANSWERED))
            id_ = _unanswered(facts, act, subject) or self._ids.new_id()
            sealed = {"reason": reason.strip()}
            unit.log.append([moment.fact(ACT, contact=sealed, act=act, subject=subject, change=id_)])
            unit.commit()
        return id_

    @needs(Right.SUPERVISE)
    def answered(self, by: Actor, id_: str, vouched: Sequence[Vouched] = ()) -> None:
        """The hub has done it, or said why not.

        Args:
            vouched: What it vouches for, to be shown to it should it come back from a copy.
        """
        with self._units() as unit:
            moment = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
            unit.log.append([answer_fact(moment, id_, vouched)])
            unit.commit()


def answer_fact(now: Moment, id_: str, vouched: Sequence[Vouched]) -> NewEvent:
    """That the hub has answered, and what it vouches for."""
    if not vouched:
        return now.fact(ANSWERED, change=id_)
    return now.fact(ANSWERED, change=id_, vouched=[[each.text, each.mac] for each in vouched])


class ReadVouched:
    """What the hub has vouched for at this station, in the order in which it was decided."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> Sequence[Vouched]:
        """Everything, of whatever life of the hub."""
        with self._units() as unit:
            facts = [logged.event.payload or {} for logged in unit.log.of_kind(ANSWERED)]
        told = [each for fact in facts if isinstance(pairs := fact.get("vouched"), list) for each in pairs]
        return [Vouched(str(text), str(mac)) for text, mac in told]


def _unanswered(facts: Sequence[LoggedEvent], act: str, subject: str) -> str | None:
    """Id of the act, where it is the last that was decided of the subject, and has no answer."""
    told = [(fact.event.kind, fact.event.payload or {}) for fact in facts]
    answered = {payload.get("change") for kind, payload in told if kind == ANSWERED}
    last = next((each for kind, each in reversed(told) if kind == ACT and each.get("subject") == subject), {})
    id_ = last.get("change")
    return id_ if last.get("act") == act and id_ not in answered and isinstance(id_, str) else None
