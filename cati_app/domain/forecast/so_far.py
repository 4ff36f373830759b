"""What a forecast rests on: a field so far, and the hours planned for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cati_app.domain.ids import CellId
from cati_app.values import dataclass

ATTEMPTS = 10
"""Attempts that are told apart; later ones count as the last."""
DAYS_AT_LEAST, SCREENED_AT_LEAST = 3, 15
"""Days of work and screened persons below which it is too early to say anything."""
DAYS_AHEAD = 120
"""Days of work that are played; what is not full by then is not in sight."""
_A_DAY_H = 1.0


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A day of work.

    Args:
        dials: By attempt of the number, from the first; ten at most.
        screened: Persons whose cell was decided, those of full cells included, by the attempt of the call.
        lost: Numbers that are called no more after the call, by its attempt; not those of the screened.
        planned_h: Hours of all seats that were planned.
        worked_h: Hours at work.
        bound_h: Of these, in interviews.
    """

    dials: tuple[int, ...]
    screened: tuple[int, ...]
    lost: tuple[int, ...]
    planned_h: float
    worked_h: float
    bound_h: float

    def joined(self, other: WorkingDay) -> WorkingDay:
        """Both as one day."""
        return WorkingDay(
            _added(self.dials, other.dials),
            _added(self.screened, other.screened),
            _added(self.lost, other.lost),
            self.planned_h + other.planned_h,
            self.worked_h + other.worked_h,
            self.bound_h + other.bound_h,
        )


@dataclass(frozen=True, slots=True)
class CellSoFar:
    """A cell of the quota.

    Args:
        categories: One of each dimension.
        held: Places of persons who were accepted and are not done yet.
        screened: Persons found to belong to it, those turned away included.
        closed: Given up by a person: nobody is taken, and the total is full without it.
        paused: Nobody is taken for now.
        takes_more: Nobody is turned away above the target (soft).
        overruns: A place that is held is no interview yet: whoever comes before the target is achieved is taken.
    """

    cell_id: CellId
    categories: tuple[str, ...]
    target: int
    achieved: int
    held: int
    screened: int
    closed: bool = False
    paused: bool = False
    takes_more: bool = False
    overruns: bool = False


@dataclass(frozen=True, slots=True)
class OtherQuota:
    """Another quota that decides about the same persons: whom it turns away, no quota gets.

    Args:
        cells: Of it, its counter of persons without a cell among them.
        met: A row for each cell of the quota that is played and one for persons without a cell of it: persons found to
            belong to both, by cell of this one, those it does not count last.
        possible: Whether a person can belong to both, in the same rows and columns.
    """

    cells: tuple[CellSoFar, ...]
    met: tuple[tuple[int, ...], ...]
    possible: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class FieldSoFar:
    """A field so far.

    Args:
        days: Days of work, the first one first.
        cells: Of one quota.
        open_numbers: That can still be called, by attempts made, from none.
        closed_portions: Numbers of the portions of the sample that are not released, in their order.
        hours_ahead: Planned for each of the next days of work; the last week goes on where there are fewer than 120.
        days_left: How many of these days are not after the end of field; None: it has no end.
        accepted: Persons who were given a place so far.
        by_appointment: Of these, with whom the interview did not take place at once.
        screening_h: Hours that a screening takes.
        interview_h: Hours that an interview takes after it.
        outside: Screened persons without a cell of this quota, who are among those of the days where there are others.
        others: Quotas beside it that turn people away, too.
    """

    days: tuple[WorkingDay, ...]
    cells: tuple[CellSoFar, ...]
    open_numbers: tuple[int, ...]
    closed_portions: tuple[int, ...]
    hours_ahead: tuple[float, ...]
    days_left: int | None
    accepted: int
    by_appointment: int
    screening_h: float = 2.5 / 60
    interview_h: float = 18 / 60
    outside: int = 0
    others: tuple[OtherQuota, ...] = ()

    @property
    def is_too_early(self) -> bool:
        """Whether nothing can be said yet."""
        screened = sum(sum(day.screened) for day in self.days) - self.outside
        return len(joined_days(self.days)) < DAYS_AT_LEAST or screened < SCREENED_AT_LEAST


def joined_days(days: Sequence[WorkingDay]) -> tuple[WorkingDay, ...]:
    """Days of at least an hour: a shorter one joins the next; the last one, the one before it."""
    told: list[WorkingDay] = []
    short: WorkingDay | None = None
    for day in days:
        whole = day if short is None else short.joined(day)
        short = whole if whole.worked_h < _A_DAY_H else None
        if short is None:
            told.append(replace(whole, dials=_ten(whole.dials), screened=_ten(whole.screened), lost=_ten(whole.lost)))
    if short is not None and told:
        told[-1] = told[-1].joined(short)
    return tuple(told)


def _ten(counts: Sequence[int]) -> tuple[int, ...]:
    first = (*counts[: ATTEMPTS - 1], sum(counts[ATTEMPTS - 1 :]))
    return first + (0,) * (ATTEMPTS - len(first))


def _added(first: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(_ten(first), _ten(other), strict=True))
