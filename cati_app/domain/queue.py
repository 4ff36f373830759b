"""Which case is called next: appointments due, then fewest attempts, then the number of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Because(StrEnum):
    """Why a case came up."""

    RESUME = "resume"
    FIRM_APPOINTMENT = "firm_appointment"
    SOFT_APPOINTMENT = "soft_appointment"
    NEVER_CALLED = "never_called"
    FEWEST_ATTEMPTS = "fewest_attempts"


class Waits(StrEnum):
    """Why an open case cannot be called now."""

    NOT_DUE = "not_due"
    LOCKED = "locked"
    DAY_LIMIT = "day_limit"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to call: how many open cases wait for which reason, and when the next one can be called."""

    waiting: Mapping[Waits, int]
    next_at: datetime | None
    open_cases: int
