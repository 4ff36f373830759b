"""Messages by which a study comes to a hub, and from there to its stations.

A study is an edition: heads, and parts that are named by what is in them. Parts come first, in pieces, each known by
the SHA-256 of the whole; then the edition that names them counts at once. So whatever is cut off goes on where it
stopped, and what is sent twice changes nothing.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import AfterValidator, Field

from cati_app.sync.messages import Count, Device, Message, Number, Request, Secret

PIECE_AT_MOST = 1_000_000
"""Bytes of a part in one message."""
PART_AT_MOST = 512 * 1024 * 1024
"""Bytes of a part."""
HEADS_AT_MOST, HEAD_AT_MOST = 20, 400_000
"""Heads in one message, and characters of one."""
PARCEL_AT_MOST = 64_000
DEVICES_AT_MOST = 100
"""Waiting stations in one message."""
_CHAINS_AT_MOST = 20
_KEPT = r"^[^\x00]*$"
"""Any letter but the one that PostgreSQL does not keep."""


def is_base64(text: str) -> str:
    """The text. ValueError: it is none."""
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("no base64") from None
    return text


def packed(data: bytes) -> str:
    """Bytes as they stand in a message."""
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes:
    """What `packed` gave, of a field that was read."""
    return base64.b64decode(text)


def _length(data: int) -> int:
    return (data + 2) // 3 * 4


Piece = Annotated[str, Field(min_length=4, max_length=_length(PIECE_AT_MOST)), AfterValidator(is_base64)]
Packed = Annotated[str, Field(min_length=4, max_length=_length(PARCEL_AT_MOST)), AfterValidator(is_base64)]
Person = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
HeadText = Annotated[str, Field(min_length=2, max_length=HEAD_AT_MOST)]


class SignedText(Message):
    """What a supervisor declares: canonical JSON and its signature."""

    text: Annotated[str, Field(min_length=2, max_length=10_000)]
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


class StaffMember(Message):
    """A person as a hub knows people.

    Args:
        login_check: SHA-256 of what was derived from the password for hubs; blank: has none.
        keys: The public key; blank: has none yet.
        n: Counts the passwords chosen under these keys.
    """

    id: Person
    login: Annotated[str, Field(min_length=1, max_length=200, pattern=_KEPT)]
    role: Annotated[str, Field(pattern=r"^[a-z]{1,20}$")]
    number: Count
    languages: Annotated[tuple[Annotated[str, Field(max_length=40, pattern=_KEPT)], ...], Field(max_length=200)]
    skills: Annotated[tuple[Annotated[str, Field(max_length=200, pattern=_KEPT)], ...], Field(max_length=200)]
    active: bool
    login_check: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    keys: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    n: Count = 0


class Staff(Message):
    """The part of a study that tells a hub who takes part."""

    people: Annotated[tuple[StaffMember, ...], Field(max_length=10_000)]


class HeadsOffered(Request):
    """POST /v1/study/heads: signed heads in order, those the hub has already among them or not."""

    heads: Annotated[tuple[HeadText, ...], Field(min_length=1, max_length=HEADS_AT_MOST)]


class HeadsAsked(Request):
    """POST /v1/study/heads/after: heads behind a number.

    Args:
        after: 0: from the first one on.
    """

    after: Count


class Heads(Message):
    """Heads in order; fewer than there are where they would be too many.

    Args:
        newest: Number of the newest one.
    """

    heads: Annotated[tuple[HeadText, ...], Field(max_length=HEADS_AT_MOST)]
    newest: Count


class PieceOffered(Request):
    """POST /v1/study/part: a piece of a part.

    Args:
        sha256: Of the whole part.
        size: Of the whole part, in bytes.
        n: From 0; every piece but the last one is `PIECE_AT_MOST` long.
    """

    sha256: Secret
    size: Annotated[int, Field(ge=1, le=PART_AT_MOST)]
    n: Count
    piece: Piece


class PieceTaken(Message):
    """Answer: the piece wanted next; how many there are once the part is whole; 0: they did not make it, begin anew."""

    next: Count


class PieceAsked(Request):
    """POST /v1/study/part/piece: a piece of a part that the edition names."""

    sha256: Secret
    n: Count


class PieceGiven(Message):
    """Answer to it."""

    piece: Piece


class EditionOffered(Request):
    """POST /v1/study/edition: from now on the study is this, if every part of it is here."""

    edition: SignedText


class EditionAsked(Request):
    """POST /v1/study/edition/newest: what the study is now."""


class EditionStanding(Message):
    """What a study is now.

    Args:
        edition: None before the first one.
        newest: Number of the newest head.
        is_open: Whether every case has come to the hub, so that stations may ask for one.
    """

    edition: SignedText | None
    newest: Count
    is_open: bool


class StudyOpened(Request):
    """POST /v1/study/open: every case has come to the hub; from now on stations may ask for one.

    Args:
        opening: Declared by a supervisor.
    """

    opening: SignedText


class CodeOffered(Request):
    """POST /v1/study/codes: a code for one station.

    Args:
        code: Declared by a supervisor: the hash of its token, and of its parcel.
        parcel: Sealed with what is derived from the code.
    """

    code: SignedText
    parcel: Packed


class CodeTaken(Message):
    """Answer: until when the code counts, ISO 8601 in UTC."""

    until: Annotated[str, Field(max_length=40)]


class ParcelAsked(Request):
    """POST /v1/study/parcel: what waits for the station that came with a code."""


class ParcelGiven(Message):
    """Answer to it."""

    parcel: Packed


class ChainBegun(Message):
    """The beginning of a chain of a device's log, as its database has it; bytes in hexadecimal."""

    first_n: Number
    box: Secret
    generation: Number
    sealed: Annotated[str, Field(pattern=r"^([0-9a-f]{2}){1,400}$")]
    vouched: Secret


class DeviceKeys(Message):
    """The public keys of a device, and the beginnings of its chains."""

    box: Secret
    sign: Secret
    chains: Annotated[tuple[ChainBegun, ...], Field(min_length=1, max_length=_CHAINS_AT_MOST)]


class DeviceShown(Request):
    """POST /v1/study/device: a station that came with a code shows its keys.

    Args:
        mac: HMAC over them with a key derived from the code, which the hub does not have.
    """

    keys: DeviceKeys
    mac: Secret


class DeviceNoted(Message):
    """Answer: the keys wait for a supervisor."""

    device: Device


class DevicesAsked(Request):
    """POST /v1/study/devices: stations that have shown their keys."""


class WaitingDevice(Message):
    """A station, the hash of the token it came with, and its keys."""

    device: Device
    token_hash: Secret
    keys: DeviceKeys
    mac: Secret


class WaitingDevices(Message):
    """Answer to it."""

    devices: Annotated[tuple[WaitingDevice, ...], Field(max_length=DEVICES_AT_MOST)]
