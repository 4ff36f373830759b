"""A finding about a study or a questionnaire: what is wrong, where, and how to cure it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from cati_app.values import dataclass


class Severity(StrEnum):
    """How bad: an error keeps the study from running, a warning changes results, a hint is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class CatalogueEntry(NamedTuple):
    """What a catalogue says of a code: how bad, what is wrong, how to cure it; both texts are templates."""

    severity: Severity
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `row` counts from 1 as the spreadsheet shows it, positions that do not apply are None."""

    severity: Severity
    code: str
    message: str
    cure: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
