"""Thresholds of alerts (`alerts` in study.yaml); texts of the fields are the help an editor shows."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field, model_validator

from cati_app.domain.casework.alert_limits import DEFAULT_LIMITS, AlertLimits
from cati_app.domain.phrases import Phrase
from cati_app.study.part import StrictSettings

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class AlertSettings(StrictSettings):
    """When the board warns. An alert is raised when it is true twice, and gone at 80 % of its threshold."""

    late_warn: float = Field(
        default=DEFAULT_LIMITS.late_warns,
        ge=0.05,
        le=1,
        description="Chance of a cell being full after the end of field; from the third day of the field on.",
    )
    late_bad: float = Field(default=DEFAULT_LIMITS.late_is_bad, ge=0.05, le=1, description="From this chance on bad.")
    spare_numbers: float = Field(
        default=DEFAULT_LIMITS.spare_numbers,
        ge=0.1,
        le=20,
        description="Numbers free for each dial of the next two days of work; fewer run dry.",
    )
    full_share: float = Field(
        default=DEFAULT_LIMITS.full_share, ge=0.05, le=1, description="So many of the last 50 screened met full cells."
    )
    appointment_late_min: int = Field(
        default=round(DEFAULT_LIMITS.appointment_late / _MINUTE),
        ge=1,
        le=240,
        description="Minutes after its time at which a firm appointment is late.",
    )
    idle_min: int = Field(
        default=round(DEFAULT_LIMITS.idle / _MINUTE),
        ge=1,
        le=120,
        description="Minutes for which somebody at work has had nothing to call.",
    )
    longer_by: float = Field(
        default=DEFAULT_LIMITS.longer_by,
        ge=1,
        le=3,
        description="Median of the last 20 interviews by the length that people are told.",
    )
    unclassified: float = Field(
        default=DEFAULT_LIMITS.unclassified_share,
        ge=0.1,
        le=1,
        description="So much of the share without a cell that the study expects.",
    )
    break_offs: int = Field(
        default=DEFAULT_LIMITS.break_offs,
        ge=2,
        le=100,
        description="Break-offs at one question, and more than its time in the interview explains.",
    )
    silent_hours: int = Field(
        default=round(DEFAULT_LIMITS.silent / _HOUR),
        ge=1,
        le=720,
        description="Hours without a word of a station that has cases; for studies at a hub.",
    )
    reviews: int = Field(
        default=DEFAULT_LIMITS.reviews, ge=1, le=1000, description="More interviews than that wait for review."
    )
    review_days: int = Field(
        default=DEFAULT_LIMITS.review_waits // _DAY, ge=1, le=60, description="Days for which one waits for review."
    )

    @model_validator(mode="after")
    def _ordered(self) -> AlertSettings:
        if self.late_bad < self.late_warn:
            raise ValueError(Phrase("late_bad must not be less than late_warn"))
        return self


def alert_limits(settings: AlertSettings) -> AlertLimits:
    """As the domain needs them."""
    return AlertLimits(
        late_warns=settings.late_warn,
        late_is_bad=settings.late_bad,
        spare_numbers=settings.spare_numbers,
        full_share=settings.full_share,
        appointment_late=settings.appointment_late_min * _MINUTE,
        idle=settings.idle_min * _MINUTE,
        longer_by=settings.longer_by,
        unclassified_share=settings.unclassified,
        break_offs=settings.break_offs,
        silent=settings.silent_hours * _HOUR,
        reviews=settings.reviews,
        review_waits=settings.review_days * _DAY,
    )
