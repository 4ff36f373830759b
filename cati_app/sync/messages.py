"""Messages between station and hub: typed, read strictly, bounded in size. Both sides read with the same functions.

What a message must not hold is refused by the name of its field; the value itself is never repeated, because rows of a
log tell of people.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import from_json

from cati_app.domain.sharing.stations import Halt

PROTOCOL = 6
"""Raised when an old station could misunderstand a new hub, or the reverse."""
EVENTS_AT_MOST = 500
"""In one push."""
STAFF_AT_MOST = 2_000
"""Words of people in one push: of some hundred people at one machine, in two quarters."""
CELLS_AT_MOST = 20_000
"""Of all quotas of a study, in one message."""
CellName = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]+$")]
BACKLOG_AT_MOST = 10_000_000
"""Events that can wait at a station: of a hundred interviewers in a year at one machine."""
ROW_AT_MOST = 2_000_000
"""Characters of a row of the log; in place of a longer one its digest travels alone."""
BODY_AT_MOST = 4 * ROW_AT_MOST + 10_000
"""Bytes of a request or an answer: one row of the longest kind fits, of whatever letters. What is told in it is JSON or
hexadecimal, so it holds no character that needs six bytes more than eight times."""
PARTS_AT_MOST = 50_000
"""Values in one message, those within others counted too. Each that is wrong is named when a message is checked, so a
few megabytes of commas would keep a hub busy for half a minute."""
LAST_NUMBER = 2**53 - 1
"""The highest number of an event: what every reader of JSON holds exactly."""

Study = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Device = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
Secret = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""32 bytes: a digest, a derived token, or what a device shows to be let in."""
Count = Annotated[int, Field(ge=0, le=LAST_NUMBER)]
Number = Annotated[int, Field(ge=1, le=LAST_NUMBER)]


