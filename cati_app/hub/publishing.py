"""What a hub answers a station that brings its study, or fetches it: messages in, one transaction, messages out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.sharing.clear_rules import NoClearRules
from cati_app.fieldwork.sharing.clear_rules import read as read_rules
from cati_app.store.hub.newcomers import Newcomers
from cati_app.store.hub.register import Sender
from cati_app.store.hub.study_book import KnownPerson, StudyBook
from cati_app.store.hub.study_refusals import StudyNotTaken, StudyRefusal
from cati_app.store.trust.declaration import Declaration
from cati_app.store.trust.edition import IN_CLEAR, PartName
from cati_app.store.trust.head import HeadRefused, SignedHead
from cati_app.sync.line import HubCall
from cati_app.sync.messages import BODY_AT_MOST, Message, Request, Unreadable, read
from cati_app.sync.study_messages import (
    DEVICES_AT_MOST,
    HEADS_AT_MOST,
    CodeOffered,
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
    StaffMember,
    StudyOpened,
    WaitingDevice,
    WaitingDevices,
    packed,
    unpacked,
)
from cati_app.values import dataclass

_R = TypeVar("_R", bound=Request)


@dataclass(frozen=True, slots=True)
class StudyDesk:
    """A study, for a device of it, within one transaction.

    Args:
        tokens: Hashes of the tokens of the supervisors' codes with which the device came.
    """

    book: StudyBook
    newcomers: Newcomers
    sender: Sender
    tokens: tuple[str, ...]

    # -- a study comes ------------------------------------------------------------------------------------------

    def take_heads(self, asked: HeadsOffered) -> Heads:
        """Signed lists of who takes part."""
        try:
            heads = [SignedHead.from_json(text) for text in asked.heads]
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        self.book.take_heads(self.sender.study, heads)
        return Heads(heads=(), newest=self.book.needed().head.n)

    def take_piece(self, asked: PieceOffered) -> PieceTaken:
        """A piece of a part."""
        return PieceTaken(next=self.book.take_piece(asked.sha256, asked.size, asked.n, unpacked(asked.piece)))

    def take_edition(self, asked: EditionOffered) -> EditionStanding:
        """What the study is from now on; what is in clear in it is read before it counts."""
        declaration = Declaration(asked.edition.text, bytes.fromhex(asked.edition.signature))
        edition = self.book.read_edition(declaration)
        if any(edition.parts[name].size > BODY_AT_MOST for name in IN_CLEAR):
            raise StudyRefusal(StudyNotTaken.SIZE)
        try:
            read_rules(self.book.content(edition.parts[PartName.RULES]))
            staff = read(Staff, self.book.content(edition.parts[PartName.STAFF]))
            people = [_known(member) for member in staff.people]
        except (NoClearRules, Unreadable, ValueError) as error:
            raise StudyRefusal(StudyNotTaken.MESSAGE, "parts") from error
        self.book.keep_edition(edition, declaration, people)
        return self.standing(EditionAsked())

    def open(self, asked: StudyOpened) -> EditionStanding:
        """Every case has come."""
        self.book.open(self.sender.study, Declaration(asked.opening.text, bytes.fromhex(asked.opening.signature)))
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

    def take_code(self, asked: CodeOffered) -> str:
        """A code for one station; the hash of its token, which is then let in."""
        declaration = Declaration(asked.code.text, bytes.fromhex(asked.code.signature))
        return self.newcomers.take_code(
            self.sender.study, self.book.needed().head, declaration, unpacked(asked.parcel), self.sender.device
        )

    def parcel(self, asked: ParcelAsked) -> ParcelGiven:
        """What waits for the station."""
        return ParcelGiven(parcel=packed(self.newcomers.parcel_for(self.tokens)))

    def show_device(self, asked: DeviceShown) -> DeviceNoted:
        """The keys of the station."""
        self.newcomers.show_device(self.sender.device, self.tokens, asked.keys.model_dump_json(), asked.mac)
        return DeviceNoted(device=self.sender.device)

    def devices(self, asked: DevicesAsked) -> WaitingDevices:
        """Stations that wait for a supervisor."""
        shown = self.newcomers.shown_devices(DEVICES_AT_MOST)
        return WaitingDevices(
            devices=tuple(
                WaitingDevice(
                    device=s.device, token_hash=s.token_hash, keys=read(DeviceKeys, s.keys.encode()), mac=s.mac
                )
                for s in shown
            )
        )


_Answered = Callable[[StudyDesk], Message]


@dataclass(frozen=True, slots=True)
class StudyCall(Generic[_R]):
    """What a call takes, and how it is answered."""

    kind: type[_R]
    answer: Callable[[StudyDesk, _R], Message]

    def prepared(self, body: bytes) -> _Answered:
        """A message that was read, to be answered in a transaction. Unreadable: it cannot be read."""
        message = read(self.kind, body)
        return lambda desk: self.answer(desk, message)


STUDY_CALLS: Mapping[HubCall, StudyCall[Any]] = {
    HubCall.HEADS: StudyCall(HeadsOffered, StudyDesk.take_heads),
    HubCall.HEADS_AFTER: StudyCall(HeadsAsked, StudyDesk.heads),
    HubCall.PART: StudyCall(PieceOffered, StudyDesk.take_piece),
    HubCall.PART_PIECE: StudyCall(PieceAsked, StudyDesk.piece),
    HubCall.EDITION: StudyCall(EditionOffered, StudyDesk.take_edition),
    HubCall.EDITION_NEWEST: StudyCall(EditionAsked, StudyDesk.standing),
    HubCall.OPEN: StudyCall(StudyOpened, StudyDesk.open),
    HubCall.PARCEL: StudyCall(ParcelAsked, StudyDesk.parcel),
    HubCall.DEVICE: StudyCall(DeviceShown, StudyDesk.show_device),
    HubCall.DEVICES_WAITING: StudyCall(DevicesAsked, StudyDesk.devices),
}


def _known(member: StaffMember) -> KnownPerson:
    """ValueError: a role that nobody knows."""
    user = User(
        UserId(member.id),
        member.login,
        "",
        Role(member.role),
        member.number,
        member.languages,
        member.skills,
        member.active,
    )
    return KnownPerson(user, bytes.fromhex(member.login_check) or None, member.keys, member.n)
