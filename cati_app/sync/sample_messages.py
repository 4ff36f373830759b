"""Messages by which a sample comes to a study at a hub, and what they mean to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, Field, StrictBool

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.leases import CaseBundle
from cati_app.domain.sharing.samples import CASES_AT_ONCE, SampleChange, SampleChangeKind, SampledCase, SampleTaken
from cati_app.sync.case_messages import Id, RequestId, Rows
from cati_app.sync.case_values import case_told
from cati_app.sync.messages import Count, Epoch, Message, Number, ReceiptTold, Request, Secret

CASES_OF_A_CHANGE = 2_000_000
"""At most; more come in several imports."""
_HowMany = Annotated[int, Field(ge=0, le=CASES_OF_A_CHANGE)]


class SampledCaseTold(Message):
    """A case of a sample, with rows of it and of its numbers; without rows once its data are erased."""

    case_id: Id
    renews: StrictBool
    rows: Rows


class _OfChange(Request):
    """A change of the sample by a supervisor who has signed in.

    Args:
        change: Made by the station.
        basis: Number of the last change of the study that was known when it was made.
        cases: How many belong to it.
        made_at: By the clock of the station; nothing is decided by it.
    """

    epoch: Epoch
    session: Secret
    change: RequestId
    kind: SampleChangeKind
    basis: Count
    cases: _HowMany
    made_at: AwareDatetime


class SamplePage(_OfChange):
    """POST /v1/study/sample/page: some of the cases, which wait beside the study.

    Args:
        position: Of the first, from 0.
    """

    position: _HowMany
    page: Annotated[tuple[SampledCaseTold, ...], Field(min_length=1, max_length=CASES_AT_ONCE)]


class SamplePageKept(Message):
    """Answer to `SamplePage`: how many cases of the change are here, in a row from the first."""

    here: Count


class SampleWhole(_OfChange):
    """POST /v1/study/sample: everything has arrived, and comes into the study at once.

    Args:
        again: The hub had taken it in an earlier life.
    """

    again: StrictBool = False


class SampleReleased(_OfChange):
    """POST /v1/study/sample/release: random portions may be called; with neither number all that wait."""

    replicates: Number | None = None
    count: Number | None = None
    again: StrictBool = False


class SampleDone(Message):
    """Answer to both, as `SampleTaken` has it."""

    added: Count
    renewed: Count
    opened: Count
    left: Annotated[tuple[Id, ...], Field(max_length=CASES_OF_A_CHANGE)] = ()
    receipt: ReceiptTold | None = None


def change_of(message: _OfChange) -> SampleChange:
    """From a message."""
    asked = {}
    if isinstance(message, SampleReleased):
        asked = {"replicates": message.replicates, "count": message.count}
    return SampleChange(message.change, message.kind, message.basis, message.cases, message.made_at, asked=asked)


def cases_of(message: SamplePage) -> list[SampledCase]:
    """From a message."""
    return [SampledCase(CaseBundle(CaseId(told.case_id), told.rows), told.renews) for told in message.page]


def page_message(
    epoch: Epoch, session: str, change: SampleChange, position: int, cases: Sequence[SampledCase]
) -> SamplePage:
    """As a message."""
    page = tuple(
        SampledCaseTold(
            case_id=case.bundle.case_id,
            renews=case.renews,
            rows=case_told(case.bundle).rows,
        )
        for case in cases
    )
    return SamplePage(
        epoch=epoch,
        session=session,
        change=change.id,
        kind=change.kind,
        basis=change.basis,
        cases=change.cases,
        made_at=change.made_at,
        position=position,
        page=page,
    )


def whole_message(epoch: Epoch, session: str, change: SampleChange, *, again: bool) -> SampleWhole:
    """As a message."""
    return SampleWhole(
        epoch=epoch,
        session=session,
        change=change.id,
        kind=change.kind,
        basis=change.basis,
        cases=change.cases,
        made_at=change.made_at,
        again=again,
    )


def release_message(epoch: Epoch, session: str, change: SampleChange, *, again: bool) -> SampleReleased:
    """As a message."""
    return SampleReleased(
        epoch=epoch,
        session=session,
        change=change.id,
        kind=change.kind,
        basis=change.basis,
        cases=change.cases,
        made_at=change.made_at,
        replicates=change.asked.get("replicates"),
        count=change.asked.get("count"),
        again=again,
    )


def done_told(taken: SampleTaken) -> SampleDone:
    """As a message."""
    return SampleDone(added=taken.added, renewed=taken.renewed, opened=taken.opened, left=taken.left)


def taken_of(message: SampleDone) -> SampleTaken:
    """From a message."""
    left = tuple(CaseId(case_id) for case_id in message.left)
    return SampleTaken(message.added, message.renewed, message.opened, left)
