"""A hub's databases as files of its folder: plain SQLite, one connection that writes to each; one program at a time.

The driver is that of the stations' files, without a key: one engine for both, whatever this Python brings along.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store import newest_form, revision
from cati_app.store.connection import JOURNAL_AT_MOST
from cati_app.store.exchange import synced
from cati_app.store.hub.engine import hub_damaged, hub_missing, hub_there
from cati_app.store.hub.forms import OF_STUDY, REGISTER, StepChain, check_newest, check_study, hub_newer, known_form
from cati_app.store.hub.parts import Part, TransactionGone
from cati_app.store.hub.schema import make_hub_tables, make_study_tables, rows_of_hub
from cati_app.store.locks import HeldLock, LockBusy, lock_file, lock_file_of
from cati_app.store.problems import file_problem
from cati_app.store.statements import Statements

FILE, STUDIES = "hub.db", "studies"
_PAGES_AT_ONCE = 2_000
"""Of a database that is copied: who serves waits no longer than for these."""
_PATIENCE_MS = 5_000
_ROOM = 1_048_576
"""Bytes that a disk must take to count as one that is written to: about what a request of a station brings."""
_WRITING, _READING = "BEGIN IMMEDIATE", "BEGIN"


class SqliteStore:
    """One file.

    Args:
        path: It is there.
        folder: Of the hub, as people know it.
        writable: False for who only reads figures.
        let_go: Called once it is closed.
    """

    def __init__(
        self, path: Path, folder: Path, *, writable: bool = True, let_go: Callable[[], None] = lambda: None
    ) -> None:
        self._path = path
        self._folder = folder
        self._let_go = let_go
        self._owes_rest = False
        with self.problems():
            self.driver = _connected(path, writable=writable)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable once it ends."""
        with self.problems():
            self.driver.execute(_WRITING)
            try:
                yield
                self.driver.execute("COMMIT")
            except BaseException:
                if self.driver.in_transaction:
                    self.driver.execute("ROLLBACK")
                raise

    def part(self, *, saved: bool = True) -> Part:
        """The statements of a part of the transaction under way."""
        return Part(self.driver, _refuses_row, self._owe_rest, saved=saved)

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """Statements that see one state."""
        statements = Statements(self.driver, _READING)
        with self.problems():
            try:
                yield statements
            finally:
                statements.end()

    def prove_room(self, statements: Statements) -> None:
        """A file beside the database, which is gone again: a row that changes may have its page in the journal already.

        Raises:
            OSError: the disk does not take it.
        """
        proof = self._path.with_name(f".{self._path.name}.room")
        try:
            with proof.open("wb") as file:
                file.write(bytes(_ROOM))
        finally:
            proof.unlink(missing_ok=True)

    def owes_rest(self) -> bool:
        """Whether something was deleted that the journal may still hold."""
        return self._owes_rest

    def rest(self) -> None:
        """While nobody asks: the journal comes into the file, where what was deleted is overwritten, and is empty."""
        with suppress(sqlcipher3.dbapi2.Error):
            self.driver.execute("PRAGMA busy_timeout=0")  # whoever reads is not waited for
            try:
                (is_busy, *_) = self.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                self.driver.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            self._owes_rest = bool(is_busy)

    def _owe_rest(self) -> None:
        self._owes_rest = True

    def is_under_way(self) -> bool:
        """Whether the transaction that was begun is there still: a full disk ends it."""
        return bool(self.driver.in_transaction)

    def is_conflict(self, error: BaseException) -> bool:
        """Never."""
        return False

    def problem_of(self, error: BaseException) -> EnvironmentProblem | None:
        """What an error of engine or file system means in words; None where they are not to blame."""
        if isinstance(error, TransactionGone):
            return folder_problem(self._folder, OSError(errno.EIO, "the transaction is gone"))
        if isinstance(error, OSError):
            return folder_problem(self._folder, error)
        return _worded(self._folder, error) if isinstance(error, sqlcipher3.dbapi2.Error) else None

    @contextmanager
    def problems(self) -> Iterator[None]:
        """What engine and file system refuse, in words with a cure."""
        try:
            yield
        except (OSError, TransactionGone, sqlcipher3.dbapi2.Error) as error:
            raise self.problem_of(error) or error from error

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        self.driver.close()
        self._let_go()


