"""Opens figures of one person for a while, or of each under an agreement; a fact, told to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import meant
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.rights import Right
from cati_app.domain.people.team_messages import ALL, ONE, PEOPLE_AT_MOST, Envelope, checked_text
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.people.openings import CLOSED, OPENED, REASON, OpenedEntry, Openings, entries
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules

_LONGEST_REASON = 500
_ENDED_AT_ONCE = 100
"""In one fact."""

Telling = Callable[[OpenedFigures, User | None], str]
"""Words for whom it concerns; the person, or None for everybody."""


class OpenFigures:
    """Two people open them, one of them a supervisor; whom it concerns reads of it between two calls.

    Each verb raises RuleViolation: `wrong_second_login`, `two_people_needed`.

    Args:
        openings: Of the whole study.
    """

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules, openings: Openings) -> None:
        self._units = units
        self._openings = openings
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def of_person(
        self, by: User, second: User | None, login: str, days: tuple[date, date], reason: str, tell: Telling
    ) -> OpenedFigures:
        """Of one interviewer.

        Args:
            second: Who signed in beside; None: name or password were wrong.
            days: First and last day of work.

        Raises:
            RuleViolation: `reason_needed`, `text_too_long`, `no_such_person`, `own_figures`, `figures_period`.
        """
        people = _two(by, second)
        words = _words(reason, "reason_needed")
        now = moment(self._clock, by)
        with self._units() as unit:
            person = _interviewer(unit, login)
            opened = OpenedFigures.of_person(person.id, people, now.at, days, self._today())
            unit.log.append([now.fact(OPENED, None, None, {REASON: words}, **_payload(opened))])
            self._tell(unit, opened, (person.id,), ONE, tell(opened, person))
            unit.commit()
        return opened

    @needs(Right.SUPERVISE)
    def of_everybody(
        self, by: User, second: User | None, agreement: str, agreed_on: date, tell: Telling
    ) -> OpenedFigures:
        """Of each person, from tomorrow on. RuleViolation: `agreement_needed`.

        Args:
            second: Who signed in beside; None: name or password were wrong.
            agreement: Its name.
        """
        people = _two(by, second)
        words = _words(agreement, "agreement_needed")
        now = moment(self._clock, by)
        with self._units() as unit:
            opened = OpenedFigures.of_everybody(people, now.at, agreed_on, self._today())
            unit.log.append([now.fact(OPENED, None, None, {REASON: words}, **_payload(opened))])
            team = [user.id for user in unit.people.all() if user.active and user.role is Role.INTERVIEWER]
            self._tell(unit, opened, tuple(team), ALL, tell(opened, None))
            unit.commit()
        return opened

    @needs(Right.SUPERVISE)
    def close(self, by: User) -> int:
        """Nobody looks at figures of single people any more; what was open is ended. One person alone may do that.

        Returns:
            How many were open.
        """
        now = moment(self._clock, by)
        open_ = [entry.name for entry in entries(self._openings) if not entry.closed and entry.opened.is_open(now.at)]
        parts = [open_[first : first + _ENDED_AT_ONCE] for first in range(0, len(open_), _ENDED_AT_ONCE)]
        if parts:
            with self._units() as unit:
                unit.log.append([now.fact(CLOSED, ends=part) for part in parts])
                unit.commit()
        return len(open_)

    def _today(self) -> date:
        return self._rules.calendar.local(self._clock.now()).date()

    def _tell(
        self, unit: CallingUnit, opened: OpenedFigures, people: tuple[UserId, ...], addressed: str, text: str
    ) -> None:
        """Each of them; nobody is left out because one message goes to so many at most."""
        for first in range(0, len(people), PEOPLE_AT_MOST):
            id_ = f"figures-{opened.at:%Y%m%d%H%M%S%f}-{first}"
            some = people[first : first + PEOPLE_AT_MOST]
            unit.team_messages.send(Envelope(id_, opened.at, opened.by, addressed, some), checked_text(text))


class ReadOpenedFigures:
    """What was opened, for whom it concerns and for the staff's representatives."""

    def __init__(self, openings: Openings) -> None:
        self._openings = openings

    @needs(Right.READ_FIGURES)
    def all(self, by: Actor) -> Sequence[OpenedEntry]:
        """Everything that was ever opened, oldest first."""
        return entries(self._openings)

    @needs(Right.CALL)
    def own(self, by: User) -> Sequence[OpenedEntry]:
        """What was opened of the person who asks, for however long ago."""
        return tuple(entry for entry in entries(self._openings) if entry.opened.of in (None, by.id))


def _payload(opened: OpenedFigures) -> dict[str, object]:
    facts: dict[str, object] = {"second": opened.second, "first_day": opened.first_day.isoformat()}
    if opened.of is not None and opened.last_day is not None:
        return {**facts, "of": opened.of, "last_day": opened.last_day.isoformat()}
    assert opened.agreed_on is not None
    return {**facts, "agreed_on": opened.agreed_on.isoformat()}


def _words(text: str, code: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise RuleViolation(code)
    if len(words) > _LONGEST_REASON:
        raise RuleViolation("text_too_long", most=_LONGEST_REASON)
    return words


def _two(by: User, second: User | None) -> tuple[UserId, UserId]:
    if second is None:
        raise RuleViolation("wrong_second_login")
    if second.id == by.id:
        raise RuleViolation("two_people_needed")
    return by.id, second.id


def _interviewer(unit: CallingUnit, login: str) -> User:
    user = meant(unit.people.all(), login)
    if user is None or user.role is not Role.INTERVIEWER:
        raise RuleViolation("no_such_person")
    return user
