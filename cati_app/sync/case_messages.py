"""Messages about cases, places in the quota and numbers: what they hold, and nothing of what they mean."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, StrictBool, StrictInt, StrictStr

from cati_app.domain.calling.queue import Because, Waits
from cati_app.domain.sharing.ahead import AHEAD_AT_MOST
from cati_app.domain.sharing.handing import (
    TakenAs,
)
from cati_app.domain.sharing.leases import SetAside
from cati_app.domain.sharing.places import GrantState
from cati_app.domain.sharing.stations import Halt
from cati_app.sync.messages import (
    LAST_NUMBER,
    ROW_AT_MOST,
    Count,
    Device,
    Epoch,
    Message,
    Number,
    ReceiptTold,
    Request,
    Secret,
)
from cati_app.sync.vouched_messages import AllVouched

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
"""Of a case, a person, an interview, a request: a server of PostgreSQL keeps any letter but one."""
Lasts = Annotated[StrictInt, Field(ge=1, le=int(AHEAD_AT_MOST.total_seconds()))]
"""Seconds of work without a line."""
Seconds = Annotated[StrictInt, Field(ge=0, le=LAST_NUMBER)]
PlaceName = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]+$")]
"""A cell of each quota, or several that a person fits, as `domain.quota.fitting` writes them."""
RequestId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^/\x00]+$")]
"""What a station makes; the hub's own ids of places hold a slash."""
Figure = Annotated[StrictInt, Field(ge=-(2**63), lt=2**63)]
"""Of a row: whatever both engines keep; the random place of a case in its portion needs 63 bits."""
_Value = Annotated[StrictStr, Field(max_length=ROW_AT_MOST)] | StrictBool | Figure | None
Row = Annotated[tuple[_Value, ...], Field(min_length=1, max_length=60)]
Rows = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[tuple[Row, ...], Field(max_length=100_000)]],
    Field(max_length=20),
]
"""Rows of a case by table; their columns are checked by the store."""


class TokenTold(Message):
    """Of a lease."""

    epoch: Number
    n: Number


class ActAwaited(Request):
    """What the hub does for a station, which counts such acts.

    Args:
        epoch: The life of the hub.
        acts: How many of that life the station has a receipt for: a hub that knows of fewer came back from a copy, and
            does nothing before it has begun another life.
    """

    epoch: Epoch
    acts: Count = 0


class NumberedAct(Request):
    """What a supervisor who has signed in decides at the hub, once; why, stands in a log.

    Args:
        epoch: The life of the hub in which it was decided.
        id: Made where it was decided; told again, it gets the same answer and does nothing.
    """

    epoch: Epoch
    session: Secret
    id: Id


class SignInShown(Request):
    """POST /v1/sessions: somebody who has signed in at the station shows that to the hub.

    Args:
        shown: Derived from the password, with a pepper that no hub has; the hub keeps its SHA-256.
    """

    user_id: Id
    shown: Secret


class SessionBegun(Message):
    """Answer to `SignInShown`.

    Args:
        until: The session ends then at the latest.
    """

    session: Secret
    until: AwareDatetime


class NextCase(ActAwaited):
    """POST /v1/cases/next: a case for a person who has signed in.

    Args:
        session: What the hub gave when the person signed in.
        request: Made by the station; asked again, it gets the same answer.
        lasts_s: So long the case is to be worked without a line; None: no longer than any.
        waits: Another one is worked still; no appointment comes so.
    """

    session: Secret
    request: RequestId
    lasts_s: Lasts | None = None
    waits: StrictBool = False


class TakeNamedCase(ActAwaited):
    """POST /v1/cases/take: one case that a supervisor who has signed in asks for; answered as `NextCase`."""

    session: Secret
    request: Id
    case_id: Id


class TakeCallerCase(ActAwaited):
    """POST /v1/cases/caller: the case of somebody who rings back, for an interviewer who has signed in.

    Args:
        lookup: What the number is looked up by, keyed by the stations: 16 bytes.
    """

    session: Secret
    request: RequestId
    lookup: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


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
    """A lease, in the time of the hub.

    Args:
        user_id: None: the hub came back from a copy, which does not tell who has the case; the station knows.
    """

    token: TokenTold
    case_id: Id
    user_id: Id | None
    given_at: AwareDatetime
    expires_at: AwareDatetime
    report_by: AwareDatetime


class PlaceTold(Message):
    """A place of a cell; without an interview while it is given ahead."""

    id: Id
    interview_id: Annotated[str, Field(max_length=100)]
    cell_id: PlaceName
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
    receipt: ReceiptTold | None = None


class RenewCase(Request):
    """POST /v1/cases/renew: a station still works a case.

    Args:
        waits: It is not worked yet: another one is.
    """

    epoch: Epoch
    token: TokenTold
    waits: StrictBool = False


