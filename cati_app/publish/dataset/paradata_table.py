"""Paradata as a table for every format: a row for each question of each interview. Never what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from cati_app.engine.session.events import SessionEvent
from cati_app.engine.session.paradata import QuestionPath, question_paths
from cati_app.publish.dataset import values
from cati_app.publish.dataset.facts import StudyFacts
from cati_app.publish.dataset.fieldwork import CASE_ID, case_id
from cati_app.publish.dataset.outcome_codes import disposition_codes
from cati_app.publish.dataset.plain_table import PlainVariables
from cati_app.publish.dataset.table import DataTable


class PathOfInterview(NamedTuple):
    """An interview as it went, as whoever reads the log hands it in."""

    interview_id: str
    disposition: str
    interviewer: str
    ahead_ms: int | None  # how far the station's clock was ahead of the hub's; None: never measured
    events: Sequence[SessionEvent]


class _QuestionRow(NamedTuple):
    case: str
    interview: PathOfInterview
    order: int
    path: QuestionPath
    last_at: datetime | None


def paradata_table(study: StudyFacts, interviews: Iterable[PathOfInterview]) -> DataTable:
    """In the order of `case_id`, each interview in its own order; times of the last event of all."""
    made: PlainVariables[_QuestionRow] = PlainVariables(study, "paradata")
    made.text(CASE_ID, lambda row: row.case, 12)
    made.coded("disposition", lambda row: row.interview.disposition, disposition_codes(study), 32)
    made.text("interviewer", lambda row: row.interview.interviewer, 8)
    made.number("order", lambda row: row.order)
    made.text("question", lambda row: row.path.ref.rsplit("/", 1)[-1], 255)
    made.text("path", lambda row: row.path.ref, 1_024)
    made.text("languages", lambda row: " ".join(row.path.languages), 64)
    made.number("first_shown_s", lambda row: row.path.first_shown_ms / 1000, decimals=1)
    made.number("active_s", lambda row: row.path.active_ms / 1000, decimals=1)
    made.number("visits", lambda row: row.path.visits)
    made.number("answered", lambda row: row.path.answered)
    made.number("changed", lambda row: row.path.changed)
    made.number("cleared", lambda row: row.path.cleared)
    made.number("hard_checks", lambda row: row.path.hard_checks)
    made.number("soft_checks", lambda row: row.path.soft_checks)
    made.number("soft_kept", lambda row: row.path.kept)
    made.number("remarks", lambda row: row.path.remarks)
    made.text("first_shown_utc", lambda row: values.utc(row.path.first_shown_at), 20)
    made.number("clock_ahead_s", lambda row: _seconds(row.interview.ahead_ms), decimals=1)
    return made.table(_rows(study.id, interviews), sort=True, last=lambda row: row.last_at)


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _rows(study_id: str, interviews: Iterable[PathOfInterview]) -> Iterator[_QuestionRow]:
    for interview in interviews:
        case, last = case_id(study_id, interview.interview_id), max((e.at for e in interview.events), default=None)
        for order, path in enumerate(question_paths(interview.events), 1):
            yield _QuestionRow(case, interview, order, path, last)
