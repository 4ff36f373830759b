"""Brings a backup back: a database of its own device, never in place of one that is there unless that is set aside."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.domain.phrases import Phrase
from cati_app.store import exchange
from cati_app.store.backup_folder import STUDY, Backup, digest
from cati_app.store.blocklist import BlockListFile, Lock
from cati_app.store.connection import Access, connected
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.keys import KeyRing, keep_key, load_database_key
from cati_app.store.locks import database_lock, in_use, lock_file_of
from cati_app.store.opening import BLOCKLIST_KEY, Settings, key_file_of
from cati_app.store.ownership import OPEN_BY, is_at_work
from cati_app.store.people_taken_over import take_people_over
from cati_app.store.problems import environment_problems, file_problem
from cati_app.store.sealed_staff import open_words
from cati_app.store.states_near import key_file_of_backup, name_in_ring, newer_states, states_near
from cati_app.values import dataclass

_REMAINS = ("", "-wal", "-journal", ".key")
_COLUMNS = 'PRAGMA table_info("{table}")'  # sqlite: the catalogue; what is restored is a station's file
_OF_INTERVIEWS = "interview_id IN (SELECT id FROM interview WHERE case_id = ?)"
_TOLD_BY: Mapping[str, tuple[str, Mapping[str, str]]] = {
    **{
        table: (_OF_INTERVIEWS, {})
        for table in ("interview_key", "code_entry", "interview_document", "set_apart", "carried_event")
    },
    "recontact": ("case_id = ?", {}),
    "attempt": ("case_id = ?", {"note_sealed": "NULL"}),
    "number": ("case_id = ?", {"sealed": "coalesce(substr(sealed, 1, 0), sealed)", "lookup": "NULL"}),
    "case": ("id = ?", {"sealed_fields": "NULL", "sample_id": "NULL", "sample_id_sealed": "NULL"}),
}
"""What tells of a case, by table: which rows, and what becomes of their columns; none: the rows go."""
_COUNTED = "SELECT count(*), max(seq) FROM event"


@dataclass(frozen=True, slots=True)
class Restored:
    """The outcome."""

    path: Path
    last_event: int  # of what was restored, without the event that tells of it
    device: str
    aside: str  # name of the files that were there before; blank when there were none
    missing_events: int | None  # what the database that was there had more; None where it could not be read
    blocked: int  # numbers that came to the block list
    list_unknown: bool  # whether the study has used a block list that neither backup nor machine has
    damaged: tuple[str, ...]  # files of the backup that are not what was written; never the database or its key


def restore(
    backup: Backup, target: Path, settings: Settings, *, set_aside: bool, at: datetime, reason: str = ""
) -> Restored:
    """Restore a backup to a place; a kill at any moment leaves there what was, or the restored database.

    Args:
        backup: A folder, or a database file, which is taken as it is.
        target: The database to be.
        settings: Passphrase and keyring; where the block list of this machine is.
        set_aside: Whether a database that is there may be renamed.
        at: Now.
        reason: Why a state is restored that is older than what was seen of the study here; goes into the log.

    Raises:
        EnvironmentProblem: `backup_damaged`, `restore_over`, `restore_behind`, `in_use`, `newer_database`,
            `blocklist_locked`, and what opening a database raises.
    """
    damaged = backup.faults()
    source, key_file = backup.database, key_file_of_backup(backup)
    if {source.name, key_file.name} & set(damaged):
        raise EnvironmentProblem(
            "backup_damaged",
            Phrase(
                "The backup {path} is damaged: {names}. Nothing was changed.",
                path=backup.path,
                names=", ".join(damaged),
            ),
            "Take another one: `cati backup --list` says which are whole.",
        )
    key = load_database_key(key_file, name_in_ring(backup), settings.passphrase, settings.ring)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with database_lock(target):
            if exchange.is_under_way(target):
                exchange.finish(target)
            aside = _aside(target, at) if any(_beside(target, end).exists() for end in _REMAINS) else ""
            if aside and not set_aside:
                raise _over(target, aside)
            before = _last_event(target, key)
            exchange.begin(target)
            _copy(source, key_file, key, target, settings)
            with _opened(target, key, settings) as database:
                near = states_near(database, target, backup, settings)
                seen, erased = _seen(database, near)
                with closing(newer_states(near, backup, target, key, settings)) as states:
                    people = take_people_over(database, states)
                last, device = _begin_anew(database, backup, at, seen, reason, people)
                database.state.keep_erased(erased)
                _let_go(database, erased)
                blocked, list_unknown = _join_blocklist(database, backup, target, settings, at)
                database.empty_journal()
            exchange.commit(target, aside)
            exchange.finish(target)
        lock_file_of(exchange.part_of(target)).unlink(missing_ok=True)
    except OSError as error:
        raise file_problem(target, error) from error
    missing = None if before is None else max(0, before - last)
    return Restored(target, last, device, aside, missing, blocked, list_unknown, tuple(damaged))


def restore_study(backup: Backup, folder: Path) -> bool:
    """Copy the files of the study into a folder that is not there yet; False where the backup holds none.

    Raises:
        EnvironmentProblem: `restore_over`.
    """
    source = backup.path / STUDY
    if not source.is_dir():
        return False
    if folder.exists() and any(folder.iterdir()):
        raise EnvironmentProblem(
            "restore_over",
            Phrase("The folder {path} is not empty. Nothing was changed.", path=folder),
            "Name a new folder with --study.",
        )
    beside = folder.with_name(f"{folder.name}.part")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(source, beside)
        with suppress(OSError):
            folder.rmdir()
        beside.replace(folder)
    except OSError as error:
        raise file_problem(folder, error) from error
    return True


def _aside(target: Path, at: datetime) -> str:
    name = f"{target.name}.aside-{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}"
    free = (f"{name}{number}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(each for each in free if not any(_beside(target.with_name(each), end).exists() for end in _REMAINS))


def _over(target: Path, aside: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "restore_over",
        Phrase("There is a database {name} already, or a part of one. Nothing was changed.", name=target.name),
        Phrase("Name another place with --db, or say --aside: the old files are kept as {aside} then.", aside=aside),
    )


def _last_event(target: Path, key: bytes) -> int | None:
    """Number of the last event of the database that is there; None where none can be read.

    Raises:
        EnvironmentProblem: `in_use`: somebody deleted the lock of a program that runs.
    """
    if not target.is_file():
        return None
    try:
        driver = connected(target, key, Access.READ)
    except sqlcipher3.dbapi2.Error:
        return None
    try:
        mark = driver.execute("SELECT value FROM meta WHERE key = ?", (OPEN_BY,)).fetchone()
        last = driver.execute("SELECT max(seq) FROM event").fetchone()[0]
    except sqlcipher3.dbapi2.Error:
        return None
    finally:
        driver.close()
    if mark is not None and is_at_work(mark[0], target):
        raise in_use()
    return last or 0


def _copy(source: Path, key_file: Path, key: bytes, target: Path, settings: Settings) -> None:
    part, incoming_key = exchange.part_of(target), exchange.incoming_key_of(target)
    for ending in ("", "-wal"):
        if _beside(source, ending).exists():
            shutil.copyfile(_beside(source, ending), _beside(part, ending))
            _beside(part, ending).chmod(0o600)
            exchange.synced(_beside(part, ending))
            if digest(_beside(source, ending)) != digest(_beside(part, ending)):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
    if key_file.exists():
        shutil.copyfile(key_file, incoming_key)
        incoming_key.chmod(0o600)
        exchange.synced(incoming_key)
    else:
        keep_key(key, incoming_key, target.name, settings.passphrase, settings.ring, settings.cost)


def _opened(target: Path, key: bytes, settings: Settings) -> Database:
    return Database(exchange.part_of(target), key, settings.state_beside(target), writable=True, as_it_is=True)


def _seen(database: Database, backups: Sequence[Backup]) -> tuple[int, frozenset[str]]:
    """What this machine and the backups that are here know of the study: the last event, and what was erased."""
    state = database.state
    ends = [anchor.n for other in backups for anchor in other.anchors]
    erased = [other.erased for other in backups]
    with suppress(EnvironmentProblem):  # a damaged file of the folder is no reason to have nothing at all
        ends += [anchor.n for anchor in state.anchors().values()]
    with suppress(EnvironmentProblem):
        ends.append(state.reached(database.device))
    return max(ends, default=0), state.erased().union(*erased)


def _let_go(database: Database, erased: Collection[str]) -> None:
    """What tells of erased cases is gone here, too, before anybody has signed in or asked the hub.

    Their interviews, places and states follow at the next sign-in. An older form has only some of it to erase.
    """
    with database.transaction() as statements, environment_problems(database.path):
        forms = {table: {row[1] for row in statements.execute(_COLUMNS.format(table=table))} for table in _TOLD_BY}
        for table, (where, columns) in _TOLD_BY.items():
            sets = ", ".join(f"{column} = {gone}" for column, gone in columns.items() if column in forms[table])
            if not forms[table] or (columns and not sets):
                continue
            change = f'UPDATE "{table}" SET {sets}' if columns else f'DELETE FROM "{table}"'
            statements.many(f"{change} WHERE {where}", [(case_id,) for case_id in sorted(erased)])
        statements.commit()


def _begin_anew(
    database: Database, backup: Backup, at: datetime, seen: int, reason: str, people: int
) -> tuple[int, str]:
    """A device of its own, so that no number of the log means two things; and the event that tells of it."""
    device = secrets.token_hex(4)
    with database.transaction() as statements, environment_problems(database.path):
        _, last = statements.row(_COUNTED)
        if seen > (last or 0) and not reason:
            raise _behind(last or 0, seen)
        facts = {"backup_of": backup.made_at.astimezone(UTC).isoformat(), "last": last or 0, "from": database.device}
        if seen > (last or 0):
            facts |= {"seen": seen, "reason": reason}
        if people:
            facts |= {"people_of": people}
        statements.execute("UPDATE meta SET value = ? WHERE key = 'device'", (device,))
        open_words(statements, database.state.staff_key)
        mono_ms = time.monotonic_ns() // 1_000_000
        database.chain.begin_anew(statements, device)
        rows = EventRows(device, None, InterviewDocuments(statements.execute, None))
        log = SqlEventLog(statements, rows, database.chain)
        log.append([NewEvent("database_restored", at, mono_ms, payload=facts)])
        statements.commit()
    return last or 0, device


def _behind(last: int, seen: int) -> EnvironmentProblem:
    return EnvironmentProblem(
        "restore_behind",
        Phrase(
            "This state is older than what is known here: its log ends with event {last}, and event {seen} was seen."
            " Nothing was changed.",
            last=last,
            seen=seen,
        ),
        "Take a newer backup, if there is one. Otherwise say why the events between are given up: --reason TEXT."
        " It goes into the log.",
    )


def _join_blocklist(
    database: Database, backup: Backup, target: Path, settings: Settings, at: datetime
) -> tuple[int, bool]:
    """Bring the entries of the backup's list to the list of this machine, or put it there; how many were new.

    The study knows the key of the list of this machine from then on.
    """
    kept = database.kept(BLOCKLIST_KEY)
    here = settings.blocklist or target.with_name("blocklist.db")
    name = backup.manifest["blocklist"] if backup.manifest is not None else None
    source = backup.path / name if name else None
    if source is None or kept is None or not source.is_file():
        return 0, kept is not None and not here.exists()
    key = bytes.fromhex(kept)
    passphrase = settings.blocklist_passphrase or settings.passphrase
    if not here.exists():
        _place_blocklist(source, here, key, passphrase, settings.ring, settings, at)
        return BlockListFile(here, Lock(key, passphrase, settings.ring, settings.cost)).count(), False
    shared = _list_of_machine(here, key, Lock(None, passphrase, settings.ring, settings.cost), database.path.stem)
    try:
        blocked = shared.merge(source, key, at)
        known = shared.key()
        if known is not None and known != key:
            database.keep(BLOCKLIST_KEY, known.hex())
    finally:
        shared.close()
    return blocked, False


def _list_of_machine(path: Path, key: bytes, lock: Lock, study: str) -> BlockListFile:
    """With the key that the study knows, else with that of the machine."""
    known = BlockListFile(path, Lock(key, lock.passphrase, lock.ring, lock.cost), study)
    try:
        known.count()
    except EnvironmentProblem as problem:
        known.close()
        if problem.code != "wrong_key":
            raise
        return BlockListFile(path, lock, study)
    return known


def _place_blocklist(
    source: Path, here: Path, key: bytes, passphrase: str | None, ring: KeyRing, settings: Settings, at: datetime
) -> None:
    here.parent.mkdir(parents=True, exist_ok=True)
    with database_lock(here):
        exchange.begin(here)
        shutil.copyfile(source, exchange.part_of(here))
        exchange.part_of(here).chmod(0o600)
        key_file, incoming_key = key_file_of(source), exchange.incoming_key_of(here)
        if key_file.exists():
            shutil.copyfile(key_file, incoming_key)
            exchange.synced(incoming_key)
        else:
            keep_key(key, incoming_key, here.name, passphrase, ring, settings.cost)
        remains = any(_beside(here, ending).exists() for ending in _REMAINS)
        exchange.commit(here, _aside(here, at) if remains else "")
        exchange.finish(here)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
