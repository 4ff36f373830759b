"""Backups of a database: a folder each, whole or not there, with a manifest that says what is in it.

What stands in a backup: the database, its key file, the block list with its key file, and files of the study under
`study/`. Nobody is asked to sign in: everything that is secret in them stays encrypted.
"""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store import revision
from cati_app.store.backup_folder import (
    BEFORE,
    DAILY,
    FORMAT,
    MANIFEST,
    STUDY,
    Backup,
    backups_in,
    digest,
    is_complete,
)
from cati_app.store.connection import Access, connected
from cati_app.store.exchange import synced
from cati_app.store.integrity import damaged_pages
from cati_app.store.locks import LockBusy, lock_file
from cati_app.store.log_end import end_of_log
from cati_app.store.ownership import OPEN_BY
from cati_app.store.problems import environment_problems, file_problem
from cati_app.store.sealed_staff import seal_words
from cati_app.store.trust.chain import ChainAnchor
from cati_app.values import dataclass

_DAYS, _WEEKS = 7, 5
_HALF = ".part-"


@dataclass(frozen=True, slots=True)
class Content:
    """What is backed up.

    Args:
        path: The database.
        key: Its raw key.
        key_file: Wraps that key by a passphrase; None where only a keyring holds it.
        key_text: The key wrapped by a passphrase, where there is no such file.
        study: Id of the study, where it is known.
        files: Files of the study by their path below its folder, with `/`.
        blocklist: File and raw key of the block list; None where there is none.
        erased: Ids of what was erased on this machine, which no restore brings back; all of the state folder that a
            backup holds.
        staff_key: Of a day on which words of people end: whose they are is sealed with it; None: it is left out.
    """

    path: Path
    key: bytes
    key_file: Path | None = None
    key_text: str | None = None
    study: str | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    blocklist: tuple[Path, bytes] | None = None
    erased: frozenset[str] = frozenset()
    staff_key: Callable[[str], bytes] | None = None


class Backups:
    """The backups of one database.

    Args:
        path: The database; it may be gone.
        folder: Where backups of all databases go; None: beside the database.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self._path = path
        self.folder = (folder or path.parent) / f"{path.name}.backups"

    def make(self, content: Content, at: datetime, kind: str = DAILY) -> Backup:
        """Make one beside whoever works with the database, look it through, and let old ones go.

        Raises:
            EnvironmentProblem: `damaged`, `backup_failed`, `backup_running`.
        """
        try:
            with self._alone():
                made = self._made(content, at, kind)
                self._thin_out()
        except OSError as error:
            raise _failed(self.folder, is_full=file_problem(self.folder, error).code == "disk_full") from error
        except EnvironmentProblem as problem:
            if problem.code != "disk_full":
                raise
            raise _failed(self.folder, is_full=True) from problem
        return made

    def all(self) -> tuple[Backup, ...]:
        """Every backup that can be read, the newest first; copies of older versions too."""
        folders = [self.folder, *([] if self.folder.parent == self._path.parent else [self._beside])]
        known = [read for folder in folders for read in backups_in(folder)]
        for file in self._path.parent.glob(f"{self._path.name}.before-*.db"):
            form = file.name.removeprefix(f"{self._path.name}.before-").removesuffix(".db")
            known.append(Backup(file, datetime.fromtimestamp(file.stat().st_mtime, UTC), f"{BEFORE}-{form}"))
        return tuple(sorted(known, key=lambda backup: backup.made_at, reverse=True))

    def has(self, kind: str) -> bool:
        """Whether there is one of a kind, whole."""
        return any(backup.kind == kind and backup.manifest and not backup.faults() for backup in self.all())

    def newest_good(self) -> Backup | None:
        """The newest one whose files are what was written."""
        return next((backup for backup in self.all() if backup.manifest and not backup.faults()), None)

    @property
    def _beside(self) -> Path:
        return self._path.parent / f"{self._path.name}.backups"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One backup at a time; what a kill left of an earlier one goes."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            lock = lock_file(self.folder / ".lock")
        except LockBusy as error:
            raise EnvironmentProblem(
                "backup_running", "A backup of this database is being made just now.", "Wait until it is done."
            ) from error
        try:
            for half in self.folder.glob(f"{_HALF}*"):
                shutil.rmtree(half)
            yield
        finally:
            lock.release()

    def _made(self, content: Content, at: datetime, kind: str) -> Backup:
        name = f"{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}" + ("" if kind == DAILY else f"-{kind}")
        half = self.folder / f"{_HALF}{name}"
        half.mkdir(mode=0o700)
        try:
            manifest = _fill(half, content, at, kind)
            whole = self._free(name)
            half.replace(whole)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise
        synced(self.folder)
        return Backup(whole, at, kind, manifest)

    def _free(self, name: str) -> Path:
        numbers = ("", *(f"-{number}" for number in range(2, 1000)))
        return next(path for number in numbers if not (path := self.folder / f"{name}{number}").exists())

    def _thin_out(self) -> None:
        """Seven days and five weeks stay, by the newest of each, and whatever was made before a new form."""
        daily = [backup for backup in backups_in(self.folder) if backup.kind == DAILY and is_complete(backup)]
        daily.sort(key=lambda backup: backup.made_at, reverse=True)
        for backup in daily:
            if backup not in kept(daily):
                (backup.path / MANIFEST).unlink()  # half a backup is none
                shutil.rmtree(backup.path)


def kept(daily: Sequence[Backup]) -> list[Backup]:
    """Which daily backups stay, given the newest first."""
    days: dict[date, Backup] = {}
    weeks: dict[date, Backup] = {}
    for backup in daily:
        day = backup.made_at.astimezone().date()
        days.setdefault(day, backup)
        weeks.setdefault(day - timedelta(days=day.weekday()), backup)
    return [*list(days.values())[:_DAYS], *list(weeks.values())[:_WEEKS]]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds.

    Args:
        form: None for an empty database.
        last_event: Number of the last event; 0 in a block list.
        study_id: The id that the database has itself, 32 hexadecimal digits.
        end: Where its log ends; None without a chain.
    """

    form: str | None
    last_event: int = 0
    study_id: str | None = None
    end: ChainAnchor | None = None


