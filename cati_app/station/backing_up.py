"""Backups of a study: its database, key file and block list, and its folder without the sample."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.fieldwork.people.note_backup import NoteBackup
from cati_app.publish.outputs import Outputs
from cati_app.station.folders import BESIDE_REHEARSAL, is_rehearsal
from cati_app.station.loading import LoadedStudy
from cati_app.store.backup import Backups, Content
from cati_app.store.backup_folder import Backup
from cati_app.store.database import Database
from cati_app.store.keys import Cost, wrap
from cati_app.store.unit_of_work import TraceUnits
from cati_app.values import dataclass

_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".tab", ".vtt", ".srt"})
"""Endings of lists and transcripts, which may hold numbers and what somebody said: only those that the questionnaire
reads go into a backup."""
_KEPT_ELSEWHERE = (".db", ".key", ".sqlite", ".part", ".scratch")


def backups_of(path: Path) -> Backups:
    """The backups of a database: beside it, or in the folder that `CATI_BACKUPS` names."""
    return Backups(path, backup_folder())


def backup_folder() -> Path | None:
    """Where backups go on this machine; None: beside the database. EnvironmentProblem: `out_protected`."""
    named = os.environ.get("CATI_BACKUPS")
    return outside_studies(Path(named)) if named else None


def outside_studies(folder: Path) -> Path:
    """A folder that somebody chose for backups: not that of a study. EnvironmentProblem: `out_protected`."""
    Outputs().check_folder(folder)
    return folder


def content_of(database: Database, loaded: LoadedStudy | None, passphrase: str | None = None) -> Content:
    """What a backup of an open database holds.

    Args:
        database: Open for reading or writing.
        loaded: The study; None: the database is backed up without it.
        passphrase: Wraps the key in the backup where the database has no key file, so that it opens elsewhere.
    """
    key_file = database.key_file if database.key_file is not None and database.key_file.exists() else None
    shared = database.blocklist
    key = shared.key() if shared is not None and shared.path.exists() else None
    return Content(
        database.path,
        database.key,
        key_file,
        wrap(database.key, passphrase, Cost()).to_json() if passphrase and key_file is None else None,
        loaded.study.id if loaded is not None else None,
        dict(study_files(loaded)) if loaded is not None else {},
        (shared.path, key) if shared is not None and key is not None else None,
        database.state.erased(),
        database.state.staff_key_for,
    )


def note_backup(database: Database, clock: Clock) -> NoteBackup:
    """Writes into the log that a backup was made, also beside a running application."""
    return NoteBackup(TraceUnits(database, Cost()), clock)


def study_files(loaded: LoadedStudy) -> Iterator[tuple[str, Path]]:
    """Files of the study folder by their path in it.

    Neither the sample nor any other list that the questionnaire does not read is among them, nor what a rehearsal has
    in its folder besides the study.
    """
    rehearsed = is_rehearsal(loaded.folder)
    read = {loaded.files.name, *loaded.files.beside}
    sample = loaded.study.case_list.file if loaded.study.case_list is not None else None
    left_out = {(loaded.folder / sample).resolve()} if sample is not None else set()
    for folder, folders, names in os.walk(loaded.folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(".backups"))
        if rehearsed:
            folders[:] = [name for name in folders if not name.startswith(BESIDE_REHEARSAL)]
        for name in sorted(names):
            path = Path(folder) / name
            inside = path.relative_to(loaded.folder).as_posix()
            is_list = path.suffix.lower() in _TABLES and inside not in read
            is_kept = any(ending in name.lower() for ending in _KEPT_ELSEWHERE)
            if not is_list and not is_kept and path.is_file() and path.resolve() not in left_out:
                yield inside, path


@dataclass(frozen=True, slots=True)
class DailyBackup:
    """The backup that is made by itself on every day of work."""

    backups: Backups
    content: Callable[[], Content]
    clock: Clock

    def is_due(self) -> bool:
        """Whether none was made yet today, on the clock of this machine."""
        today = _day(self.clock.now())
        return all(_day(backup.made_at) != today for backup in self.backups.all() if backup.manifest is not None)

    def if_due(self) -> Backup | None:
        """Make it unless one was made today; None then."""
        return self.backups.make(self.content(), self.clock.now()) if self.is_due() else None


def _day(at: datetime) -> object:
    return at.astimezone().date()
