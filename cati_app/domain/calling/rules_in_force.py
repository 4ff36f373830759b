"""The calling rules a study worked under from a moment on, as the log keeps them: old calls are judged by old rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.values import dataclass

KIND = "rules_in_force"
"""Kind of the event that says which rules hold from now on."""


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """Hours and limits, the pack they were checked against, and why they use more than its preset."""

    pack: str
    calendar: CallingCalendar
    max_attempts: int
    max_attempts_per_day: int
    soft_refusal_days: int
    reason: str = ""

    def payload(self) -> dict[str, object]:
        """As the log keeps it."""
        calendar = self.calendar
        days = {day: _written(window) for day, window in _days(calendar).items()}
        return {
            "pack": self.pack,
            "zone": calendar.zone,
            "country": calendar.country,
            "state": calendar.state,
            **days,
            "expected_length_min": calendar.expected_length_min,
            "regional_holidays": calendar.regional,
            "closed_days": sorted(calendar.closed),
            "max_attempts": self.max_attempts,
            "max_attempts_per_day": self.max_attempts_per_day,
            "soft_refusal_days": self.soft_refusal_days,
            "reason": self.reason,
        }

    @staticmethod
    def read(payload: Mapping[str, Any]) -> RulesInForce:
        """From the log."""
        weekdays, saturday, sunday = (_window(payload[day]) for day in ("weekdays", "saturday", "sunday"))
        calendar = CallingCalendar(
            payload["zone"],
            payload["country"],
            payload["state"],
            weekdays,
            saturday,
            sunday,
            payload["expected_length_min"],
            regional=payload.get("regional_holidays", False),  # an older version knew neither
            closed=frozenset(payload.get("closed_days", ())),
        )
        limits = payload["max_attempts"], payload["max_attempts_per_day"], payload["soft_refusal_days"]
        return RulesInForce(payload["pack"], calendar, *limits, payload["reason"])


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rules by the number of the fact from which on they held, in order: a clock may be set, the log never is."""

    changes: Sequence[tuple[int, RulesInForce]]
    today: RulesInForce

    def at(self, order: int) -> RulesInForce:
        """The rules at a fact of the log; before the first that is known, the first."""
        if not self.changes:
            return self.today
        index = bisect_right(self.changes, order, key=lambda change: change[0])
        return self.changes[max(0, index - 1)][1]


def _days(calendar: CallingCalendar) -> dict[str, CallingWindow | None]:
    return {"weekdays": calendar.weekdays, "saturday": calendar.saturday, "sunday": calendar.sunday}


def _written(window: CallingWindow | None) -> str:
    return f"{window.start:%H:%M}-{window.end:%H:%M}" if window else ""


def _window(text: str) -> CallingWindow | None:
    since, _, until = text.partition("-")
    return CallingWindow(time.fromisoformat(since), time.fromisoformat(until)) if until else None
