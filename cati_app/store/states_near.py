"""Other states of a study that are here, beside the backup that is restored: the database in its place, and backups."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.backup import Backups
from cati_app.store.backup_folder import Backup, backups_in
from cati_app.store.connection import Access, connected
from cati_app.store.database import Database
from cati_app.store.keys import load_database_key
from cati_app.store.opening import Settings, key_file_of


def key_file_of_backup(backup: Backup) -> Path:
    """Beside the database; that of a copy before a new form is the one of its database."""
    key_file = key_file_of(backup.database)
    if key_file.exists() or backup.manifest is not None:
        return key_file
    return key_file_of(backup.path.with_name(name_in_ring(backup)))


def name_in_ring(backup: Backup) -> str:
    return backup.database.name.partition(".before-")[0] if backup.manifest is None else backup.database.name


def states_near(database: Database, target: Path, backup: Backup, settings: Settings) -> list[Backup]:
    """Backups of the study that are here."""
    near = (*Backups(target, settings.backups).all(), *backups_in(backup.path.parent), backup)
    return [other for other in near if other.study_id == database.study.hex()]


def newer_states(
    near: Sequence[Backup], backup: Backup, target: Path, key: bytes, settings: Settings
) -> Generator[Any, None, None]:
    """Connections to later states of the study: the database that is there, then backups, the newest first."""
    if target.is_file():
        with suppress(sqlcipher3.dbapi2.Error), closing(connected(target, key, Access.READ)) as driver:
            yield driver
    for other in sorted(near, key=lambda each: each.made_at, reverse=True):
        if other.made_at <= backup.made_at:
            return
        with suppress(sqlcipher3.dbapi2.Error, EnvironmentProblem, OSError):
            name, ring = name_in_ring(other), settings.ring
            known = load_database_key(key_file_of_backup(other), name, settings.passphrase, ring)
            with closing(connected(other.database, known, Access.FILE_ALONE)) as driver:
                yield driver
