"""What an interviewer can give as the result of a call, and what follows from it for the case."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.domain.outcomes.dispositions import RetryDelay, disposition
from cati_app.values import dataclass


class Limit(StrEnum):
    """A limit of contact attempts that leaves no call."""

    IN_ALL = "limit_reached"
    A_DAY = "day_limit_reached"


@dataclass(frozen=True, slots=True)
class RetryRules:
    """Delays until a case is due again, and the limits of a study."""

    busy_min: int
    no_answer_min: int
    machine_min: int
    line_problem_min: int
    soft_refusal_days: int
    contact_min: int
    max_attempts: int
    max_attempts_per_day: int
    busy_in_session: int = 3

    def are_used_up(self, dials: int) -> bool:
        """Whether so many contact attempts in all leave none."""
        return dials >= self.max_attempts

    def are_spent(self, today: int) -> bool:
        """Whether so many contact attempts on a local day leave none on it."""
        return today >= self.max_attempts_per_day

    def forbids(self, dials: int, today: int) -> Limit | None:
        """The limit that forbids one more call; None where there is none.

        Args:
            dials: Contact attempts in all.
            today: Of them on the local day.
        """
        if self.are_used_up(dials):
            return Limit.IN_ALL
        return Limit.A_DAY if self.are_spent(today) else None

    def most(self, limit: Limit) -> int:
        """How many contact attempts a limit allows."""
        return self.max_attempts if limit is Limit.IN_ALL else self.max_attempts_per_day

    def delay(self, name: str) -> timedelta:
        """Time until the next attempt after an interim result.

        Raises:
            ValueError: after that result there is none.
        """
        retry = disposition(name).retry
        if retry is None:
            raise ValueError(f"{name} is no interim result")
        if retry is RetryDelay.SOFT_REFUSAL:
            return timedelta(days=self.soft_refusal_days)
        minutes = {
            RetryDelay.AT_ONCE: 0,
            RetryDelay.BUSY: self.busy_min,
            RetryDelay.NO_ANSWER: self.no_answer_min,
            RetryDelay.MACHINE: self.machine_min,
            RetryDelay.LINE_PROBLEM: self.line_problem_min,
            RetryDelay.CONTACT: self.contact_min,
        }
        return timedelta(minutes=minutes[retry])


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a result does to its case: closed, or due again."""

    disposition: str
    due_at: datetime | None  # None when closed

    @property
    def closes(self) -> bool:
        """True when nobody calls the case again."""
        return self.due_at is None