def copied(path: Path, key: bytes, target: Path, staff_key: Callable[[str], bytes] | None = None) -> Copied:
    """Copy a database that may be in use, and look the copy through.

    Args:
        staff_key: As `Content` has it.

    Raises:
        EnvironmentProblem: `damaged`: file or copy are.
    """
    with environment_problems(path):
        source = connected(path, key, Access.READ)
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # sqlite: opens the journal
            if damaged_pages(source, path):
                raise _damaged(path)
            copy = connected(target, key, Access.WRITE)
            try:
                copy.execute("PRAGMA synchronous=OFF")  # it is brought to the disk as a whole
                source.backup(copy)
                if _has(copy, "meta"):
                    copy.execute("UPDATE meta SET value = '' WHERE key = ?", (OPEN_BY,))
                seal_words(copy, staff_key)
                copy.execute("PRAGMA journal_mode=DELETE")  # sqlite: one file, which a read-only medium opens too
            finally:
                copy.close()
        finally:
            source.close()
    return _looked_through(target, key, path)


def _looked_through(target: Path, key: bytes, path: Path) -> Copied:
    with environment_problems(path):
        copy = connected(target, key, Access.FILE_ALONE)
        try:
            whole = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")] == ["ok"]  # sqlite: trees, indexes
            if not whole or damaged_pages(copy, target):
                raise _damaged(path)
            form = revision.current(copy)
            if not _has(copy, "event"):
                return Copied(form)
            last = copy.execute("SELECT max(seq) FROM event").fetchone()[0] or 0
            study = copy.execute("SELECT value FROM meta WHERE key = 'study'").fetchone()
            return Copied(form, last, study[0] if study else None, end_of_log(copy) if _has(copy, "chain") else None)
        finally:
            copy.close()


def _has(driver: Any, table: str) -> bool:
    # sqlite: its catalogue
    return driver.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def _fill(folder: Path, content: Content, at: datetime, kind: str) -> dict[str, Any]:
    name = content.path.name
    copy = copied(content.path, content.key, folder / name, content.staff_key)
    if content.key_file is not None:
        shutil.copyfile(content.key_file, folder / f"{name}.key")
    elif content.key_text is not None:
        (folder / f"{name}.key").write_text(content.key_text, encoding="utf-8")
    if content.blocklist is not None:
        path, key = content.blocklist
        copied(path, key, folder / path.name)
        key_file = path.with_name(f"{path.name}.key")
        if key_file.exists():
            shutil.copyfile(key_file, folder / key_file.name)
    for inside, source in content.files.items():
        target = folder / STUDY / PurePosixPath(inside)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": at.astimezone(UTC).isoformat(),
        "kind": kind,
        "study": content.study,
        "database": name,
        "blocklist": content.blocklist[0].name if content.blocklist is not None else None,
        "study_id": copy.study_id,
        "form": copy.form,
        "last_event": copy.last_event,
        "anchors": [(copy.end.device, copy.end.n, copy.end.digest.hex())] if copy.end is not None else [],
        "erased": sorted(content.erased),
        "files": _sealed_files(folder),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    _private(folder / MANIFEST)
    for below in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        below.chmod(0o700)
        synced(below)
    return manifest


def _sealed_files(folder: Path) -> dict[str, dict[str, object]]:
    """Every file by its path, readable by its owner alone and brought to the disk."""
    facts: dict[str, dict[str, object]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        _private(path)
        facts[path.relative_to(folder).as_posix()] = {"sha256": digest(path), "bytes": path.stat().st_size}
    return facts


def _private(path: Path) -> None:
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    synced(path)


def _damaged(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "damaged",
        Phrase("{name} is damaged, so no backup was made of it; earlier ones are kept.", name=path.name),
        "`cati verify` says what is damaged. Keep a copy of the file and restore the newest backup.",
    )


def _failed(folder: Path, *, is_full: bool) -> EnvironmentProblem:
    if not is_full:
        return EnvironmentProblem(
            "backup_failed",
            Phrase("No backup could be made in {folder}; earlier ones are untouched.", folder=folder),
            "Get the right to write there, or name another folder with CATI_BACKUPS.",
        )
    return EnvironmentProblem(
        "backup_failed",
        Phrase("The disk is full: no backup could be made in {folder}. Earlier ones are untouched.", folder=folder),
        "Free some space, or name a folder on another disk with CATI_BACKUPS.",
    )
