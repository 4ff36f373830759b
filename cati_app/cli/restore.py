"""`cati restore BACKUP`: a database from a backup, here or on another machine, with passphrase and key file alone."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from cati_app.cli.backup_words import named
from cati_app.cli.opening import ask_passphrase, settings_of_environment, settings_with
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.folders import database_of_study, is_rehearsal, passphrase_from_environment
from cati_app.store.backup_folder import STUDY, Backup, backup_at
from cati_app.store.restore import Restored, restore, restore_study
from cati_app.texts import say, say_count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """BACKUP, --db, --aside, --study, --reason, --json."""
    parser.add_argument(
        "backup", metavar=say("BACKUP"), type=there, help=say("folder of a backup, or a database file taken as it is")
    )
    parser.add_argument(
        "--db",
        type=Path,
        metavar=say("FILE"),
        help=say("where the database goes (default: the user's data folder, by study)"),
    )
    parser.add_argument(
        "--aside", action="store_true", help=say("set the database that is there aside, under a name that is told")
    )
    parser.add_argument(
        "--study", type=Path, metavar=say("FOLDER"), help=say("new folder for the files of the study in the backup")
    )
    parser.add_argument(
        "--reason", default="", metavar=say("TEXT"), help=say("why an older state than the one known here is restored")
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Nobody signs in: what is secret in the database stays sealed by the passwords of its people."""
    backup = backup_at(arguments.backup)
    target = _target(backup, arguments.db)
    restored = _restored(backup, target, set_aside=arguments.aside, reason=arguments.reason.strip())
    study = restore_study(backup, arguments.study) if arguments.study is not None else False
    if arguments.json:
        facts = {**asdict(restored), "path": str(restored.path), "study": str(arguments.study) if study else None}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    for line in _told(backup, restored, arguments.study if study else None):
        sys.stdout.write(line + "\n")
    return 0


def _target(backup: Backup, db: Path | None) -> Path:
    """--db, else where the study's database is.

    Raises:
        EnvironmentProblem: `database_unnamed`.
    """
    if db is not None:
        return db
    study = backup.manifest["study"] if backup.manifest is not None else None
    if not study:
        raise EnvironmentProblem(
            "database_unnamed",
            "The backup does not say of which study it is.",
            "Name where the database goes: --db FILE",
        )
    if is_rehearsal(backup.path / STUDY):  # never where the study's own people have theirs
        raise EnvironmentProblem(
            "database_unnamed",
            "This is the backup of a rehearsal, whose database belongs in a folder of its own.",
            "Name where the database goes: --db FILE",
        )
    return database_of_study(str(study))


def _restored(backup: Backup, target: Path, *, set_aside: bool, reason: str) -> Restored:
    settings, at = settings_of_environment(), datetime.now(UTC)
    try:
        known = settings_with(settings, passphrase_from_environment())
        return restore(backup, target, known, set_aside=set_aside, at=at, reason=reason)
    except EnvironmentProblem as problem:
        if problem.code not in ("passphrase_needed", "no_key_store") or not sys.stdin.isatty():
            raise
        asked = settings_with(settings, ask_passphrase(backup.database.name))
        return restore(backup, target, asked, set_aside=set_aside, at=at, reason=reason)


def _told(backup: Backup, restored: Restored, study: Path | None) -> list[str]:
    told = [say("Restored to {path}: {backup}.", path=restored.path, backup=named(backup))]
    if restored.aside:
        told.append(say("The files that were there are kept as {aside}.", aside=restored.aside))
    if restored.missing_events == 0:
        told.append(say("Nothing is missing: no event came after the backup."))
    elif restored.missing_events is not None:
        told.append(
            say_count(
                "{count} event after the backup is missing: it is only in the files set aside.",
                "{count} events after the backup are missing: they are only in the files set aside.",
                restored.missing_events,
            )
        )
    else:
        told.append(say("Whatever happened after the backup is missing: calls, results and answers of that time."))
    if restored.blocked:
        told.append(
            say_count(
                "{count} number of its block list came to the list of this machine.",
                "{count} numbers of its block list came to the list of this machine.",
                restored.blocked,
            )
        )
    if restored.list_unknown:
        told.append(say("The block list that the study has used is neither in the backup nor here: put it back, too."))
    if restored.damaged:
        told.append(say("Damaged in the backup, and not restored whole: {names}.", names=", ".join(restored.damaged)))
    if study is not None:
        told.append(say("The files of the study are in {folder}; the sample is not among them.", folder=study))
    elif backup.manifest is not None and (backup.path / STUDY).is_dir():
        told.append(say("The files of the study are in {folder}.", folder=os.path.join(backup.path, STUDY)))
    return told
