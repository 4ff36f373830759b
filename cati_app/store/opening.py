"""Opens a study's database or makes one: which key file and which entry of the keyring belong to it."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase, source
from cati_app.store import exchange
from cati_app.store.blocklist import BlockListFile, Lock
from cati_app.store.database import Database
from cati_app.store.journal import has_journal
from cati_app.store.keys import Cost, KeyRing, load_database_key, new_database_key
from cati_app.store.locks import database_lock, lock_file_of
from cati_app.store.problems import file_problem
from cati_app.values import dataclass

BLOCKLIST_KEY = "blocklist_key"
"""The fact of a database that is the key of its block list."""
_RESTORE = source(
    "Put it back from a copy, or restore the newest backup: `cati backup --list` names it."
    " A new study gets another name with --db."
)
_NOT_THIS_KEY = ("key_lost", "wrong_passphrase", "wrong_key")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a database is opened."""

    passphrase: str | None = None
    ring: KeyRing = field(default_factory=KeyRing)
    cost: Cost = field(default_factory=Cost)
    blocklist: Path | None = None  # the file all studies share; without it, blocklist.db beside the database
    blocklist_passphrase: str | None = None  # where it is another one than the database's
    backups: Path | None = None  # where backups go; without it, beside the database
    rehearses: bool = False  # a demo, a rehearsal or a test: passwords of any length, and no recovery sheet
    state: Path | None = None  # what holds the state folders of all studies; without it, `state` beside the database

    def state_beside(self, path: Path) -> Path:
        """What holds the state folder of a database."""
        return self.state or path.with_name("state")


def key_file_of(path: Path) -> Path:
    """The key file of a database: its whole name and `.key`, so that `a.db` and `a.sqlite` have one each."""
    return path.with_name(f"{path.name}.key")


def open_database(path: Path, settings: Settings, *, create: bool, writable: bool) -> Database:
    """Open a study's database, or make a new one, with the block list that it shares with other studies.

    Raises:
        EnvironmentProblem: no such database, wrong passphrase, in use, read-only folder, newer version, damaged;
            `blocklist_missing`, `blocklist_locked` for a database that is to be written.
    """
    database = _opened(path, settings, create=create, writable=writable)
    database.rehearses = settings.rehearses
    database.cost = settings.cost if settings.rehearses else Cost()
    try:
        _join_blocklist(database, settings)
    except BaseException:
        database.close()
        raise
    return database


def _join_blocklist(database: Database, settings: Settings) -> None:
    """The study keeps the key of the list, so that a passphrase of its own still opens it later."""
    kept = database.kept(BLOCKLIST_KEY)
    lock = Lock(
        bytes.fromhex(kept) if kept else None,
        settings.blocklist_passphrase or settings.passphrase,
        settings.ring,
        settings.cost,
    )
    path = settings.blocklist or database.path.with_name("blocklist.db")
    database.blocklist = BlockListFile(path, lock, database.path.stem)
    if database.writable:
        key = database.blocklist.key()
        if key is not None and kept is None:
            database.keep(BLOCKLIST_KEY, key.hex())


def _opened(path: Path, settings: Settings, *, create: bool, writable: bool) -> Database:
    if path.is_dir():
        raise EnvironmentProblem(
            "db_is_folder",
            Phrase("{name} is a folder, not a database.", name=path.name),
            "Name a file in it: --db FOLDER/NAME.db",
        )
    if exchange.is_under_way(path):
        _finish_exchange(path)
    if path.exists():
        if path.stat().st_size == 0:
            raise EnvironmentProblem(
                "database_empty",
                Phrase("{name} is empty: its content is lost. Nothing was changed.", name=path.name),
                _RESTORE,
            )
        return _open(path, settings, writable=writable)
    remains = [key_file_of(path).name] if key_file_of(path).exists() else []
    remains += [f"{path.name}-wal"] if has_journal(path) else []
    if remains:
        raise EnvironmentProblem(
            "database_gone",
            Phrase(
                "The database {name} is gone, but {remains} is still there. Nothing was changed.",
                name=path.name,
                remains=", ".join(remains),
            ),
            _RESTORE,
        )
    if not create:
        raise EnvironmentProblem(
            "no_database",
            Phrase("There is no database {name} yet.", name=path.name),
            "Start the study once with `cati run`, or name the file with --db.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, settings)
    except OSError as error:
        raise file_problem(path, error) from error
    return _open(path, settings, writable=True)


def _make(path: Path, settings: Settings) -> None:
    """All or nothing: a kill leaves no key file without its database."""
    with database_lock(path):
        exchange.begin(path)
        key_file = exchange.incoming_key_of(path)
        key = new_database_key(key_file, path.name, settings.passphrase, settings.ring, settings.cost)
        Database(exchange.part_of(path), key, settings.state_beside(path), writable=True, new=True).close()
        exchange.commit(path)
        exchange.finish(path)
        lock_file_of(exchange.part_of(path)).unlink(missing_ok=True)


def _finish_exchange(path: Path) -> None:
    """What was killed half way: a restore, or the making of the database."""
    try:
        with database_lock(path):
            exchange.finish(path)
    except OSError as error:
        raise file_problem(path, error) from error


def _open(path: Path, settings: Settings, *, writable: bool) -> Database:
    """With the database's own key; where that does not fit, with the one that older versions kept as NAME.key."""
    try:
        return _open_with(key_file_of(path), path.name, path, settings, writable=writable)
    except EnvironmentProblem as problem:
        if problem.code not in _NOT_THIS_KEY:
            raise
        try:
            return _open_with(path.with_suffix(".key"), path.stem, path, settings, writable=writable)
        except EnvironmentProblem as older:
            if problem.code == "key_lost" and older.code != "key_lost":
                raise
            raise problem from None


def _open_with(key_file: Path, name: str, path: Path, settings: Settings, *, writable: bool) -> Database:
    key = load_database_key(key_file, name, settings.passphrase, settings.ring)
    state = settings.state_beside(path)
    return Database(path, key, state, writable=writable, key_file=key_file, backups=settings.backups)
