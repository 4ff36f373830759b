"""What interviewers are called in files, and beside what nobody is called anything.

A pseudonym beside what a conversation came to makes every file a figure of one person: whoever has it counts refusals.
So it stands beside complete interviews that count alone, where effects of interviewers on answers are computed, and
beside anything else only of days that two people have opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from cati_app.domain.clock import Clock
from cati_app.domain.ids import UserId
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.fieldwork.people.openings import Openings, entries
from cati_app.fieldwork.rules import StudyRules


class Pseudonyms:
    """As they are at the time of an export.

    Args:
        called: A person's pseudonym, by number.
        kept: So long after a conversation anything tells who held it.
        openings: Of the whole study.
    """

    def __init__(
        self, called: Callable[[int], str], clock: Clock, rules: StudyRules, kept: timedelta, openings: Openings
    ) -> None:
        self._called = called
        self._clock = clock
        self._rules = rules
        self._kept = kept
        self._openings = openings

    def now(self) -> PseudonymsNow:
        """By what is open now; reads the logs, so no other transaction is open."""
        now = self._clock.now()
        told = entries(self._openings)
        opened = [entry.opened for entry in told if not entry.closed and entry.opened.is_open(now)]
        return PseudonymsNow(self._called, now - self._kept, opened, lambda at: self._rules.calendar.local(at).date())


class PseudonymsNow:
    """Pseudonyms for the rows of a file; blank where none may stand.

    Args:
        called: A person's pseudonym, by number.
        since: Of conversations before nothing tells who held them, aware UTC.
        opened: What can be looked at of single persons.
        day: Of a time on the clock of the study.
    """

    def __init__(
        self,
        called: Callable[[int], str],
        since: datetime,
        opened: Sequence[OpenedFigures],
        day: Callable[[datetime], date],
    ) -> None:
        self._called = cache(called)
        self._since = since
        self._opened = opened
        self._day = day

    def of_interview(self, number: int | None, user: str, at: datetime, *, counts: bool) -> str:
        """Beside an interview.

        Args:
            number: Of the person; None: nobody is known.
            user: The id of that person.
            at: When it began, aware UTC.
            counts: Whether it is complete and counts; what others came to is not told of one person.
        """
        if counts:
            return self._told(number, at)
        return self.of_result(number, user, at)

    def of_result(self, number: int | None, user: str, at: datetime) -> str:
        """Beside what a call came to."""
        if not self._opened:
            return ""
        day = self._day(at)
        is_open = any(opened.covers(UserId(user), day) for opened in self._opened)
        return self._told(number, at) if is_open else ""

    def _told(self, number: int | None, at: datetime) -> str:
        return "" if number is None or at < self._since else self._called(number)
