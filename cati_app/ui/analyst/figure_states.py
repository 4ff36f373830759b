"""Tables of figures as pages of the analyst's screen show them."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FigureHead:
    """A column: the variable it belongs to, blank of all interviews, and its category with its letter."""

    variable: str
    text: str


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A percentage with what stands beside it; the figure alone in rows of bases and means."""

    figure: str
    letters: str = ""
    half: str = ""  # of its interval
    count: str = ""

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        half = f"±{self.half}" if self.half else ""
        count = f"({self.count})" if self.count else ""
        return " ".join(filter(None, (self.figure, self.letters, half, count)))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row; `is_strong`: a net or a mean, `is_quiet`: a base."""

    text: str
    cells: tuple[FigureCell, ...]
    is_strong: bool = False
    is_quiet: bool = False
