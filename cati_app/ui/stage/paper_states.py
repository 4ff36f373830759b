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
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class PaperBox:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Lines and black boxes (x, y, width, height), over coloured ones; `title` names it for who does not see it."""

    title: str
    width: float
    height: float
    lines: tuple[PaperLine, ...]
    boxes: tuple[tuple[float, float, float, float], ...] = field(repr=False, default=())
    fills: tuple[PaperBox, ...] = field(repr=False, default=())
    rules: tuple[PaperRule, ...] = field(repr=False, default=())
