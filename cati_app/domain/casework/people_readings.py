"""What alerts are read from besides the calls: seats, stations, break-offs at a question, interviews to be reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import sqrt

from cati_app.domain.casework.alert_limits import DEFAULT_LIMITS, AlertLimits
from cati_app.domain.casework.alert_readings import Z_995
from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.casework.interview_quality import WaitingReview
from cati_app.domain.people.seats import Activity, SeatNow

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def idle_seats(seats: Iterable[SeatNow], now: datetime, limits: AlertLimits = DEFAULT_LIMITS) -> Iterator[AlertReading]:
    """The longest time, in minutes, for which somebody at work has had nothing to call; who it is, is not told."""
    waits = [
        now - each.seat.since
        for each in seats
        if each.seat.activity is Activity.NOTHING and each.seat.since is not None
    ]
    longest = max(waits, default=timedelta())
    minutes, limit = longest / _MINUTE, limits.idle / _MINUTE
    yield AlertReading(AlertKind.IDLE_SEAT, minutes, limit, minutes / limit)


def silent_stations(
    waited_for: Iterable[tuple[str, timedelta]], limits: AlertLimits = DEFAULT_LIMITS
) -> Iterator[AlertReading]:
    """Each station that somebody waits for, by the hours since it was heard."""
    for device, silent in waited_for:
        hours, limit = silent / _HOUR, limits.silent / _HOUR
        yield AlertReading(AlertKind.SILENT_STATION, hours, limit, hours / limit, device, is_bad=True)


def driving_away(
    break_offs: Mapping[str, int], times_ms: Mapping[str, int], limits: AlertLimits = DEFAULT_LIMITS
) -> Iterator[AlertReading]:
    """Questions at which more people leave than the time they take explains: beyond 99.5 % of what it lets expect.

    Args:
        break_offs: By the reference of the question that was asked last.
        times_ms: Active time on each question in all complete interviews.

    Source: break-offs spread over the time of an interview, binomial with a normal limit; our choice.
    """
    left, whole = sum(break_offs.values()), sum(times_ms.values())
    if whole <= 0:
        return
    for ref, count in break_offs.items():
        share = times_ms.get(ref, 0) / whole
        limit = left * share + Z_995 * sqrt(left * share * (1 - share))
        if count >= limits.break_offs:
            yield AlertReading(AlertKind.DRIVES_AWAY, count, limit, count / max(limit, 0.5), ref)


def waiting_reviews(
    waiting: Sequence[WaitingReview], now: datetime, limits: AlertLimits = DEFAULT_LIMITS
) -> Iterator[AlertReading]:
    """How many interviews wait for review, by their number and by how long one of them does."""
    longest = max((now - each.since for each in waiting), default=timedelta())
    strength = max(len(waiting) / (limits.reviews + 1), longest / limits.review_waits)
    yield AlertReading(AlertKind.REVIEWS, len(waiting), limits.reviews, strength)
