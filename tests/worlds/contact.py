"""How likely somebody picks up, by day, hour and kind of person: what was published, and what is assumed on top.

Published, taken as printed:

* Contact by part of the day: `cati_app.demo.published_contact`. All 48 figures were compared with the table at
  pmc.ncbi.nlm.nih.gov/articles/PMC5875189/table/T3; of the article only this table was at hand, not its title and
  authors. Sundays, which the table has too, are not called here.
* Who is out at work. Bureau of Labor Statistics, American Time Use Survey 2008 results (USDL 09-0704): 83 per cent of
  employed persons worked on an average weekday, for 7.9 hours, 34 per cent on an average weekend day, for 5.6 hours.

Assumed, because no table gives it: how the hours of work lie in the day (`_AT_WORK`), shares of kinds of persons, how
much persons of one kind differ. Kinds and persons are scaled so that the population as a whole shows exactly the
published chance in every part of the day: only the differences between persons rest on assumptions, not the totals.
"""

from __future__ import annotations

from cati_app.demo.published_contact import DAY_PARTS, PUBLISHED, Rate

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
    return DAY_PARTS[max((begin for begin in DAY_PARTS if begin <= hour), default=min(DAY_PARTS))]


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
