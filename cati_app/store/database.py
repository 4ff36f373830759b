"""Opens and makes the encrypted database file, one writing application at a time."""

from __future__ import annotations

import re
import secrets
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store import newest_form, revision
from cati_app.store.backup import Backups, Content
from cati_app.store.backup_folder import BEFORE
from cati_app.store.blocklist import BlockListFile
from cati_app.store.connection import PATIENCE_MS, Access, connected, reader
from cati_app.store.integrity import QUICKLY, damaged_pages
from cati_app.store.journal import JournalCheck, has_journal, journal_missing, tidy_up
from cati_app.store.keys import Cost
from cati_app.store.locks import HeldLock, in_use, take_lock
from cati_app.store.log_chain import LogChain
from cati_app.store.log_end import end_of_log
from cati_app.store.ownership import OPEN_BY, is_at_work, new_mark
from cati_app.store.problems import environment_problems, problem_of
from cati_app.store.staff_words import KnownWords
from cati_app.store.state_folder import StateFolder
from cati_app.store.statements import Statements
from cati_app.store.trust.chain import ChainAnchor

_WIPED = "journal_wiped"
"""Among the facts that the database keeps: changed when something was deleted that the journal shall not hold."""
_LAST = "SELECT max(seq) FROM event"
_KEPT = "SELECT value FROM meta WHERE key = ?"
_GUARD = (
    f"SELECT (SELECT value FROM meta WHERE key = '{OPEN_BY}'), (SELECT max(seq) FROM event), (SELECT max(n) FROM head)"
)
_GUARD_OF_OLD = f"SELECT (SELECT value FROM meta WHERE key = '{OPEN_BY}'), (SELECT max(seq) FROM event)"
_OWN_NAME = "SELECT key, value FROM meta WHERE key IN ('device', 'study')"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

_DEVICE = re.compile("[0-9a-f]{8}")
_STUDY = re.compile("[0-9a-f]{32}")

_LONG_JOURNAL = 500  # pages: what a quarter of an hour of calls writes