class FileWatch:
    """Over a file, by a connection that never writes to it: SQLite counts what others commit."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def state(self) -> int:
        """Another number than before once anything was committed since. EnvironmentProblem: what the disk refuses."""
        try:  # not with `problems`, which takes as long as the question; it is asked with each request
            return int(self._store.driver.execute("PRAGMA data_version").fetchone()[0])
        except (OSError, sqlcipher3.dbapi2.Error) as error:
            raise self._store.problem_of(error) or error from error

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        self._store.close()


class FolderStorage:
    """A folder with a hub's files: one of its own, and one for each study in the folder `studies`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check_free(self) -> None:
        """Whether a new hub has room there.

        Raises:
            EnvironmentProblem: `hub_there`.
        """
        if (self._folder / FILE).exists():
            raise hub_there(self._folder)

    def make(self, hub_id: str, address: str, made_at: str, epoch_id: str) -> None:
        """A new hub in its first epoch; its file appears whole or not at all.

        Raises:
            EnvironmentProblem: `hub_there`, `hub_folder_closed`, `disk_full`, `disk_error`.
        """
        self.check_free()

        def make(store: SqliteStore) -> None:
            with store.transaction():
                make_hub_tables(store.driver, rows_of_hub(hub_id, address, made_at, epoch_id))

        self._made(self._folder / FILE, make)

    def hub(self, *, writable: bool = True, beside: bool = False) -> SqliteStore:
        """What belongs to the hub as a whole.

        Args:
            writable: False for who only reads figures.
            beside: For who reads or writes a moment beside the program that serves.

        Raises:
            EnvironmentProblem: `hub_in_use`, `hub_missing`, `hub_damaged`, `hub_other_form`, `hub_newer`; `hub_older`
                where it is not opened alone, to be brought forward.
        """
        path = self._folder / FILE
        if not path.is_file():
            raise hub_missing(self._folder)
        lock = self._locked(path) if writable and not beside else None

        def let_go() -> None:
            if lock is not None:
                lock.release()

        try:
            store = SqliteStore(path, self._folder, writable=writable, let_go=let_go)
        except BaseException:
            let_go()
            raise
        return _in_newest_form(store, REGISTER, path, bring=lock is not None)

    def study(self, study: str, *, writable: bool = True) -> SqliteStore:
        """A study, made where there is none yet and brought to the newest form; read alone, it is as it lies there.

        Args:
            study: Its id, 32 hexadecimal digits.

        Raises:
            EnvironmentProblem: `hub_damaged`, `hub_other_form`, `hub_newer`, `hub_folder_closed`, `disk_full`,
                `disk_error`; `hub_older` where it is only read.
        """
        path = self._folder / STUDIES / f"{study}.db"
        if writable and not path.exists():
            self._made(path, lambda store: _make_study(store, study, path))
        store = SqliteStore(path, self._folder, writable=writable)
        _checked(store, lambda driver: (_bring_up_to_date if writable else _check_study)(store, driver, path))
        return _in_newest_form(store, OF_STUDY, path, bring=writable)

    def watch(self) -> FileWatch:
        """Over the file of the hub."""
        return FileWatch(SqliteStore(self._folder / FILE, self._folder, writable=False))

    def statistics(self) -> None:
        """None: questions name the index they take, and statistics could only change that."""

    def serves_alone(self) -> bool:
        """True: whoever serves has locked the folder."""
        return True

    def confirmed_by(self) -> None:
        """Nobody: files have no standbys."""

    def studies(self) -> tuple[str, ...]:
        """Ids of the studies there are, in order."""
        return tuple(sorted(path.stem for path in (self._folder / STUDIES).glob("*.db") if path.name[0] != "."))

    def _made(self, path: Path, make: Callable[[SqliteStore], None]) -> None:
        part = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            for ending in ("", "-wal", "-shm", "-journal"):
                part.with_name(part.name + ending).unlink(missing_ok=True)
            part.touch(mode=0o600)
        except OSError as error:
            raise folder_problem(self._folder, error) from error
        store = SqliteStore(part, self._folder)
        try:
            make(store)
        finally:
            store.close()
        with store.problems():
            part.replace(path)
            synced(path.parent)

    def _locked(self, path: Path) -> HeldLock:
        try:
            return lock_file(lock_file_of(path))
        except LockBusy:
            raise _in_use() from None
        except OSError as error:
            raise folder_problem(self._folder, error) from error


def _make_study(store: SqliteStore, study: str, path: Path) -> None:
    _bring_up_to_date(store, store.driver, path)
    with store.transaction():
        make_study_tables(store.driver, study)


