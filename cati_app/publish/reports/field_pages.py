"""A rehearsed field as pages: what it came to, its curve with the forecasts made on the way, and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, String
from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable, KeepTogether, Spacer

from cati_app.publish.print.pages import HEAD, SMALL, TITLE, WIDTH, Pages
from cati_app.publish.print.prose import INK, LINE, QUIET
from cati_app.values import dataclass

_HIGH, _LEFT, _BELOW, _ABOVE = 150.0, 34.0, 22.0, 14.0
_CURVE = HexColor("#0B57A4")
_Spot = Callable[[float, float], tuple[float, float]]
"""Where a number of interviews on a day stands."""
_FAN = Color(0.04, 0.34, 0.64, alpha=0.13)


@dataclass(frozen=True, slots=True)
class Fan:
    """A forecast on the curve; days are numbers of the days shown, from 0; None: not in sight.

    Args:
        at: Day on whose evening it was made.
        done: Interviews then.
        low: First day of its interval; likewise the others.
        label: Written where it begins.
    """

    at: float
    done: float
    low: float | None
    median: float | None
    high: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Interviews by day.

    Args:
        done: On the evening of each day, the first before anything was done.
        days: Dates beneath, as many.
        target: What is wanted.
        target_label: Written beside its line.
    """

    done: Sequence[float]
    days: Sequence[str]
    target: float
    target_label: str
    fans: Sequence[Fan] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A table under a heading; without rows `none` stands there.

    Args:
        rows: The first is the head.
        shares: Of the width, which add up to 1.
    """

    title: str
    rows: Sequence[Sequence[str]]
    shares: Sequence[float]
    none: str = ""


@dataclass(frozen=True, slots=True)
class FieldPages:
    """What the pages say.

    Args:
        notes: Below the title.
        facts: What each is called, and the fact.
        foot: Beside the number of the page, which stands for `{page}`.
    """

    title: str
    notes: Sequence[str]
    facts: Sequence[tuple[str, str]]
    curve_title: str
    curve_note: str
    curve: Curve | None
    tables: Sequence[Told]
    foot: str


def field_pdf(told: FieldPages, fonts: Path, language: str) -> bytes:
    """The document; the same facts give the same bytes.

    Args:
        fonts: The folder `resources/fonts`.
        language: Of the words in it.

    Raises:
        OSError: the fonts cannot be read.
    """
    pages = Pages(fonts, language)
    story: list[Flowable] = [pages.text(told.title, TITLE)]
    story += [pages.text(note, SMALL) for note in told.notes]
    story += [Spacer(0, 6), pages.pairs(told.facts)]
    if told.curve is not None:
        story.append(
            KeepTogether(
                [
                    pages.text(told.curve_title, HEAD),
                    _drawn(told.curve),
                    pages.text(told.curve_note, SMALL),
                ]
            )
        )
    for table in told.tables:
        head = pages.text(table.title, HEAD)
        if len(table.rows) < 2:
            story += [KeepTogether([head, pages.text(table.none, SMALL)])]
            continue
        head.keepWithNext = 1
        story += [head, pages.grid(table.rows, table.shares)]
    return pages.bound(story, told.title, (told.title, told.foot))


def _drawn(curve: Curve) -> Drawing:
    drawing = Drawing(WIDTH, _HIGH)
    last = len(curve.done) - 1
    seen = [day for fan in curve.fans for day in (fan.median, fan.high) if day is not None]
    most = max([last, *(min(day, 2.0 * last) for day in seen), 1])
    highest = max([curve.target, *curve.done, 1.0])

    def spot(day: float, done: float) -> tuple[float, float]:
        across = _LEFT + (WIDTH - _LEFT - 8) * min(day, most) / most
        return across, _BELOW + (_HIGH - _BELOW - _ABOVE) * done / highest

    for shape in (*_axes(curve, spot, most), *_fans(curve, spot, most)):
        drawing.add(shape)
    points = [number for day, done in enumerate(curve.done) for number in spot(day, done)]
    drawing.add(PolyLine(points, strokeColor=_CURVE, strokeWidth=1.8))
    return drawing


def _axes(curve: Curve, spot: _Spot, most: float) -> Iterator[Line | String]:
    left, base = spot(0, 0)
    right, level = spot(most, curve.target)
    yield Line(left, base, right, base, strokeColor=LINE, strokeWidth=0.6)
    yield Line(left, level, right, level, strokeColor=INK, strokeWidth=0.9)
    yield _word(left - 4, level - 3, f"{curve.target:.0f}", "end")
    yield _word(left - 4, base - 3, "0", "end")
    yield _word(left + 2, level + 4, curve.target_label, "start")
    step = max(1, round(len(curve.days) / 8))
    for day in range(0, len(curve.days), step):
        across, _ = spot(day, 0)
        yield _word(across, base - 12, curve.days[day], "middle")


def _fans(curve: Curve, spot: _Spot, most: float) -> Iterator[Line | String | Polygon]:
    """Each from the day on which it was made to the days on which everything is to be full."""
    for fan in curve.fans:
        begin = spot(fan.at, fan.done)
        low, high = (spot(most if day is None else day, curve.target) for day in (fan.low, fan.high))
        if fan.low is not None:
            yield Polygon([*begin, *low, *high], fillColor=_FAN, strokeColor=_CURVE, strokeWidth=0.3)
        if fan.median is not None:
            yield Line(*begin, *spot(fan.median, curve.target), strokeColor=_CURVE, strokeDashArray=[3, 2])
        yield _word(begin[0] + 3, begin[1] - 8, fan.label, "start")


def _word(across: float, up: float, text: str, anchor: str) -> String:
    return String(across, up, text, fontName="Inter", fontSize=7, fillColor=QUIET, textAnchor=anchor)
