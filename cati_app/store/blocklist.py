"""The block list: numbers that must never be called again, in one encrypted file for all studies of a user.

A number stands there as a slow hash with a pepper, which is not in the file: each study keeps it sealed with its
contact key, so that only who sees contact data can test a number. A quick mark of 20 bits beside it, with the same
pepper, sorts out nearly every other number without the slow hash; thousands of marks that belong to nobody keep a mark
from telling much. The file names its peppers by what they hash to, and holds each in a box that page 1 of a study's
recovery sheet opens: for a study that joins later.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import sqlcipher3.dbapi2
from argon2.low_level import Type, hash_secret_raw

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.block_list import ProtocolLine
from cati_app.domain.phrases import Phrase
from cati_app.store import exchange
from cati_app.store.connection import Access, connected
from cati_app.store.keys import Cost, KeyRing, load_database_key, new_database_key
from cati_app.store.locks import LockBusy, lock_file, lock_file_of
from cati_app.store.problems import environment_problems, file_problem
from cati_app.store.times import utc_text
from cati_app.values import dataclass

_TIME_COST, _MEMORY_KIB, _BYTES = 1, 8192, 32
_WAIT_S = 10.0  # for another program that makes the list
_MARK_BITS = 20
_NAME_LENGTH = 32  # a pepper itself is twice as long
_PEPPER = "pepper"
_TO_PROTOCOL = "INSERT INTO protocol (at, what, study, people, reason, entries) VALUES (?, ?, ?, ?, ?, ?)"
_NOBODYS_MARKS = 2621  # a quarter of a hundredth of all marks
_BOXES = (
    "CREATE TABLE IF NOT EXISTS box"
    " (pepper TEXT NOT NULL, study TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (pepper, study))"
)
_FORM = f"""
{_BOXES};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entry (hash TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE mark (mark INTEGER PRIMARY KEY);
CREATE TABLE protocol (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, study TEXT NOT NULL,
 people TEXT NOT NULL, reason TEXT NOT NULL, entries INTEGER NOT NULL);
CREATE TRIGGER protocol_stays BEFORE UPDATE ON protocol BEGIN SELECT raise(ABORT, 'appended only'); END;
CREATE TRIGGER protocol_kept BEFORE DELETE ON protocol BEGIN SELECT raise(ABORT, 'appended only'); END;
"""


def number_hash(e164: str, pepper: str) -> str:
    """The keyed slow hash of a number.

    Args:
        e164: The number.
        pepper: Hexadecimal; see `Peppers`.
    """
    salt = bytes.fromhex(pepper)
    return hash_secret_raw(e164.encode(), salt, _TIME_COST, _MEMORY_KIB, 1, _BYTES, Type.ID).hex()


def pepper_name(pepper: str) -> str:
    """What a pepper is called in the file, where it does not stand itself: 32 hexadecimal digits."""
    return hashlib.sha256(b"cati/1 pepper" + bytes.fromhex(pepper)).hexdigest()[:_NAME_LENGTH]


def is_pepper(value: str) -> bool:
    """Whether this is a pepper, as older versions left it in the open, and not only its name."""
    return len(value) > _NAME_LENGTH


@dataclass(frozen=True, slots=True)
class Peppers:
    """What a study holds: the keys of hashes, hexadecimal, its own and those of lists that it joined.

    Args:
        own: With which a list is begun; blank before a database of an older version was sealed.
        by_name: All of them, its own too.
    """

    own: str
    by_name: Mapping[str, str]

    @classmethod
    def of(cls, own: str, *others: str) -> Peppers:
        """Its own one and others."""
        return cls(own, {pepper_name(pepper): pepper for pepper in (own, *others) if pepper})


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens the file: the key a study has kept, else keyring or passphrase as for a database."""

    known_key: bytes | None
    passphrase: str | None
    ring: KeyRing
    cost: Cost


class ListsElsewhere(Protocol):
    """Block lists of other stations."""

    def holding(self, numbers: Collection[str], peppers: Collection[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on one of them.

        Args:
            peppers: Hexadecimal, with which numbers can be looked for.
        """
        ...


class BlockListFile:
    """The file, opened when it is first needed and made with its first entry. Several applications may use it."""

    def __init__(self, path: Path, lock: Lock, study: str = "") -> None:
        self.path = path
        self._lock = lock
        self._study = study
        self._connection: Any = None
        self._looked_around = False
        self._held: Peppers | None = None
        self.others: ListsElsewhere | None = None
        """Of other stations of the study; given by who opens a study at a hub."""

    def hold(self, peppers: Peppers) -> None:
        """From now on numbers can be tested: somebody has signed in who sees contact data."""
        self._held = peppers

    @property
    def is_held(self) -> bool:
        """Whether somebody has signed in who sees contact data."""
        return self._held is not None

    def peppers_inside(self) -> tuple[str, ...]:
        """Peppers that an older version left in the file itself, hexadecimal, that of the list first."""
        return tuple(value for value in self._values() if is_pepper(value))

    def take_out(self, peppers: Collection[str]) -> None:
        """Leave only the names of these peppers in the file, and nothing of them in its free pages."""
        connection = self._open(create=False) if peppers else None
        if connection is None:
            return
        with environment_problems(self.path):
            with _Transaction(connection):
                for pepper in peppers:
                    named = pepper_name(pepper)
                    connection.execute("UPDATE meta SET value = ? WHERE value = ?", (named, pepper))
                    old, new = f"{_PEPPER}:{pepper[:16]}", f"{_PEPPER}:{named[:16]}"
                    connection.execute("UPDATE meta SET key = ? WHERE key = ?", (new, old))
            # sqlite: the file and its journal without what was there
            connection.execute("VACUUM")
            # sqlite: the same
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def names(self) -> frozenset[str]:
        """Names of the peppers with which its entries were made; none where there is no list."""
        return frozenset(pepper_name(value) if is_pepper(value) else value for value in self._values())

    def unknown(self, held: Peppers) -> tuple[str, ...]:
        """Names of peppers without which entries of the list cannot be seen; none where there is no list."""
        return _unknown(self._values(), held)

    def peppers_held(self) -> Mapping[str, str]:
        """Peppers of the list that are held, by name; none where there is no list."""
        held = self._held.by_name if self._held is not None else {}
        return {value: held[value] for value in self._values() if value in held}

    def boxes(self) -> tuple[tuple[str, str, bytes], ...]:
        """Name of a pepper, id of a study, and the pepper sealed to page 1 of that study's recovery sheet."""
        connection = self._open(create=False)
        if connection is None:
            return ()
        with environment_problems(self.path):
            return tuple(_boxes_in(connection))

    def keep_box(self, pepper: str, study: str, sealed: bytes) -> None:
        """Let page 1 of a study's recovery sheet open a pepper, by name; nothing where there is no list."""
        connection = self._open(create=False)
        if connection is not None:
            with environment_problems(self.path):
                connection.execute(_BOXES)
                connection.execute("INSERT OR REPLACE INTO box VALUES (?, ?, ?)", (pepper, study, sealed))

    def key(self) -> bytes | None:
        """The key of the file, for the study to keep; None while there is no list.

        Raises:
            EnvironmentProblem: `blocklist_missing`, `blocklist_locked`.
        """
        if not self._looked_around and exchange.is_under_way(self.path):
            self._finish_exchange()
        if not self.path.exists():
            if self._lock.known_key is None and (self._looked_around or not self._key_file.exists()):
                self._looked_around = True  # every call asks for the list: what else lies there is asked once
                return None
            raise EnvironmentProblem(
                "blocklist_missing",
                Phrase(
                    "The block list {name}, which was used on this machine, is not there; nothing was changed.",
                    name=self.path.name,
                ),
                "Restore it from a copy to where it was, with its .key file; CATI_BLOCKLIST names another location.",
            )
        if self._lock.known_key is not None:
            return self._lock.known_key
        try:
            return load_database_key(self._key_file, self.path.name, self._lock.passphrase, self._lock.ring)
        except EnvironmentProblem as problem:
            raise EnvironmentProblem(
                "blocklist_locked",
                "The block list of this machine was made with another passphrase; nothing was changed.",
                "Set CATI_BLOCKLIST_PASSPHRASE to that one; the study keeps the key from then on.",
            ) from problem

    def holding(self, numbers: Iterable[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it, or on that of another station of the study."""
        asked = tuple(numbers)
        here = self._holding(asked)
        if self.others is None or not asked:
            return here
        return here | self.others.holding(asked, tuple(self._needed().by_name.values()))

    def _holding(self, numbers: Iterable[str]) -> frozenset[str]:
        connection = self._open(create=False)
        if connection is None:
            return frozenset()
        with environment_problems(self.path):
            peppers = self._peppers()
            marks = {(number, pepper): number_mark(number, pepper) for number in numbers for pepper in peppers}
            asked = json.dumps(sorted(set(marks.values())))
            hashes = {
                row[0]
                for row in connection.execute(
                    "SELECT mark FROM mark WHERE mark IN (SELECT value FROM json_each(?))", (asked,)
                )
            }
            near = [pair for pair, mark in marks.items() if mark in hashes]
            return frozenset(number for number, pepper in near if self._has(connection, number_hash(number, pepper)))

    def add(self, numbers: Sequence[str], at: datetime, people: str, reason: str = "") -> int:
        """Put numbers on it for ever; how many were new."""
        connection = self._open(create=True)
        pepper = self._peppers()[0]
        rows = [(number_hash(number, pepper), utc_text(at)) for number in dict.fromkeys(numbers)]
        with environment_problems(self.path), _Transaction(connection):
            new: int = sum(
                connection.execute("INSERT OR IGNORE INTO entry (hash, at) VALUES (?, ?)", row).rowcount for row in rows
            )
            connection.executemany(
                "INSERT OR IGNORE INTO mark (mark) VALUES (?)", [(number_mark(number, pepper),) for number in numbers]
            )
            if new:
                self._protocol(connection, at, "added", people, reason, new)
        return new

    def remove(self, number: str, at: datetime, people: str, reason: str) -> bool:
        """Take one number off; its mark stays, for it may be another number's too."""
        connection = self._open(create=False)
        if connection is None:
            return False
        gone = 0
        with environment_problems(self.path), _Transaction(connection):
            hashes = [number_hash(number, pepper) for pepper in self._peppers()]
            for hashed in hashes:
                row = (hashed,)
                gone += int(connection.execute("DELETE FROM entry WHERE hash = ?", row).rowcount)
            if gone:
                self._protocol(connection, at, "removed", people, reason, 1)
        return gone > 0

    def begin_anew(self, at: datetime, people: str, reason: str) -> bool:
        """An empty list in place of one that is lost for good; False when there is nothing to replace."""
        key = self._lock.known_key
        if key is None or self.path.exists():
            return False
        with environment_problems(self.path):
            self._make(key)
            connection = self._connection = _connect(self.path, key)
            with _Transaction(connection):
                self._protocol(connection, at, "begun anew", people, reason, 0)
        return True

    def merge(self, other: Path, key: bytes, at: datetime) -> int:
        """Bring everything of another list to this one, as when a backup is restored; how many entries were new.

        A hash cannot be turned back, so an entry keeps the key of its hash: numbers are looked for under each.

        Args:
            other: The other list, which nobody writes to.
            key: Its raw key.
            at: Now.
        """
        with environment_problems(other):
            source = connected(other, key, Access.FILE_ALONE)
            try:
                peppers, entries = _values_in(source), source.execute("SELECT hash, at FROM entry").fetchall()
                boxes = _boxes_in(source)
                marks, lines = source.execute("SELECT mark FROM mark").fetchall(), _lines(source)
            finally:
                source.close()
        connection = self._open(create=True)
        with environment_problems(self.path), _Transaction(connection):
            known = _values_in(connection)
            connection.execute(_BOXES)
            connection.executemany("INSERT OR IGNORE INTO box VALUES (?, ?, ?)", boxes)
            for pepper in (pepper for pepper in peppers if pepper not in known):
                connection.execute("INSERT INTO meta VALUES (?, ?)", (f"{_PEPPER}:{pepper[:16]}", pepper))
            new: int = sum(
                connection.execute("INSERT OR IGNORE INTO entry (hash, at) VALUES (?, ?)", row).rowcount
                for row in entries
            )
            connection.executemany("INSERT OR IGNORE INTO mark (mark) VALUES (?)", marks)
            there = set(_lines(connection))
            connection.executemany(_TO_PROTOCOL, [line for line in lines if line not in there])
            if new:
                self._protocol(connection, at, "merged", "restore", "", new)
        return new

    def hashes(self, number: str) -> tuple[str, ...]:
        """What a number (E.164) could stand under, here and elsewhere."""
        return tuple(number_hash(number, pepper) for pepper in self._needed().by_name.values())

    def entries(self) -> frozenset[str]:
        """Hashes."""
        return frozenset(str(row[0]) for row in self._rows("SELECT hash FROM entry"))

    def marks(self) -> frozenset[int]:
        """All marks."""
        return frozenset(int(row[0]) for row in self._rows("SELECT mark FROM mark"))

    def changes(self) -> int:
        """How often it was changed, by its protocol; 0 where there is none."""
        return sum(int(row[0] or 0) for row in self._rows("SELECT max(seq) FROM protocol"))

    def _rows(self, query: str) -> list[Any]:
        connection = self._open(create=False)
        if connection is None:
            return []
        with environment_problems(self.path):
            rows: list[Any] = connection.execute(query).fetchall()
            return rows

    def drop(self, hashes: Sequence[str], at: datetime) -> int:
        """Take off what two people have taken off at another station; how many stood there."""
        connection, gone = self._open(create=False), 0
        if connection is None:
            return 0
        with environment_problems(self.path), _Transaction(connection):
            for hashed in hashes:
                gone += int(connection.execute("DELETE FROM entry WHERE hash = ?", (hashed,)).rowcount)
            if gone:
                self._protocol(connection, at, "removed", "hub", "", gone)
        return gone

    def count(self) -> int:
        """How many numbers are on it."""
        connection = self._open(create=False)
        with environment_problems(self.path):
            return 0 if connection is None else int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])

    def protocol(self) -> tuple[ProtocolLine, ...]:
        """What was done to the list, oldest first."""
        connection = self._open(create=False)
        if connection is None:
            return ()
        rows = connection.execute("SELECT at, what, study, people, reason, entries FROM protocol ORDER BY seq")
        return tuple(ProtocolLine(*row) for row in rows)

    def close(self) -> None:
        """Release the file; may be called twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def _key_file(self) -> Path:
        return self.path.with_name(f"{self.path.name}.key")

    def _open(self, *, create: bool) -> Any:
        if self._connection is not None:
            return self._connection
        with environment_problems(self.path):
            key = self.key()
            if key is None:
                if not create:
                    return None
                key = self._made()
            elif self.path.stat().st_size == 0:
                raise _list_damaged(self.path)
            self._connection = self._whole(_connect(self.path, key))
        return self._connection

    def _whole(self, connection: Any) -> Any:
        """The connection to a file that holds a list; one without content is damaged."""
        try:
            if not _values_in(connection):
                raise _list_damaged(self.path)
        except sqlcipher3.dbapi2.OperationalError as error:
            connection.close()
            if "no such table" not in str(error):
                raise
            raise _list_damaged(self.path) from error
        except BaseException:
            connection.close()
            raise
        return connection

    def _finish_exchange(self) -> None:
        with self._alone():
            if exchange.is_under_way(self.path):
                exchange.finish(self.path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            lock = lock_file(lock_file_of(self.path), _WAIT_S)
            try:
                yield
            finally:
                lock.release()
        except LockBusy as error:
            raise EnvironmentProblem(
                "in_use", "Another application is making the block list just now.", "Try again in a moment."
            ) from error
        except OSError as error:
            raise file_problem(self.path, error) from error

    def _made(self) -> bytes:
        """Make the file under another name and rename it, so that a kill leaves none or a whole one."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise file_problem(self.path, error) from error
        with self._alone():
            if self.path.exists():
                return self.key() or b""
            exchange.begin(self.path)
            lock, key_file = self._lock, exchange.incoming_key_of(self.path)
            key = new_database_key(key_file, self.path.name, lock.passphrase, lock.ring, lock.cost)
            self._make(key)
        return key

    def _make(self, key: bytes) -> None:
        own = self._needed().own
        if not own:
            raise RuleViolation("supervisor_first")
        part = exchange.part_of(self.path)
        part.unlink(missing_ok=True)
        connection = _connect(part, key, journal="DELETE")
        connection.executescript(_FORM)
        connection.execute("INSERT INTO meta VALUES (?, ?), ('form', '1')", (_PEPPER, pepper_name(own)))
        nobodys = {(secrets.randbits(_MARK_BITS),) for _ in range(_NOBODYS_MARKS)}
        with _Transaction(connection):
            connection.executemany("INSERT OR IGNORE INTO mark VALUES (?)", sorted(nobodys))
        connection.close()
        exchange.commit(self.path)
        exchange.finish(self.path)

    def _protocol(self, connection: Any, at: datetime, what: str, people: str, reason: str, entries: int) -> None:
        connection.execute(_TO_PROTOCOL, (utc_text(at), what, self._study, people, reason, entries))

    def _values(self) -> list[str]:
        connection = self._open(create=False)
        if connection is None:
            return []
        with environment_problems(self.path):
            return _values_in(connection)

    def _peppers(self) -> list[str]:
        """What entries of the list are hashed with: what new ones are first, then those of lists that came to it.

        Raises:
            RuleViolation: `no_contact_access` while nobody has signed in who sees contact data.
            EnvironmentProblem: `blocklist_not_joined`.
        """
        held, values = self._needed(), self._values()
        if _unknown(values, held):
            raise not_joined(self.path)
        return [held.by_name.get(value, value) for value in values]

    def _needed(self) -> Peppers:
        if self._held is None:
            raise RuleViolation("no_contact_access")
        return self._held

    @staticmethod
    def _has(connection: Any, hashed: str) -> bool:
        return connection.execute("SELECT 1 FROM entry WHERE hash = ?", (hashed,)).fetchone() is not None


def not_joined(path: Path) -> EnvironmentProblem:
    """Numbers on the list cannot be seen by this study."""
    return EnvironmentProblem(
        "blocklist_not_joined",
        Phrase(
            "The block list {name} of this machine was made by another study, and this one cannot read it yet."
            " Nothing was changed.",
            name=path.name,
        ),
        "Join it: `cati blocklist join STUDY --as LOGIN --from DATABASE --with LOGIN`, the second one of somebody who"
        " sees contact data in that study, or `--sheet` with page 1 of its recovery sheet.",
    )


def foreign(path: Path) -> EnvironmentProblem:
    """What was named opens another list."""
    return EnvironmentProblem(
        "blocklist_foreign",
        Phrase("What was named does not open the whole block list {name}; nothing was changed.", name=path.name),
        "Name a study that calls from this machine, or type page 1 of its newest recovery sheet.",
    )


def no_list() -> EnvironmentProblem:
    """There is nothing to join."""
    return EnvironmentProblem(
        "blocklist_none",
        "There is no block list on this machine yet, so there is nothing to join.",
        "The first number that is put on it begins one. CATI_BLOCKLIST names another location.",
    )


def _unknown(values: Iterable[str], held: Peppers) -> tuple[str, ...]:
    return tuple(value for value in values if not is_pepper(value) and value not in held.by_name)


def _values_in(connection: Any) -> list[str]:
    """Names of peppers, or where an older version wrote the list the peppers themselves, that of new entries first."""
    rows = connection.execute(
        "SELECT value FROM meta WHERE key = ? OR key LIKE ? ORDER BY key", (_PEPPER, f"{_PEPPER}:%")
    )
    return [str(row[0]) for row in rows]


def _boxes_in(connection: Any) -> list[tuple[str, str, bytes]]:
    """None where an older version made the list."""
    # sqlite: its catalogue
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'box'").fetchone() is None:
        return []
    rows = connection.execute("SELECT pepper, study, sealed FROM box ORDER BY 1, 2").fetchall()
    return [(str(pepper), str(study), bytes(sealed)) for pepper, study, sealed in rows]


def _lines(connection: Any) -> list[tuple[Any, ...]]:
    rows = connection.execute("SELECT at, what, study, people, reason, entries FROM protocol ORDER BY seq")
    return [tuple(row) for row in rows]


def _list_damaged(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "blocklist_damaged",
        Phrase("The block list {name} is damaged; nothing was changed.", name=path.name),
        "Keep a copy of it and put the newest whole one back, from a copy or with `cati restore`.",
    )


class _Transaction:
    """`BEGIN IMMEDIATE` … `COMMIT`, or back."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")


def number_mark(e164: str, pepper: str) -> int:
    """What sorts out nearly every other number without the slow hash: 20 bits."""
    digest = hmac.digest(bytes.fromhex(pepper), b"mark" + e164.encode(), "sha256")
    return int.from_bytes(digest[:4], "big") >> (32 - _MARK_BITS)


def _connect(path: Path, key: bytes, journal: str = "WAL") -> Any:
    connection: Any = sqlcipher3.dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for pragma in ("busy_timeout=5000", f"journal_mode={journal}", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
