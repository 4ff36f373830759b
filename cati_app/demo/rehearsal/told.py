"""What a rehearsed field came to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cati_app.demo.rehearsal.marks import Marks
from cati_app.demo.rehearsal.seat_work import SeatWork


@dataclass
class Day:
    """What a day of work came to.

    Args:
        hours: Of all seats.
    """

    day: date
    attempts: int
    completes: int
    hours: float


@dataclass
class Field:
    """What a rehearsal came to."""

    summary: dict[str, Any]
    days: list[Day] = field(default_factory=list)
    work: SeatWork = field(default_factory=SeatWork)
    is_full: bool = False
    """Whether every target was met."""
    is_over: bool = False
    """Whether nobody could be taken any more: so it is too where a further quota is full and others are not."""
    only_counted: Collection[str] = ()
    """Cells whose quota only counts: their figures are no targets."""
    marks: Marks = field(default_factory=Marks)
    broken: Mapping[str, int] = field(default_factory=dict)
    """Calls that broke a rule, as the ledger measures them from the record."""
    is_invented: bool = False
    """Whether numbers were invented, because study.yaml names no sample."""
    empty_s: float = 0.0
    """Seconds of planned seats that stayed empty, because nobody was left who speaks the languages of the shift."""
    absent_s: float = 0.0
    """Seconds of seats whose people did not come that day."""
    people: Mapping[str, str] = field(default_factory=dict)
    """What each block of the model of people rests on."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """What each cell is called; one that is not here by its codes."""
    quotas: Mapping[str, str] = field(default_factory=dict)
    """The same of each quota; the first has a blank name."""
    stations: list[int] = field(default_factory=list)
    """Complete interviews of each station; none where all seats share one machine."""

    def facts(self) -> dict[str, Any]:
        """As one line of JSON: the keys of a demo's, and the field's days and hours."""
        return {
            "rehearsal": True,
            **self.summary,
            "days": len(self.days),
            "hours": round(self.work.at_work_s / 3600, 1),
            "idle_hours": round(self.work.idle_s / 3600, 1),
            "empty_seat_hours": round(self.empty_s / 3600, 1),
            "absent_hours": round(self.absent_s / 3600, 1),
            "interview_hours": round(self.work.talk_s / 3600, 1),
            "corrected_answers": self.work.corrected,
            "met": self.is_full,
            "broken_rules": dict(self.broken),
            "forecasts": self.marks.facts(),
            **({"stations": self.stations} if self.stations else {}),
        }
