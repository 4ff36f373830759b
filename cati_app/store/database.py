"""Opens and makes the encrypted database file, one writing application at a time."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import filelock
import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store import revision
from cati_app.store.blocklist import BlockListFile
from cati_app.store.problems import environment_problems
from cati_app.store.statements import Statements

_KEPT = "SELECT value FROM meta WHERE key = ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

_LONG_JOURNAL = 500  # pages: what a quarter of an hour of calls writes
_JOURNAL_AT_MOST = 4000  # pages, after which a commit has to bring it into the file, and takes five times as long


class Database:
    """An open database. All calls come from one thread; `close` releases the file.

    Args:
        path: The file; its folder must exist.
        key: The raw database key, 32 bytes.
        writable: False for commands that read beside a running application.
    """

    def __init__(self, path: Path, key: bytes, *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self.blocklist: BlockListFile | None = None  # shared with other studies; given by who opens the database
        self._lock = _take_lock(path) if writable else None
        self._driver: Any = None
        try:
            with environment_problems(path):
                self._driver = _connected(path, key, writable=writable)
                self.device = self._prepare()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """The statements of one transaction; leaving it without `commit` undoes them."""
        statements = self.begin()
        with environment_problems(self.path):
            try:
                yield statements
            finally:
                statements.end()

    def begin(self) -> Statements:
        """The same without a manager: who asks for it ends it, and words what goes wrong."""
        # sqlite: who may write takes the lock at once, so that no transaction fails half way
        return Statements(self.driver(), "BEGIN IMMEDIATE" if self.writable else "BEGIN")

    def kept(self, key: str) -> str | None:
        """A fact about the database that it keeps itself."""
        with self.transaction() as statements:
            row = statements.row(_KEPT, key)
            return row[0] if row else None

    def keep(self, key: str, value: str) -> None:
        """Keep a fact."""
        with self.transaction() as statements:
            statements.execute(_KEEP, (key, value))
            statements.commit()

    def driver(self) -> Any:
        """The driver's own connection, for prepared statements on the path of an answer."""
        return self._driver

    def tidy(self) -> None:
        """Bring a long journal into the file: while somebody waits for a line, no commit has to do it later.

        A short one stays: the commit after it begins the journal anew, which makes it wait for the disk twice.
        """
        with environment_problems(self.path):
            _, pages, brought = self.driver().execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if pages - brought >= _LONG_JOURNAL:
                self.driver().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Release the connection and the lock; may be called twice."""
        if self.blocklist is not None:
            self.blocklist.close()
        if self._driver is not None:
            self._driver.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self) -> str:
        """Bring the file to the newest form; its device name."""
        form = revision.current(self._driver)
        if form != revision.HEAD:
            self._renew(form)
        device = self.kept("device")
        if device is None:
            device = secrets.token_hex(4)
            with self.transaction() as statements:
                statements.many(_KEEP, [("device", device), ("pepper", secrets.token_hex(32))])
                statements.commit()
        return device

    def _renew(self, form: str | None) -> None:
        from cati_app.store import migrate  # noqa: PLC0415 - alembic and SQLAlchemy cost half of a start

        migrate.check_known(form)
        if not self.writable:
            raise EnvironmentProblem(
                "older_database",
                "This database has an older form, and this command only reads.",
                "Open it once with `cati run`, which brings it up to date.",
            )
        if form is not None:
            self._back_up(self.path.with_name(f"{self.path.name}.before-{revision.HEAD}.db"))
        migrate.migrate(migrate.engine_on(self._driver))

    def _back_up(self, backup: Path) -> None:
        """A whole copy: what stands in the journal is brought into the file first."""
        busy = self._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise EnvironmentProblem(
                "in_use",
                "The database gets a new form, and another command is reading it just now; nothing was changed.",
                "Let it finish, then start again.",
            )
        try:
            shutil.copy2(self.path, backup)
        except OSError as error:
            raise EnvironmentProblem(
                "no_backup",
                Phrase(
                    "The database gets a new form, and its backup {name} cannot be written; nothing was changed.",
                    name=backup.name,
                ),
                "Free some space on the disk of the database, or get permission to write there, then start again.",
            ) from error


def _take_lock(path: Path) -> filelock.BaseFileLock:
    lock = filelock.FileLock(str(path) + ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise EnvironmentProblem(
            "in_use",
            "This database is already open in another window of the application.",
            "Continue there, or close it first. Commands that only read work beside it.",
        ) from error
    except OSError as error:
        raise EnvironmentProblem(
            "read_only",
            "The folder of the database cannot be written to; nothing was changed.",
            "Give yourself the right to write there, or choose another file with --db.",
        ) from error
    return lock


def _connected(path: Path, key: bytes, *, writable: bool) -> Any:
    """A connection of the driver, in autocommit, with the key."""
    driver: Any = sqlcipher3.dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=256
    )
    driver.execute("PRAGMA cipher_log_level=NONE")  # else a wrong key prints lines to the terminal
    driver.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    for pragma in (
        "busy_timeout=5000",
        "cache_size=-65536",
        "journal_mode=WAL",
        f"wal_autocheckpoint={_JOURNAL_AT_MOST}",  # mostly `tidy` comes first
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        driver.execute(f"PRAGMA {pragma}")
    if not writable:
        driver.execute("PRAGMA query_only=ON")
    return driver
