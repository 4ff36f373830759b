"""A page of paper as screens show and print it; lengths in points from its upper left corner."""

from __future__ import annotations

from dataclasses import field

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of text; y of its base line."""

    x: float
    y: float
    size: float
    strong: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Lines and black boxes (x, y, width, height); `title` names the page for people who do not see it."""

    title: str
    width: float
    height: float
    lines: tuple[PaperLine, ...]
    boxes: tuple[tuple[float, float, float, float], ...] = field(repr=False, default=())
