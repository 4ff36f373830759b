"""A supervisor changes settings of the study, takes that back, and writes notes: facts of the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

SETTING_CHANGED, SETTING_UNDONE, SHIFT_NOTED = "setting_changed", "setting_change_undone", "shift_noted"
"""Kinds of facts."""
REASON, VALUES, NOTE = "reason", "values", "note"
"""Names of what a fact keeps sealed."""
UNDO_FOR = timedelta(minutes=10)
"""So long the last change can be taken back, unless the same setting is changed before."""
LONGEST_NOTE = 2_000
"""Characters of a reason or a note."""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A setting before and after, as it is typed; None: it did not stand in the file."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Settings that change together.

    Args:
        id: Made where it is decided; the same change told twice is one fact.
        version: Of the study from then on.
        undoes: Id of the change that is taken back.
    """

    id: str
    values: tuple[ChangedValue, ...]
    version: str
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class MadeChange:
    """A change as the log has it."""

    change: SettingsChange
    at: datetime  # aware UTC
    by: str | None  # id of the person

    @property
    def until(self) -> datetime:
        """When it can no longer be taken back."""
        return self.at + UNDO_FOR


class ChangeSettings:
    """The fact first, the file last: neither is there without the other, unless the program is killed between them."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(
        self, user: User, change: SettingsChange, reason: str, write: Callable[[], Callable[[], None]]
    ) -> ChangeSet:
        """Make a change; one that is made already is made once.

        Args:
            reason: Why; stored sealed, as are the values. What is taken back needs none.
            write: Writes the file; gives what puts the former one back.

        Raises:
            RuleViolation: `reason_needed`, `text_too_long`.
        """
        if not change.undoes and not reason.strip():
            raise RuleViolation("reason_needed")
        _check_length(reason)
        now, committed = moment(self._clock, user), False
        told = {VALUES: json.dumps([[v.name, v.before, v.after] for v in change.values], ensure_ascii=False)}
        told |= {REASON: reason.strip()} if reason.strip() else {}
        kind = SETTING_UNDONE if change.undoes else SETTING_CHANGED
        extra = {"undoes": change.undoes} if change.undoes else {}
        names = [value.name for value in change.values]
        with self._units() as unit:
            if any(change.id == known.change.id for known in _made(unit, now.at - UNDO_FOR)):
                return frozenset()
            fact = now.fact(kind, None, None, told, change=change.id, names=names, version=change.version, **extra)
            unit.log.append([fact])
            put_back = write()
            try:
                unit.commit()
                committed = True
            finally:
                if not committed:
                    put_back()
        return frozenset({Topic.QUOTA, Topic.CASES})


class ReadSettingsChanges:
    """What was changed of the settings in the last minutes."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: User) -> MadeChange | None:
        """The last change of this person that can be taken back; None: there is none."""
        with self._units() as unit:
            made = _made(unit, self._clock.now() - UNDO_FOR)
        undone = {known.change.undoes for known in made}
        later: set[str] = set()
        for known in reversed(made):
            names = {value.name for value in known.change.values}
            is_last = not names & later
            later |= names
            if known.by == by.id and not known.change.undoes and known.change.id not in undone and is_last:
                return known
        return None


class NoteShift:
    """A supervisor's own words in the shift log."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, note: str) -> None:
        """Stored sealed, as other notes are. RuleViolation: `note_needed`, `text_too_long`."""
        if not note.strip():
            raise RuleViolation("note_needed")
        _check_length(note)
        with self._units() as unit:
            unit.log.append([moment(self._clock, user).fact(SHIFT_NOTED, None, None, {NOTE: note.strip()})])
            unit.commit()


def read_values(text: str) -> tuple[ChangedValue, ...]:
    """The values of a fact, as they were sealed."""
    return tuple(ChangedValue(name, before, after) for name, before, after in json.loads(text or "[]"))


def made_change(unit: CallingUnit, logged: LoggedEvent) -> MadeChange:
    """A change as a fact tells it."""
    told = logged.event.payload or {}
    values = read_values(unit.contacts.of_fact(logged, VALUES))
    undoes, version = told.get("undoes", ""), told.get("version", "")
    return MadeChange(
        SettingsChange(str(told["change"]), values, str(version), str(undoes)), logged.event.at, logged.event.user_id
    )


def _made(unit: CallingUnit, since: datetime) -> Sequence[MadeChange]:
    facts = unit.log.since(since, (SETTING_CHANGED, SETTING_UNDONE))
    return [made_change(unit, logged) for logged in facts]


def _check_length(text: str) -> None:
    if len(text) > LONGEST_NOTE:
        raise RuleViolation("text_too_long", most=LONGEST_NOTE)
