"""Where everything stands in a picture of the routing, in pixels from the top left corner."""

from __future__ import annotations

from dataclasses import field

from cati_app.publish.paper.lanes import lanes
from cati_app.publish.paper.routing import Line, Mark, Routing, RoutingBlock
from cati_app.values import dataclass

MARGIN, HEAD, WIDTH = 28.0, 104.0, 860.0
LANE = 9.0
_ROW, _SMALL, _GAP = 28.0, 24.0, 5.0
_TITLE, _STRIP, _PER_ARROW = 28.0, 22.0, 5.0
_INSET, _BEFORE_LANES = 12.0, 26.0
_BETWEEN = 14.0


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with its position; `y` is its upper edge."""

    line: Line
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block with its position; the strip of the condition begins at `strip_y`."""

    block: RoutingBlock
    x: float
    y: float
    width: float
    height: float
    strip_y: float
    strip: float  # height of the strip, 0 without a condition


@dataclass(frozen=True, slots=True)
class Arc:
    """One decider with everything it decides: a way out, a lane down or up, and arrows in."""

    source: int
    start: tuple[float, float]
    lane_x: float
    ends: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class FlowLayout:
    """The whole picture."""

    rows: list[PlacedLine] = field(default_factory=list)
    areas: list[PlacedBlock] = field(default_factory=list)  # outer ones before those within
    arcs: list[Arc] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


def layout_of(routing: Routing) -> FlowLayout:
    """Positions from top to bottom; arrows run to the right of everything that is written."""
    placer = _Placer()
    bottom = placer.stack(list(routing.parts), MARGIN, HEAD, WIDTH, _BETWEEN)
    made = placer.layout
    made.arcs = placer.arcs(routing.deciding)
    outermost = max((arc.lane_x for arc in made.arcs), default=MARGIN + WIDTH)
    made.width, made.height = outermost + MARGIN, bottom + MARGIN
    return made


class _Placer:
    def __init__(self) -> None:
        self.layout = FlowLayout()
        self._ends: dict[int, list[tuple[float, float]]] = {}
        self._starts: dict[int, tuple[float, float]] = {}

    def stack(self, parts: list[Line | RoutingBlock], x: float, y: float, width: float, gap: float) -> float:
        """Place parts below one another; the lower edge of the last."""
        for number, part in enumerate(parts):
            y += gap if number else 0
            y = self.row(part, x, y, width) if isinstance(part, Line) else self.area(part, x, y, width)
        return y

    def row(self, line: Line, x: float, y: float, width: float) -> float:
        small = line.mark is not Mark.QUESTION
        arrows = len(line.deciders)
        height = max(_SMALL if small else _ROW, (arrows + 1) * _PER_ARROW + 10)
        inset = 34.0 if small else 0.0
        self.layout.rows.append(PlacedLine(line, x + inset, y, width - inset, height))
        self.arrive(line.deciders, x + width, y + 4)
        self._starts[line.node.index] = (x + width, y + height - 6)
        return y + height

    def area(self, block: RoutingBlock, x: float, y: float, width: float) -> float:
        index = len(self.layout.areas)
        titled = block.mark is not Mark.CONDITION
        inner = y + (_TITLE if titled else 0)
        strip = max(_STRIP, (len(block.deciders) + 1) * _PER_ARROW) if block.condition or block.deciders else 0.0
        self.layout.areas.append(PlacedBlock(block, x, y, width, 0, inner, strip))
        self.arrive(block.deciders, x + width, inner)
        top = inner + strip + (_GAP + 2 if titled or strip else 0)
        bottom = self.stack(block.parts, x + _INSET, top, width - 2 * _INSET, _GAP) + _GAP + 3
        self.layout.areas[index] = PlacedBlock(block, x, y, width, bottom - y, inner, strip)
        return bottom

    def arrive(self, deciders: tuple[int, ...], x: float, y: float) -> None:
        """Room for one arrow from each decider, none on top of another."""
        for number, index in enumerate(deciders, 1):
            self._ends.setdefault(index, []).append((x, y + number * _PER_ARROW))

    def arcs(self, deciding: frozenset[int]) -> list[Arc]:
        """One arc for each decider that stands in the picture, each in a lane of its own height."""
        sources = [index for index in sorted(deciding) if index in self._starts and index in self._ends]
        heights = [[self._starts[index][1], *(y for _, y in self._ends[index])] for index in sources]
        numbers = lanes([(min(held), max(held)) for held in heights])
        first = MARGIN + WIDTH + _BEFORE_LANES
        return [
            Arc(index, self._starts[index], first + number * LANE, tuple(self._ends[index]))
            for index, number in zip(sources, numbers, strict=True)
        ]
