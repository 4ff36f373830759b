"""Invented figures of a field, as a report is made of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from cati_app.domain.casework.course import FlowCount, HourCount
from cati_app.domain.casework.field_figures import FieldDay, FieldFigures
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.counts import OutcomeCounts, RateSettings
from cati_app.domain.outcomes.fair_figures import Talks
from cati_app.domain.people.shown_days import DaySpan
from cati_app.domain.people.shown_groups import Withheld
from cati_app.domain.quota.cells import CellCount
from cati_app.publish.reports.field_words import InterviewerGroup, ReportedQuota, ReportedStudy

TARGETS = {"young/low": (30, 28), "young/high": (20, 20), "old/low": (25, 3), "old/high": (45, 31)}
_LABELS = {"young": "16 bis 29", "old": "30 und älter", "low": "Status <niedrig>", "high": "Status hoch"}


def reported_study(*, quota: bool = True, rehearsal: bool = False, random_numbers: bool = True) -> ReportedStudy:
    """A study with 2 × 2 cells, or without a quota."""
    cells = (*TARGETS, "unclassified")
    return ReportedStudy(
        id="klein",
        title=("Probelauf: " if rehearsal else "") + "Leben & Wohnen <Stadt>",
        version="2026.1",
        client="Stadt Muster",
        institute="Institut I",
        languages={"de": "Deutsch", "ar": "العربية", "tr": "Türkçe"},
        time_zone="Europe/Berlin",
        local=lambda at: at + timedelta(hours=1),
        settings=RateSettings(),
        quotas=(ReportedQuota("Alter × Status", cells),) if quota else (),
        cell_words=lambda cell: " · ".join(_LABELS[code] for code in cell.split("/")),
        result_words={},
        shows_rates=random_numbers,
        two_step_missing=False,
        least=5,
        is_rehearsal=rehearsal,
    )


def nothing_yet() -> FieldFigures:
    """A field before its first call."""
    counts = OutcomeCounts({"landline": Counter({"not_attempted": 12})}, {})
    return FieldFigures(None, counts, 0, 0, {}, {}, {}, {}, {}, (), {}, {}, {})


def figures() -> FieldFigures:
    """82 interviews of 1,000 cases in six days."""
    codes = Counter(
        {
            "complete": 82,
            "refusal": 90,
            "no_answer": 400,
            "not_in_service": 120,
            "quota_filled": 30,
            "not_attempted": 278,
        }
    )
    days = {date(2026, 11, 2) + timedelta(days=n): FieldDay(300 + 11 * n, 12 + n) for n in range(6)}
    hours = {(day, hour): HourCount(40 + hour, 4 + day) for day in range(5) for hour in range(10, 20)}
    hours[5, 10] = HourCount(3, 1)
    way = FlowCount(722, 310, 140, 112, 82, 82)
    cells = [CellCount(CellId(cell), target, done, 0) for cell, (target, done) in TARGETS.items()]
    return FieldFigures(
        datetime(2026, 11, 7, 18, 5, tzinfo=UTC),
        OutcomeCounts({"landline": codes}, {}),
        702,
        1965,
        days,
        hours,
        {1: 300, 2: 200, 3: 122, 4: 100},
        {1: Counter(landline=40), 2: Counter(landline=30), 3: Counter(landline=12)},
        {"landline": way},
        (*cells, CellCount(CellId("unclassified"), 6, 0, 0)),
        {60 * minute + 7: 1 + minute % 4 for minute in range(14, 40)},
        {240: 82},
        {"de": 75, "ar": 4, "tr": 3},
        1,
    )


_SPAN = DaySpan(date(2026, 11, 2), date(2026, 11, 6))
GROUPS = (
    InterviewerGroup("", 8, Talks(120, 700), 121.4, (0.99, 0.9, 1.09), days=_SPAN),
    InterviewerGroup("ar", 2, withheld=Withheld.FEW_PEOPLE, days=_SPAN),
)
