"""Alerts put to rest for everybody, with a reason, and alerts that were raised: facts of the log.

A rest comes to all stations with the log, survives a hub that came back from a copy, and ends by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from cati_app.domain.casework.alerts import AlertKey, AlertKind, AlertReading
from cati_app.domain.casework.watch_facts import RESTED
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

RAISED = "alert_raised"
REASON = "reason"
LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AlertRest:
    """An alert is not told until then.

    Args:
        until: Aware UTC.
        reason: Blank where it cannot be opened here.
    """

    until: datetime
    reason: str


class RestAlerts:
    """For supervisors.

    Args:
        whole: Where the facts of all stations are read.
    """

    def __init__(self, units: CallingUnits, whole: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, key: AlertKey, until: datetime, reason: str) -> None:
        """It is told again from `until` on, if it is true then. A later rest of the same alert takes its place.

        Raises:
            RuleViolation: `reason_needed`; `rest_impossible` for a time that has passed or is further than `LONGEST`.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        now = moment(self._clock, user)
        if not now.at < until <= now.at + LONGEST:
            raise RuleViolation("rest_impossible", days=LONGEST.days)
        kind, subject = key
        why, ends = {REASON: reason.strip()}, until.astimezone(UTC).isoformat()
        fact = now.fact(RESTED, contact=why, alert=kind.value, subject=subject, until=ends)
        with self._units() as unit:
            unit.log.append([fact])
            unit.commit()

    @needs(Right.SUPERVISE)
    def now(self, user: User) -> Mapping[AlertKey, AlertRest]:
        """What rests now."""
        with self._whole() as unit:
            facts = [logged for logged in unit.log.of_watch() if logged.event.kind == RESTED]
            last: dict[AlertKey, AlertRest] = {}
            for logged in sorted(facts, key=lambda each: each.event.at):
                told = logged.event.payload or {}
                key = AlertKind(str(told["alert"])), str(told["subject"])
                until = datetime.fromisoformat(str(told["until"]))
                if until > self._clock.now():
                    last[key] = AlertRest(until, unit.contacts.of_fact(logged, REASON))
                else:
                    last.pop(key, None)
        return last

    @needs(Right.SUPERVISE)
    def note_raised(self, user: User, reading: AlertReading) -> None:
        """It was raised on the board of this person; several boards note it each, and the shift log tells it once."""
        figure = round(reading.figure, 3)
        fact = moment(self._clock, user).fact(RAISED, alert=reading.kind.value, subject=reading.subject, figure=figure)
        with self._units() as unit:
            unit.log.append([fact])
            unit.commit()
