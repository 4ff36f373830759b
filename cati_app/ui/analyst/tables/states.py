"""What the page of tables shows, worded and with figures as they are read."""

from __future__ import annotations

from cati_app.ui.analyst.figure_states import FigureHead, FigureRow
from cati_app.ui.stage.chart_states import SharesState
from cati_app.ui.stage.states import Tone
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the list."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """A table with its picture.

    Args:
        kind: What it is of, above its heading: the variable, whom it tells of.
        label: What the rows are called.
        text: As it is read aloud; blank where the label says it.
        columns: What the columns are called.
        filter: Who is in it; blank: all interviews.
        notes: What stands below it.
        caveat: Of the sample; blank: nothing.
        picture: None: there is nothing to draw.
        pictured: What the picture shows, above it and for whoever does not see it.
    """

    kind: str
    label: str
    text: str
    columns: str
    filter: str
    heads: tuple[FigureHead, ...]
    rows: tuple[FigureRow, ...]
    notes: tuple[str, ...] = ()
    caveat: str = ""
    source: str = ""
    picture: SharesState | None = None
    pictured: str = ""


@dataclass(frozen=True, slots=True)
class TablesState:
    """The page.

    Args:
        empty: Why there is no table, and what fills it; blank: there are questions.
        buttons: What each command does now, by its name.
        progress: 0 to 1 while tables are read or written.
        kept: What tables.yaml holds.
    """

    questions: tuple[QuestionLine, ...] = ()
    selected: str = ""
    empty: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    table: AnswerFigures | None = None
    progress: float | None = None
    message: str = ""
    tone: Tone = Tone.PLAIN
    files: tuple[str, ...] = ()
    kept: str = ""
