"""Which message each request about cases and stations is, and which answer of the desk it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cati_app.hub.casework import LendingDesk
from cati_app.hub.team import hear_team, tell_team
from cati_app.sync.ahead_messages import AskPlacesAhead, GivePlacesBack
from cati_app.sync.block_messages import BlocksTakenOff, BlocksTold
from cati_app.sync.caller_messages import CallerWordTold
from cati_app.sync.case_messages import (
    ActAsked,
    AskHold,
    AskPlace,
    AttachRequest,
    CasesBrought,
    HandInCase,
    HoldCase,
    NextCase,
    RenewCase,
    TakeCallerCase,
    TakeNamedCase,
    WriteOff,
)
from cati_app.sync.change_messages import ChangesAsked
from cati_app.sync.erasure_messages import ErasuresShown
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message, Request, read
from cati_app.sync.place_messages import FollowAsked
from cati_app.sync.sample_messages import SamplePage, SampleReleased, SampleWhole
from cati_app.sync.station_messages import AsideAsked, SettleAsked, StationsAsked, WriteOffSilentAsked
from cati_app.sync.steering_messages import SteerAsked
from cati_app.sync.team_messages import TeamAsked, TeamTold
from cati_app.sync.vouched_messages import VouchedShown
from cati_app.values import dataclass

_R = TypeVar("_R", bound=Request)


@dataclass(frozen=True, slots=True)
class CaseCall:
    """A call as it is read, which may fail, and then answered in transactions."""

    kind: type[Request]
    answer: Callable[[LendingDesk, Any], Message]

    def prepared(self, body: bytes) -> Callable[[LendingDesk], Message]:
        """What answers it. Unreadable."""
        message = read(self.kind, body)
        return lambda desk: self.answer(desk, message)


def _call(kind: type[_R], answer: Callable[[LendingDesk, _R], Message]) -> CaseCall:
    return CaseCall(kind, answer)


CASE_CALLS: Mapping[HubCall, CaseCall] = {
    HubCall.CASES: _call(CasesBrought, LendingDesk.bring),
    HubCall.NEXT_CASE: _call(NextCase, LendingDesk.next),
    HubCall.TAKE_CASE: _call(TakeNamedCase, LendingDesk.take),
    HubCall.TAKE_CALLER: _call(TakeCallerCase, LendingDesk.take_caller),
    HubCall.CALLER_WORD: _call(CallerWordTold, LendingDesk.hear_word),
    HubCall.RENEW_CASE: _call(RenewCase, LendingDesk.renew),
    HubCall.HAND_IN: _call(HandInCase, LendingDesk.hand_in),
    HubCall.ERASURES: _call(ErasuresShown, LendingDesk.erasures),
    HubCall.CHANGES: _call(ChangesAsked, LendingDesk.changes),
    HubCall.ACT: _call(ActAsked, LendingDesk.act),
    HubCall.STEER: _call(SteerAsked, LendingDesk.steer),
    HubCall.FOLLOW: _call(FollowAsked, LendingDesk.follow),
    HubCall.VOUCHED: _call(VouchedShown, LendingDesk.hear_vouched),
    HubCall.SAMPLE_PAGE: _call(SamplePage, LendingDesk.keep_sample_page),
    HubCall.SAMPLE: _call(SampleWhole, LendingDesk.take_sample),
    HubCall.RELEASE: _call(SampleReleased, LendingDesk.release),
    HubCall.BLOCKS: _call(BlocksTold, LendingDesk.hear_blocks),
    HubCall.BLOCKS_OFF: _call(BlocksTakenOff, LendingDesk.take_blocks_off),
    HubCall.WRITE_OFF: _call(WriteOff, LendingDesk.write_off),
    HubCall.WRITE_OFF_SILENT: _call(WriteOffSilentAsked, LendingDesk.write_off_silent),
    HubCall.STATIONS: _call(StationsAsked, LendingDesk.stations),
    HubCall.ASIDE: _call(AsideAsked, LendingDesk.aside),
    HubCall.SETTLE: _call(SettleAsked, LendingDesk.settle),
    HubCall.HOLD: _call(HoldCase, LendingDesk.hold),
    HubCall.HELD: _call(AskHold, LendingDesk.held),
    HubCall.PLACE: _call(AskPlace, LendingDesk.give_place),
    HubCall.PLACES_AHEAD: _call(AskPlacesAhead, LendingDesk.give_ahead),
    HubCall.PLACES_BACK: _call(GivePlacesBack, LendingDesk.take_back),
    HubCall.ATTACH: _call(AttachRequest, LendingDesk.attach),
    HubCall.TEAM: _call(TeamAsked, tell_team),
    HubCall.TEAM_TELL: _call(TeamTold, hear_team),
}
"""By what is asked."""
