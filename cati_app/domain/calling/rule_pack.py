"""The locked rules of a country: the widest hours and the most attempts any study may use, and what it starts from.

A study tightens a pack and never loosens it. What lies between preset and limit is undone with a written reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.phrases import source
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class RulePack:
    """Rules of a profession; they have a version, because they change."""

    name: str
    source: str
    weekdays: CallingWindow
    saturday: CallingWindow
    sunday: CallingWindow  # and public holidays; only with a reason
    per_number: int  # contact attempts per number and study
    per_day: int  # contact attempts per number and local day
    preset_weekdays: CallingWindow
    preset_per_day: int

    def hours(self, day: str) -> CallingWindow:
        """The widest hours of `weekdays`, `saturday` or `sunday`."""
        return {"weekdays": self.weekdays, "saturday": self.saturday, "sunday": self.sunday}[day]

    def widest(self, calendar: CallingCalendar) -> CallingCalendar:
        """The hours of the pack where a calendar's respondents live; Sundays only for a study that calls then."""
        return replace(
            calendar,
            weekdays=self.weekdays,
            saturday=self.saturday,
            sunday=self.sunday if calendar.sunday else None,
            expected_length_min=0,
            only=None,
            closed=frozenset(),
        )


GERMAN = RulePack(
    name="de-2016",
    source=source("Guideline of ADM, ASI, BVM and DGOF on telephone surveys, revision of 2016"),
    weekdays=CallingWindow(time(9), time(21)),
    saturday=CallingWindow(time(10), time(20)),
    sunday=CallingWindow(time(10), time(18)),
    per_number=10,
    per_day=4,
    preset_weekdays=CallingWindow(time(9), time(20)),
    preset_per_day=3,
)
PACKS: Mapping[str, RulePack] = {GERMAN.name: GERMAN}
