"""How the field went, in one read transaction: final codes by frame and day, and what a chart shows beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import TypeVar

from cati_app.domain.casework.course import CaseFlow, ContactHours, FlowCount, FlowStep, Hour, HourCount
from cati_app.domain.casework.filling import CellDays, done_by_day
from cati_app.domain.casework.flow_groups import (
    NOT_KNOWN,
    ByField,
    Grouping,
    dimension_of,
    groups_of_screened,
)
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.counts import OutcomeCounts, count_outcomes
from cati_app.domain.people.rights import Right
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.sharing.leases import SetAside
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CourseFigures:
    """What the tab of outcomes is made from."""

    at: datetime
    counts: OutcomeCounts
    hours: Mapping[Hour, HourCount]  # at the clock of whoever was called
    attempts: Mapping[int, Counter[str]]  # interviews by attempt, then by frame
    ways: Mapping[str, FlowCount]  # by frame
    rejected: int = 0  # interviews that are complete here, as they were held, and count in no cell
    cells: tuple[CellCount, ...] = ()  # of the quotas, as they stand
    done: CellDays = field(default_factory=dict)
    grouping: Grouping | None = None  # what cases are told apart by
    groups: Mapping[str, Counter[FlowStep]] = field(default_factory=dict)


class ReadCourse:
    """Reads every case and every call once."""

    def __init__(self, units: Units, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(
        self, by: Actor, check: Callable[[], None] = lambda: None, grouping: Grouping | None = None
    ) -> CourseFigures:
        """As it stands now.

        Args:
            check: Called at each case and each call; what it raises ends the reading.
            grouping: What cases are told apart by; None: nothing.

        Raises:
            RuleViolation: `column_sealed` for a field of the sample that is not in the open.
        """
        rules = self._rules
        hours = ContactHours()
        with self._units() as unit:
            group_of = self._group_of(unit, grouping) if grouping is not None else None
            course = CaseFlow(rules.unscreened, group_of)
            counts = count_outcomes(
                course.noting(_checked(unit.histories.all(), check)),
                rules.unscreened,
                lambda at: rules.calendar.local(at).date(),
            )
            for call in _checked(unit.histories.every_call(), check):
                hours.add(call, rules.calendar_of(call.locality).local(call.at))
            kept = unit.interview_book.not_counted().values()
            cells = unit.quota.counts() if rules.quota is not None else ()
            done = done_by_day(unit.field_record.complete(), lambda at: rules.calendar.local(at).date())
        rejected = sum(each.why is SetAside.REJECTED for each in kept)
        ways = dict(course.ways)
        now, attempts, groups = self._clock.now(), dict(course.attempts), dict(course.groups)
        return CourseFigures(now, counts, hours.counts(), attempts, ways, rejected, cells, done, grouping, groups)

    def _group_of(self, unit: UnitOfWork, grouping: Grouping) -> Callable[[CaseId], str]:
        """The group of a case, from the sample where that tells it, else from its place in the quota."""
        if isinstance(grouping, ByField):
            values = unit.sample.field(grouping.name)
            return lambda case: values.get(case, "").strip() or NOT_KNOWN
        assert self._rules.quota is not None
        dimension = dimension_of(self._rules.quota, grouping)
        if dimension.from_sample:
            told = unit.sample.field(dimension.variable)
            return lambda case: next(iter(dimension.categories_of(told.get(case, ""))), NOT_KNOWN)
        screened = groups_of_screened(unit.field_record.screenings(), grouping)
        return lambda case: screened.get(case, NOT_KNOWN)


def _checked(values: Iterable[T], check: Callable[[], None]) -> Iterator[T]:
    for value in values:
        check()
        yield value
