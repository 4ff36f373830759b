"""What the sample tab renders: overview, columns of a file, work under way, the outcome."""

from __future__ import annotations

from enum import StrEnum

from cati_app.ui.desk.states import TableState
from cati_app.ui.stage.states import TileState, Tone
from cati_app.values import dataclass

NO_ROWS = TableState("", "", (), ())


class SampleStep(StrEnum):
    """The page in front."""

    OVERVIEW = "overview"
    COLUMNS = "columns"
    RUNNING = "running"
    RESULT = "result"


class OverviewQuestion(StrEnum):
    """What the overview asks before it does something."""

    NOTHING = "nothing"
    RELEASE = "release"
    BLOCK = "block"
    UNBLOCK = "unblock"


@dataclass(frozen=True, slots=True)
class OverviewState:
    """The sample as it is."""

    tiles: tuple[TileState, ...] = ()
    portions: TableState = NO_ROWS
    can_release: bool = False
    block_lines: tuple[str, ...] = ()
    asked: OverviewQuestion = OverviewQuestion.NOTHING
    question: str = ""
    message: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file and what it will be used as."""

    name: str
    examples: str
    role: str
    roles: tuple[tuple[str, str], ...]  # key and label


@dataclass(frozen=True, slots=True)
class ColumnsState:
    """What the columns of a file hold."""

    title: str = ""
    source: str = ""
    columns: tuple[ColumnRow, ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    restore_zeros: bool = False
    portion_size: str = ""
    may_hide: bool = False  # the file may have rows and columns that nobody sees
    hidden: bool = False  # those are read
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RunningState:
    """Work under way."""

    title: str = ""
    text: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class ResultState:
    """What came, or would come, of a file. Without `can_import` it is done."""

    title: str = ""
    tone: Tone = Tone.PLAIN
    line: str = ""  # how the file was read, rows taken, rows left out and why
    tiles: tuple[TileState, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()  # reason and label with its count; the first is all
    chosen: str = ""
    cure: str = ""  # of the chosen reason
    rows: TableState = NO_ROWS
    can_import: bool = False
    message: str = ""
    message_tone: Tone = Tone.PLAIN
