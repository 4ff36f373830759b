"""What the page of reports asks of the program; every call is for the store's lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from cati_app.ui.stage.paper_states import PaperPage
from cati_app.values import dataclass


class ReportKind(StrEnum):
    """Reports, as `cati report` calls them."""

    FIELD = "field"
    TOPLINE = "topline"
    CODEBOOK = "codebook"
    METHODS = "methods"


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A report in a language, `de` or `en`."""

    kind: ReportKind
    language: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The pages of a report as it would be written."""

    asked: AskedReport
    pages: tuple[PaperPage, ...] = field(repr=False)


class ReportsDesk(Protocol):
    """The reports of a study."""

    def kinds(self) -> tuple[ReportKind, ...]:
        """Every report there is."""
        ...

    def look(self, asked: AskedReport, on_progress: Callable[[float], None]) -> LookedAt:
        """Its pages. RuleViolation, EnvironmentProblem: as `cati report`.

        Args:
            on_progress: Told the share that is done; what it raises ends the work.
        """
        ...

    def folder(self) -> str:
        """Where files go unless somebody says otherwise."""
        ...

    def write(self, asked: AskedReport, folder: str, on_progress: Callable[[float], None]) -> tuple[str, ...]:
        """Write its files, all or none, and say which; `on_progress` as `look`."""
        ...
