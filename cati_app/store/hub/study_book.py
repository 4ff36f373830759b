"""A study as a hub keeps it for its stations: heads, the edition in force with its parts, codes, who takes part.

Each verb is part of one transaction. Nothing here opens what is sealed; what is signed is checked before it counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.store.hub.statements import HubStatements, row_of
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declaration, Declared
from cati_app.store.trust.edition import Edition, PartFacts
from cati_app.store.trust.head import HeadRefused, Pin, Refusal, SignedHead, check_beginning, check_next

CODE_LASTS = timedelta(days=7)
STORED_AT_MOST = 2 * 1024**3
"""Bytes of all parts of a study that no edition names yet."""

_NEWEST = "SELECT signed FROM study_head WHERE study = ? ORDER BY n DESC LIMIT 1"
_HEAD = "SELECT signed FROM study_head WHERE study = ? AND n = ?"
_HEADS_AFTER = "SELECT signed FROM study_head WHERE study = ? AND n > ? ORDER BY n LIMIT ?"
_ADD_HEAD = "INSERT INTO study_head (study, n, signed) VALUES (?, ?, ?)"
_EDITION = "SELECT declared, signature, is_open FROM study_edition WHERE study = ?"
_EDITION_NUMBER = "SELECT n, declared FROM study_edition WHERE study = ?"
_KEEP_EDITION = (
    "INSERT INTO study_edition (study, n, declared, signature, taken_at, is_open) VALUES (?, ?, ?, ?, ?, 0)"
    " ON CONFLICT (study) DO UPDATE SET n = excluded.n, declared = excluded.declared,"
    " signature = excluded.signature, taken_at = excluded.taken_at"
)
_OPEN = "UPDATE study_edition SET is_open = 1 WHERE study = ?"
_PIECES = "SELECT count(*), max(size) FROM study_part WHERE study = ? AND sha256 = ?"
_SIZES = "SELECT sha256, max(size) FROM study_part WHERE study = ? GROUP BY sha256"
_ADD_PIECE = "INSERT INTO study_part (study, sha256, n, size, piece) VALUES (?, ?, ?, ?, ?)"
_PIECE = "SELECT piece FROM study_part WHERE study = ? AND sha256 = ? AND n = ?"
_DROP_PART = "DELETE FROM study_part WHERE study = ? AND sha256 = ?"
_ADD_CODE = (
    "INSERT INTO station_code (token_hash, study, parcel, made_by, made_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (token_hash) DO NOTHING"
)
_CODE = "SELECT study, made_at FROM station_code WHERE token_hash = ?"
_PARCEL = (
    "SELECT station_code.parcel FROM station_code JOIN code ON code.token_hash = station_code.token_hash"
    " WHERE code.study = ? AND code.device = ? AND station_code.study = ? ORDER BY station_code.made_at DESC"
)
_SHOWN_TOKEN = (
    "SELECT station_code.token_hash FROM station_code JOIN code ON code.token_hash = station_code.token_hash"
    " WHERE code.study = ? AND code.device = ? ORDER BY station_code.made_at DESC"
)
_SHOW_DEVICE = (
    "INSERT INTO shown_device (study, device, token_hash, keys, mac) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (study, device) DO UPDATE SET token_hash = excluded.token_hash, keys = excluded.keys,"
    " mac = excluded.mac"
)
_SHOWN = "SELECT device, token_hash, keys, mac FROM shown_device WHERE study = ? ORDER BY device LIMIT ?"
_LET_GO_PARCEL = "UPDATE station_code SET parcel = ? WHERE token_hash = ?"
_FORGET_SHOWN = "DELETE FROM shown_device WHERE study = ? AND device = ?"
_EVERY = 1_000_000
_FORGET_STAFF = "DELETE FROM staff WHERE study = ?"
_ADD_STAFF = "INSERT INTO staff (study, person, role, active, login_check) VALUES (?, ?, ?, ?, ?)"
_STAFF = "SELECT role, active, login_check FROM staff WHERE study = ? AND person = ?"

TABLES = (
    "CREATE TABLE study_head (study TEXT NOT NULL, n BIGINT NOT NULL, signed TEXT NOT NULL, PRIMARY KEY (study, n))",
    "CREATE TABLE study_edition (study TEXT PRIMARY KEY, n BIGINT NOT NULL, declared TEXT NOT NULL,"
    " signature TEXT NOT NULL, taken_at TEXT NOT NULL, is_open INTEGER NOT NULL)",
    "CREATE TABLE study_part (study TEXT NOT NULL, sha256 TEXT NOT NULL, n BIGINT NOT NULL, size BIGINT NOT NULL,"
    " piece {bytes} NOT NULL, PRIMARY KEY (study, sha256, n))",
    # what is known of a code beside its token: the parcel for the station that comes with it
    "CREATE TABLE station_code (token_hash TEXT PRIMARY KEY, study TEXT NOT NULL, parcel {bytes} NOT NULL,"
    " made_by TEXT NOT NULL, made_at TEXT NOT NULL)",
    "CREATE TABLE shown_device (study TEXT NOT NULL, device TEXT NOT NULL, token_hash TEXT NOT NULL,"
    " keys TEXT NOT NULL, mac TEXT NOT NULL, PRIMARY KEY (study, device))",
    "CREATE TABLE staff (study TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, active INTEGER NOT NULL,"
    " login_check TEXT NOT NULL, PRIMARY KEY (study, person))",
)


class StudyNotTaken(StrEnum):
    """Why nothing was taken of what a station brings for its study."""

    HEAD = "head"  # a head, or what somebody signed; the detail says why
    PARTS = "parts"  # a part that the edition names is not here
    SIZE = "size"  # parts that no edition names are too many
    MESSAGE = "message"  # a piece does not belong where it says
    NOT_PUBLISHED = "not_published"  # the study has not come to this hub
    CODE = "code"  # the device did not come with a code of the study


class StudyRefusal(Exception):
    """Nothing was taken."""

    def __init__(self, reason: StudyNotTaken, detail: str = "") -> None:
        super().__init__(f"{reason.value} {detail}".strip())
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class EditionInForce:
    """What a study is now.

    Args:
        is_open: Whether stations may ask for cases.
    """

    declaration: Declaration
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownDevice:
    """A station that has shown its keys; `keys` as it wrote them, with the HMAC over them."""

    device: str
    token_hash: str
    keys: str
    mac: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as a hub knows people.

    Args:
        login_check: SHA-256 in hexadecimal of what shows that somebody knows the password; blank: none.
    """

    id: str
    role: str
    active: bool
    login_check: str


