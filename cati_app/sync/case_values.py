"""What messages about cases, places and numbers mean to both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.people.users import NOBODY
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.sharing.ahead import AheadRequest
from cati_app.domain.sharing.handing import (
    CaseRequest,
    HandedIn,
    HandIn,
    HeldCase,
    Holdings,
    LentCase,
    PlaceAnswer,
    PlaceRequest,
)
from cati_app.domain.sharing.leases import CaseBundle, CaseLease, LeaseToken, NotCounted, Renewal, UsedPlace
from cati_app.domain.sharing.places import PlaceGrant
from cati_app.sync.ahead_messages import AskPlacesAhead, PlacesAheadGiven
from cati_app.sync.case_messages import (
    AskPlace,
    AttachRequest,
    CaseAnswer,
    CaseTakenIn,
    CaseTold,
    HandInCase,
    HeldTold,
    LeaseTold,
    NextCase,
    NotCountedTold,
    NothingTold,
    PackedTold,
    PlaceGiven,
    PlaceTold,
    Renewed,
    TakeCallerCase,
    TakeNamedCase,
    TokenTold,
    UsedPlaceTold,
)
from cati_app.sync.messages import Epoch, ShutCells


def attach_message(holdings: Holdings, life: Epoch) -> AttachRequest:
    """As a message."""
    return AttachRequest(
        epoch=life,
        cases=tuple(
            HeldTold(
                token=told_token(held.token),
                case_id=held.case_id,
                user_id=held.user_id,
                wants_none=held.wants_none,
            )
            for held in holdings.cases
        ),
        places=tuple(_place_told(grant) for grant in holdings.places),
        packed=tuple(PackedTold(token=told_token(t), case_id=case_id) for t, case_id in holdings.packed.items()),
        interviews=tuple(sorted(holdings.interviews)),
        used=_used_told(holdings.used),
        paused=holdings.paused,
        edition=holdings.edition,
        log_end=holdings.log_end,
    )


def holdings_of(message: AttachRequest, device: str) -> Holdings:
    """From a message."""
    return Holdings(
        device,
        tuple(
            HeldCase(token_of(held.token), CaseId(held.case_id), UserId(held.user_id), held.wants_none)
            for held in message.cases
        ),
        tuple(_place_of(grant, device) for grant in message.places),
        {token_of(packed.token): CaseId(packed.case_id) for packed in message.packed},
        frozenset(InterviewId(interview) for interview in message.interviews),
        _used_of(message.used),
        message.paused,
        message.edition,
        message.log_end,
    )


def token_of(token: TokenTold) -> LeaseToken:
    """From a message."""
    return LeaseToken(token.epoch, token.n)


def told_token(token: LeaseToken) -> TokenTold:
    """As a message."""
    return TokenTold(epoch=token.epoch, n=token.n)


def case_request(message: NextCase | TakeNamedCase | TakeCallerCase, device: str) -> CaseRequest:
    """What is asked."""
    if not isinstance(message, NextCase):
        return CaseRequest(message.epoch.n, device, message.request)
    lasts = None if message.lasts_s is None else timedelta(seconds=message.lasts_s)
    return CaseRequest(message.epoch.n, device, message.request, lasts, waits=message.waits)


def case_answer(answer: LentCase | Nothing) -> CaseAnswer:
    """As a message."""
    if isinstance(answer, Nothing):
        return CaseAnswer(nothing=_nothing_told(answer))
    rows = {name: tuple(tuple(row) for row in rows) for name, rows in answer.bundle.rows.items()}
    return CaseAnswer(
        lease=told_lease(answer.lease),
        rows=rows,  # type: ignore[arg-type] # values as the store tells them, checked by the model
        because=answer.because,
        places=tuple(_place_told(grant) for grant in answer.places),
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
    places = tuple(_place_of(grant, device) for grant in message.places)
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
        user_id=lease.user_id or None,
        given_at=lease.given_at,
        expires_at=lease.expires_at,
        report_by=lease.report_by,
    )


def renewed_told(renewal: Renewal) -> Renewed:
    """As a message."""
    lease, yields_in = renewal.lease, renewal.yields_in
    seconds = None if yields_in is None else int(yields_in.total_seconds())
    return Renewed(lease=None if lease is None else told_lease(lease), yields_in_s=seconds)


def renewal_of(message: Renewed, device: str) -> Renewal:
    """From a message."""
    lease = None if message.lease is None else lease_of(message.lease, device)
    return Renewal(lease, None if message.yields_in_s is None else timedelta(seconds=message.yields_in_s))


def lease_of(told: LeaseTold, device: str) -> CaseLease:
    """From a message; the request is nothing to the station any more."""
    case, user, token = CaseId(told.case_id), UserId(told.user_id or NOBODY), token_of(told.token)
    request = f"{token.epoch}.{token.n}"
    return CaseLease(token, case, device, user, request, told.given_at, told.expires_at, told.report_by)


def hand_in_message(handed: HandIn, life: Epoch, acts: int, last: int) -> HandInCase:
    """As a message."""
    rows = {name: tuple(tuple(row) for row in rows) for name, rows in handed.bundle.rows.items()}
    return HandInCase(
        epoch=life,
        acts=acts,
        token=told_token(handed.token),
        case_id=handed.bundle.case_id,
        last=last,
        sent_at=handed.sent_at,
        blocked=handed.bundle.blocked,
        places=_used_told(handed.bundle.places),
        rows=rows,  # type: ignore[arg-type] # as above
    )


def handed_in_of(message: HandInCase, device: str) -> HandIn:
    """From a message."""
    bundle = bundle_of(message.case_id, message.rows)
    bundle = replace(bundle, blocked=message.blocked, places=_used_of(message.places))
    return HandIn(message.epoch.n, device, token_of(message.token), bundle, message.sent_at)


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
        grant=_place_told(answer.grant),
        target=count.target,
        achieved=count.achieved,
        in_progress=count.in_progress,
        closed=count.closed,
        paused=count.paused,
    )


def shut_cells(counts: Iterable[CellCount]) -> ShutCells:
    """As a message."""
    told = tuple(counts)
    return ShutCells(
        closed=tuple(count.cell_id for count in told if count.closed),
        paused=tuple(count.cell_id for count in told if count.paused),
    )


def place_answer(message: PlaceGiven, device: str) -> PlaceAnswer:
    """From a message."""
    grant = _place_of(message.grant, device)
    counters = message.target, message.achieved, message.in_progress
    count = CellCount(cells_of(grant.cell_id)[0], *counters, closed=message.closed, paused=message.paused)
    return PlaceAnswer(grant, count)


def ahead_request(message: AskPlacesAhead, device: str) -> AheadRequest:
    """What is asked."""
    return AheadRequest(device, message.request, message.each, timedelta(seconds=message.lasts_s))


def ahead_given(grants: Sequence[PlaceGrant]) -> PlacesAheadGiven:
    """As a message."""
    return PlacesAheadGiven(places=tuple(_place_told(grant) for grant in grants))


def ahead_of(message: PlacesAheadGiven, device: str) -> tuple[PlaceGrant, ...]:
    """From a message."""
    return tuple(_place_of(told, device) for told in message.places)


def _used_told(places: Sequence[UsedPlace]) -> tuple[UsedPlaceTold, ...]:
    return tuple(UsedPlaceTold(id=p.grant_id, interview_id=p.interview_id, cell_id=p.cell_id) for p in places)


def _used_of(told: Sequence[UsedPlaceTold]) -> tuple[UsedPlace, ...]:
    return tuple(UsedPlace(used.id, InterviewId(used.interview_id), CellId(used.cell_id)) for used in told)


def _place_told(grant: PlaceGrant) -> PlaceTold:
    return PlaceTold(
        id=grant.id,
        interview_id=grant.interview_id,
        cell_id=grant.cell_id,
        given_at=grant.given_at,
        state=grant.state,
    )


def _place_of(told: PlaceTold, device: str) -> PlaceGrant:
    given_at: datetime = told.given_at
    return PlaceGrant(told.id, device, InterviewId(told.interview_id), CellId(told.cell_id), given_at, told.state)


def _nothing_told(nothing: Nothing) -> NothingTold:
    return NothingTold(waiting=dict(nothing.waiting), next_at=nothing.next_at, open_cases=nothing.open_cases)
