"""What a hub answers a station that brings its study, or fetches it: messages in, one transaction, messages out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cati_app.fieldwork.sharing.clear_rules import NoClearRules
from cati_app.fieldwork.sharing.clear_rules import read as read_rules
from cati_app.store.hub.statements import HubStatements
from cati_app.store.hub.study_book import KnownPerson, StudyBook, StudyNotTaken, StudyRefusal
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declaration
from cati_app.store.trust.edition import PartName
from cati_app.store.trust.head import HeadRefused, SignedHead
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message, Request, Unreadable, read
from cati_app.sync.study_messages import (
    DEVICES_AT_MOST,
    HEADS_AT_MOST,
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
    Staff,
    StudyOpened,
    WaitingDevice,
    WaitingDevices,
    packed,
    unpacked,
)

_R = TypeVar("_R", bound=Request)


@dataclass(frozen=True, slots=True)
class StudyDesk:
    """A study, for a device of it, within one transaction.

    Args:
        add_code: Lets the token of a code in once, by its hash.
    """

    book: StudyBook
    device: str
    add_code: Callable[[str], None]

    # -- a study comes ------------------------------------------------------------------------------------------

    def take_heads(self, asked: HeadsOffered) -> Heads:
        """Signed lists of who takes part."""
        try:
            heads = [SignedHead.from_json(text) for text in asked.heads]
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        self.book.take_heads(heads)
        return Heads(heads=(), newest=self.book.needed().head.n)

    def take_piece(self, asked: PieceOffered) -> PieceTaken:
        """A piece of a part."""
        return PieceTaken(next=self.book.take_piece(asked.sha256, asked.size, asked.n, unpacked(asked.piece)))

    def take_edition(self, asked: EditionOffered) -> EditionStanding:
        """What the study is from now on; what is in clear in it is read before it counts."""
        declaration = Declaration(asked.edition.text, bytes.fromhex(asked.edition.signature))
        edition = self.book.read_edition(declaration)
        try:
            read_rules(self.book.content(edition.parts[PartName.RULES]))
            staff = read(Staff, self.book.content(edition.parts[PartName.STAFF]))
        except (NoClearRules, Unreadable) as error:
            raise StudyRefusal(StudyNotTaken.MESSAGE, "parts") from error
        people = [KnownPerson(p.id, p.role, p.active, p.login_check) for p in staff.people]
        self.book.keep_edition(edition, declaration, people)
        return self.standing(EditionAsked())

    def open(self, asked: StudyOpened) -> EditionStanding:
        """Every case has come."""
        self.book.open()
        return self.standing(EditionAsked())

    # -- a study is fetched -------------------------------------------------------------------------------------

    def standing(self, asked: EditionAsked) -> EditionStanding:
        """What the study is now."""
        newest, known = self.book.newest(), self.book.edition()
        edition = None
        if known is not None:
            edition = SignedText(text=known.declaration.text, signature=known.declaration.signature.hex())
        is_open = known is not None and known.is_open
        return EditionStanding(edition=edition, newest=newest.head.n if newest is not None else 0, is_open=is_open)

    def heads(self, asked: HeadsAsked) -> Heads:
        """Heads behind a number."""
        heads = self.book.heads_after(asked.after, HEADS_AT_MOST)
        return Heads(heads=tuple(heads), newest=self.book.needed().head.n)

    def piece(self, asked: PieceAsked) -> PieceGiven:
        """A piece of a part."""
        return PieceGiven(piece=packed(self.book.piece(asked.sha256, asked.n)))

    # -- stations come ------------------------------------------------------------------------------------------

    def take_code(self, asked: CodeOffered) -> CodeTaken:
        """A code for one station."""
        declaration = Declaration(asked.code.text, bytes.fromhex(asked.code.signature))
        token_hash, until = self.book.take_code(declaration, unpacked(asked.parcel), self.device)
        self.add_code(token_hash)
        return CodeTaken(until=utc_text(until))

    def parcel(self, asked: ParcelAsked) -> ParcelGiven:
        """What waits for the station."""
        return ParcelGiven(parcel=packed(self.book.parcel_for(self.device)))

    def show_device(self, asked: DeviceShown) -> DeviceNoted:
        """The keys of the station."""
        self.book.show_device(self.device, asked.keys.model_dump_json(), asked.mac)
        return DeviceNoted(device=self.device)

    def devices(self, asked: DevicesAsked) -> WaitingDevices:
        """Stations that wait for a supervisor."""
        shown = self.book.shown_devices(DEVICES_AT_MOST)
        return WaitingDevices(
            devices=tuple(
                WaitingDevice(
                    device=s.device, token_hash=s.token_hash, keys=read(DeviceKeys, s.keys.encode()), mac=s.mac
                )
                for s in shown
            )
        )


def _call(kind: type[_R], answer: Callable[[StudyDesk, _R], Message]) -> Callable[[bytes], _Answered]:
    def prepared(body: bytes) -> _Answered:
        message = read(kind, body)
        return lambda desk: answer(desk, message)

    return prepared


_Answered = Callable[[StudyDesk], Message]
STUDY_CALLS: Mapping[HubCall, Callable[[bytes], _Answered]] = {
    HubCall.HEADS: _call(HeadsOffered, StudyDesk.take_heads),
    HubCall.HEADS_AFTER: _call(HeadsAsked, StudyDesk.heads),
    HubCall.PART: _call(PieceOffered, StudyDesk.take_piece),
    HubCall.PART_PIECE: _call(PieceAsked, StudyDesk.piece),
    HubCall.EDITION: _call(EditionOffered, StudyDesk.take_edition),
    HubCall.EDITION_NEWEST: _call(EditionAsked, StudyDesk.standing),
    HubCall.OPEN: _call(StudyOpened, StudyDesk.open),
    HubCall.CODES: _call(CodeOffered, StudyDesk.take_code),
    HubCall.PARCEL: _call(ParcelAsked, StudyDesk.parcel),
    HubCall.DEVICE: _call(DeviceShown, StudyDesk.show_device),
    HubCall.DEVICES_WAITING: _call(DevicesAsked, StudyDesk.devices),
}
"""How a call is read, which may fail, and then answered in a transaction."""


def book_of(statements: HubStatements, study: str, now: datetime) -> StudyBook:
    """The book of a study."""
    return StudyBook(statements, study, now, PIECE_AT_MOST)
