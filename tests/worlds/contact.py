"""How likely somebody picks up, by day, hour and kind of person: what was published, and what is assumed on top.

Published, taken as printed:

* Contact by part of the day. PubMed Central article PMC5875189, table 3: outcome of the first dial to landline and cell
  lines of a telephone survey in the United States, per cent by day of the week and time of day. `PUBLISHED` holds the
  columns "cooperative contact" and "refusal/hang-up" for Monday to Thursday, Friday and Saturday; their sum is the
  chance that somebody picks up, their ratio how many of those are willing to talk. The table names its parts of the
  day without hours; they are read here as morning until 12, afternoon until 17, evening until 19, night afterwards.
  All 48 figures were compared with the table at pmc.ncbi.nlm.nih.gov/articles/PMC5875189/table/T3; of the article only
  this table was at hand, not its title and authors. Sundays, which the table has too, are not called here.
* Who is out at work. Bureau of Labor Statistics, American Time Use Survey 2008 results (USDL 09-0704): 83 per cent of
  employed persons worked on an average weekday, for 7.9 hours, 34 per cent on an average weekend day, for 5.6 hours.

Assumed, because no table gives it: how the hours of work lie in the day (`_AT_WORK`), shares of kinds of persons, how
much persons of one kind differ. Kinds and persons are scaled so that the population as a whole shows exactly the
published chance in every part of the day: only the differences between persons rest on assumptions, not the totals.
"""

from __future__ import annotations

from typing import NamedTuple


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
WORKED_WEEKDAY, WORKED_WEEKEND = 0.83, 0.34
"""Shares of employed persons who work on such a day."""
KINDS = {"employed": 0.55, "retired": 0.25, "training": 0.08, "home": 0.12}
"""Shares of kinds of persons (assumed)."""
HOURS = range(9, 21)
_AT_WORK = {9: 0.95, 10: 0.95, 11: 0.95, 12: 0.85, 13: 0.9, 14: 0.9, 15: 0.85, 16: 0.75, 17: 0.45, 18: 0.2}
_AT_WORK_LATE = 0.1  # of those who work that day, after 19 o'clock
_OUT = {"retired": 0.3, "training": 0.7, "home": 0.3}
_OUT_EVENING = {"employed": 0.25, "retired": 0.15, "training": 0.5, "home": 0.2}


def day_kind(weekday: int) -> str:
    """The table's name of a weekday (Monday 0); Sundays are not called."""
    return "saturday" if weekday == 5 else "friday" if weekday == 4 else "weekday"


def day_part(hour: int) -> str:
    """The table's name of an hour."""
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening" if hour < 19 else "night"


def presence(kind: str, weekday: int, hour: int) -> float:
    """Chance that a person of a kind is where the telephone is; relative, before scaling."""
    out = _OUT_EVENING[kind] if hour >= 17 else _OUT.get(kind, 0.15)
    if kind == "training" and weekday == 5:
        out = _OUT_EVENING[kind]
    if kind != "employed":
        return 1 - out
    works = WORKED_WEEKEND if weekday == 5 else WORKED_WEEKDAY
    return (1 - works * _AT_WORK.get(hour, _AT_WORK_LATE)) * (1 - out)


def rate(frame: str, weekday: int, hour: int) -> Rate:
    """The published figures of an hour."""
    return PUBLISHED[frame][day_kind(weekday), day_part(hour)]


def relative(kind: str, weekday: int, hour: int) -> float:
    """How much likelier than the average person one of this kind picks up at that hour; 1 on average over kinds."""
    average = sum(share * presence(other, weekday, hour) for other, share in KINDS.items())
    return presence(kind, weekday, hour) / average


def flat(frame: str) -> Rate:
    """The same at every hour: the mean of the published figures."""
    rates = list(PUBLISHED[frame].values())
    return Rate(sum(r.willing for r in rates) / len(rates), sum(r.refused for r in rates) / len(rates))