class Database:
    """An open database. All calls come from one thread; `close` releases the file.

    Args:
        path: The file; its folder must exist.
        key: The raw database key, 32 bytes.
        state: What holds the state folders of this machine.
        writable: False for commands that read beside a running application.
        new: Whether the file is made; otherwise one without tables is damaged.
        named: Of a new file the name of its device and the study's id, both in hexadecimal, where they are known: the
            study is at a hub already. Otherwise they are drawn.
        beside: Whether it is only written to for a moment, beside the application that has it open.
        as_it_is: Whether a journal that is missing or damaged, and pages that are, are accepted.
        key_file: What wraps the key; None where there is no such file.
        backups: Where the backup before a new form goes; None: beside the file.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        state: Path,
        *,
        writable: bool,
        new: bool = False,
        named: tuple[str, str] | None = None,
        beside: bool = False,
        as_it_is: bool = False,
        key_file: Path | None = None,
        backups: Path | None = None,
    ) -> None:
        self.path = path
        self.writable = writable
        self.blocklist: BlockListFile | None = None  # shared with other studies; given by who opens the database
        self.rehearses = False  # nothing in it is real; given by who opens the database
        self.cost = Cost()  # of its passwords
        self.is_vouched_for = True  # whether the head that was checked last names this device
        self.head_n: int | None = None  # the head that was checked last; keys of people stand under it
        self.key = key
        self.key_file = key_file
        self.backups = Backups(path, backups)
        self._states = state
        self._mark = ""
        self._mark_in_file = True
        self.words = KnownWords()
        self._driver: Any = None
        self._let_go: Callable[[], None] = lambda: None
        self._found_at_rest = not writable and not has_journal(path)
        alone = writable and not beside
        lock = take_lock(path) if alone else None
        self._release = weakref.finalize(self, _released, lock, None, "", lambda: None)
        try:
            with environment_problems(path):
                checked = JournalCheck(path, key) if alone and not as_it_is else None
                if writable:
                    self._driver = connected(path, key, Access.WRITE)
                else:
                    self._driver, tidy_up = reader(path, key)
                    weakref.finalize(self, tidy_up)
                self._finally(lock)
                self._prepare(checked, new=new, beside=beside, as_it_is=as_it_is)
                self.device, self.study = self._own_name(named)
                self.state = StateFolder(state, self.study)
                self.chain = LogChain(self.state, self.study, path.name)
                self._let_go = self._keep_anchor
                if writable and not as_it_is:
                    self._open_chain(beside=beside)
                if alone:
                    self._take(lock)
                elif not writable and not as_it_is:
                    self._look_for_journal()
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
        if not self.writable:
            return Statements(self.driver(), "BEGIN")
        return Statements(self.driver(), "BEGIN IMMEDIATE", self.begun, self.committed)

    def problem_of(self, error: BaseException | None) -> EnvironmentProblem | None:
        """What an error of the driver means in words; None where disk and file system are not to blame for it."""
        return problem_of(self.path, error)

    def committed(self) -> None:
        """Called when a transaction that wrote is durable."""
        self.chain.committed()
        self.words.committed()

    def begun(self) -> None:
        """Called in every transaction that writes: somebody may delete the lock and open the database once more.

        The same question tells where the log ends, so that nothing else has to ask; and whether another list of people
        has come in beside: keys are renewed before the next transaction.

        Raises:
            EnvironmentProblem: `taken_over`.
        """
        self.words.begun()
        mark, last, head_n = self._guarded()
        if self.head_n is not None and head_n is not None and head_n > self.head_n:
            self.head_n = head_n
        self.chain.transaction(last or 0)
        if self._mark and mark != self._mark:
            raise EnvironmentProblem(
                "taken_over",
                "Another program has opened this database meanwhile; this one stores nothing any more.",
                "Close this window and go on in the other one; what was acknowledged is stored.",
            )

    def _guarded(self) -> tuple[str | None, int | None, int | None]:
        """Who has it open, and the ends of log and heads; a form that is about to be made newer has no heads."""
        try:
            row: tuple[str | None, int | None, int | None] = self._driver.execute(_GUARD).fetchone()
        except sqlcipher3.dbapi2.OperationalError:
            row = (*self._driver.execute(_GUARD_OF_OLD).fetchone(), None)
        return row

    def kept(self, key: str) -> str | None:
        """A fact about the database that it keeps itself; also within a transaction."""
        with environment_problems(self.path):
            row = self._driver.execute(_KEPT, (key,)).fetchone()
        return row[0] if row else None

    def keep(self, key: str, value: str) -> None:
        """Keep a fact."""
        with self.transaction() as statements:
            statements.execute(_KEEP, (key, value))
            statements.commit()

    def end_of_log(self) -> ChainAnchor | None:
        """Where the log ends, to be kept elsewhere; None for one without a chain."""
        with environment_problems(self.path):
            return end_of_log(self.driver())

    def driver(self) -> Any:
        """The driver's own connection, for prepared statements on the path of an answer."""
        return self._driver

    def tidy(self) -> None:
        """Bring a long journal into the file: while somebody waits for a line, no commit has to do it later.

        A short one stays: the commit after it begins the journal anew, which makes it wait for the disk twice.
        """
        with environment_problems(self.path):
            _, pages, brought = self.driver().execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if pages - brought >= _LONG_JOURNAL or not self._mark_in_file:
                self._bring_mark()

    def sweep(self) -> None:
        """Nothing of what was sealed anew or deleted stays in free pages or in the journal; on a full disk it may.

        The journal never becomes empty on the way: after a kill it would count as a missing one.
        """
        with suppress(sqlcipher3.dbapi2.Error):
            # sqlite: the next commit begins the journal anew, and cuts off what is behind it
            self._driver.execute("PRAGMA journal_size_limit=0")
            self._driver.execute("PRAGMA wal_checkpoint(RESTART)")
            # sqlite: the file without what was deleted
            self._driver.execute("VACUUM")
            self._driver.execute("PRAGMA wal_checkpoint(RESTART)")
            self._driver.execute("PRAGMA journal_size_limit=-1")

    def wipe_journal(self) -> bool:
        """What was deleted is in the journal no more; whether that was done: whoever reads is not waited for.

        The journal never becomes empty on the way: after a kill it would count as a missing one.
        """
        with environment_problems(self.path):
            driver = self.driver()
            driver.execute("PRAGMA busy_timeout=0")
            try:
                is_busy = driver.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0]
            finally:
                driver.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            if is_busy:
                return False
            # sqlite: the next commit begins the journal anew, and cuts off what is behind it
            driver.execute("PRAGMA journal_size_limit=0")
            try:
                self.keep(_WIPED, secrets.token_hex(8))  # the same value once more would be no commit
            finally:
                driver.execute("PRAGMA journal_size_limit=-1")
            return True

    def empty_journal(self) -> None:
        """Bring all of it into the file; closing does so too, and passes over what fails."""
        with environment_problems(self.path):
            self.driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Release the connection and the lock; may be called twice."""
        if self.blocklist is not None:
            self.blocklist.close()
        self._let_go()
        leaves_journal = self._found_at_rest and self._is_at_rest()
        self._release()
        if leaves_journal:
            self._found_at_rest = False
            tidy_up(self.path, self.key)

    def _is_at_rest(self) -> bool:
        """Whether nobody has the file open who writes to it, as far as the file knows."""
        with suppress(sqlcipher3.dbapi2.Error):
            row = self._driver.execute(_KEPT, (OPEN_BY,)).fetchone() if self._driver is not None else None
            return row is not None and not row[0]
        return False

    def _keep_anchor(self) -> None:
        """What this machine has seen of the log: one that is written anew later does not fit it."""
        self._let_go = lambda: None
        end = self.chain.end()
        self.chain.close()
        if end is not None:
            with suppress(EnvironmentProblem):  # the newest key stands there already
                self.state.keep_anchor(end)

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def for_a_moment(self) -> Database:
        """The same database, to write a fact beside whoever has it open; whoever asked closes it.

        Where nobody has it open, it is opened as by an application, with everything that looks at first.

        Raises:
            EnvironmentProblem: as opening it to write.
        """
        try:
            return Database(self.path, self.key, self._states, writable=True, key_file=self.key_file)
        except EnvironmentProblem as problem:
            if problem.code != "in_use":
                raise
        return Database(self.path, self.key, self._states, writable=True, beside=True, key_file=self.key_file)

    def beside(self) -> Database:
        """The same database once more, only read, for another thread; whoever asked closes it."""
        return Database(self.path, self.key, self._states, writable=False, key_file=self.key_file)

    def _prepare(self, checked: JournalCheck | None, *, new: bool, beside: bool, as_it_is: bool) -> None:
        """Look whether the file is whole, and bring it to the newest form."""
        form = revision.current(self._driver)
        if form is None and not new:
            raise EnvironmentProblem(
                "damaged",
                Phrase("{name} is damaged: it holds no tables.", name=self.path.name),
                "Keep a copy of the file and restore the newest backup: `cati backup --list` names it.",
            )
        if checked is not None:
            checked.of(self._driver)
        if self.writable and not new and not beside:
            self._refuse_second()
            if not as_it_is:
                self._look_through()
        if form != revision.HEAD:
            self._renew(form, as_it_is=as_it_is)

    def _open_chain(self, *, beside: bool) -> None:
        """Beside an application while it cannot commit: its newest key would be ahead of the row that was just read."""
        if not beside:
            self.chain.open(self._driver.execute, self.device)
            return
        # sqlite: the lock of a writer
        self._driver.execute("BEGIN IMMEDIATE")
        try:
            self.chain.open(self._driver.execute, self.device)
        finally:
            self._driver.execute("ROLLBACK")

    def _own_name(self, named: tuple[str, str] | None) -> tuple[str, bytes]:
        """The name of the device and the study's id of 16 bytes; given to a database that has none.

        Raises:
            EnvironmentProblem: `older_database`, `damaged`.
        """
        made = dict(zip(("device", "study"), named or (secrets.token_hex(4), secrets.token_hex(16)), strict=True))
        known = dict(self._driver.execute(_OWN_NAME).fetchall())
        missing = [(key, value) for key, value in made.items() if key not in known]
        if missing and not self.writable:
            raise _older()
        if missing:
            statements = Statements(self._driver, "BEGIN IMMEDIATE")
            statements.many(_KEEP, missing)
            statements.commit()
        device, study = (known.get(key, made[key]) for key in ("device", "study"))
        if _DEVICE.fullmatch(device) is None or _STUDY.fullmatch(study) is None:
            raise EnvironmentProblem(
                "damaged",
                Phrase("{name} is damaged: it does not say of which study it is.", name=self.path.name),
                "Keep a copy of the file and restore the newest backup: `cati backup --list` names it.",
            )
        return device, bytes.fromhex(study)

    def _look_through(self) -> None:
        """The pages of a small file at every start; those of a large one by `cati verify` and by every backup."""
        # sqlite: pages that a kill left half written are made whole from the journal
        self._driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
        if self.path.stat().st_size <= QUICKLY and damaged_pages(self._driver, self.path):
            raise EnvironmentProblem(
                "damaged",
                Phrase("{name} is damaged; nothing was changed.", name=self.path.name),
                "Keep a copy of the file. `cati verify` says what is damaged, `cati backup --list` names backups.",
            )

    def _refuse_second(self) -> None:
        """A program that still runs has the database, although nobody holds its lock."""
        row = self._driver.execute(_KEPT, (OPEN_BY,)).fetchone()
        if row is not None and is_at_work(row[0], self.path):
            raise in_use()

    def _take(self, lock: HeldLock | None) -> None:
        """Leave this program's mark in the file: a copy of it without its journal is known by that."""
        with self.transaction() as statements:
            mark = new_mark(self.path, statements.row(_LAST)[0] or 0)
            statements.execute(_KEEP, (OPEN_BY, mark))
            statements.commit()
        self._mark = mark
        self._finally(lock)
        self._bring_mark()

    def _bring_mark(self) -> None:
        _, pages, brought = self._driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._mark_in_file = pages == brought

    def _finally(self, lock: HeldLock | None) -> None:
        """What is done at the end, also where nobody closes the database."""
        self._release.detach()
        again = partial(connected, self.path, self.key, Access.READ)
        self._release = weakref.finalize(self, _released, lock, self._driver, self._mark, again)

    def _look_for_journal(self) -> None:
        """A file that somebody has open has a journal; it is asked twice, because the program may just be closing."""
        if all(self.kept(OPEN_BY) and not has_journal(self.path) for _ in range(2)):
            raise journal_missing(self.path)

    def _renew(self, form: str | None, *, as_it_is: bool) -> None:
        if form is None and self.writable:
            newest_form.make(self._driver)
            form, as_it_is = revision.current(self._driver), True
            if form == revision.HEAD:
                return
        from cati_app.store import migrate  # noqa: PLC0415 - alembic and SQLAlchemy cost half of a start

        migrate.check_known(form)
        if not self.writable:
            raise _older()
        if not as_it_is:
            self._back_up()
        migrate.migrate(migrate.engine_on(self._driver))

    def _back_up(self) -> None:
        key_file = self.key_file if self.key_file is not None and self.key_file.exists() else None
        try:
            study = self.kept("study")
            state = StateFolder(self._states, bytes.fromhex(study)) if study else None
            staff_key = state.staff_key_for if state is not None else None
            content = Content(self.path, self.key, key_file, staff_key=staff_key)
            self.backups.make(content, datetime.now(UTC), f"{BEFORE}-{revision.HEAD}")
        except EnvironmentProblem as problem:
            if problem.code == "damaged":
                raise
            raise EnvironmentProblem(
                "no_backup",
                Phrase(
                    "The database gets a new form, and the backup before it cannot be made in {folder}; nothing was"
                    " changed.",
                    folder=self.backups.folder.name,
                ),
                "Free some space there, or get permission to write there, then start again.",
            ) from problem


