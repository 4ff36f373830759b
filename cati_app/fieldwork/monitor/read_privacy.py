"""What the study keeps of people, since when, and what of it is overdue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from cati_app.domain.casework.privacy import Phase, PrivacyDates, Stock, StockLine, phase_of, stock_line
from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PrivacyStatus:
    """The phase, and what is kept, in a fixed order."""

    phase: Phase
    lines: tuple[StockLine, ...]

    @property
    def overdue(self) -> tuple[StockLine, ...]:
        """What is kept although its day is over."""
        return tuple(line for line in self.lines if line.is_overdue)


class ReadPrivacy:
    """Counts alone; opens nothing.

    Args:
        local: A moment by the clock of the study.
        backups: When each backup was made that is on this machine.
    """

    def __init__(
        self,
        units: Units,
        clock: Clock,
        dates: PrivacyDates,
        local: Callable[[datetime], datetime],
        backups: Callable[[], Sequence[datetime]],
    ) -> None:
        self._units = units
        self._clock = clock
        self._dates = dates
        self._local = local
        self._backups = backups

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor) -> PrivacyStatus:
        """As it stands now."""
        with self._units() as unit:
            counted = dict(unit.stock.counted())
        made = self._backups()
        counted[Stock.BACKUPS] = len(made), min(made, default=None)
        today = self._local(self._clock.now()).date()
        lines = tuple(
            stock_line(stock, number, self._day(since), self._dates, today)
            for stock in Stock
            for number, since in (counted[stock],)
        )
        return PrivacyStatus(phase_of(lines, self._dates, today), lines)

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else self._local(at).date()
