"""What the supervisor's board and the analyst's page render; the rest stands in `states.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cati_app.ui.stage.states import Tone


@dataclass(frozen=True, slots=True)
class TileState:
    """A figure on the board."""

    key: str
    title: str
    value: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


class CellWord(StrEnum):
    """State of a quota cell."""

    OPEN = "open"
    RESERVED_OUT = "reserved_out"
    FULL = "full"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A quota cell on the board."""

    key: str
    done: int
    target: int
    in_interview: int = 0
    reserved_away: int = 0
    word: CellWord = CellWord.OPEN
    late: bool = False  # forecast


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns under one heading; a blank label for a matrix without groups."""

    label: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixState:
    """The quota matrix: rows × grouped columns. None stands where no cell is defined."""

    title: str = ""
    rows: tuple[str, ...] = ()
    groups: tuple[ColumnGroup, ...] = ()
    cells: tuple[tuple[MatrixCell | None, ...], ...] = ()  # by row, as many as all columns
    footer: str = ""


@dataclass(frozen=True, slots=True)
class ActiveInterview:
    """Somebody at work now."""

    key: str
    station: str
    interviewer: str
    detail: str
    seconds: int = 0
    running: bool = True


@dataclass(frozen=True, slots=True)
class TableState:
    """A further tab of the board: cases, appointments, team."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # the first column is the row's key and is not shown
    empty_text: str = ""  # why there is nothing and what fills it


@dataclass(frozen=True, slots=True)
class BoardState:
    """The supervisor's board."""

    tiles: tuple[TileState, ...] = ()
    matrix: MatrixState = field(default_factory=MatrixState)
    active: tuple[ActiveInterview, ...] = ()
    hints: tuple[str, ...] = ()  # bottlenecks, worded
    tables: tuple[TableState, ...] = ()