class StudyBook:
    """A study within one transaction.

    Args:
        study: The study's id, in hexadecimal.
        piece_bytes: How long every piece of a part is but the last one.
    """

    def __init__(self, statements: HubStatements, study: str, now: datetime, piece_bytes: int) -> None:
        self._statements = statements
        self._study = study
        self._now = now
        self._piece_bytes = piece_bytes

    # -- heads --------------------------------------------------------------------------------------------------

    def newest(self) -> SignedHead | None:
        """The newest head; None before the study has come."""
        row = row_of(self._statements, _NEWEST, self._study)
        return SignedHead.from_json(row[0]) if row is not None else None

    def needed(self) -> SignedHead:
        """The newest head. StudyRefusal: `NOT_PUBLISHED`."""
        newest = self.newest()
        if newest is None:
            raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)
        return newest

    def heads_after(self, n: int, at_most: int) -> list[str]:
        """Heads behind a number, in order, as they came."""
        return [row[0] for row in self._statements.all(_HEADS_AFTER, self._study, n, at_most)]

    def take_heads(self, heads: Sequence[SignedHead]) -> None:
        """Heads in order; the first one ever pins the root. Those that are here already change nothing.

        Raises:
            StudyRefusal: `HEAD`, with what is wrong.
        """
        try:
            for signed in heads:
                self._take_head(signed)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused

    def _take_head(self, signed: SignedHead) -> None:
        known = self.newest()
        if known is None:
            check_beginning(signed, self._study)
        elif signed.head.n <= known.head.n:
            self._check_known(signed)
            return
        else:
            check_next(signed, known, Pin.of(known.head))
            if signed.head.previous != known.head.digest:  # the root may skip numbers where heads were lost
                raise HeadRefused(Refusal.FORKED)
        self._statements.execute(_ADD_HEAD, (self._study, signed.head.n, signed.to_json()))
        self._admitted(signed)

    def _admitted(self, signed: SignedHead) -> None:
        """Stations that the head names have everything that waited for them."""
        for shown in self.shown_devices(_EVERY):
            if shown.device in signed.head.devices:
                self._statements.execute(_LET_GO_PARCEL, (b"", shown.token_hash))
                self._statements.execute(_FORGET_SHOWN, (self._study, shown.device))

    def _check_known(self, signed: SignedHead) -> None:
        row = row_of(self._statements, _HEAD, self._study, signed.head.n)
        if row is None:
            raise HeadRefused(Refusal.LOWER)
        if SignedHead.from_json(row[0]).head.digest != signed.head.digest:
            raise HeadRefused(Refusal.FORKED)

    # -- parts --------------------------------------------------------------------------------------------------

    def take_piece(self, sha256: str, size: int, n: int, piece: bytes) -> int:
        """A piece of a part; pieces come in order, and one that is here changes nothing.

        Returns:
            The piece that is wanted next; how many there are once the part is whole.

        Raises:
            StudyRefusal: `MESSAGE`, `SIZE`.
        """
        count, known = row_of(self._statements, _PIECES, self._study, sha256)
        pieces = -(-size // self._piece_bytes)
        whole = self._piece_bytes if n + 1 < pieces else size - n * self._piece_bytes
        if n >= pieces or len(piece) != whole or known not in (None, size):
            raise StudyRefusal(StudyNotTaken.MESSAGE, "piece")
        if n != count:
            return int(count)
        if count == 0:
            self._check_room(size)
        self._statements.execute(_ADD_PIECE, (self._study, sha256, n, size, piece))
        if n + 1 == pieces and self._digest(sha256, pieces) != sha256:
            self._statements.execute(_DROP_PART, (self._study, sha256))
            raise StudyRefusal(StudyNotTaken.MESSAGE, "sha256")
        return n + 1

    def _check_room(self, size: int) -> None:
        stored = sum(row[1] for row in self._statements.all(_SIZES, self._study))
        if stored + size > STORED_AT_MOST:
            raise StudyRefusal(StudyNotTaken.SIZE)

    def _digest(self, sha256: str, pieces: int) -> str:
        whole = hashlib.sha256()
        for piece in self._pieces(sha256, pieces):
            whole.update(piece)
        return whole.hexdigest()

    def _pieces(self, sha256: str, pieces: int) -> Iterator[bytes]:
        for n in range(pieces):
            yield bytes(row_of(self._statements, _PIECE, self._study, sha256, n)[0])

    def piece(self, sha256: str, n: int) -> bytes:
        """A piece of a part. StudyRefusal: `PARTS`."""
        row = row_of(self._statements, _PIECE, self._study, sha256, n)
        if row is None:
            raise StudyRefusal(StudyNotTaken.PARTS)
        return bytes(row[0])

    def content(self, part: PartFacts) -> bytes:
        """A part as a whole, in clear or sealed as it came. StudyRefusal: `PARTS`."""
        if not self._is_whole(part):
            raise StudyRefusal(StudyNotTaken.PARTS)
        return b"".join(self._pieces(part.sha256, -(-part.size // self._piece_bytes)))

    def _is_whole(self, part: PartFacts) -> bool:
        count, size = row_of(self._statements, _PIECES, self._study, part.sha256)
        return bool(size == part.size and count == -(-part.size // self._piece_bytes))

    # -- the edition --------------------------------------------------------------------------------------------

    def edition(self) -> EditionInForce | None:
        """What the study is now."""
        row = row_of(self._statements, _EDITION, self._study)
        if row is None:
            return None
        return EditionInForce(Declaration(row[0], bytes.fromhex(row[1])), bool(row[2]))

    def read_edition(self, declaration: Declaration) -> Edition:
        """What is declared under the newest head, with every part here.

        Raises:
            StudyRefusal: `HEAD`, `PARTS`, `NOT_PUBLISHED`.
        """
        try:
            edition = Edition.read(declaration, self.needed().head)
            self._check_newer(edition, declaration)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        if not all(map(self._is_whole, edition.parts.values())):
            raise StudyRefusal(StudyNotTaken.PARTS)
        return edition

    def _check_newer(self, edition: Edition, declaration: Declaration) -> None:
        row = row_of(self._statements, _EDITION_NUMBER, self._study)
        if row is not None and edition.n < row[0]:
            raise HeadRefused(Refusal.LOWER)
        if row is not None and edition.n == row[0] and declaration.text != row[1]:
            raise HeadRefused(Refusal.FORKED)

    def keep_edition(self, edition: Edition, declaration: Declaration, people: Sequence[KnownPerson]) -> None:
        """From now on the study is this; parts that it does not name are let go.

        Args:
            people: What its part about people says.
        """
        at = utc_text(self._now)
        values = (self._study, edition.n, declaration.text, declaration.signature.hex(), at)
        self._statements.execute(_KEEP_EDITION, values)
        self._statements.execute(_FORGET_STAFF, (self._study,))
        rows = [(self._study, p.id, p.role, int(p.active), p.login_check) for p in people]
        self._statements.many(_ADD_STAFF, rows)
        named = {part.sha256 for part in edition.parts.values()}
        for sha256, _ in self._statements.all(_SIZES, self._study):
            if sha256 not in named:
                self._statements.execute(_DROP_PART, (self._study, sha256))

    def open(self) -> None:
        """Every case has come. StudyRefusal: `NOT_PUBLISHED`."""
        if self.edition() is None:
            raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)
        self._statements.execute(_OPEN, (self._study,))

    # -- codes and devices --------------------------------------------------------------------------------------

    def take_code(self, declaration: Declaration, parcel: bytes, made_by: str) -> tuple[str, datetime]:
        """A code for one station, declared by a supervisor; made again with the same facts it changes nothing.

        Args:
            made_by: The device that brings it.

        Returns:
            The hash of its token, and until when it counts.

        Raises:
            StudyRefusal: `HEAD`, `NOT_PUBLISHED`, `MESSAGE`.
        """
        newest = self.needed().head
        try:
            facts = declaration.facts(Declared.CODE, self._study, newest.signers)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        token_hash, digest = facts.get("token"), facts.get("parcel")
        if not isinstance(token_hash, str) or hashlib.sha256(parcel).hexdigest() != digest:
            raise StudyRefusal(StudyNotTaken.MESSAGE, "parcel")
        self._statements.execute(_ADD_CODE, (token_hash, self._study, parcel, made_by, utc_text(self._now)))
        made_at = datetime.fromisoformat(row_of(self._statements, _CODE, token_hash)[1])
        return token_hash, made_at + CODE_LASTS

    def check_code(self, token_hash: str) -> None:
        """Whether a code lets a station into this study: one of the study, or the first one of a study not here yet.

        Raises:
            StudyRefusal: `CODE`.
        """
        row = row_of(self._statements, _CODE, token_hash)
        if row is None:
            if self.newest() is not None:
                raise StudyRefusal(StudyNotTaken.CODE)
            return
        is_over = self._now > datetime.fromisoformat(row[1]) + CODE_LASTS
        if row[0] != self._study or is_over:
            raise StudyRefusal(StudyNotTaken.CODE)

    def parcel_for(self, device: str) -> bytes:
        """What waits for the station that came with a code. StudyRefusal: `CODE`."""
        row = row_of(self._statements, _PARCEL, self._study, device, self._study)
        if row is None or not row[0]:
            raise StudyRefusal(StudyNotTaken.CODE)
        return bytes(row[0])

    def show_device(self, device: str, keys: str, mac: str) -> None:
        """The keys of a station that came with a code wait for a supervisor. StudyRefusal: `CODE`."""
        row = row_of(self._statements, _SHOWN_TOKEN, self._study, device)
        if row is None:
            raise StudyRefusal(StudyNotTaken.CODE)
        self._statements.execute(_SHOW_DEVICE, (self._study, device, row[0], keys, mac))

    def shown_devices(self, at_most: int) -> list[ShownDevice]:
        """Stations that have shown their keys, and that no head names yet."""
        return [ShownDevice(*row) for row in self._statements.all(_SHOWN, self._study, at_most)]

    # -- people -------------------------------------------------------------------------------------------------

    def person(self, person: str) -> KnownPerson | None:
        """Somebody by id."""
        row = row_of(self._statements, _STAFF, self._study, person)
        return KnownPerson(person, row[0], bool(row[1]), row[2]) if row is not None else None
