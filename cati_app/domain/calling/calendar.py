"""When a household may be called: windows of local time, Sundays and public holidays.

Source: guideline of ADM, ASI, BVM and DGOF on telephone surveys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from cati_app.domain.calling.holiday_regions import COUNTRIES, SEPARATOR, STATES
from cati_app.values import dataclass

_MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CallingWindow:
    """A calling window of one day in local time; start inclusive, end exclusive."""

    start: time
    end: time

    @property
    def minutes(self) -> int:
        """Length."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute

    def within(self, other: CallingWindow) -> CallingWindow | None:
        """The part both have in common; None when there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return CallingWindow(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class _OpenDay:
    """When calls may start on a local day: the clock of the first, and the first and the last as aware local times."""

    clock: time
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class CallingCalendar:
    """The allowed hours; None means no calls on that kind of day."""

    zone: str
    country: str
    state: str
    weekdays: CallingWindow | None
    saturday: CallingWindow | None
    sunday: CallingWindow | None
    expected_length_min: int
    only: CallingWindow | None = None  # hours at which a single household may be called, within those of the study
    regional: bool = False  # holidays that hold in a part of the state count too
    closed: frozenset[str] = frozenset()  # days without calls, in ISO form: of every year `12-24`, of one `2026-05-02`
    _days: dict[date, _OpenDay | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Days that were asked for."""

    def local(self, at: datetime) -> datetime:
        """An aware time as the respondent's clock shows it."""
        return at.astimezone(ZoneInfo(self.zone))

    def midnight(self, day: date) -> datetime:
        """The aware beginning of a local day."""
        return _local(day, time(0), self.zone)

    def day_around(self, at: datetime) -> tuple[datetime, datetime]:
        """Beginning and end of the local day of an aware time; 23 or 25 hours where the clocks change."""
        return _whole_day(self.local(at).date(), self.zone)

    def is_sunday(self, day: date) -> bool:
        """Whether a local day is a Sunday or a public holiday."""
        return day.weekday() == 6 or day in _holidays(self.country, self.state, day.year, self.regional)

    def is_closed(self, day: date) -> bool:
        """Whether the study calls nobody on that local day."""
        if not self.closed:
            return False
        iso = day.isoformat()
        return iso in self.closed or iso[-5:] in self.closed  # of one year, or of every year

    def window(self, day: date) -> CallingWindow | None:
        """The window of a local day; public holidays count as Sundays."""
        if self.is_closed(day):
            return None
        if self.is_sunday(day):
            allowed = self.sunday
        else:
            allowed = self.saturday if day.weekday() == 5 else self.weekdays
        return allowed if allowed is None or self.only is None else allowed.within(self.only)

    def last_start(self, day: date) -> datetime | None:
        """Latest UTC-aware local time at which a call may start that day, or None."""
        window = self.window(day)
        return None if window is None else self._last_start(day, window)

    def _last_start(self, day: date, window: CallingWindow) -> datetime:
        return _local(day, window.end, self.zone) - timedelta(minutes=self.expected_length_min)

    @property
    def ever_opens(self) -> bool:
        """Whether there is a kind of day on which an interview of the expected length fits in."""
        whole = self.only or CallingWindow(time(0), time(23, 59))
        windows = [day.within(whole) for day in (self.weekdays, self.saturday, self.sunday) if day is not None]
        return any(window is not None and window.minutes >= self.expected_length_min for window in windows)

    def is_open(self, at: datetime) -> bool:
        """Whether a call for an interview may start at this aware time."""
        local = self.local(at)
        day = self._day(local.date())
        return day is not None and local.time() >= day.clock and local <= day.last

    def _day(self, day: date) -> _OpenDay | None:
        """A local day; None where no call may start on it. A year of them is kept."""
        if day not in self._days:
            if len(self._days) > _MOST_DAYS:
                self._days.clear()
            window = self.window(day)
            self._days[day] = None if window is None else self._opened(day, window)
        return self._days[day]

    def _opened(self, day: date, window: CallingWindow) -> _OpenDay:
        return _OpenDay(window.start, _local(day, window.start, self.zone), self._last_start(day, window))

    def is_open_through(self, at: datetime, spare: timedelta) -> bool:
        """Whether a call may start at this aware time, and still so much later: nobody dials to the second."""
        return self.is_open(at) and self.is_open(at + spare)

    def next_open(self, at: datetime) -> datetime | None:
        """First time (UTC) from `at` on at which a call may start; None when no day within a year allows one."""
        if self.is_open(at):
            return at.astimezone(UTC)
        local = self.local(at)
        for ahead in range(366):
            opened = self._day(local.date() + timedelta(days=ahead))
            if opened is not None and local <= opened.first <= opened.last:
                return opened.first.astimezone(UTC)
        return None


@lru_cache(maxsize=1)
def known_countries() -> tuple[str, ...]:
    """Codes of the countries whose public holidays are known, in order."""
    return tuple(COUNTRIES.split(SEPARATOR))


@lru_cache(maxsize=256)
def states_of(country: str) -> tuple[str, ...]:
    """The states of a country that have holidays of their own, as they are written; none for an unknown country."""
    states = STATES.get(country)
    return tuple(states.split(SEPARATOR)) if states else ()


def is_state(country: str, state: str) -> bool:
    """Whether public holidays of that state are known."""
    return state in states_of(country)


@lru_cache(maxsize=1024)
def state_named(country: str, text: str) -> str:
    """A state as the calendar writes it, from `ni` or `DE-NI`; blank for none of the country."""
    wanted = text.strip().upper().removeprefix(f"{country}-")
    return next((state for state in states_of(country) if state.upper() == wanted), "")


@lru_cache(maxsize=1)
def known_zones() -> tuple[str, ...]:
    """IANA names of time zones, in order."""
    return tuple(sorted(available_timezones()))


@lru_cache(maxsize=256)
def is_zone(name: str) -> bool:
    """Whether that is the IANA name of a time zone."""
    try:
        return bool(name) and bool(ZoneInfo(name))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


@lru_cache(maxsize=256)
def _whole_day(day: date, zone: str) -> tuple[datetime, datetime]:
    return _local(day, time(0), zone), _local(day + timedelta(days=1), time(0), zone)


def _local(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


_IN_PARTS: Mapping[str, tuple[str, ...]] = {"DE": ("catholic",)}
"""By country: what the holidays of parts of a state are called; Assumption in Bavaria, Corpus Christi in Saxony."""
_PARTS: Mapping[tuple[str, str], tuple[str, ...]] = {("DE", "BY"): ("Augsburg",)}
"""Towns with holidays of their own in a state; the peace festival in Augsburg."""


@lru_cache(maxsize=128)
def _holidays(country: str, state: str, year: int, regional: bool) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - it loads every country, a tenth of a start; needed when a day is asked for

    kinds = ("public", *(_IN_PARTS.get(country, ()) if regional else ()))
    parts = (state, *(_PARTS.get((country, state), ()) if regional else ()))
    return frozenset(
        day
        for part in parts
        for day in holidays.country_holidays(country, subdiv=part or None, years=year, categories=kinds)
    )
