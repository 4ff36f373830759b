"""From when on the board warns: what a study sets, and what holds where it sets nothing."""

from __future__ import annotations

from datetime import timedelta

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """Thresholds of alerts; defaults of the design.

    Args:
        late_warns, late_is_bad: Chance of a cell being full after the end of field.
        spare_numbers: Numbers free for each dial of the next two days of work, below which the sample runs dry.
        full_share: Of the last fifty screened persons, who met a full cell.
        appointment_late: After its time a firm appointment is late.
        idle: With nothing to call a seat is idle.
        longer_by: Factor on the length that people are told.
        unclassified_share: Of the interviews without a cell that are expected.
        break_offs: At one question, below which it is not judged.
        silent: After that a station at a hub is silent.
        reviews, review_waits: Interviews waiting for review, and how long one of them.
    """

    late_warns: float = 0.5
    late_is_bad: float = 0.9
    spare_numbers: float = 1.2
    full_share: float = 0.4
    appointment_late: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(minutes=3)
    longer_by: float = 1.15
    unclassified_share: float = 0.8
    break_offs: int = 5
    silent: timedelta = timedelta(hours=24)
    reviews: int = 20
    review_waits: timedelta = timedelta(days=2)


DEFAULT_LIMITS = AlertLimits()
