"""The block list: numbers that must never be called again, in one encrypted file for all studies of a user.

A number stands there as a keyed slow hash, so that a copy of the file alone tells nothing; who holds the key can still
test single numbers. A quick keyed mark of 20 bits beside it sorts out nearly every other number without the slow
hash; thousands of marks that belong to nobody keep a mark from telling much.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock
import sqlcipher3.dbapi2
from argon2.low_level import Type, hash_secret_raw

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.block_list import ProtocolLine
from cati_app.domain.phrases import Phrase
from cati_app.store import exchange
from cati_app.store.connection import Access, connected
from cati_app.store.keys import Cost, KeyRing, load_database_key, new_database_key
from cati_app.store.problems import environment_problems, file_problem
from cati_app.store.times import utc_text

_TIME_COST, _MEMORY_KIB, _BYTES = 1, 8192, 32
_MARK_BITS = 20
_PEPPER = "pepper"
_TO_PROTOCOL = "INSERT INTO protocol (at, what, study, people, reason, entries) VALUES (?, ?, ?, ?, ?, ?)"
_NOBODYS_MARKS = 2621  # a quarter of a hundredth of all marks
_FORM = """
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
        pepper: Hexadecimal key kept inside the encrypted file.
    """
    salt = bytes.fromhex(pepper)
    return hash_secret_raw(e164.encode(), salt, _TIME_COST, _MEMORY_KIB, 1, _BYTES, Type.ID).hex()


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens the file: the key a study has kept, else keyring or passphrase as for a database."""

    known_key: bytes | None
    passphrase: str | None
    ring: KeyRing
    cost: Cost


class BlockListFile:
    """The file, opened when it is first needed and made with its first entry. Several applications may use it."""

    def __init__(self, path: Path, lock: Lock, study: str = "") -> None:
        self.path = path
        self._lock = lock
        self._study = study
        self._connection: Any = None
        self._looked_around = False

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
        """Which of these numbers (E.164) are on it."""
        connection = self._open(create=False)
        if connection is None:
            return frozenset()
        with environment_problems(self.path):
            peppers = self._peppers(connection)
            marks = {(number, pepper): _mark(number, pepper) for number in numbers for pepper in peppers}
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
        with environment_problems(self.path):
            pepper = self._peppers(connection)[0]
        rows = [(number_hash(number, pepper), utc_text(at)) for number in dict.fromkeys(numbers)]
        with environment_problems(self.path), _Transaction(connection):
            new: int = sum(
                connection.execute("INSERT OR IGNORE INTO entry (hash, at) VALUES (?, ?)", row).rowcount for row in rows
            )
            connection.executemany(
                "INSERT OR IGNORE INTO mark (mark) VALUES (?)", [(_mark(number, pepper),) for number in numbers]
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
            hashes = [number_hash(number, pepper) for pepper in self._peppers(connection)]
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
                peppers, entries = self._peppers(source), source.execute("SELECT hash, at FROM entry").fetchall()
                marks, lines = source.execute("SELECT mark FROM mark").fetchall(), _lines(source)
            finally:
                source.close()
        connection = self._open(create=True)
        with environment_problems(self.path), _Transaction(connection):
            known = self._peppers(connection)
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
            self._peppers(connection)
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
            with filelock.FileLock(str(self.path) + ".lock", timeout=10):
                yield
        except filelock.Timeout as error:
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
        part = exchange.part_of(self.path)
        part.unlink(missing_ok=True)
        connection = _connect(part, key, journal="DELETE")
        connection.executescript(_FORM)
        connection.execute("INSERT INTO meta VALUES (?, ?), ('form', '1')", (_PEPPER, secrets.token_hex(32)))
        nobodys = {(secrets.randbits(_MARK_BITS),) for _ in range(_NOBODYS_MARKS)}
        with _Transaction(connection):
            connection.executemany("INSERT OR IGNORE INTO mark VALUES (?)", sorted(nobodys))
        connection.close()
        exchange.commit(self.path)
        exchange.finish(self.path)

    def _protocol(self, connection: Any, at: datetime, what: str, people: str, reason: str, entries: int) -> None:
        connection.execute(_TO_PROTOCOL, (utc_text(at), what, self._study, people, reason, entries))

    def _peppers(self, connection: Any) -> list[str]:
        """Keys of the hashes: its own first, then those of lists that came to it."""
        rows = connection.execute(
            "SELECT value FROM meta WHERE key = ? OR key LIKE ? ORDER BY key", (_PEPPER, f"{_PEPPER}:%")
        )
        peppers = [str(row[0]) for row in rows]
        if not peppers:
            raise _list_damaged(self.path)
        return peppers

    @staticmethod
    def _has(connection: Any, hashed: str) -> bool:
        return connection.execute("SELECT 1 FROM entry WHERE hash = ?", (hashed,)).fetchone() is not None


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


def _mark(e164: str, pepper: str) -> int:
    digest = hmac.digest(bytes.fromhex(pepper), b"mark" + e164.encode(), "sha256")
    return int.from_bytes(digest[:4], "big") >> (32 - _MARK_BITS)


def _connect(path: Path, key: bytes, journal: str = "WAL") -> Any:
    connection: Any = sqlcipher3.dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for pragma in ("busy_timeout=5000", f"journal_mode={journal}", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
