"""A study as a hub keeps it for its stations: heads, the edition in force with its parts, codes, who takes part.

Each verb is part of one transaction. Nothing here opens what is sealed; what is signed is checked before it counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cati_app.domain.people.users import User
from cati_app.domain.sharing.erasures import Erasure
from cati_app.store.hub.newcomers import Newcomers
from cati_app.store.hub.sessions import Sessions
from cati_app.store.hub.study_refusals import StudyNotTaken, StudyRefusal
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.edition import PartFacts, StudyEdition
from cati_app.store.trust.erasing import checked
from cati_app.store.trust.head import HeadRefused, Pin, Refusal, SignedHead, check_beginning, check_next
from cati_app.values import dataclass

PIECE_BYTES = 1_000_000
"""How long every piece of a part is but the last one."""
STORED_AT_MOST = 2 * 1024**3
"""Bytes of all parts of a study, those that no edition names among them."""
UNNAMED_LASTS = timedelta(days=1)

_NEWEST = "SELECT signed FROM head ORDER BY n DESC LIMIT 1"
_HEAD = "SELECT signed FROM head WHERE n = ?"
_HEADS_AFTER = "SELECT signed FROM head WHERE n > ? ORDER BY n LIMIT ?"
_ALL_HEADS = 1_000_000
_ADD_HEAD = "INSERT INTO head (n, signed) VALUES (?, ?)"
_EDITION = "SELECT declared, signature, is_open, n FROM study_edition"
_EDITION_NUMBER = "SELECT n, declared FROM study_edition"
_KEEP_EDITION = (
    "INSERT INTO study_edition (one, n, declared, signature, taken_at, is_open) VALUES (1, ?, ?, ?, ?, 0)"
    " ON CONFLICT (one) DO UPDATE SET n = excluded.n, declared = excluded.declared,"
    " signature = excluded.signature, taken_at = excluded.taken_at"
)
_OPEN = "UPDATE study_edition SET is_open = 1"
_PIECES = "SELECT count(*), max(size) FROM study_part WHERE sha256 = ?"
_SIZES = "SELECT sha256, max(size), max(made_at) FROM study_part GROUP BY sha256"
_ADD_PIECE = "INSERT INTO study_part (sha256, n, size, piece, made_at) VALUES (?, ?, ?, ?, ?)"
_PIECE = "SELECT piece FROM study_part WHERE sha256 = ? AND n = ?"
_WANTED_AGAIN = "UPDATE study_part SET made_at = ? WHERE sha256 = ? AND n = 0"
_DROP_PART = "DELETE FROM study_part WHERE sha256 = ?"
_MAKE_ROOM = "UPDATE \"user\" SET login = id || ' ', number = -1 - number"
"""Two people may have changed logins: each is out of the other's way before they are written."""
_KEEP_PERSON = (
    'INSERT INTO "user" (id, login, name, role, number, languages, skills, password_hash, active, login_check,'
    " box_key, bundle_n) VALUES (?, ?, '', ?, ?, ?, ?, '', ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET login = excluded.login, role = excluded.role, number = excluded.number,"
    " languages = excluded.languages, skills = excluded.skills, active = excluded.active,"
    " login_check = excluded.login_check, box_key = excluded.box_key, bundle_n = excluded.bundle_n"
)

_CHECKS = 'SELECT id, login_check, box_key, bundle_n FROM "user"'
_CHOSEN = "SELECT user_id, keys, n FROM hub_bundle"


