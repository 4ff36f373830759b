"""Messages by which the whole study comes to a station that reads it, and what they mean to both sides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.changes import CaseNow, ChangeMark, StudyChanges
from cati_app.domain.sharing.leases import Rows as RowsByTable
from cati_app.sync.case_messages import CaseTold, Id, Row, Rows
from cati_app.sync.case_values import bundle_told, case_told
from cati_app.sync.messages import ROW_AT_MOST, Count, Epoch, Message, Request, Secret


class ChangesAsked(Request):
    """POST /v1/study/changes: what changed behind a mark, for somebody who has signed in and may read all of it.

    Args:
        n: Number of the last change that is known.
        within: As `ChangeMark` has it.
        last: The same.
    """

    epoch: Epoch
    session: Secret
    n: Count
    within: Count
    last: Count = 0


class CaseNowTold(Message):
    """A case as it is now."""

    case: CaseTold
    beside: Rows


class ChangesTold(Message):
    """Answer to `ChangesAsked`, as `StudyChanges` has it."""

    anew: bool = False

    n: Count
    within: Count
    last: Count
    more: bool
    cases: Annotated[tuple[CaseNowTold, ...], Field(max_length=10_000)] = ()
    gone: Annotated[tuple[Id, ...], Field(max_length=10_000)] = ()
    whole: Rows = Field(default_factory=dict)
    grants: Annotated[tuple[Row, ...], Field(max_length=10_000)] = ()
    log: Annotated[tuple[Annotated[str, Field(max_length=ROW_AT_MOST)], ...], Field(max_length=50_000)] = ()


def mark_of(asked: ChangesAsked) -> ChangeMark:
    """From a message."""
    return ChangeMark(asked.n, asked.within, asked.last)


def changes_told(changes: StudyChanges) -> ChangesTold:
    """As a message."""
    return ChangesTold(
        n=changes.mark.n,
        within=changes.mark.within,
        last=changes.mark.last,
        more=changes.more,
        cases=tuple(CaseNowTold(case=case_told(now.bundle), beside=_rows_told(now.beside)) for now in changes.cases),
        gone=changes.gone,
        whole=_rows_told(changes.whole),
        grants=changes.grants,  # type: ignore[arg-type] # values as the store tells them, checked by the model
        log=changes.log,
        anew=changes.anew,
    )


def changes_of(told: ChangesTold) -> StudyChanges:
    """From a message."""
    return StudyChanges(
        ChangeMark(told.n, told.within, told.last),
        told.more,
        tuple(CaseNow(bundle_told(now.case), dict(now.beside)) for now in told.cases),
        tuple(CaseId(case_id) for case_id in told.gone),
        dict(told.whole),
        told.grants,
        told.log,
        told.anew,
    )


def _rows_told(rows: RowsByTable) -> Rows:
    return {name: tuple(tuple(row) for row in known) for name, known in rows.items()}  # type: ignore[arg-type] # as above
