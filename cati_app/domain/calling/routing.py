"""Who may call which cases now: routes bundle cases that need the same locality, language, skill and quota cell.

A route is decided once for all its cases, so that the next case is found by looking at the first of each route only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, time
from enum import StrEnum
from functools import lru_cache

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.queue import DueAppointment, Route, Waits
from cati_app.domain.calling.schedule import ScheduleRules, WeekPart
from cati_app.domain.ids import CellId, UserId
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, QuotaMode, QuotaPlan, takes
from cati_app.domain.quota.fitting import categories_of, cells_of, place_in, quota_of
from cati_app.values import dataclass

ANY = "*"
"""A category the sample does not tell, in the key of a cell."""
_MIDNIGHT = time(23, 59)
"""The end of a day in hours that have none."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A route open to a person now; lagging cells come first."""

    route_id: int
    part: WeekPart
    lagging: bool


@dataclass(frozen=True, slots=True)
class Sorted:
    """Routes a person may call from now, and why the others wait."""

    lanes: tuple[Lane, ...]
    waits: Mapping[int, Waits]  # route → reason
    opens: Mapping[int, datetime] = field(default_factory=dict)  # route → next allowed hour, when that is the reason
    places: Mapping[int, str] = field(default_factory=dict)  # route → locality


def locality_key(
    zone: str, state: str, calendar: CallingCalendar, since: time | None = None, until: time | None = None
) -> str:
    """Key of a respondent's locality, and of the hours at which only this one may be called; blank: as the study.

    Hours are kept to the quarter of an hour, the later beginning and the earlier end, so that cases share routes.
    """
    zone, state = zone or calendar.zone, state or calendar.state
    locality = "" if (zone, state) == (calendar.zone, calendar.state) else f"{zone}|{state}"
    if since is None and until is None:
        return locality
    return f"{locality or '|'}|{_quarter(since or time(0), up=True)}-{_quarter(until or _MIDNIGHT, up=False)}"


@lru_cache(maxsize=1024)
def calendar_of(calendar: CallingCalendar, locality: str) -> CallingCalendar:
    """The study's hours on the clock and with the holidays of a locality, at the hours of its own if it has any."""
    if not locality:
        return calendar
    zone, state, hours = (*locality.split("|"), "", "")[:3]
    since, _, until = hours.partition("-")
    only = CallingWindow(time.fromisoformat(since), time.fromisoformat(until)) if until else None
    return replace(calendar, zone=zone or calendar.zone, state=state or calendar.state, only=only)


def speaks(user: User, language: str) -> bool:
    """Whether a person may conduct an interview in a language; somebody without noted languages takes every case."""
    return not language or not user.languages or language in user.languages


def has_skill(user: User, skill: str) -> bool:
    """Whether a person was trained for it; blank needs no training."""
    return not skill or skill in user.skills


def sample_cell(plan: QuotaPlan | None, fields: Mapping[str, str]) -> str:
    """The cells of a case as far as its sample tells them, one of each quota it tells of; blank for none."""
    if plan is None or not plan.is_told_by_sample:
        return ""
    told = {
        d.variable: d.categories_of(fields.get(d.variable, ""))
        for quota in reversed(plan.quotas)
        for d in quota.dimensions
        if d.from_sample
    }
    keys = []
    for quota in plan.quotas:
        within = quota.within or {}
        outside = any(not codes.intersection(told.get(variable, ())) for variable, codes in within.items())
        known = [told.get(d.variable, ()) if d.from_sample else () for d in quota.dimensions]
        parts = [codes[0] if len(codes) == 1 else ANY for codes in known]
        if not outside and set(parts) != {ANY}:
            keys.append(quota.cell(parts))
    return place_in(keys)


def sort_routes(
    routes: Iterable[tuple[int, Route]],
    user: User,
    now: datetime,
    calendar: CallingCalendar,
    rules: ScheduleRules,
    cells: Sequence[CellCount],
) -> Sorted:
    """Which routes a person may call from now, and what keeps the others waiting."""
    standing = cell_standing(cells, rules.lag)
    lanes: list[Lane] = []
    waits: dict[int, Waits] = {}
    opens: dict[int, datetime] = {}
    places: dict[int, str] = {}
    hours: dict[str, tuple[bool, WeekPart]] = {}
    for route_id, route in routes:
        if route.locality not in hours:
            here = calendar_of(calendar, route.locality)
            hours[route.locality] = here.is_open(now), rules.part(here.local(now))
        is_open, part = hours[route.locality]
        places[route_id] = route.locality
        room, lagging = standing(route.cell)
        if not room:
            waits[route_id] = Waits.CELL_FULL
        elif not speaks(user, route.language):
            waits[route_id] = Waits.OTHER_LANGUAGE
        elif not has_skill(user, route.skill):
            waits[route_id] = Waits.OTHER_SKILL
        elif not is_open:
            waits[route_id] = Waits.OUTSIDE_HOURS
            following = calendar_of(calendar, route.locality).next_open(now)
            if following is not None:
                opens[route_id] = following
        else:
            lanes.append(Lane(route_id, part, lagging))
    return Sorted(tuple(lanes), waits, opens, places)


