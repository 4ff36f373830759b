"""What the page of tables asks of the program; every call is for the store's lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cati_app.ui.analyst.tables.states import AnswerFigures, QuestionLine
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class TableSet:
    """What can be tabulated.

    Args:
        banners: Kept in tables.yaml: names and labels.
        filters: The same.
        kept: Tables that tables.yaml lists; 0: it lists none, so there is one of every question.
        weight: What the weight is called; blank: no weighting was chosen.
        limit: Cells with fewer interviews are hidden in what is handed out.
    """

    questions: tuple[QuestionLine, ...]
    banners: tuple[tuple[str, str], ...]
    filters: tuple[tuple[str, str], ...]
    interviews: int
    kept: int = 0
    weight: str = ""
    limit: int = 5


@dataclass(frozen=True, slots=True)
class AskedTable:
    """One table.

    Args:
        columns: The name of a banner, or variables separated by commas; blank: all interviews alone.
        filter: The name of a filter, or conditions such as `gender: 2; age: 16-29`; blank: all interviews.
        weighed: By the weighting that was chosen.
        handed_out: Small cells are hidden.
    """

    question: str
    columns: str = ""
    filter: str = ""
    weighed: bool = True
    handed_out: bool = True


class TablesDesk(Protocol):
    """The tables of a study."""

    def read(self, on_progress: Callable[[float], None]) -> TableSet:
        """The interviews, and tables.yaml as it stands now.

        Raises:
            RuleViolation, EnvironmentProblem: as `cati tables`; `tables_errors` where tables.yaml has some.
        """
        ...

    def table(self, asked: AskedTable) -> AnswerFigures:
        """One table. RuleViolation: what was typed names nothing there is; EnvironmentProblem: `weighting_unfit`."""
        ...

    def keep(self, asked: AskedTable) -> TableSet:
        """Write a table with its columns and filter into tables.yaml.

        Raises:
            EnvironmentProblem: the file was changed meanwhile, or cannot be written; it is as it was.
        """
        ...

    def folder(self) -> str:
        """Where files go unless somebody says otherwise."""
        ...

    def write(
        self,
        asked: AskedTable,
        formats: tuple[str, ...],
        folder: str,
        on_progress: Callable[[float], None],
        *,
        alone: bool,
    ) -> tuple[str, ...]:
        """Write files, all or none, and say which.

        Args:
            asked: The table, and for all of them weight and what is hidden.
            on_progress: Told the share that is done; what it raises ends the work, and no file is changed.
            alone: This table; else all that tables.yaml wants.
        """
        ...
