"""What the page of weights shows, worded and with figures as they are read."""

from __future__ import annotations

from dataclasses import field

from cati_app.ui.analyst.figure_states import FigureHead, FigureRow
from cati_app.ui.stage.states import TileState, Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class RecipeLine:
    """A recipe of the list."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class RecipeStep:
    """A step of a recipe, and what it does; a strong one stands out."""

    title: str
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A category of a margin; shares of 0 to 1.

    Args:
        heading: The margin, above its first category; blank: it is the one of the category before.
        text: The figures, behind the bars.
    """

    label: str
    before: float
    after: float
    target: float
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class BeforeAfterState:
    """Two bars for each category, and a mark where its target is.

    Args:
        legend: Of the bar before, of the one after, and of the mark.
    """

    bars: tuple[BeforeAfter, ...]
    legend: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class SpreadBar:
    """Interviews whose weight lies in a range, from the edge on its left."""

    edge: str
    count: int
    is_at_bound: bool = False


@dataclass(frozen=True, slots=True)
class SpreadState:
    """How many interviews have which weight.

    Args:
        last_edge: On the right of the last bar.
        mean_at: Where the mean is, from 0 at the left to 1.
        mean: What is written there.
        bound: What bars at a bound are, as a legend; blank: there are none.
    """

    bars: tuple[SpreadBar, ...]
    last_edge: str
    mean_at: float
    mean: str
    bound: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of figures with what it is called."""

    title: str
    heads: tuple[FigureHead, ...]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class WeightFigures:
    """What weights come to.

    Args:
        pictured: What the picture of the margins is called.
        caveat: Of the sample; blank: nothing.
        notes: What the margins rest on.
    """

    tiles: tuple[TileState, ...]
    margins: FigureTable
    picture: BeforeAfterState
    pictured: str
    spread: SpreadState
    spread_table: FigureTable
    large: FigureTable
    notes: tuple[str, ...] = ()
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class WeightsState:
    """The page.

    Args:
        steps: Of the recipe selected.
        empty: Why there are no figures, and what fills the page; blank: there are some.
        can_look: Whether the recipe selected can be computed.
        buttons: What each command does now, by its name.
        progress: 0 to 1 while interviews are read, weighed, or a recipe is kept.
        as_tables: Whether pictures are shown as tables.
        margins_from: The folder in which the dialog for margins begins; blank: that of the user.
    """

    recipes: tuple[RecipeLine, ...] = ()
    selected: str = ""
    steps: tuple[RecipeStep, ...] = ()
    empty: str = ""
    can_look: bool = False
    buttons: tuple[tuple[str, str], ...] = ()
    figures: WeightFigures | None = field(default=None, repr=False)
    progress: float | None = None
    message: str = ""
    tone: Tone = Tone.PLAIN
    files: tuple[str, ...] = ()
    as_tables: bool = False
    margins_from: str = ""
