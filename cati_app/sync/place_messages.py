"""The message that a complete interview belongs in these cells by its codes, and what it means to both sides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool

from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.places import PlaceDerived, PlaceNow
from cati_app.sync.case_messages import Id, NumberedAct, PlaceName
from cati_app.sync.messages import Device, Epoch, Message, Number
from cati_app.sync.vouched_messages import AllVouched

STATIONS_AT_MOST = 100
"""So many stations have coded one interview at most."""


class FollowAsked(NumberedAct):
    """POST /v1/quota/follow: the place of a complete interview follows its codes, as `PlaceDerived` says where to."""

    case_id: Id
    interview_id: Id
    wish: PlaceName
    seen: Annotated[dict[Device, Number], Field(min_length=1, max_length=STATIONS_AT_MOST)]


class FollowDone(Message):
    """Answer to `FollowAsked`, as `PlaceNow` has it, and what the hub vouches for."""

    place: PlaceName
    has_room: StrictBool
    vouched: AllVouched


def follow_asked(derived: PlaceDerived, session: str, epoch: Epoch, id_: str) -> FollowAsked:
    """As a message."""
    return FollowAsked(
        epoch=epoch,
        session=session,
        id=id_,
        case_id=derived.case_id,
        interview_id=derived.interview_id,
        wish=derived.wish,
        seen=dict(derived.seen),
    )


def derived_of(asked: FollowAsked) -> PlaceDerived:
    """What is asked."""
    return PlaceDerived(CaseId(asked.case_id), InterviewId(asked.interview_id), CellId(asked.wish), dict(asked.seen))


def place_now(done: FollowDone) -> PlaceNow:
    """As the hub has decided."""
    return PlaceNow(CellId(done.place), done.has_room)
