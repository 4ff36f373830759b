"""The stored interview and its values, apart from its running state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId

SUSPENDED = "interview_suspended"
"""Disposition of a sitting whose interview goes on later."""


class InterviewState(StrEnum):
    """Where an interview stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    SCREENED_OUT = "screened_out"
    BROKEN_OFF = "broken_off"
    SET_ASIDE = "set_aside"  # its log does not fit the questionnaire; kept, never deleted


ENDED = (InterviewState.COMPLETED, InterviewState.SCREENED_OUT, InterviewState.BROKEN_OFF)


@dataclass(frozen=True, slots=True)
class Interview:
    """The stored interview; its running state is the engine's session."""

    id: InterviewId
    case_id: CaseId
    user_id: UserId
    state: InterviewState
    form_hash: str
    language: str
    started_at: datetime
    screened_at: datetime | None = None
    ended_at: datetime | None = None
    disposition: str | None = None
    quota_status: str = ""
    cell_id: CellId | None = None
    held: bool = False
    place_until: datetime | None = None  # while suspended
    usable: bool = False  # when suspended: enough core questions were answered for a partial interview
    frozen: Mapping[str, str] | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True)
class StoredDatum:
    """A value of the data set: XForms text, or the reason why there is none."""

    variable: str
    text: str
    missing: str | None
