"""Shapes of pictures, with sizes in points from the upper left corner."""

from __future__ import annotations

from cati_app.values import dataclass

BLUE, INK, QUIET, LINE = "#0B5CAD", "#1A1A1A", "#595959", "#BFBFBF"
LETTER = 0.56  # of the size of a font: the width of most letters of Inter
USUAL_SIZE = 8.0


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
    size: float = USUAL_SIZE
    colour: str = INK
    is_strong: bool = False


ChartShape = ChartBox | ChartRule | ChartLabel


def cut(text: str, room: float, size: float) -> str:
    """A text that fits into so many points."""
    most = max(1, int(room / (size * LETTER)))
    return text if len(text) <= most else f"{text[: most - 1]}…"