def _in_newest_form(store: SqliteStore, chain: StepChain, path: Path, *, bring: bool) -> SqliteStore:
    """The store, whose own tables of the hub have the newest form, brought to it where that may be done."""

    def check(driver: Any) -> None:
        def ask(question: str) -> Any:
            return driver.execute(question).fetchone()

        known = known_form(ask, chain, str(path))
        if bring and (known.step != chain.newest or not known.marked):
            from cati_app.store.hub import steps  # noqa: PLC0415 - alembic and SQLAlchemy are slow to load

            with store.problems():
                steps.in_file(driver, chain, known)
        check_newest(ask, chain, str(path))

    return _checked(store, check)


def _check_study(_: SqliteStore, driver: Any, path: Path) -> None:
    """The study's own tables, which are only read."""
    check_study(revision.current(driver), revision.HEAD, str(path))


def _bring_up_to_date(store: SqliteStore, driver: Any, path: Path) -> None:
    """The study's own tables."""
    form = revision.current(driver)
    if form is None:
        with store.problems():
            newest_form.make(driver)
        form = revision.current(driver)
    if form == revision.HEAD:
        return
    from cati_app.store import migrate  # noqa: PLC0415 - alembic and SQLAlchemy are slow to load

    if form is not None and form > revision.HEAD:
        raise hub_newer(str(path), form, revision.HEAD)
    with store.problems():
        migrate.migrate(migrate.engine_on(driver))


def _checked(store: SqliteStore, check: Callable[[Any], None]) -> SqliteStore:
    """The store, or it is closed again. EnvironmentProblem: also where it is no database of that kind."""
    try:
        check(store.driver)
    except sqlcipher3.dbapi2.Error as error:
        store.close()
        raise store.problem_of(error) or hub_damaged() from error
    except BaseException:
        store.close()
        raise
    return store


def copy_database(source: Path, target: Path) -> None:
    """As SQLite copies one that is written to meanwhile. EnvironmentProblem: `hub_damaged`; what the disk refuses."""
    target.touch(mode=0o600)
    read = SqliteStore(source, source.parent, writable=False)
    with closing(read), read.problems():
        read.driver.execute("PRAGMA schema_version").fetchone()  # says what is wrong, as the copying itself does not
        written = SqliteStore(target, target.parent)
        with closing(written), written.problems():
            read.driver.backup(written.driver, pages=_PAGES_AT_ONCE)
            (told,) = written.driver.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise hub_damaged()


def forget_people_in(path: Path) -> None:
    """A copy has the words that stand in place of people, and not whose they are: stations tell that again.

    Raises:
        EnvironmentProblem: what the disk refuses.
    """
    written = SqliteStore(path, path.parent)
    with closing(written), written.problems():
        # sqlite: its catalogue
        if written.driver.execute("SELECT 1 FROM sqlite_master WHERE name = 'staff_word'").fetchone() is not None:
            drop_words(written.driver.execute)


def drop_words(execute: Callable[..., Any]) -> None:
    """Of a copy: nothing counts that as a change.

    A hub that comes back from it would take numbers for its own that were given, after the copy, in the state that is
    lost.

    Args:
        execute: Runs a statement on the copy.
    """
    numbered = execute("SELECT n FROM study_change WHERE kind = 'staff_word'").fetchone()
    execute("DELETE FROM staff_word")  # which is noted
    if numbered is not None:
        execute("UPDATE study_change SET n = ? WHERE kind = 'staff_word'", tuple(numbered))


def _connected(path: Path, *, writable: bool) -> Any:
    mode = "rw" if writable else "ro"
    driver: Any = sqlcipher3.dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for pragma in ("cipher_log_level=NONE", f"busy_timeout={_PATIENCE_MS}", "foreign_keys=ON"):
            driver.execute(f"PRAGMA {pragma}")
        if writable:
            for pragma in (
                "journal_mode=WAL",
                f"wal_autocheckpoint={JOURNAL_AT_MOST}",
                "synchronous=FULL",
                "secure_delete=ON",
            ):
                driver.execute(f"PRAGMA {pragma}")
    except BaseException:
        driver.close()
        raise
    return driver


def _refuses_row(error: BaseException) -> bool:
    """Whether the engine takes no such row, asked again either."""
    return isinstance(error, sqlcipher3.dbapi2.IntegrityError | sqlcipher3.dbapi2.DataError)


def _worded(folder: Path, error: sqlcipher3.dbapi2.Error) -> EnvironmentProblem | None:
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_BUSY"):
        return _in_use()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return hub_damaged()
    number = next((number for beginning, number in _NUMBERS if name.startswith(beginning)), None)
    return folder_problem(folder, OSError(number, name)) if number else None


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