class Renewed(Message):
    """Answer to `RenewCase`; without a lease it is over.

    Args:
        yields_in_s: Of a case that waits: in so many seconds an appointment comes first; None: in none soon.
    """

    lease: LeaseTold | None
    yields_in_s: Seconds | None = None


class UsedPlaceTold(Message):
    """A place that was given ahead, and the interview it was used for."""

    id: Id
    interview_id: Id
    cell_id: PlaceName


UsedPlaces = Annotated[tuple[UsedPlaceTold, ...], Field(max_length=10_000)]


class HandInCase(ActAwaited):
    """POST /v1/cases/hand-in: a case comes back.

    Args:
        last: Number of the last event of the station when it packed the case: the log comes first.
        blocked: A number of it is on the block list.
        sent_at: By the clock of the station.
    """

    token: TokenTold
    case_id: Id
    sent_at: AwareDatetime | None = None
    last: Count
    blocked: bool
    rows: Rows
    places: UsedPlaces = ()


class NotCountedTold(Message):
    """An interview that is kept and not counted."""

    interview_id: Id
    why: SetAside
    at: AwareDatetime


class CaseTakenIn(Message):
    """Answer to `HandInCase`."""

    taken_as: TakenAs
    not_counted: Annotated[tuple[NotCountedTold, ...], Field(max_length=10_000)] = ()
    receipt: ReceiptTold | None = None


class WriteOff(NumberedAct):
    """POST /v1/stations/write-off: a supervisor decides that a station will not come back."""

    device: Device


class WrittenOff(Message):
    """Answer to `WriteOff`: how many cases went to others, and how many places are free again."""

    cases: Count
    places: Count


class Act(StrEnum):
    """What a supervisor decides at the hub."""

    TAKE_BACK = "take_back"  # a case from the station that has it
    PROMOTE = "promote"  # the first interview of a cell that had no place
    PAUSE = "pause"  # a station begins no call
    RESUME = "resume"  # it may again
    READMIT = "readmit"  # a station that was written off
    REJECT = "reject"  # the complete interview of a case, in review
    ACCEPT = "accept"  # one that was rejected, again
    GO_ON = "go_on"  # lend cases although stations lack, in one life of the hub


class ActAsked(NumberedAct):
    """POST /v1/study/act: a supervisor who has signed in decides something.

    Args:
        subject: Id of the case, the cell, the station, or id of the life of the hub.
    """

    act: Act
    subject: Id


class ActDone(Message):
    """Answer to `ActAsked`; of a verdict what the hub vouches for."""

    act: Act
    vouched: AllVouched = ()


class HoldCase(Request):
    """POST /v1/numbers/hold: nobody calls the numbers of a case any more, for the time in which that can be undone.

    Args:
        n: How far the log of the station was: what was said with a lower number, or the same, is over.
        held: False: it was undone.
    """

    epoch: Epoch
    token: TokenTold
    n: Count
    held: bool


class AskHold(Request):
    """POST /v1/numbers/held: whether a call may begin on a case."""

    epoch: Epoch
    token: TokenTold


class HoldTold(Message):
    """Answer to both; whether no call may begin, or whether the station has the case; and whether it calls at all.

    Args:
        lost: The station does not have the case any more; where a call is asked for.
        blocks: Number of the last change of the block lists, where a call is asked for.
    """

    held: bool
    lost: bool = False
    blocks: Count = 0
    halt: Halt | None = None


class AskPlace(ActAwaited):
    """POST /v1/quota/place: a place for an interview at the end of its screener."""

    session: Secret
    request: RequestId
    token: TokenTold
    interview_id: Id
    cell_id: PlaceName


class PlaceGiven(Message):
    """Answer to `AskPlace`: the place or its refusal, and the cell as it stands."""

    grant: PlaceTold
    target: Count
    achieved: Count
    in_progress: Count
    closed: bool
    paused: bool = False
    receipt: ReceiptTold | None = None


class PackedTold(Message):
    """A case that waits at the station to be handed in."""

    token: TokenTold
    case_id: Id


class HeldTold(Message):
    """A case that the station has in hand.

    Args:
        wants_none: Whoever was called wants no more calls.
    """

    token: TokenTold
    case_id: Id
    user_id: Id
    wants_none: StrictBool = False


class AttachRequest(Request):
    """POST /v1/sync/attach: what a station has, once in each life of the hub.

    Args:
        log_end: Number of its last event.
    """

    epoch: Epoch
    cases: Annotated[tuple[HeldTold, ...], Field(max_length=10_000)]
    places: Annotated[tuple[PlaceTold, ...], Field(max_length=10_000)]
    packed: Annotated[tuple[PackedTold, ...], Field(max_length=100_000)]
    interviews: Annotated[tuple[Id, ...], Field(max_length=100_000)]
    used: UsedPlaces = ()
    paused: bool = False
    edition: Count = 0
    log_end: Count = 0


class Attached(Message):
    """Answer to `AttachRequest`; whether it had not been noted before."""

    new: bool
