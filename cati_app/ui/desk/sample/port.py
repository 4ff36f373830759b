"""What the sample tab asks of the rest: figures, a look at a file, imports, portions, the block list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol

from cati_app.domain.sampling.sample import Portion, RowNote
from cati_app.fieldwork.sample.import_sample import ImportCounts
from cati_app.values import dataclass

SEALED = ""
NUMBER, FIELD, NOTHING = "number", "field", ""
"""What a column holds beside `case_id`, `frame`, `language`, `time_zone`, `state`, `call_from`, `call_until`."""
ROW, VALUE, NUMBER_LOST, NOTED = "row left out", "value left out", "number left out", "note"
"""What a reason costs."""


@dataclass(frozen=True, slots=True)
class BlockListChange:
    """What was done to the block list, in the study's time zone; never to which number."""

    at: datetime
    what: str
    entries: int
    people: str


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """The sample as it is."""

    portions: tuple[Portion, ...]
    states: Mapping[str, int]  # cases by state
    lines: Mapping[str, int]  # numbers by kind of line
    blocked: int  # numbers on the block list of all studies
    block_log: tuple[BlockListChange, ...] = ()  # latest first

    @property
    def next_portion(self) -> Portion | None:
        """What a release opens: the first portion of which cases wait."""
        return next((portion for portion in self.portions if portion.waiting), None)


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file; `name` is safe to show and store, `examples` are shortened and masked.

    `use` says what it is declared for, so that it is in the open once it is a sample field; blank: it is sealed.
    """

    name: str
    role: str
    examples: tuple[str, ...]
    use: str = SEALED


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as found; `known_from` says where the roles come from: `study`, `last` or `guess`."""

    path: str
    name: str
    format: str
    sheets: tuple[str, ...]
    sheet: str
    columns: tuple[FileColumn, ...]
    rows: int  # estimate
    known_from: str = "guess"
    restore_zeros: bool = False
    portion_size: int | None = None
    may_hide: bool = False  # a workbook, which may have rows and columns that nobody sees
    hidden: bool = False  # whether those are read


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is to come in; `roles` in the order of its columns."""

    path: str
    sheet: str
    roles: tuple[str, ...]
    restore_zeros: bool = False
    portion_size: int | None = None
    hidden: bool = False  # read what the workbook hides

    @property
    def has_numbers(self) -> bool:
        """Whether a column is named that holds telephone numbers."""
        return NUMBER in self.roles

    @property
    def role_twice(self) -> str | None:
        """A role that two columns have and only one can."""
        counts = Counter(role for role in self.roles if role not in (NUMBER, FIELD, NOTHING))
        return next((role for role, count in counts.items() if count > 1), None)


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Rows of one reason: what it costs, how often it came, and the first of them."""

    reason: str
    costs: str
    count: int
    first: tuple[RowNote, ...]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came, or would come, of a file."""

    counts: ImportCounts
    groups: tuple[NoteGroup, ...] = ()
    portion_size: int | None = None

    @property
    def rows_left_out(self) -> int:
        """Rows that gave no case."""
        return sum(group.count for group in self.groups if group.costs == ROW)


class FileRefused(Exception):
    """The file as a whole cannot be taken; nothing was changed. Worded by its reason."""

    def __init__(self, reason: str, row: int | None, column: str | None, fields: Mapping[str, str]) -> None:
        super().__init__(reason)
        self.reason, self.row, self.column, self.fields = reason, row, column, fields


@dataclass(frozen=True, slots=True)
class Unblocking:
    """A number to be taken off the block list, by two people with a reason."""

    number_text: str
    login: str
    password: str = field(repr=False)
    reason: str


class SampleDesk(Protocol):
    """The sample of the study, for a supervisor. Everything runs in the store's lane but what asks a hub."""

    @property
    def is_shared(self) -> bool:
        """Whether a hub has the cases: what `run` has stored goes there by `bring`, and `release` asks it."""
        ...

    def figures(self) -> SampleFigures:
        """The sample as it is."""
        ...

    def look(self, path: str, sheet: str = "", hidden: bool | None = None) -> FileFacts:
        """What a file holds; `hidden` as in the plan, None as the study says. FileRefused."""
        ...

    def run(self, plan: ImportPlan, *, store: bool, on_progress: Callable[[int], None]) -> ImportOutcome:
        """Import, or only look what would come of it. All or nothing; `on_progress` may raise. FileRefused."""
        ...

    def bring(self, outcome: ImportOutcome, on_progress: Callable[[int, int], None]) -> ImportOutcome:
        """What was stored goes to the hub, in the lane `net`; the outcome as it is there.

        Args:
            on_progress: Cases that are there, and how many they are in all; may raise, and nothing is brought then.

        Raises:
            RuleViolation: `sample_changed`: others have changed the sample meanwhile, and nothing of it came in.
            EnvironmentProblem: `hub_unreachable`; it waits here.
        """
        ...

    def stop_waiting(self) -> None:
        """Whoever waits for the hub waits no longer; from any thread."""
        ...

    def save_report(self, path: str) -> None:
        """Write every note of the last run. EnvironmentProblem `out_unwritable`."""
        ...

    def release(self) -> int:
        """Open the next portion; how many cases came into the queue."""
        ...

    def block(self, number_text: str) -> bool:
        """Put a number on the block list; False when it was there. RuleViolation."""
        ...

    def unblock(self, wanted: Unblocking) -> None:
        """Take a number off. RuleViolation."""
        ...