def _older() -> EnvironmentProblem:
    return EnvironmentProblem(
        "older_database",
        "This database has an older form, and this command only reads.",
        "Open it once with `cati run`, or by `cati user seal STUDY --as LOGIN`: that brings it up to date.",
    )


def _released(lock: HeldLock | None, driver: Any, mark: str, again: Callable[[], Any]) -> None:
    """Take the mark back and close: from then on the file is whole without a journal."""
    if driver is not None:
        beside = [] if not mark or _unmark(driver, mark) else _reading(again)
        driver.close()
        for reading in beside:
            reading.close()
    if lock is not None:
        lock.release()


def _reading(again: Callable[[], Any]) -> list[Any]:
    """Somebody who reads on while the last writer closes: so the journal stays, which the mark in the file asks for."""
    with suppress(sqlcipher3.dbapi2.Error, MemoryError):
        beside = again()
        # sqlite: a look at the head of the file, which opens its journal
        beside.execute("PRAGMA schema_version").fetchone()
        return [beside]
    return []


def _unmark(driver: Any, mark: str) -> bool:
    """Where the disk is full, the room of the journal is used once more; False where the mark had to stay."""
    for before in (None, "PRAGMA wal_checkpoint(RESTART)"):
        with suppress(sqlcipher3.dbapi2.Error, MemoryError):
            if driver.in_transaction:
                driver.execute("ROLLBACK")
            if before is not None:
                driver.execute(before)
            driver.execute("UPDATE meta SET value = '' WHERE key = ? AND value = ?", (OPEN_BY, mark))
            return True
    return False
