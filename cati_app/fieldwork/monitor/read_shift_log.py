"""What happened in a shift, as the log has it: settings, cells, sign-ins as counts, what left the house, and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.casework.watch_facts import RESTED
from cati_app.domain.clock import Clock
from cati_app.domain.events import LoggedEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering_facts import ASKED, CHANGES
from cati_app.fieldwork.monitor.change_settings import (
    NOTE,
    REASON,
    SETTING_CHANGED,
    SETTING_UNDONE,
    SHIFT_NOTED,
    ChangedValue,
    made_change,
)
from cati_app.fieldwork.monitor.rest_alerts import RAISED as ALERT_RAISED
from cati_app.fieldwork.monitor.shift_cases import (
    OF_CASES,
    VERDICTS,
    CaseDone,
    asked_of,
    case_done,
    told_once,
)
from cati_app.fieldwork.people.note_hub import ACT
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.quota.passing import SHARE_PASSED, TARGET_PASSED
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

SIGNED_IN, SIGN_IN_FAILED, EXPORTED, BACKED_UP, RULES = (
    *("signed_in", "sign_in_failed", "data_exported", "backup_begun"),
    "rules_in_force",
)
ALERTS = (ALERT_RAISED, RESTED)
SAMPLE_IN, SAMPLE_DRAWN, SAMPLE_OUT = "sample_imported", "sample_generated", "sample_released"
PERSON_ADDED, PERSON_CHANGED, PERSON_LEFT, NEW_PASSWORD = (
    *("person_added", "person_changed", "person_deactivated"),
    "password_reset",
)
_COUNTED = {SAMPLE_IN: "added", SAMPLE_DRAWN: "added", SAMPLE_OUT: "cases"}
"""What the fact counts."""
_OF_PEOPLE = (PERSON_ADDED, PERSON_CHANGED, PERSON_LEFT, NEW_PASSWORD)
_SAME_ALERT = timedelta(minutes=15)
"""Boards of several supervisors raise an alert within that of one another: it is told once."""
_OF_CELLS = frozenset(f"{kind}{asked}" for kind in CHANGES for asked in ("", ASKED))
_KINDS = frozenset(
    {
        SETTING_CHANGED,
        SETTING_UNDONE,
        SHIFT_NOTED,
        SIGNED_IN,
        SIGN_IN_FAILED,
        EXPORTED,
        BACKED_UP,
        RULES,
        *ALERTS,
        *_OF_CELLS,
        *_COUNTED,
        *_OF_PEOPLE,
        TARGET_PASSED,
        SHARE_PASSED,
        *OF_CASES,
        ACT,
    }
)


@dataclass(frozen=True, slots=True)
class ShiftEntry:
    """One thing that happened.

    Args:
        kind: Of its fact.
        by: A supervisor or analyst; None: nobody in particular, or an interviewer, who is counted and not named.
        cell: Of a change of a cell, with the `target` then and `before`.
        values: Of a change of settings.
        text: Reason or note; blank: none.
        alert: Which alert, with its `subject` and `figure`; blank: none.
        until: Of an alert that rests.
        done: With a case.
        count: Cases that came in or were released, or numbers drawn; None: it is of nothing that is counted.
        of: Whom a change of people is about.
    """

    at: datetime  # aware UTC
    kind: str
    by: User | None = None
    cell: str = ""
    target: int | None = None
    before: int | None = None
    values: tuple[ChangedValue, ...] = ()
    version: str = ""
    text: str = ""
    alert: str = ""
    subject: str = ""
    figure: float = 0.0
    until: datetime | None = None
    done: CaseDone | None = None
    count: int | None = None
    of: User | None = None


@dataclass(frozen=True, slots=True)
class ShiftLog:
    """A day's entries, the oldest first.

    Args:
        since: Midnight on the study's clock, as aware UTC.
        sign_ins: By role.
        failed: Sign-ins with a wrong password.
    """

    since: datetime
    entries: tuple[ShiftEntry, ...]
    sign_ins: tuple[tuple[Role, int], ...] = ()
    failed: int = 0


_Reasons = dict[object, list[tuple[datetime, str]]]
"""When which reason was given, by what it was given for."""


class ReadShiftLog:
    """The log since midnight on the study's clock."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, by: User) -> ShiftLog:
        """Of today; interviewers are counted and not named (works-council mode)."""
        since = self._rules.calendar.day_around(self._clock.now())[0]
        with self._units() as unit:
            people: dict[str, User] = {person.id: person for person in unit.people.all()}
            facts = unit.log.since(since, _KINDS)
            entries = [
                _entry(unit, logged, people)
                for logged in told_once(_once(facts), frozenset(_COUNTED))
                if _is_told(logged)
            ]
            reasons: _Reasons = {}
            for logged in facts:
                if (change := _asked(logged)) is not None and f"{REASON}_sealed" in (logged.event.payload or {}):
                    given = logged.event.at, unit.contacts.of_fact(logged, REASON)
                    reasons.setdefault(change, []).append(given)
        roles = Counter(
            people[by_id].role
            for logged in facts
            if logged.event.kind == SIGNED_IN and (by_id := logged.event.user_id or "") in people
        )
        failed = sum(logged.event.kind == SIGN_IN_FAILED for logged in facts)
        told_again = [_with_reason(entry, change, reasons) for change, entry in entries]
        return ShiftLog(since, tuple(told_again), tuple(sorted(roles.items())), failed)


