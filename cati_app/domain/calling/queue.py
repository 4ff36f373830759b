"""Why a case is called next, and why others wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from cati_app.domain.ids import CaseId, UserId
from cati_app.values import dataclass


class Because(StrEnum):
    """Why a case came up."""

    RESUME = "resume"
    RANG_BACK = "rang_back"
    FIRM_APPOINTMENT = "firm_appointment"
    SOFT_APPOINTMENT = "soft_appointment"
    NEVER_CALLED = "never_called"
    FEWEST_ATTEMPTS = "fewest_attempts"
    LATE_APPOINTMENT = "late_appointment"
    LAGGING_CELL = "lagging_cell"
    DAY_PART = "day_part"
    CONVERSION = "conversion"


class Waits(StrEnum):
    """Why an open case cannot be called now."""

    NOT_DUE = "not_due"
    LOCKED = "locked"
    DAY_LIMIT = "day_limit"
    OUTSIDE_HOURS = "outside_hours"
    REFUSAL_REST = "refusal_rest"
    APPOINTMENT = "appointment"
    OTHER_LANGUAGE = "other_language"
    OTHER_SKILL = "other_skill"
    OTHER_PERSON = "other_person"
    CELL_FULL = "cell_full"


@dataclass(frozen=True, slots=True)
class Route:
    """What a case needs of the person who calls it; blank: nothing special."""

    locality: str = ""  # `Zone|STATE` of the respondent, blank: the study's
    language: str = ""
    skill: str = ""
    cell: str = ""  # quota cell as far as the sample tells it, with `*` for what it does not


@dataclass(frozen=True, slots=True)
class DueCase:
    """The first due case of what a person may call."""

    case_id: CaseId
    attempts: int
    skill: str
    lagging: bool
    best_part: bool  # no other part of the week would suit the case better


@dataclass(frozen=True, slots=True)
class DueAppointment:
    """An open appointment, with what its case needs of the person who calls."""

    case_id: CaseId
    route: Route
    at: datetime
    firm: bool
    owner: UserId | None
    resumes: bool  # an interrupted interview goes on


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to call: how many open cases wait for which reason, and when the next one can be called.

    Args:
        asked: False: nobody looked for a case, as after one was given back.
    """

    waiting: Mapping[Waits, int]
    next_at: datetime | None
    open_cases: int
    asked: bool = True


NOT_ASKED = Nothing({}, None, 0, asked=False)
"""No case in hand, and none was looked for."""
