"""What the supervisor's board renders."""

from __future__ import annotations

from dataclasses import field

from cati_app.domain.quota.cells import CellState
from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.states import TileState
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A quota cell on the board."""

    key: str
    done: int
    target: int
    in_interview: int = 0
    suspended: int = 0  # places that interviews keep until they go on
    reserved: int = 0  # places that stations of a hub have, for interviews under way there or taken along
    state: CellState = CellState.OPEN
    ahead: tuple[str, ...] = ()  # when it is full, the longest form first; nothing where nothing is forecast
    is_late: bool = False


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
    has_forecast: bool = False  # room is kept for it in every cell


@dataclass(frozen=True, slots=True)
class ActiveInterview:
    """Somebody at work now."""

    key: str
    interviewer: str
    detail: str
    seconds: int = 0  # when this state was made; it counts on from there


@dataclass(frozen=True, slots=True)
class BoardState:
    """The supervisor's board."""

    tiles: tuple[TileState, ...] = ()
    matrix: MatrixState = field(default_factory=MatrixState)
    active: tuple[ActiveInterview, ...] = ()
    elsewhere: bool = False  # interviews run at stations, and nobody sees them before they are handed in
    tables: tuple[TableState, ...] = ()
    undo: str = ""  # what can be taken back, and until when
    listing: TableState | None = None  # in place of the matrix