def _is_told(logged: LoggedEvent) -> bool:
    kind, told = logged.event.kind, logged.event.payload or {}
    if kind in (TARGET_PASSED, SHARE_PASSED):  # the first interview above it, not each of them
        limit = told.get("target", told.get("share"))
        return isinstance(limit, int) and told.get("taken") == limit + 1
    return kind not in (SIGNED_IN, SIGN_IN_FAILED, ACT) and not kind.endswith(ASKED)


def _asked(logged: LoggedEvent) -> object:
    """What a station asked a hub for, by what its outcome is known; None: it is no such fact."""
    kind, told = logged.event.kind, logged.event.payload or {}
    if kind == ACT:
        return asked_of(told)
    return told.get("change") if kind.endswith(ASKED) else None


def _once(facts: Iterable[LoggedEvent]) -> Iterator[LoggedEvent]:
    """Without alerts that another board raised as well, or that were told a moment ago; `facts` by time."""
    last: dict[tuple[object, object], datetime] = {}
    for logged in facts:
        told = logged.event.payload or {}
        key = told.get("alert"), told.get("subject")
        if logged.event.kind == ALERT_RAISED:
            if key in last and logged.event.at - last[key] < _SAME_ALERT:
                continue
            last[key] = logged.event.at
        yield logged


def _entry(unit: CallingUnit, logged: LoggedEvent, people: dict[str, User]) -> tuple[object, ShiftEntry]:
    event, told = logged.event, logged.event.payload or {}
    person = people.get(event.user_id or "")
    named = person if person is not None and person.role is not Role.INTERVIEWER else None
    if event.kind in (SETTING_CHANGED, SETTING_UNDONE):
        change = made_change(unit, logged).change
        text = unit.contacts.of_fact(logged, REASON) if f"{REASON}_sealed" in told else ""
        return None, ShiftEntry(event.at, event.kind, named, values=change.values, version=change.version, text=text)
    if event.kind == SHIFT_NOTED:
        return None, ShiftEntry(event.at, event.kind, named, text=unit.contacts.of_fact(logged, NOTE))
    if event.kind in ALERTS:
        return None, _alert_entry(unit, logged, named)
    if event.kind in OF_CASES:
        text = unit.contacts.of_fact(logged, REASON) if f"{REASON}_sealed" in told else ""
        known = (event.kind, event.case_id) if event.kind in VERDICTS else None
        return known, ShiftEntry(event.at, event.kind, named, text=text, done=case_done(unit, logged))
    if event.kind in _COUNTED:
        count = told.get(_COUNTED[event.kind])
        return None, ShiftEntry(event.at, event.kind, named, count=count if isinstance(count, int) else None)
    if event.kind in _OF_PEOPLE:
        return None, ShiftEntry(event.at, event.kind, named, of=people.get(str(told.get("person", ""))))
    if event.kind not in (*CHANGES, TARGET_PASSED, SHARE_PASSED):
        return None, ShiftEntry(event.at, event.kind, named)
    target, before = told.get("target", told.get("share")), told.get("before")
    return told.get("change"), ShiftEntry(
        event.at,
        event.kind,
        named,
        str(told.get("cell", UNCLASSIFIED)),
        target if isinstance(target, int) else None,
        before if isinstance(before, int) else None,
        text=unit.contacts.of_fact(logged, REASON) if f"{REASON}_sealed" in told else "",
    )


def _alert_entry(unit: CallingUnit, logged: LoggedEvent, named: User | None) -> ShiftEntry:
    event, told = logged.event, logged.event.payload or {}
    is_rest = event.kind == RESTED
    return ShiftEntry(
        event.at,
        event.kind,
        named if is_rest else None,
        text=unit.contacts.of_fact(logged, REASON) if is_rest else "",
        alert=str(told["alert"]),
        subject=str(told["subject"]),
        figure=float(str(told.get("figure", 0))),
        until=datetime.fromisoformat(str(told["until"])) if is_rest else None,
    )


def _with_reason(entry: ShiftEntry, change: object, reasons: _Reasons) -> ShiftEntry:
    """At a hub the reason stands in the log of the station where it was given, the last one before the act."""
    if entry.text or change not in reasons:
        return entry
    given = [text for at, text in reasons[change] if at <= entry.at]
    return replace(entry, text=given[-1] if given else reasons[change][0][1])
