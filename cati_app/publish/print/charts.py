"""Charts as shapes with sizes in points, from the upper left corner; whoever writes a file draws them as vectors."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.publish.print.document import ChartKind, ChartPoint, ReportChart
from cati_app.publish.print.shapes import (
    INK,
    LETTER,
    QUIET,
    USUAL_SIZE,
    ChartBox,
    ChartLabel,
    ChartRule,
    ChartShape,
    cut,
)
from cati_app.publish.print.stacked import height_of, stacked
from cati_app.values import dataclass

_ROW, _BAR = 17.0, 9.0
_NAMES, _WRITTEN = 0.56, 62.0  # share of the width for names of bars at most; points for what is written behind them
_HIGH, _ABOVE, _BENEATH = 104.0, 14.0, 16.0
_SIZE, _SMALL = USUAL_SIZE, 7.0


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """Shapes in a field of a width and a height."""

    width: float
    height: float
    shapes: tuple[ChartShape, ...]


def drawn(chart: ReportChart, width: float) -> DrawnChart:
    """The shapes of a chart.

    Args:
        width: Of the field, in points.
    """
    if chart.kind is ChartKind.STACKED:
        shapes = stacked(chart.points, chart.legend, width)
        return DrawnChart(width, height_of(chart.points, chart.legend, width), tuple(shapes))
    if chart.kind is ChartKind.BARS:
        return DrawnChart(width, _ROW * max(1, len(chart.points)) + 4, tuple(_bars(chart.points, width)))
    return DrawnChart(width, _ABOVE + _HIGH + _BENEATH, tuple(_columns(chart.points, width)))


def _highest(points: tuple[ChartPoint, ...]) -> float:
    return max([1e-9, *(point.amount for point in points), *(point.mark or 0 for point in points)])


def _bars(points: tuple[ChartPoint, ...], width: float) -> Iterator[ChartShape]:
    longest = max((len(point.label) for point in points), default=0)
    left, most = min(width * _NAMES, longest * _SIZE * LETTER + 12), _highest(points)
    room = width - left - _WRITTEN
    for number, point in enumerate(points):
        top = number * _ROW + (_ROW - _BAR) / 2
        base = top + _BAR - 1.5
        yield ChartLabel(0, base, cut(point.label, left - 8, _SIZE))
        yield ChartBox(left, top, room * point.amount / most, _BAR)
        if point.mark is not None:
            at = left + room * point.mark / most
            yield ChartRule(at, top - 2.5, at, top + _BAR + 2.5, INK, 1.2)
        end = left + room * max(point.amount, point.mark or 0) / most
        yield ChartLabel(end + 6, base, point.written, is_strong=True)
    yield ChartRule(left, 0, left, len(points) * _ROW + 2)


def _columns(points: tuple[ChartPoint, ...], width: float) -> Iterator[ChartShape]:
    most, base = _highest(points), _ABOVE + _HIGH
    step = width / max(1, len(points))
    broad = min(34.0, step * 0.78)
    named = _every(max((len(point.label) for point in points), default=1), step)
    told = _every(max((len(point.written) for point in points), default=1), step)
    for number, point in enumerate(points):
        middle = (number + 0.5) * step
        height = _HIGH * point.amount / most
        yield ChartBox(middle - broad / 2, base - height, broad, height)
        if number % told == 0:
            yield ChartLabel(middle, base - height - 4, point.written, "middle", _SMALL, is_strong=True)
        if number % named == 0:
            yield ChartLabel(middle, base + 11, point.label, "middle", _SMALL, QUIET)
    yield ChartRule(0, base, width, base)


def _every(letters: int, step: float) -> int:
    """Each how-manieth column has room for a text of so many letters."""
    return max(1, -int(-(letters + 1) * _SMALL * LETTER // step))
