"""Which way experts and residents lean on a theme; experts are persons that are counted, never shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cati_app.domain.phrases import Phrase
from cati_app.values import dataclass

LEADING_PERCENT = 60.0
LEADING_BASE = 50
"""Residents lean to a side from this percentage and this many answers on."""
BRACKETED_BELOW = 30
"""Answers below which a percentage stands in brackets."""
DIFFERENT_POINTS = 15.0
"""Groups of residents differ from this many percentage points on, both with 30 answers or more."""
SECTOR_TOLD_FROM = 3
"""Experts of a sector, from whom on a quote names it."""
_ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class PersonCount:
    """So many of the experts who were asked. It can be written in one way only, which is no percentage.

    Args:
        persons: 0 to `asked`.
        asked: 0 or more.
    """

    persons: int
    asked: int

    def __post_init__(self) -> None:
        if not 0 <= self.persons <= self.asked:
            raise ValueError("persons are counted among those who were asked")

    def __str__(self) -> str:
        return self.told()

    def __format__(self, spec: str) -> str:
        """As it is told.

        Raises:
            TypeError: any format is asked for.
        """
        if spec:
            raise TypeError("a count of persons has no format: it is told as it is")
        return self.told()

    def told(self) -> Phrase:
        """For the reader."""
        return Phrase("{persons} of {asked} asked", persons=self.persons, asked=self.asked)


@dataclass(frozen=True, slots=True)
class ExpertLeaning:
    """What experts say on a theme.

    Args:
        asked: Experts with whom the theme was raised, 0 or more.
        by_side: Of those with a stance how many take which side, such as good, mixed and poor; each is on one.
        statements: Of all of them, each counted.
    """

    asked: int
    by_side: Mapping[str, int]
    statements: int

    def __post_init__(self) -> None:
        if min(self.by_side.values(), default=0) < 0 or sum(self.by_side.values()) > self.asked:
            raise ValueError("each expert asked takes one side at most")

    def count(self, side: str) -> PersonCount:
        """Of those who take a side."""
        return PersonCount(self.by_side.get(side, 0), self.asked)

    @property
    def leading(self) -> str | None:
        """The side of more than half of those with a stance; None: they are divided, or nobody has one."""
        with_stance = sum(self.by_side.values())
        return next((side for side, persons in self.by_side.items() if 2 * persons > with_stance), None)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A side's share in one group of residents.

    Args:
        percent: Weighted, 0 to 100.
        base: Answers without weights, 0 or more.
    """

    percent: float
    base: int

    @property
    def is_bracketed(self) -> bool:
        """Whether it rests on so few answers that it stands in brackets."""
        return self.base < BRACKETED_BELOW


@dataclass(frozen=True, slots=True)
class ResidentLeaning:
    """What residents answer to a question on a theme.

    Args:
        percents: Weighted, of those who answered, by side; they need not add up to 100, as sides may be left out.
        base: Answers without weights, 0 or more.
    """

    percents: Mapping[str, float]
    base: int

    @property
    def leading(self) -> str | None:
        """The side of 60 percent or more, at 50 answers or more; None: they are divided, or too few."""
        if self.base < LEADING_BASE:
            return None
        return next((side for side, percent in self.percents.items() if percent >= LEADING_PERCENT - _ALMOST), None)

    @property
    def is_bracketed(self) -> bool:
        """Whether percentages rest on so few answers that they stand in brackets."""
        return self.base < BRACKETED_BELOW


def groups_that_differ(shares: Mapping[str, GroupShare]) -> tuple[tuple[str, str], ...]:
    """Pairs of groups, in their order, whose shares of the same side are 15 points apart or more."""
    able = [(name, share) for name, share in shares.items() if not share.is_bracketed]
    return tuple(
        (name, other)
        for number, (name, share) in enumerate(able)
        for other, theirs in able[number + 1 :]
        if abs(share.percent - theirs.percent) >= DIFFERENT_POINTS - _ALMOST
    )


def sector_is_told(sector: str, sectors: Iterable[str]) -> bool:
    """Whether a quote may name the sector of who said it: with fewer of it somebody could tell who that was.

    Args:
        sectors: Of all experts of the study, one each.
    """
    return sum(each == sector for each in sectors) >= SECTOR_TOLD_FROM