@dataclass(frozen=True, slots=True)
class EditionInForce:
    """What a study is now.

    Args:
        is_open: Whether stations may ask for cases.
        n: Its number.
    """

    declaration: Declaration
    is_open: bool
    n: int


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as a hub knows people: without a name.

    Args:
        login_check: SHA-256 of what shows that somebody knows the password; None: has none.
        keys: The public key; blank: has none.
        bundle_n: Counts the passwords chosen under these keys.
    """

    user: User
    login_check: bytes | None
    keys: str = ""
    bundle_n: int = 0


class StudyBook:
    """A study within one transaction."""

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now

    # -- heads --------------------------------------------------------------------------------------------------

    def newest(self) -> SignedHead | None:
        """The newest head; None before the study has come."""
        row = self._statements.row(_NEWEST)
        return SignedHead.from_json(row[0]) if row is not None else None

    def needed(self) -> SignedHead:
        """The newest head. StudyRefusal: `NOT_PUBLISHED`."""
        newest = self.newest()
        if newest is None:
            raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)
        return newest

    def heads_after(self, n: int, at_most: int) -> list[str]:
        """Heads behind a number, in order, as they came."""
        return [row[0] for row in self._statements.all(_HEADS_AFTER, n, at_most)]

    def take_heads(self, study: str, heads: Sequence[SignedHead]) -> None:
        """Heads in order; the first one ever pins the root. Those that are here already change nothing.

        Args:
            study: The study's id, in hexadecimal.

        Raises:
            StudyRefusal: `HEAD`, with what is wrong.
        """
        try:
            for signed in heads:
                self._take_head(study, signed)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused

    def _take_head(self, study: str, signed: SignedHead) -> None:
        known = self.newest()
        if known is None:
            check_beginning(signed, study)
        elif signed.head.n <= known.head.n:
            self._check_known(signed)
            return
        else:
            check_next(signed, known, Pin.of(known.head))
            if signed.head.previous != known.head.digest:  # the root may skip numbers where heads were lost
                raise HeadRefused(Refusal.FORKED)
        self._statements.execute(_ADD_HEAD, (signed.head.n, signed.to_json()))
        Newcomers(self._statements, self._now).admitted(signed)

    def _check_known(self, signed: SignedHead) -> None:
        row = self._statements.row(_HEAD, signed.head.n)
        if row is None:
            raise HeadRefused(Refusal.LOWER)
        if SignedHead.from_json(row[0]).head.digest != signed.head.digest:
            raise HeadRefused(Refusal.FORKED)

    # -- parts --------------------------------------------------------------------------------------------------

    def take_piece(self, sha256: str, size: int, n: int, piece: bytes) -> int:
        """A piece of a part; pieces come in order, and one that is here is not stored again.

        A publication that was cut off may go on after days: what it offers again is no older than what it brings then.

        Returns:
            The piece that is wanted next; how many there are once the part is whole; 0 where they do not make it: it
            begins anew.

        Raises:
            StudyRefusal: `MESSAGE`, `SIZE`.
        """
        count, known = self._statements.row(_PIECES, sha256)
        pieces = -(-size // PIECE_BYTES)
        whole = PIECE_BYTES if n + 1 < pieces else size - n * PIECE_BYTES
        if n >= pieces or len(piece) != whole or known not in (None, size):
            raise StudyRefusal(StudyNotTaken.MESSAGE, "piece")
        if n != count:
            self._statements.execute(_WANTED_AGAIN, (utc_text(self._now), sha256))
            return int(count)
        if count == 0:
            self._check_room(size)
        self._statements.execute(_ADD_PIECE, (sha256, n, size, piece, utc_text(self._now)))
        if n + 1 == pieces and self._digest(sha256, pieces) != sha256:
            self._statements.execute(_DROP_PART, (sha256,))
            return 0
        return n + 1

    def _check_room(self, size: int) -> None:
        """What no edition names and nobody has offered for a day makes room: nobody fills a hub for good.

        Raises:
            StudyRefusal: `SIZE`.
        """
        known = self.edition()
        named = StudyEdition.parts_named(known.declaration) if known is not None else {}
        kept, stored = {part.sha256 for part in named.values()}, 0
        for sha256, length, made_at in self._statements.all(_SIZES):
            if sha256 not in kept and made_at < utc_text(self._now - UNNAMED_LASTS):
                self._statements.execute(_DROP_PART, (sha256,))
            else:
                stored += length
        if stored + size > STORED_AT_MOST:
            raise StudyRefusal(StudyNotTaken.SIZE)

    def _digest(self, sha256: str, pieces: int) -> str:
        whole = hashlib.sha256()
        for piece in self._pieces(sha256, pieces):
            whole.update(piece)
        return whole.hexdigest()

    def _pieces(self, sha256: str, pieces: int) -> Iterator[bytes]:
        for n in range(pieces):
            yield bytes(self._statements.row(_PIECE, sha256, n)[0])

    def piece(self, sha256: str, n: int) -> bytes:
        """A piece of a part. StudyRefusal: `PARTS`."""
        row = self._statements.row(_PIECE, sha256, n)
        if row is None:
            raise StudyRefusal(StudyNotTaken.PARTS)
        return bytes(row[0])

    def content(self, part: PartFacts) -> bytes:
        """A part as a whole, in clear or sealed as it came. StudyRefusal: `PARTS`."""
        if not self._is_whole(part):
            raise StudyRefusal(StudyNotTaken.PARTS)
        return b"".join(self._pieces(part.sha256, -(-part.size // PIECE_BYTES)))

    def _is_whole(self, part: PartFacts) -> bool:
        count, size = self._statements.row(_PIECES, part.sha256)
        return bool(size == part.size and count == -(-part.size // PIECE_BYTES))

    # -- the edition --------------------------------------------------------------------------------------------

    def edition(self) -> EditionInForce | None:
        """What the study is now."""
        row = self._statements.row(_EDITION)
        if row is None:
            return None
        return EditionInForce(Declaration(row[0], bytes.fromhex(row[1])), bool(row[2]), row[3])

    def read_edition(self, declaration: Declaration) -> StudyEdition:
        """What is declared under the newest head, with every part here.

        Raises:
            StudyRefusal: `HEAD`, `PARTS`, `NOT_PUBLISHED`.
        """
        try:
            edition = StudyEdition.read(declaration, self.needed().head)
            self._check_newer(edition, declaration)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        if not all(map(self._is_whole, edition.parts.values())):
            raise StudyRefusal(StudyNotTaken.PARTS)
        return edition

    def _check_newer(self, edition: StudyEdition, declaration: Declaration) -> None:
        row = self._statements.row(_EDITION_NUMBER)
        if row is not None and edition.n < row[0]:
            raise HeadRefused(Refusal.LOWER)
        if row is not None and edition.n == row[0] and declaration.text != row[1]:
            raise HeadRefused(Refusal.FORKED)

    def keep_edition(self, edition: StudyEdition, declaration: Declaration, people: Sequence[KnownPerson]) -> None:
        """From now on the study is this; parts that it does not name are let go.

        Whoever has another password now signs in anew: a session that began with the former one may be of somebody
        who knew it and should not have. A password that was chosen at a station stays, as long as its keys do: the
        edition may have been made before.

        Args:
            people: What its part about people says.
        """
        values = (edition.n, declaration.text, declaration.signature.hex(), utc_text(self._now))
        self._statements.execute(_KEEP_EDITION, values)
        people = self._with_chosen(people)
        self._statements.execute(_MAKE_ROOM)
        rows = [
            (
                *(u.id, u.login, u.role.value, u.number, " ".join(u.languages), " ".join(u.skills), u.active),
                *(p.login_check, p.keys, p.bundle_n),
            )
            for p in people
            for u in (p.user,)
        ]
        self._statements.many(_KEEP_PERSON, rows)
        named = {part.sha256 for part in edition.parts.values()}
        for sha256, *_ in self._statements.all(_SIZES):
            if sha256 not in named:
                self._statements.execute(_DROP_PART, (sha256,))

    def _with_chosen(self, people: Sequence[KnownPerson]) -> list[KnownPerson]:
        """The people of an edition with what they chose last; sessions of whoever has another check now end."""
        told, chosen = {p.user.id: p for p in people}, set(map(tuple, self._statements.all(_CHOSEN)))
        for user_id, known, keys, n in self._statements.all(_CHECKS):
            check, person = None if known is None else bytes(known), told.get(user_id)
            if person is None:
                continue
            if (user_id, keys, n) in chosen and keys == person.keys and n >= person.bundle_n:
                told[user_id] = replace(person, login_check=check, bundle_n=n)
            elif person.login_check != check:
                Sessions(self._statements, self._now).end_all(user_id)
        return list(told.values())

    def erasure(self, study: str, text: str, signature: str) -> Erasure:
        """What a supervisor declared of a case whose data are erased.

        Args:
            study: The study's id, in hexadecimal.

        Raises:
            StudyRefusal: `HEAD`, with what is wrong.
        """
        heads = [SignedHead.from_json(row[0]) for row in self._statements.all(_HEADS_AFTER, 0, _ALL_HEADS)]
        try:
            return checked(text, signature, study, heads)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused

    def open(self, study: str, declaration: Declaration) -> None:
        """Every case has come, as a supervisor declares: whoever has a station alone cannot say so.

        Args:
            study: The study's id, in hexadecimal.

        Raises:
            StudyRefusal: `HEAD`, `NOT_PUBLISHED`.
        """
        try:
            declaration.facts(Declarable.OPENING, study, self.needed().head.signers)
        except HeadRefused as refused:
            raise StudyRefusal(StudyNotTaken.HEAD, refused.refusal.value) from refused
        if self.edition() is None:
            raise StudyRefusal(StudyNotTaken.NOT_PUBLISHED)
        self._statements.execute(_OPEN)
