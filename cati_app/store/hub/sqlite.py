"""A hub's database as one SQLite file: one connection that writes, in one thread; a second program is kept out."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import filelock

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.exchange import synced
from cati_app.store.hub.schema import FORM, TABLES
from cati_app.store.problems import file_problem

FILE = "hub.db"
_FORM = "SELECT form FROM hub"
_FIRST_EPOCH = "INSERT INTO epoch (n, id, begun_at) VALUES (1, ?, ?)"
_HUB = "INSERT INTO hub (id, address, form, made_at) VALUES (?, ?, ?, ?)"


class SqliteStatements:
    """Statements on one connection."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def execute(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement; how many rows it changed."""
        return self._driver.execute(statement, tuple(values)).rowcount

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row."""
        self._driver.executemany(statement, rows)

    def all(self, statement: str, *values: object) -> list[Any]:
        """Rows that a statement gives."""
        return self._driver.execute(statement, values).fetchall()


class SqliteHub:
    """The file, opened by the one program that may write to it.

    Args:
        folder: Of the hub.
        writable: False for who only reads figures.
        beside: For who reads or writes a moment beside the program that serves.

    Raises:
        EnvironmentProblem: `hub_in_use`, `hub_missing`, `hub_damaged`, `hub_other_form`.
    """

    def __init__(self, folder: Path, *, writable: bool = True, beside: bool = False) -> None:
        self._folder = folder
        path = folder / FILE
        if not path.is_file():
            raise EnvironmentProblem(
                "hub_missing",
                Phrase("There is no hub in the folder {folder}.", folder=folder),
                "`cati hub init FOLDER --address https://hub.example:8443` makes one.",
            )
        self._lock = _locked(path) if writable and not beside else None
        try:
            with _problems(folder):
                self._driver = _connected(path, writable=writable)
                self._check_form()
        except BaseException:
            self._release()
            raise

    @classmethod
    def check_free(cls, folder: Path) -> None:
        """Whether a new hub has room there.

        Raises:
            EnvironmentProblem: `hub_there`.
        """
        if (folder / FILE).exists():
            raise EnvironmentProblem(
                "hub_there",
                Phrase("There is a hub in the folder {folder} already. Nothing was changed.", folder=folder),
                "`cati hub status FOLDER` tells of it; name another folder for another one.",
            )

    @classmethod
    def make(cls, folder: Path, hub_id: str, address: str, made_at: str, epoch_id: str) -> SqliteHub:
        """A new hub in its first epoch; its file appears whole or not at all.

        Raises:
            EnvironmentProblem: `hub_there`; as the class.
        """
        cls.check_free(folder)
        path = folder / FILE
        part = path.with_name(f".{FILE}.part")
        with _problems(folder):
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(part, isolation_level=None)) as driver:
                driver.execute("BEGIN IMMEDIATE")
                for statement in TABLES:
                    driver.execute(statement.format(bytes="BLOB"))
                driver.execute(_HUB, (hub_id, address, FORM, made_at))
                driver.execute(_FIRST_EPOCH, (epoch_id, made_at))
                driver.execute("COMMIT")
            part.chmod(0o600)
            part.replace(path)
            synced(folder)
        return cls(folder)

    @property
    def statements(self) -> SqliteStatements:
        """What is outside transactions reads alone."""
        return SqliteStatements(self._driver)

    @contextmanager
    def transaction(self) -> Iterator[SqliteStatements]:
        """All or nothing, durable once it ends."""
        with _problems(self._folder):
            self._driver.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteStatements(self._driver)
                self._driver.execute("COMMIT")
            except BaseException:
                if self._driver.in_transaction:
                    self._driver.execute("ROLLBACK")
                raise

    @contextmanager
    def part(self) -> Iterator[SqliteStatements]:
        """Within a transaction: this alone is undone when it fails.

        Raises:
            sqlite3.OperationalError: the transaction is gone, as after a write that the disk refused.
        """
        if not self._driver.in_transaction:  # a savepoint would be a transaction of its own
            raise sqlite3.OperationalError("the transaction is gone")
        self._driver.execute("SAVEPOINT part")
        try:
            yield SqliteStatements(self._driver)
        except BaseException:
            self._driver.execute("ROLLBACK TO part")
            self._driver.execute("RELEASE part")
            raise
        self._driver.execute("RELEASE part")

    def close(self) -> None:
        """Let go of file and lock."""
        self._driver.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _check_form(self) -> None:
        row = self._driver.execute(_FORM).fetchone()
        if row is None:
            raise _damaged()
        if row[0] != FORM:
            raise EnvironmentProblem(
                "hub_other_form",
                "Another version of this program has made this hub. Nothing was changed.",
                "Run it with the version that made it, or a newer one.",
            )


def _connected(path: Path, *, writable: bool) -> sqlite3.Connection:
    mode = "rw" if writable else "ro"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    driver = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    if writable:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            driver.execute(f"PRAGMA {pragma}")
    return driver


def _locked(path: Path) -> filelock.BaseFileLock:
    lock = filelock.FileLock(f"{path}.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise _in_use() from None
    except OSError as error:
        raise folder_problem(path.parent, error) from error
    return lock


@contextmanager
def _problems(folder: Path) -> Iterator[None]:
    """What engine and file system refuse, in words with a cure."""
    try:
        yield
    except OSError as error:
        raise folder_problem(folder, error) from error
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_BUSY"):
            raise _in_use() from error
        number = next((number for beginning, number in _NUMBERS if name.startswith(beginning)), None)
        raise (folder_problem(folder, OSError(number, name)) if number else _damaged()) from error


_NUMBERS = (
    ("SQLITE_FULL", errno.ENOSPC),
    ("SQLITE_IOERR", errno.EIO),
    ("SQLITE_CANTOPEN", errno.EACCES),
    ("SQLITE_READONLY", errno.EACCES),
)
"""Of the file system, by how an error of the engine begins."""


def folder_problem(folder: Path, error: OSError) -> EnvironmentProblem:
    """What the file system says about the folder of a hub."""
    problem = file_problem(folder, error)
    return problem if problem.code in ("disk_full", "disk_error") else _closed(folder)


def _in_use() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_in_use",
        "Another program has this hub open. Nothing was changed.",
        "There is one `cati hub serve` for each folder; stop it first, or leave it running.",
    )


def _closed(folder: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_folder_closed",
        Phrase("The folder {folder} cannot be made or written to. Nothing was changed.", folder=folder),
        "Get the right to write there, or name another folder.",
    )


def _damaged() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_damaged",
        "The database of the hub is damaged.",
        "Keep a copy of the folder and bring the newest good copy back; then `cati hub serve FOLDER --restored`, and"
        " the stations send again what it lacks.",
    )
