"""What charts show, worded: they compute no figures themselves."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A field of a map; `shade` from 0, the lightest, to 4; None: no shade, as too little is known."""

    text: str
    shade: int | None = None


@dataclass(frozen=True, slots=True)
class HeatState:
    """A map of rows and columns with the figure in each field; `legend` words its shades from the lightest."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A point of a line; without a share there is a gap."""

    label: str
    share: float | None  # 0 to 1 of the height
    text: str = ""


@dataclass(frozen=True, slots=True)
class TrendState:
    """A line over time with the marks of its scale, each from 0 to 1 with its words."""

    points: tuple[LinePoint, ...]
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class BarColumn:
    """A stacked bar: its parts from the ground up, in units of the chart."""

    label: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Height of the bar."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class BarsState:
    """Bars beside each other; `series` names their parts, one for each."""

    bars: tuple[BarColumn, ...]
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FanState:
    """What is done of a target until today, and between which days it is full; days from today, None: not in sight.

    Args:
        done: Share of the target today, from 0.
        low: First day of the interval.
        median: The middle day.
        high: Last day of the interval.
        end: Of the field; None: it has none.
        levels: What is done and the target, as figures.
        today: Word beneath the beginning.
        full: The middle day in words.
        end_text: Word at the end of field.
        past: Days on which it rose, at most 0, with the share of the target at their end; in order.
        begun: The first of them in words.
    """

    done: float
    low: int | None
    median: int | None
    high: int | None
    end: int | None
    levels: tuple[str, str]
    today: str
    full: str
    end_text: str
    past: tuple[tuple[int, float], ...] = ()
    begun: str = ""


@dataclass(frozen=True, slots=True)
class CurveState:
    """One of many small curves: its name, its figures, and a line that tells when it is full."""

    name: str
    figures: str
    ahead: str
    fan: FanState
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class CurvesState:
    """Small curves, all on the same days."""

    curves: tuple[CurveState, ...]


@dataclass(frozen=True, slots=True)
class SharePart:
    """A part of a bar: which of the legend, and its share of the whole; a hidden one tells no figure."""

    step: int
    share: float
    text: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar across; the first of a further group stands a little apart."""

    label: str
    text: str  # behind it
    parts: tuple[SharePart, ...]
    begins_group: bool = False


@dataclass(frozen=True, slots=True)
class SharesState:
    """Bars below each other. With a legend each is as long as the whole, in its parts; else as long as its share.

    Args:
        legend: Of the parts, from one end of a scale to the other; at most `MOST_PARTS`.
    """

    bars: tuple[ShareBar, ...]
    legend: tuple[str, ...] = ()


MOST_PARTS = 5
