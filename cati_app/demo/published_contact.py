"""How often somebody picks up by frame, day and hour: what was published, and how hours differ by it.

PubMed Central article PMC5875189, table 3: outcome of the first dial to landline and cell lines of a telephone survey
in the United States, per cent by day of the week and time of day. `PUBLISHED` holds the columns "cooperative contact"
and "refusal/hang-up" for Monday to Thursday, Friday and Saturday; their sum is the chance that somebody picks up, their
ratio how many of those are willing to talk. The table names its parts of the day without hours; they are read here as
morning until 12, afternoon until 17, evening until 19, night afterwards. Sundays, which the table has too, are not
taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cati_app.domain.phrases import source


class Rate(NamedTuple):
    """Per cent of first dials."""

    willing: float
    refused: float


PUBLISHED: dict[str, dict[tuple[str, str], Rate]] = {
    "landline": {
        ("weekday", "morning"): Rate(7.1, 6.7),
        ("weekday", "afternoon"): Rate(7.6, 7.3),
        ("weekday", "evening"): Rate(8.4, 8.7),
        ("weekday", "night"): Rate(8.8, 9.9),
        ("friday", "morning"): Rate(7.5, 6.7),
        ("friday", "afternoon"): Rate(7.0, 7.7),
        ("friday", "evening"): Rate(8.2, 9.0),
        ("friday", "night"): Rate(7.6, 9.3),
        ("saturday", "morning"): Rate(6.6, 7.0),
        ("saturday", "afternoon"): Rate(7.7, 8.0),
        ("saturday", "evening"): Rate(7.5, 8.3),
        ("saturday", "night"): Rate(8.2, 9.7),
    },
    "mobile": {
        ("weekday", "morning"): Rate(9.5, 11.1),
        ("weekday", "afternoon"): Rate(10.6, 12.1),
        ("weekday", "evening"): Rate(10.7, 12.8),
        ("weekday", "night"): Rate(9.7, 12.5),
        ("friday", "morning"): Rate(9.4, 10.9),
        ("friday", "afternoon"): Rate(10.3, 13.0),
        ("friday", "evening"): Rate(10.3, 12.9),
        ("friday", "night"): Rate(9.9, 13.1),
        ("saturday", "morning"): Rate(10.6, 12.2),
        ("saturday", "afternoon"): Rate(9.8, 13.5),
        ("saturday", "evening"): Rate(10.7, 13.5),
        ("saturday", "night"): Rate(9.8, 13.0),
    },
}
SOURCE = source("PubMed Central PMC5875189, table 3 (United States): first dials answered, by frame, day and hour")
DAY_PARTS: Mapping[int, str] = {9: "morning", 12: "afternoon", 17: "evening", 19: "night"}
"""Where each part of the table begins, by the hour."""


def relative_hours() -> dict[str, dict[str, dict[int, float]]]:
    """By frame and day, from each hour on: how many times as likely as at the frame's mean hour somebody picks up."""
    told: dict[str, dict[str, dict[int, float]]] = {}
    for frame, rates in PUBLISHED.items():
        mean = sum(map(sum, rates.values())) / len(rates)
        told[frame] = {
            day: {hour: round(sum(rates[day, part]) / mean, 3) for hour, part in DAY_PARTS.items()}
            for day in ("weekday", "friday", "saturday")
        }
    return told