class Message(BaseModel):
    """Any message: no field too many, none of another type, none that changes."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Request(Message):
    """What a station sends."""

    protocol: Annotated[int, Field(ge=PROTOCOL, le=PROTOCOL)] = PROTOCOL


class Epoch(Message):
    """A life of a hub: it ends when the hub comes back from a copy, and numbers that were acknowledged may be gone.

    Args:
        n: Counts the lives.
        id: Tells two lives apart that count alike: a hub was brought back twice from one copy.
    """

    n: Number
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Enrolment(Request):
    """POST /v1/devices: a device shows a code's derived token, and says what it will be let in with.

    Args:
        credential: SHA-256 of the secret that the device made for itself; the hub never sees that secret stored.
    """

    study: Study
    device: Device
    token: Secret
    credential: Secret


class ReceiptTold(Message):
    """What the hub has acknowledged to a device in a life; it counts as said because the hub alone can make the code.

    Args:
        mark: Of the device's log.
        acts: How often the hub has lent, given or taken something, as this device asked.
        mac: HMAC-SHA-256 of both, of study, device and life, under a key of the hub.
    """

    mark: Count
    acts: Count
    mac: Secret


class ShutCells(Message):
    """Cells of the quota that take nobody now, because a supervisor said so.

    Args:
        closed: For good.
        paused: For a while.
    """

    closed: Annotated[tuple[CellName, ...], Field(max_length=CELLS_AT_MOST)]
    paused: Annotated[tuple[CellName, ...], Field(max_length=CELLS_AT_MOST)]


class HubStanding(Message):
    """How far the hub has the log of the device that asks.

    Args:
        hub: The hub's id.
        mark: Number of the last event up to which everything has arrived; 0: nothing yet.
        digest: Of that event, as it arrived; blank for the mark 0.
        server_time: ISO 8601 in UTC; nothing is decided by it.
        halt: Why the device begins no call; None: it does.
        shut: None where the hub has no quota.
    """

    hub: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    epoch: Epoch
    mark: Count
    digest: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    server_time: Annotated[str, Field(max_length=40)]
    receipt: ReceiptTold | None = None
    halt: Halt | None = None
    shut: ShutCells | None = None


class LoggedRow(Message):
    """An event as it stands in the log, unchanged.

    Args:
        row: The row as it went into its digest: columns joined by 1F, what is told last; blank in place of one that
            is longer than a message takes.
        digest: The chained digest.
    """

    row: Annotated[str, Field(max_length=ROW_AT_MOST)]
    digest: Secret


class StaffTold(Message):
    """Whose a word is that stands in place of a person.

    Args:
        until: From then on nobody knows any more.
    """

    word: Annotated[str, Field(pattern=r"^p:[0-9a-f]{16}$")]
    person: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
    quarter: Annotated[str, Field(pattern=r"^[0-9]{4}-[1-4]$")]
    until: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Push(Request):
    """POST /v1/sync/push: events in a row, without a hole.

    Args:
        first: Number of the first of them.
        last: Number of the last event of the log, so that the hub can say how much has not arrived.
        staff: Whose the words are that were made at the station and are told still.
    """

    epoch: Epoch
    first: Number
    events: Annotated[tuple[LoggedRow, ...], Field(min_length=1, max_length=EVENTS_AT_MOST)]
    last: Number
    staff: Annotated[tuple[StaffTold, ...], Field(max_length=STAFF_AT_MOST)] = ()

    @field_validator("last")
    @classmethod
    def _is_plausible(cls, last: int, info: ValidationInfo) -> int:
        first, events = info.data.get("first"), info.data.get("events")
        if first is None or events is None:  # what is wrong with them is told
            return last
        if not first + len(events) - 1 <= last < first + BACKLOG_AT_MOST:
            raise ValueError("no end of that log")
        return last


class EventVerdict(StrEnum):
    """What became of an event at the hub."""

    STORED = "stored"
    KNOWN = "known"  # it had arrived before
    FOREIGN = "foreign"  # another device's, which has not sent it itself; kept aside
    CLONE = "clone"  # another event has its number: two copies of a device are at work; both events are kept
    TOO_LONG = "too_long"  # longer than a message takes; its digest is kept
    UNREADABLE = "unreadable"  # it is no row of that number; kept aside


class Pushed(Message):
    """Answer to a push: the new standing, and one verdict for each event."""

    standing: HubStanding
    verdicts: Annotated[tuple[EventVerdict, ...], Field(min_length=1, max_length=EVENTS_AT_MOST)]


class Refused(StrEnum):
    """Why a hub takes nothing of a request."""

    PROTOCOL = "protocol"  # one of the two is too old for the other
    MESSAGE = "message"  # it cannot be read; `field` says where
    SIZE = "size"  # the request is larger than a hub takes
    CODE = "code"  # the code was used by another device, or was never given out
    DEVICE = "device"  # the hub does not know who asks
    WITHDRAWN = "withdrawn"  # whoever runs the hub has withdrawn the device
    EPOCH = "epoch"  # the hub came back from a copy: ask how far it is, and go on from there
    GAP = "gap"  # events between the mark and the first of the push are missing
    SIGN_IN = "sign_in"  # login or password are not those the hub knows, or it was tried too often
    KEYS = "keys"  # the person has other keys at the hub
    PASSWORD_CHANGED = "password_changed"  # the person has chosen another password meanwhile
    SESSION = "session"  # nobody is signed in under that session any more
    RIGHT = "right"  # the person may not do that
    STATION = "station"  # the study has no such station
    LEASE = "lease"  # the station does not have the case
    CELL = "cell"  # the study has no such cell
    CASE = "case"  # the study has no such case
    TAKEN = "taken"  # somebody has the case in hand
    UNCHANGED = "unchanged"  # it stands so already
    CELL_CHANGED = "cell_changed"  # somebody else has changed the cell since it was looked at
    UNDO_NOTHING = "undo_nothing"  # the change is not the last one of its cell, or was taken back
    UNDO_LATE = "undo_late"  # the time in which the change could be taken back is over
    UNDO_APART = "undo_apart"  # of two cells between which targets were moved one was changed since
    MOVE_APART = "move_apart"  # targets move between cells of one quota
    MOVE_TOO_MANY = "move_too_many"  # they are done, or somebody holds a place
    PAUSED = "paused"  # a supervisor has paused the station
    WRITTEN_OFF = "written_off"  # a supervisor has written the station off
    EDITION_LOST = "edition_lost"  # the hub's state of the study is older than one that stations have seen
    NOTHING_LACKS = "nothing_lacks"  # the hub knows what all stations have
    NOTHING_ASIDE = "nothing_aside"  # nothing like that is kept aside and undecided
    CANNOT_SETTLE = "cannot_settle"  # what was decided does not fit what is kept aside
    STILL_UNFIT = "still_unfit"  # what is kept aside fits no better than before
    HAS_INTERVIEW = "has_interview"  # another interview of the case counts
    NO_ROOM = "no_room"  # no place of the cell is free
    CODED_SINCE = "coded_since"  # the interview was coded since, as the hub knows already
    NOT_OUT = "not_out"  # no station has the case
    NO_SURPLUS = "no_surplus"  # no interview of the cell waits to be counted
    CHANGED = "changed"  # somebody else has changed the sample since it was looked at
    OPENED = "opened"  # the study has its cases already
    RECOVERING = "recovering"  # the hub waits for stations to say what they have; nothing is handed out
    HEAD = "head"  # who takes part, or what is signed, does not count at the hub; `field` says why
    PARTS = "parts"  # a part of the study is missing at the hub: send it first
    NOT_PUBLISHED = "not_published"  # the study has not come to this hub yet
    LOOKUPS = "lookups"  # the person looked up more numbers in a minute than anybody may
    LOOK_UP_FIRST = "look_up_first"  # word is left for a case that the person has just looked up
    NOBODY = "nobody"  # there is nobody to whom it could go
    TOO_OFTEN = "too_often"  # the station asks more often than a hub answers one; nothing was looked at
    BUSY = "not_now"  # not now; nothing was stored


class HubRefusal(Message):
    """Answer to a request of which nothing was taken.

    Args:
        field: Where a message cannot be read, with dots and numbers; of a head why it is refused; blank otherwise.
    """

    refused: Refused
    field: Annotated[str, Field(max_length=200)] = ""


class Unreadable(Exception):
    """A message cannot be read.

    Args:
        refused: `MESSAGE`, `PROTOCOL` or `SIZE`.
        field: The first field that is wrong; blank where it is no JSON.
    """

    def __init__(self, refused: Refused, field: str = "") -> None:
        super().__init__(f"{refused.value} {field}".strip())
        self.refused = refused
        self.field = field


_M = TypeVar("_M", bound=Message)
_FIELD_AT_MOST = 200


def read(kind: type[_M], body: bytes) -> _M:
    """A message of that kind.

    Raises:
        Unreadable: without the value that is wrong.
    """
    if len(body) > BODY_AT_MOST:
        raise Unreadable(Refused.SIZE)
    if _has_too_many_parts(body):
        raise Unreadable(Refused.MESSAGE)
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        fields = [".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False, include_url=False)]
    if "protocol" in fields:
        raise Unreadable(Refused.PROTOCOL, "protocol")
    raise Unreadable(Refused.MESSAGE, _printable(fields[0]))


def _has_too_many_parts(body: bytes) -> bool:
    if len(body) <= PARTS_AT_MOST:  # a value has a byte at least
        return False
    try:
        waiting: list[object] = [from_json(body, cache_strings="none")]
    except ValueError:  # no JSON: that is found at once
        return False
    parts = 0
    while waiting:
        value = waiting.pop()
        within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        parts += len(within)
        if parts > PARTS_AT_MOST:
            return True
        waiting.extend(within)
    return False


def written(message: Message) -> bytes:
    """A message as it travels."""
    return message.model_dump_json().encode()


def _printable(field: str) -> str:
    """A field's name as the sender chose it goes back no longer than it needs to be, and without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in field)[:_FIELD_AT_MOST]
