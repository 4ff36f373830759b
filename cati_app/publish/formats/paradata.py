"""Paradata as CSV: a line for each question of each interview. How it was asked, never what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cati_app.engine.session.events import SessionEvent
from cati_app.engine.session.paradata import QuestionPath, question_paths
from cati_app.publish.csv_layout import COMMA, CsvLayout
from cati_app.publish.dataset import values
from cati_app.publish.dataset.fieldwork import case_id
from cati_app.publish.dataset.spool import Spool
from cati_app.publish.formats.csv_file import lines

COLUMNS = (
    "case_id",
    "disposition",
    "interviewer",
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
    "first_shown_utc",
    "clock_ahead_s",
)


def paradata_lines(
    study_id: str,
    interviews: Iterable[tuple[str, str, str, int | None, Sequence[SessionEvent]]],
    folder: Path | None = None,
    layout: CsvLayout = COMMA,
) -> Iterator[bytes]:
    """The file, line by line, in the order of `case_id`.

    Args:
        study_id: The same as in the data set, so that `case_id` agrees with it.
        interviews: Interview id, disposition, the interviewer's pseudonym as in the data set, by how many milliseconds
            the station's clock was ahead of the hub's as it began (None: never measured), events.
        folder: Where lines may lie in between, see `Spool`.
        layout: Of the file.
    """
    return lines(COLUMNS, _rows(study_id, interviews, folder, layout), layout)


def _rows(
    study_id: str,
    interviews: Iterable[tuple[str, str, str, int | None, Sequence[SessionEvent]]],
    folder: Path | None,
    layout: CsvLayout,
) -> Iterator[list[str]]:
    spool: Spool[list[list[str]]] = Spool(folder)
    names: list[str] = []
    for interview_id, disposition, interviewer, ahead_ms, events in interviews:
        name = case_id(study_id, interview_id)
        names.append(name)
        begin = [name, disposition, interviewer]
        ahead = "" if ahead_ms is None else layout.number(f"{ahead_ms / 1000:.1f}")
        spool.append(
            [
                [*begin, str(order), *_fields(path, layout), ahead]
                for order, path in enumerate(question_paths(events), 1)
            ]
        )
    for rows in spool.at(sorted(range(len(names)), key=names.__getitem__)):
        yield from rows


def _fields(path: QuestionPath, layout: CsvLayout) -> list[str]:
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
    seconds = [layout.number(f"{ms / 1000:.1f}") for ms in (path.first_shown_ms, path.active_ms)]
    return [
        path.ref.rsplit("/", 1)[-1],
        path.ref,
        " ".join(path.languages),
        *seconds,
        *map(str, counts),
        values.utc(path.first_shown_at),
    ]
