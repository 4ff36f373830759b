"""Small forms for tests, written as tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form


class TickingClock:
    """A minute passes whenever somebody looks."""

    def __init__(self, start: datetime = datetime(2026, 3, 1, 8, tzinfo=UTC)) -> None:
        self.moment = start

    def now(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment

    def monotonic_ms(self) -> int:
        return int(self.moment.timestamp() * 1000)


def table(name: str, columns: str, *rows: str) -> str:
    """A sheet: column names and rows, cells separated by bars."""
    return "\n".join([f"| {name} |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]) + "\n"


def form(*tables: str) -> Form:
    """The form of some sheets, which must be free of errors."""
    result = load_form("".join(tables).encode(), "form.md")
    assert result.form is not None, result.findings
    return result.form


def findings(*tables: str) -> list[Finding]:
    """What is wrong with some sheets."""
    return list(load_form("".join(tables).encode(), "form.md").findings)


def codes(*tables: str) -> list[str]:
    """The codes of what is wrong."""
    return [finding.code for finding in findings(*tables)]


def session(
    questionnaire: Form, language: str = "en", hidden: Mapping[str, str] | None = None, seed: int = 1
) -> InterviewSession:
    """An interview that has just started."""
    return InterviewSession(questionnaire, TickingClock(), seed=seed, language=language, hidden=hidden or {})
