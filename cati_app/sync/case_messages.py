"""Messages about cases and places in the quota, and what they mean to both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StrictBool, StrictInt, StrictStr

from cati_app.domain.calling.queue import Because, Nothing, Waits
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.sharing.handing import (
    CaseRequest,
    HandedIn,
    HandIn,
    HeldCase,
    Holdings,
    LentCase,
    PlaceAnswer,
    PlaceRequest,
    TakenAs,
)
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, LeaseToken, NotCounted, SetAside
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.sync.messages import LAST_NUMBER, ROW_AT_MOST, Count, Epoch, Message, Number, Request, Secret

Id = Annotated[str, Field(min_length=1, max_length=100)]
Figure = Annotated[StrictInt, Field(ge=-LAST_NUMBER, le=LAST_NUMBER)]
_Value = Annotated[StrictStr, Field(max_length=ROW_AT_MOST)] | StrictBool | Figure | None
_Row = Annotated[tuple[_Value, ...], Field(min_length=1, max_length=60)]
Rows = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[tuple[_Row, ...], Field(max_length=100_000)]],
    Field(max_length=20),
]
"""Rows of a case by table; their columns are checked by the store."""


class Token(Message):
    """Of a lease."""

    epoch: Number
    n: Number


class SignIn(Request):
    """POST /v1/sessions: somebody who has signed in at the station shows that to the hub.

    Args:
        shown: Derived from the password, with a pepper that no hub has; the hub keeps its SHA-256.
    """

    user_id: Id
    shown: Secret


class SessionBegun(Message):
    """Answer to `SignIn`.

    Args:
        until: The session ends then at the latest.
    """

    session: Secret
    until: AwareDatetime


class NextCase(Request):
    """POST /v1/cases/next: a case for a person who has signed in.

    Args:
        session: What the hub gave when the person signed in.
        request: Made by the station; asked again, it gets the same answer.
    """

    epoch: Epoch
    session: Secret
    request: Id


class CaseTold(Message):
    """A case whole."""

    case_id: Id
    blocked: bool
    rows: Rows


class CasesBrought(Request):
    """POST /v1/study/cases: cases of a study that comes to the hub, from a supervisor who has signed in."""

    session: Secret
    cases: Annotated[tuple[CaseTold, ...], Field(min_length=1, max_length=1_000)]


class CasesTaken(Message):
    """Answer to `CasesBrought`: how many were new."""

    new: Count


class LeaseTold(Message):
    """A lease, in the time of the hub."""

    token: Token
    case_id: Id
    user_id: Id
    given_at: AwareDatetime
    expires_at: AwareDatetime
    report_by: AwareDatetime


class PlaceTold(Message):
    """A place of a cell."""

    id: Id
    interview_id: Id
    cell_id: Id
    given_at: AwareDatetime
    state: GrantState


class NothingTold(Message):
    """Why there is no case: how many wait for what."""

    waiting: dict[Waits, Count]
    next_at: AwareDatetime | None
    open_cases: Count


class CaseAnswer(Message):
    """Answer to `NextCase`: a case, or why there is none."""

    lease: LeaseTold | None = None
    rows: Rows = Field(default_factory=dict)
    because: Because | None = None
    places: Annotated[tuple[PlaceTold, ...], Field(max_length=1_000)] = ()
    nothing: NothingTold | None = None


class RenewCase(Request):
    """POST /v1/cases/renew: a station still works a case."""

    epoch: Epoch
    token: Token


class Renewed(Message):
    """Answer to `RenewCase`; without a lease it is over."""

    lease: LeaseTold | None


class HandInCase(Request):
    """POST /v1/cases/hand-in: a case comes back.

    Args:
        last: Number of the last event of the station when it packed the case: the log comes first.
        blocked: A number of it is on the block list.
    """

    epoch: Epoch
    token: Token
    case_id: Id
    last: Count
    blocked: bool
    rows: Rows


class NotCountedTold(Message):
    """An interview that is kept and not counted."""

    interview_id: Id
    why: SetAside
    at: AwareDatetime


class CaseTakenIn(Message):
    """Answer to `HandInCase`."""

    taken_as: TakenAs
    not_counted: Annotated[tuple[NotCountedTold, ...], Field(max_length=10_000)] = ()


class HoldCase(Request):
    """POST /v1/numbers/hold: nobody calls the numbers of a case any more, for the time in which that can be undone.

    Args:
        held: False: it was undone.
    """

    epoch: Epoch
    token: Token
    held: bool


class AskHold(Request):
    """POST /v1/numbers/held: whether a call may begin on a case."""

    epoch: Epoch
    token: Token


class HoldTold(Message):
    """Answer to both; whether no call may begin, or whether the station has the case."""

    held: bool


class AskPlace(Request):
    """POST /v1/quota/place: a place for an interview at the end of its screener."""

    epoch: Epoch
    session: Secret
    request: Id
    token: Token
    interview_id: Id
    cell_id: Id


class PlaceGiven(Message):
    """Answer to `AskPlace`: the place or its refusal, and the cell as it stands."""

    place: PlaceTold
    target: Count
    achieved: Count
    in_progress: Count
    closed: bool


class PackedTold(Message):
    """A case that waits at the station to be handed in."""

    token: Token
    case_id: Id


class HeldTold(Message):
    """A case that the station has in hand."""

    token: Token
    case_id: Id
    user_id: Id


class AttachRequest(Request):
    """POST /v1/sync/attach: what a station has, once in each life of the hub."""

    epoch: Epoch
    cases: Annotated[tuple[HeldTold, ...], Field(max_length=10_000)]
    places: Annotated[tuple[PlaceTold, ...], Field(max_length=10_000)]
    packed: Annotated[tuple[PackedTold, ...], Field(max_length=100_000)]
    interviews: Annotated[tuple[Id, ...], Field(max_length=100_000)]


class Attached(Message):
    """Answer to `AttachRequest`; whether it had not been noted before."""

    new: bool


def attach_message(holdings: Holdings, life: Epoch) -> AttachRequest:
    """As a message."""
    return AttachRequest(
        epoch=life,
        cases=tuple(
            HeldTold(token=told_token(held.token), case_id=held.case_id, user_id=held.user_id)
            for held in holdings.cases
        ),
        places=tuple(_place_told(place) for place in holdings.places),
        packed=tuple(PackedTold(token=told_token(t), case_id=case_id) for t, case_id in holdings.packed.items()),
        interviews=tuple(sorted(holdings.interviews)),
    )


def holdings_of(message: AttachRequest, device: str) -> Holdings:
    """From a message."""
    return Holdings(
        device,
        tuple(HeldCase(token_of(h.token), CaseId(h.case_id), UserId(h.user_id)) for h in message.cases),
        tuple(_place_of(place, device) for place in message.places),
        {token_of(packed.token): CaseId(packed.case_id) for packed in message.packed},
        frozenset(InterviewId(interview) for interview in message.interviews),
    )


def token_of(token: Token) -> LeaseToken:
    """From a message."""
    return LeaseToken(token.epoch, token.n)


def told_token(token: LeaseToken) -> Token:
    """As a message."""
    return Token(epoch=token.epoch, n=token.n)


def case_request(message: NextCase, device: str) -> CaseRequest:
    """What is asked."""
    return CaseRequest(message.epoch.n, device, message.request)


def case_answer(answer: LentCase | Nothing) -> CaseAnswer:
    """As a message."""
    if isinstance(answer, Nothing):
        return CaseAnswer(nothing=_nothing_told(answer))
    rows = {name: tuple(tuple(row) for row in rows) for name, rows in answer.bundle.rows.items()}
    return CaseAnswer(
        lease=told_lease(answer.lease),
        rows=rows,  # type: ignore[arg-type] # values as the store tells them, checked by the model
        because=answer.because,
        places=tuple(_place_told(place) for place in answer.places),
    )


def lent_of(message: CaseAnswer, device: str) -> LentCase | Nothing | None:
    """From a message; None for one that says neither.

    Args:
        device: Of the station that asked.
    """
    if message.nothing is not None:
        told = message.nothing
        return Nothing(dict(told.waiting), told.next_at, told.open_cases)
    if message.lease is None:
        return None
    lease = lease_of(message.lease, device)
    places = tuple(_place_of(place, device) for place in message.places)
    return LentCase(lease, bundle_of(lease.case_id, message.rows), message.because, places)


def bundle_of(case_id: str, rows: Mapping[str, tuple[tuple[object, ...], ...]]) -> CaseBundle:
    """From a message."""
    return CaseBundle(CaseId(case_id), {name: [list(row) for row in rows] for name, rows in rows.items()})


def case_told(bundle: CaseBundle) -> CaseTold:
    """As a message."""
    rows = {name: tuple(tuple(row) for row in rows) for name, rows in bundle.rows.items()}
    return CaseTold(case_id=bundle.case_id, blocked=bundle.blocked, rows=rows)  # type: ignore[arg-type] # as below


def bundle_told(told: CaseTold) -> CaseBundle:
    """From a message."""
    return replace(bundle_of(told.case_id, told.rows), blocked=told.blocked)


def told_lease(lease: CaseLease) -> LeaseTold:
    """As a message."""
    return LeaseTold(
        token=told_token(lease.token),
        case_id=lease.case_id,
        user_id=lease.user_id,
        given_at=lease.given_at,
        expires_at=lease.expires_at,
        report_by=lease.report_by,
    )


def lease_of(told: LeaseTold, device: str) -> CaseLease:
    """From a message; the request is nothing to the station any more."""
    case, user, token = CaseId(told.case_id), UserId(told.user_id), token_of(told.token)
    request = f"{token.epoch}.{token.n}"
    return CaseLease(token, case, device, user, request, told.given_at, told.expires_at, told.report_by)


def hand_in_message(handed: HandIn, life: Epoch, last: int) -> HandInCase:
    """As a message."""
    rows = {name: tuple(tuple(row) for row in rows) for name, rows in handed.bundle.rows.items()}
    return HandInCase(
        epoch=life,
        token=told_token(handed.token),
        case_id=handed.bundle.case_id,
        last=last,
        blocked=handed.bundle.blocked,
        rows=rows,  # type: ignore[arg-type] # as above
    )


def handed_in_of(message: HandInCase, device: str) -> HandIn:
    """From a message."""
    bundle = replace(bundle_of(message.case_id, message.rows), blocked=message.blocked)
    return HandIn(message.epoch.n, device, token_of(message.token), bundle)


def taken_in_message(taken: HandedIn) -> CaseTakenIn:
    """As a message."""
    not_counted = tuple(NotCountedTold(interview_id=n.interview_id, why=n.why, at=n.at) for n in taken.not_counted)
    return CaseTakenIn(taken_as=taken.taken_as, not_counted=not_counted)


def taken_in_of(message: CaseTakenIn) -> HandedIn:
    """From a message."""
    not_counted = tuple(NotCounted(InterviewId(n.interview_id), n.why, n.at) for n in message.not_counted)
    return HandedIn(message.taken_as, not_counted)


def place_request(message: AskPlace, device: str) -> PlaceRequest:
    """What is asked."""
    token, interview, cell = token_of(message.token), InterviewId(message.interview_id), CellId(message.cell_id)
    return PlaceRequest(message.request, device, token, interview, cell)


def place_given(answer: PlaceAnswer) -> PlaceGiven:
    """As a message."""
    count = answer.count
    return PlaceGiven(
        place=_place_told(answer.grant),
        target=count.target,
        achieved=count.achieved,
        in_progress=count.in_progress,
        closed=count.closed,
    )


def place_answer(message: PlaceGiven, device: str) -> PlaceAnswer:
    """From a message."""
    grant = _place_of(message.place, device)
    count = CellCount(grant.cell_id, message.target, message.achieved, message.in_progress, closed=message.closed)
    return PlaceAnswer(grant, count)


def _place_told(place: PlaceGrant) -> PlaceTold:
    return PlaceTold(
        id=place.id,
        interview_id=place.interview_id,
        cell_id=place.cell_id,
        given_at=place.given_at,
        state=place.state,
    )


def _place_of(told: PlaceTold, device: str) -> PlaceGrant:
    given_at: datetime = told.given_at
    return PlaceGrant(told.id, device, InterviewId(told.interview_id), CellId(told.cell_id), given_at, told.state)


def _nothing_told(nothing: Nothing) -> NothingTold:
    return NothingTold(waiting=dict(nothing.waiting), next_at=nothing.next_at, open_cases=nothing.open_cases)
