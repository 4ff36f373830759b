"""When the cells of a study will be full, and whether that is in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cati_app.domain.clock import Clock
from cati_app.domain.forecast.fullness import Fullness
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.monitor.field_ahead import FieldAhead, QuotaSoFar, field_ahead
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FullOn:
    """When something is full.

    Args:
        is_full: It is full already.
        low: First day of the interval of 80 %; None: not in sight, or full already; likewise the others.
        late: Chance that it is full after the end of field; None: the field has no end.
    """

    is_full: bool
    low: date | None
    median: date | None
    high: date | None
    late: float | None


@dataclass(frozen=True, slots=True)
class QuotaForecast:
    """A quota ahead.

    Args:
        name: As study.yaml has it.
        variables: Of its dimensions.
        total: None: it is too early to say anything, and so of the others.
        margins: By the number of the dimension, from 0, and category.
    """

    name: str
    variables: tuple[str, ...]
    total: FullOn | None
    cells: Mapping[CellId, FullOn]
    margins: Mapping[tuple[int, str], FullOn]


@dataclass(frozen=True, slots=True)
class FieldForecast:
    """A field ahead.

    Args:
        as_of: Time of the last fact it rests on; None: nothing has happened.
        last_day: Of the field; None: study.yaml names none.
        are_planned: Whether study.yaml says who works; otherwise the hours worked so far go on.
        quotas: All but those that only count.
    """

    as_of: datetime | None
    last_day: date | None
    are_planned: bool
    quotas: tuple[QuotaForecast, ...]


class ReadForecast:
    """Plays the field forward from what is stored; the same facts on the same day give the same forecast."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor) -> FieldForecast:
        """As it looks now."""
        with self._units() as unit:
            ahead = field_ahead(unit, self._rules, self._clock.now())
        quotas = tuple(_of_quota(ahead, quota) for quota in ahead.quotas)
        return FieldForecast(ahead.as_of, ahead.last_day, ahead.are_planned, quotas)


def _of_quota(ahead: FieldAhead, quota: QuotaSoFar) -> QuotaForecast:
    from cati_app.domain.forecast.forecast import forecast  # noqa: PLC0415 - numpy is loaded for a forecast alone

    told = forecast(quota.field, ahead.seed)
    variables = tuple(dimension.variable for dimension in quota.plan.dimensions)
    if told is None:
        return QuotaForecast(quota.plan.name, variables, None, {}, {})
    return QuotaForecast(
        quota.plan.name,
        variables,
        full_on(ahead, told.total),
        {cell: full_on(ahead, full) for cell, full in told.cells.items()},
        {margin: full_on(ahead, full) for margin, full in told.margins.items()},
    )


def full_on(ahead: FieldAhead, full: Fullness) -> FullOn:
    """With dates in place of days of work."""
    low, median, high = (None if day is None else ahead.day(day) for day in (full.low, full.median, full.high))
    return FullOn(full.high == 0, low, median, high, full.late)
