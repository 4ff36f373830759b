"""Bars across of one length, in parts: how answers are spread over the steps of a scale, from one end to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.publish.print.document import ChartPart, ChartPoint
from cati_app.publish.print.shapes import INK, LETTER, QUIET, ChartBox, ChartLabel, ChartRule, ChartShape, cut

_STEPS = ("#0B5CAD", "#8DBDEB", "#D3DAE1", "#EBC084", "#9A5B00")
"""From one end of a scale to the other; not green and red, and every amount is written in."""
_OF = {1: (0,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
MOST_PARTS = len(_STEPS)
_DARK = frozenset({"#0B5CAD", "#9A5B00"})
_WHITE, _HATCHED, _HATCH = "#FFFFFF", "#F4E3C8", "#9A5B00"
_ROW, _BAR = 17.0, 12.0
_NAMES, _BASE = 0.27, 34.0  # share of the width for names; points for the base behind the bar
_LEGEND, _KEY = 13.0, 13.0
_SIZE, _SMALL = 8.0, 7.0
_ROOM = 11.0  # points that a written amount needs
_GAP = 5.0  # between lines of a hatched part


def colours(count: int) -> tuple[str, ...]:
    """Of the parts, from one end to the other. KeyError beyond `MOST_PARTS`."""
    return tuple(_STEPS[step] for step in _OF[count])


def height_of(points: Sequence[ChartPoint], legend: Sequence[str], width: float) -> float:
    """Of the whole picture."""
    return _LEGEND * _lines(legend, width) + 4 + _ROW * max(1, len(points))


def _lines(legend: Sequence[str], width: float) -> int:
    return 1 + max(line for _, line, _ in _placed(legend, width))


def _placed(legend: Sequence[str], width: float) -> Iterator[tuple[str, int, float]]:
    """Each text of the legend with its line and where it begins: one beside the other, as far as there is room."""
    line, at = 0, 0.0
    for text in legend:
        told = cut(text, width - _KEY - 6, _SMALL)
        wide = _KEY + len(told) * _SMALL * LETTER + 10
        if at and at + wide > width:
            line, at = line + 1, 0.0
        yield told, line, at
        at += wide


def stacked(points: Sequence[ChartPoint], legend: Sequence[str], width: float) -> Iterator[ChartShape]:
    """The shapes: what each colour means, then a bar for each point, with its base behind.

    Args:
        legend: Of the parts, in order; at most `MOST_PARTS`.
        width: In points.
    """
    fills = colours(len(legend))
    for (text, line, at), fill in zip(_placed(legend, width), fills, strict=True):
        top = line * _LEGEND
        yield ChartBox(at, top + 1, 9, 9, fill)
        yield ChartLabel(at + _KEY, top + 8.5, text, size=_SMALL)
    left, above = width * _NAMES, _LEGEND * _lines(legend, width) + 4
    room = width - left - _BASE
    for number, point in enumerate(points):
        top = above + number * _ROW
        base = top + _BAR - 3
        yield ChartLabel(0, base, cut(point.label, left - 8, _SIZE))
        at = left
        for part in _joined(point.parts):
            yield from _part(part, at, top, room, fills)
            at += room * part.amount
        yield ChartLabel(width, base, point.written, "end", _SMALL, QUIET)


def _joined(parts: Sequence[ChartPart]) -> Iterator[ChartPart]:
    """Hidden parts are one, at the end of the bar: what is left of the whole."""
    shown = [part for part in parts if not part.is_hidden]
    yield from (part for part in shown if part.amount > 0)
    rest = 1 - sum(part.amount for part in shown)
    if len(shown) < len(parts) and rest > 0:
        yield ChartPart(-1, rest, "", is_hidden=True)


def _part(part: ChartPart, at: float, top: float, room: float, fills: Sequence[str]) -> Iterator[ChartShape]:
    wide = room * part.amount
    if part.is_hidden:
        yield ChartBox(at, top, wide, _BAR, _HATCHED)
        x = at
        while x + _BAR <= at + wide:
            yield ChartRule(x, top + _BAR, x + _BAR, top, _HATCH, 0.5)
            x += _GAP
        return
    fill = fills[part.step]
    yield ChartBox(at, top, max(0.0, wide - 0.8), _BAR, fill)
    if wide >= _ROOM:
        colour = _WHITE if fill in _DARK else INK
        yield ChartLabel(at + wide / 2, top + _BAR - 3.2, part.written, "middle", _SMALL, colour)