def cell_standing(cells: Sequence[CellCount], lag: float) -> Callable[[str], tuple[bool, bool]]:
    """For cells as the sample tells them: whether all have room, and whether one lags behind its quota as a whole."""
    counting = [cell for cell in cells if cell.mode is not QuotaMode.COUNTER]
    progress: dict[str, float] = {}
    for quota in {quota_of(cell.cell_id) for cell in counting}:
        of_quota = [cell for cell in counting if quota_of(cell.cell_id) == quota]
        target = sum(cell.target for cell in of_quota)
        progress[quota] = sum(cell.taken for cell in of_quota) / target if target else 0.0
    known: dict[str, tuple[bool, bool]] = {"": (True, False)}

    def of_quota_cell(key: str) -> tuple[bool, bool]:
        matching = [cell for cell in counting if _matches(key, cell.cell_id)]
        wanted = sum(cell.target for cell in matching)
        used = sum(cell.taken for cell in matching)
        room = not matching or any(takes(cell) for cell in matching)
        done = progress.get(quota_of(key), 0.0)
        return room, bool(wanted) and done > 0 and used / wanted < done * (1 - lag)

    def standing(key: str) -> tuple[bool, bool]:
        if key not in known:
            each = [of_quota_cell(cell) for cell in cells_of(CellId(key))]
            known[key] = all(room for room, _ in each), any(lagging for _, lagging in each)
        return known[key]

    return standing


def is_for(
    user_id: UserId, owner: UserId | None, at: datetime, now: datetime, rules: ScheduleRules, *, firm: bool
) -> bool:
    """Whether an appointment is this person's business now: its owner's first, then the team's.

    A firm one is promised to the person, not to the interviewer: whoever asks while its window is open gets it, for
    somebody sent into another interview first may not be free again in time. A study may give the owner a head start.
    """
    return may_from(user_id, owner, at, rules, firm=firm) <= now and not is_missed(at, now, rules)


def is_missed(at: datetime, now: datetime, rules: ScheduleRules) -> bool:
    """Whether nobody kept an appointment in the time of the team; then its case is due by the ordinary rules."""
    return at <= rules.missed_at_or_before(now)


class Keeping(StrEnum):
    """Where an appointment stands by the clock."""

    TO_COME = "to_come"
    DUE = "due"
    LATE = "late"  # whoever agreed to it has not kept it: anybody may
    MISSED = "missed"  # its case is due like others


def keeping(at: datetime, now: datetime, rules: ScheduleRules) -> Keeping:
    """Where an appointment at this time stands now."""
    if is_missed(at, now, rules):
        return Keeping.MISSED
    if rules.is_late(at, now):
        return Keeping.LATE
    return Keeping.DUE if now >= at - rules.early else Keeping.TO_COME


def may_from(user_id: UserId, owner: UserId | None, at: datetime, rules: ScheduleRules, *, firm: bool) -> datetime:
    """From when an appointment is a person's business."""
    begins = at - rules.early
    if owner == user_id or owner is None:
        return begins
    return begins + rules.firm_owner if firm else at + rules.owner_only


def turn_of(agreed: DueAppointment, now: datetime, rules: ScheduleRules) -> tuple[int, datetime]:
    """Position among the current appointments: firm ones that can still be kept in time, then firm ones that are late.

    A late one loses little by waiting on; one that is in time may be late after the next interview.
    """
    return (1 if rules.is_late(agreed.at, now) else 0) if agreed.firm else 2, agreed.at


def may_keep(user: User, agreed: DueAppointment) -> bool:
    """Whether a person is able to: the language is needed, training only until the person called has promised."""
    trained = is_promised(user.id, agreed.owner, firm=agreed.firm) or has_skill(user, agreed.route.skill)
    return trained and speaks(user, agreed.route.language)


def is_promised(user_id: UserId, owner: UserId | None, *, firm: bool) -> bool:
    """Whether an appointment outweighs the training a case needs: by anybody when it is firm, else by who made it."""
    return firm or owner == user_id


def _quarter(at: time, *, up: bool) -> str:
    minutes = at.hour * 60 + at.minute
    if at != _MIDNIGHT:
        minutes = min(-(-minutes // 15) if up else minutes // 15, 95) * 15
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _matches(key: str, cell_id: str) -> bool:
    wanted, parts = categories_of(key), categories_of(cell_id)
    same = quota_of(key) == quota_of(cell_id) and len(wanted) == len(parts)
    return same and all(w in (ANY, part) for w, part in zip(wanted, parts, strict=True))
