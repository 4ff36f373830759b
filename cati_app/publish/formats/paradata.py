"""Paradata as CSV: a line for each question of each interview. How it was asked, never what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cati_app.engine.session.events import SessionEvent
from cati_app.engine.session.paradata import QuestionPath, question_paths
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.publish.formats.csv_file import lines

COLUMNS = (
    "case_id",
    "disposition",
    "interviewer_no",
    "order",
    "question",
    "path",
    "languages",
    "first_shown_s",
    "active_s",
    "visits",
    "answered",
    "changed",
    "cleared",
    "hard_checks",
    "soft_checks",
    "soft_kept",
    "remarks",
)


def paradata_csv(study_id: str, interviews: Iterable[tuple[str, str, int | None, Sequence[SessionEvent]]]) -> bytes:
    """The whole file.

    Args:
        study_id: The same as in the data set, so that `case_id` agrees with it.
        interviews: Interview id, disposition, number of the interviewer, events.
    """
    return lines(COLUMNS, _rows(study_id, interviews))


def _rows(
    study_id: str, interviews: Iterable[tuple[str, str, int | None, Sequence[SessionEvent]]]
) -> Iterator[list[str]]:
    named = sorted(
        (case_id(study_id, interview_id), disposition, who, events)
        for interview_id, disposition, who, events in interviews
    )
    for name, disposition, interviewer, events in named:
        for order, path in enumerate(question_paths(events), 1):
            yield [name, disposition, str(interviewer or ""), str(order), *_fields(path)]


def _fields(path: QuestionPath) -> list[str]:
    counts = (
        path.visits,
        path.answered,
        path.changed,
        path.cleared,
        path.hard_checks,
        path.soft_checks,
        path.kept,
        path.remarks,
    )
    seconds = (f"{path.first_shown_ms / 1000:.1f}", f"{path.active_ms / 1000:.1f}")
    return [path.ref.rsplit("/", 1)[-1], path.ref, " ".join(path.languages), *seconds, *map(str, counts)]
