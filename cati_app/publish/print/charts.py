"""Charts as shapes with sizes in points, from the upper left corner; whoever writes a file draws them as vectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cati_app.publish.print.document import ChartKind, ChartPoint, ReportChart

BLUE, INK, QUIET, LINE = "#0B5CAD", "#1A1A1A", "#595959", "#BFBFBF"
_ROW, _BAR = 17.0, 9.0
_NAMES, _WRITTEN = 0.56, 62.0  # share of the width for names of bars at most; points for what is written behind them
_HIGH, _ABOVE, _BENEATH = 104.0, 14.0, 16.0
_LETTER = 0.56  # of the size of a font: the width of most letters of Inter
_SIZE, _SMALL = 8.0, 7.0


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = BLUE


@dataclass(frozen=True, slots=True)
class ChartRule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str = LINE
    width: float = 0.6


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """A text on a base line; `anchor` is start, middle or end, as in SVG."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = _SIZE
    colour: str = INK
    is_strong: bool = False


ChartShape = ChartBox | ChartRule | ChartLabel


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
    if chart.kind is ChartKind.BARS:
        return DrawnChart(width, _ROW * max(1, len(chart.points)) + 4, tuple(_bars(chart.points, width)))
    return DrawnChart(width, _ABOVE + _HIGH + _BENEATH, tuple(_columns(chart.points, width)))


def _highest(points: tuple[ChartPoint, ...]) -> float:
    return max([1e-9, *(point.amount for point in points), *(point.mark or 0 for point in points)])


def _bars(points: tuple[ChartPoint, ...], width: float) -> Iterator[ChartShape]:
    longest = max((len(point.label) for point in points), default=0)
    left, most = min(width * _NAMES, longest * _SIZE * _LETTER + 12), _highest(points)
    room = width - left - _WRITTEN
    for number, point in enumerate(points):
        top = number * _ROW + (_ROW - _BAR) / 2
        base = top + _BAR - 1.5
        yield ChartLabel(0, base, _cut(point.label, left - 8, _SIZE))
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
    return max(1, -int(-(letters + 1) * _SMALL * _LETTER // step))


def _cut(text: str, room: float, size: float) -> str:
    most = max(1, int(room / (size * _LETTER)))
    return text if len(text) <= most else f"{text[: most - 1]}…"
