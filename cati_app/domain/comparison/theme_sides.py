"""A theme with both sides beside each other: experts as counts of persons, residents weighted with bases and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from cati_app.domain.comparison.leanings import (
    ExpertLeaning,
    GroupShare,
    ResidentLeaning,
    groups_that_differ,
    sector_is_told,
)
from cati_app.domain.comparison.relations import Relation, proposed_relation
from cati_app.values import dataclass

MOST_QUOTES = 4
"""Released quotes that stand beside the counts of a theme."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side somebody can take on a theme, such as good, mixed or poor."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ReleasedQuote:
    """What an expert said, as it was released.

    Args:
        sector: Of the expert; blank: so few are of it that it would tell who said it.
    """

    text: str = field(repr=False)
    sector: str = ""


@dataclass(frozen=True, slots=True)
class CodedAgreement:
    """How far the coders of a theme agree: alpha with its interval, each at most 1."""

    alpha: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ExpertsOnTheme:
    """What experts say.

    Args:
        asks: The question of the guide.
        of: Experts of the study, of whom some were asked.
        quotes: `MOST_QUOTES` at most.
        agreement: None: it was not computed.
    """

    asks: str
    leaning: ExpertLeaning
    of: int
    quotes: tuple[ReleasedQuote, ...] = ()
    agreement: CodedAgreement | None = None


@dataclass(frozen=True, slots=True)
class ResidentBar:
    """Answers of all residents, or of one group.

    Args:
        variable: What the groups are by; blank: all residents.
        percents: Of each side in order, 0 to 100, weighted; None: hidden, or nobody answered.
        base: Answers without weights; None: hidden.
    """

    variable: str
    label: str
    percents: tuple[float | None, ...]
    base: int | None


@dataclass(frozen=True, slots=True)
class ResidentsItem:
    """A question to residents.

    Args:
        wording: As it is read aloud.
        bars: The first is that of all residents.
        without: Residents who were asked and gave no valid answer; None: not told.
    """

    name: str
    wording: str
    bars: tuple[ResidentBar, ...]
    without: int | None = None


@dataclass(frozen=True, slots=True)
class GroupDifference:
    """Two groups that differ on a side, by 15 points or more with 30 answers or more each."""

    side: Side
    higher: ResidentBar
    lower: ResidentBar
    points: float


@dataclass(frozen=True, slots=True)
class ThemeSides:
    """A theme.

    Args:
        items: The first leads; none: no question asks for the theme.
    """

    theme: str
    label: str
    sides: tuple[Side, ...]
    experts: ExpertsOnTheme
    items: tuple[ResidentsItem, ...] = ()

    @property
    def residents(self) -> ResidentLeaning | None:
        """What residents answer to the leading question; None where nobody did, or it is hidden."""
        if not self.items or not self.items[0].bars[0].base:
            return None
        whole = self.items[0].bars[0]
        told = zip(self.sides, whole.percents, strict=True)
        percents = {side.id: percent for side, percent in told if percent is not None}
        return ResidentLeaning(percents, whole.base or 0) if percents else None

    @property
    def proposal(self) -> Relation | None:
        """What the rule proposes; None, too, where residents answered and too few people are beside them to tell it."""
        if self.residents is None and self.items and self.items[0].bars[0].base != 0:
            return None
        return proposed_relation(self.experts.leaning, self.residents)

    @property
    def differences(self) -> tuple[GroupDifference, ...]:
        """Groups that differ on the leading question, the greatest difference of each variable and side alone."""
        if not self.items:
            return ()
        differing = [
            difference
            for number, side in enumerate(self.sides)
            for difference in _of_side(self.items[0].bars[1:], number, side)
        ]
        return tuple(sorted(differing, key=lambda each: -each.points))


def _of_side(bars: Sequence[ResidentBar], number: int, side: Side) -> list[GroupDifference]:
    by_variable: dict[str, dict[str, ResidentBar]] = {}
    for bar in bars:
        if bar.percents[number] is not None and bar.base is not None:
            by_variable.setdefault(bar.variable, {})[bar.label] = bar
    greatest = []
    for of_variable in by_variable.values():
        shares = {label: GroupShare(bar.percents[number] or 0.0, bar.base or 0) for label, bar in of_variable.items()}
        pairs = [sorted(pair, key=lambda label: -shares[label].percent) for pair in groups_that_differ(shares)]
        made = [
            GroupDifference(side, of_variable[high], of_variable[low], shares[high].percent - shares[low].percent)
            for high, low in pairs
        ]
        if made:
            greatest.append(max(made, key=lambda each: each.points))
    return greatest


def released_quotes(
    quotes: Sequence[tuple[str, str]], sectors: Mapping[str, int], labels: Mapping[str, str]
) -> tuple[ReleasedQuote, ...]:
    """The first quotes, each with its sector where three experts or more are of it.

    Args:
        quotes: Text and id of the sector; blank: none.
        sectors: How many experts are of each.
        labels: What sectors are called.
    """
    all_sectors = [sector for sector, count in sectors.items() for _ in range(count)]
    return tuple(
        ReleasedQuote(text, labels.get(sector, sector) if sector and sector_is_told(sector, all_sectors) else "")
        for text, sector in quotes[:MOST_QUOTES]
    )
