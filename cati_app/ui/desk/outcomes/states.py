"""What the tab of outcomes renders."""

from __future__ import annotations

from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.chart_states import BarsState, CurvesState, FanState, HeatState, TrendState
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class RateState:
    """A rate with what it is made of.

    Args:
        value: In percent, or a dash where it cannot be told.
        code: As the standard names it: RR3.
        parts: The same of each frame; blank with one frame.
        formula: Numerator / denominator.
        e: Share of unknown cases that counts, and how it is estimated; blank where the formula has none.
    """

    title: str
    code: str
    value: str
    parts: str
    formula: str
    e: str


@dataclass(frozen=True, slots=True)
class ChartState:
    """A chart, its heading and the line below it; `table` says the same in rows."""

    title: str
    foot: str
    chart: HeatState | TrendState | BarsState | FanState | CurvesState
    table: TableState


@dataclass(frozen=True, slots=True)
class OutcomesState:
    """The whole tab.

    Args:
        caveat: What stands above all figures: what kind of sample this is.
        frame, day, method, grouping: What is chosen, as the buttons say it; blank where there is no choice.
        burn_ups: The first quota, and each further one with targets to fill.
        as_of: When it was read.
        empty: Why there is nothing; then the rest is blank.
    """

    caveat: str = ""
    frame: str = ""
    day: str = ""
    method: str = ""
    grouping: str = ""
    as_of: str = ""
    rates: tuple[RateState, ...] = ()
    hours: ChartState | None = None
    trend: ChartState | None = None
    attempts: ChartState | None = None
    way: TableState | None = None
    way_foot: str = ""
    groups: TableState | None = None
    groups_foot: str = ""
    burn_ups: tuple[ChartState, ...] = ()
    curves: ChartState | None = None
    empty: str = ""
