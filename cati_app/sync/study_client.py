"""Brings a study to its hub, and fetches it from there: heads, parts piece by piece, and what names them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, MutableMapping, Sequence
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.sync.client import Client
from cati_app.sync.line import HubCall
from cati_app.sync.messages import HubRefusal, Message, Refused
from cati_app.sync.refusals import problem_of
from cati_app.sync.study_messages import (
    HEADS_AT_MOST,
    PART_AT_MOST,
    PIECE_AT_MOST,
    CodeOffered,
    CodeTaken,
    DeviceKeys,
    DeviceNoted,
    DevicesAsked,
    DeviceShown,
    EditionAsked,
    EditionOffered,
    EditionStanding,
    Heads,
    HeadsAsked,
    HeadsOffered,
    ParcelAsked,
    ParcelGiven,
    PieceAsked,
    PieceGiven,
    PieceOffered,
    PieceTaken,
    SignedText,
    StudyOpened,
    WaitingDevice,
    WaitingDevices,
    packed,
    unpacked,
)

_M = TypeVar("_M", bound=Message)
_ANEW = 2
"""So often a part that did not arrive as it was sent is begun anew."""
_KEPT_AT_MOST = 4
_Told = Callable[[int, int], None]


class StudyClient:
    """A device of a study at its hub. What it cannot do is told as `EnvironmentProblem`, as `Client` tells it.

    Args:
        kept: Parts that came whole, by their SHA-256, so that they need not come again; a few at most.
    """

    def __init__(self, client: Client, kept: MutableMapping[str, bytes] | None = None) -> None:
        self._client = client
        self._kept = kept

    @property
    def client(self) -> Client:
        """What asks the hub, for other things than the study itself."""
        return self._client

    # -- to the hub ---------------------------------------------------------------------------------------------

    def bring_heads(self, heads: Sequence[str]) -> None:
        """Heads in order, those the hub has already or not. EnvironmentProblem: `hub_head`."""
        for first in range(0, len(heads), HEADS_AT_MOST):
            offered = HeadsOffered(heads=tuple(heads[first : first + HEADS_AT_MOST]))
            self._ask(Heads, HubCall.HEADS, offered)

    def bring_part(self, content: bytes, told: _Told = lambda done, size: None) -> str:
        """A part, piece by piece from where the hub is; its SHA-256.

        Args:
            told: Hears how many bytes of how many are there.
        """
        if len(content) > PART_AT_MOST:
            raise _too_large()
        sha256, n = hashlib.sha256(content).hexdigest(), 0
        pieces, begun_anew = -(-len(content) // PIECE_AT_MOST), 0
        while n < pieces:
            piece = packed(content[n * PIECE_AT_MOST : (n + 1) * PIECE_AT_MOST])
            offered = PieceOffered(sha256=sha256, size=len(content), n=n, piece=piece)
            n = self._ask(PieceTaken, HubCall.PART, offered).next
            begun_anew += n == 0
            if begun_anew > _ANEW:
                raise _other_part()
            told(min(n * PIECE_AT_MOST, len(content)), len(content))
        return sha256

    def declare(self, edition: SignedText) -> EditionStanding:
        """What the study is from now on. EnvironmentProblem: `hub_head`."""
        return self._ask(EditionStanding, HubCall.EDITION, EditionOffered(edition=edition))

    def open(self, opening: SignedText) -> EditionStanding:
        """Every case has come, as a supervisor declares. EnvironmentProblem: `hub_head`, `hub_not_published`."""
        return self._ask(EditionStanding, HubCall.OPEN, StudyOpened(opening=opening))

    def bring_code(self, code: SignedText, parcel: bytes) -> CodeTaken:
        """A code for one station. EnvironmentProblem: `hub_head`, `hub_not_published`."""
        return self._ask(CodeTaken, HubCall.CODES, CodeOffered(code=code, parcel=packed(parcel)))

    def show_device(self, keys: DeviceKeys, mac: str) -> None:
        """The keys of this station wait for a supervisor."""
        self._ask(DeviceNoted, HubCall.DEVICE, DeviceShown(keys=keys, mac=mac))

    # -- from the hub -------------------------------------------------------------------------------------------

    def standing(self) -> EditionStanding:
        """What the study is now."""
        return self._ask(EditionStanding, HubCall.EDITION_NEWEST, EditionAsked())

    def heads_after(self, n: int, number_of: Callable[[str], int]) -> list[str]:
        """All heads behind a number.

        Args:
            number_of: The number of a head, by its text.
        """
        heads: list[str] = []
        while True:
            more = self._ask(Heads, HubCall.HEADS_AFTER, HeadsAsked(after=n))
            heads += more.heads
            reached = number_of(more.heads[-1]) if more.heads else more.newest
            if reached <= n or reached >= more.newest:
                return heads
            n = reached

    def part(self, sha256: str, size: int, told: _Told = lambda done, size: None) -> bytes:
        """A part as the edition names it. EnvironmentProblem: `hub_part` where the hub has another one."""
        if not 0 < size <= PART_AT_MOST:
            raise _other_part()
        if self._kept is not None and sha256 in self._kept:
            return self._kept[sha256]
        content = bytearray()
        for n in range(-(-size // PIECE_AT_MOST)):
            given = self._ask(PieceGiven, HubCall.PART_PIECE, PieceAsked(sha256=sha256, n=n))
            content += unpacked(given.piece)
            told(len(content), size)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _other_part()
        if self._kept is not None:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            self._kept[sha256] = bytes(content)
        return bytes(content)

    def parcel(self) -> bytes:
        """What waits for this station."""
        return unpacked(self._ask(ParcelGiven, HubCall.PARCEL, ParcelAsked()).parcel)

    def waiting(self) -> tuple[WaitingDevice, ...]:
        """Stations that wait for a supervisor."""
        return self._ask(WaitingDevices, HubCall.DEVICES_WAITING, DevicesAsked()).devices

    def _ask(self, kind: type[_M], call: HubCall, message: Message) -> _M:
        answer = self._client.ask(kind, call, message)
        if not isinstance(answer, HubRefusal):
            return answer
        if answer.refused is Refused.HEAD:
            raise _head_problem(answer.field)
        if answer.refused is Refused.PARTS:
            raise _other_part()
        raise problem_of(answer.refused)


def _head_problem(why: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_head",
        Phrase(
            "What was signed does not follow what the hub has of this study ({reason}). Nothing was changed there.",
            reason=why,
        ),
        "Send from the station whose list of people is the newest. If the hub came back from a copy, send once more.",
    )


def _other_part() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_part",
        "A part of the study at the hub is missing or is not the one that was signed. Nothing was changed here.",
        "Repeat it; if it stays so, a supervisor sends the study once more: `cati hub publish STUDY --as SUPERVISOR`.",
    )


def _too_large() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_part_large",
        Phrase("The study folder is too large for a hub: more than {most} MB.", most=PART_AT_MOST // 1024**2),
        "Take files out of the folder that the questionnaire does not need.",
    )
