"""`cati backup`: a backup beside a running application, or the list of all there are. Nobody signs in."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from cati_app.cli.backup_words import named
from cati_app.cli.opening import load, open_file
from cati_app.cli.usage import there
from cati_app.cli.verify import database_of
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.backing_up import backups_of, content_of, note_backup, outside_studies
from cati_app.station.folders import passphrase_from_environment
from cati_app.station.machine import SystemClock
from cati_app.store.backup import Backups
from cati_app.store.backup_folder import BEFORE, BEFORE_HUB, DAILY, Backup
from cati_app.store.database import Database
from cati_app.texts import say, say_count, worded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY or --db, --to, --list, --json."""
    parser.add_argument(
        "study", metavar=say("STUDY"), type=there, nargs="?", help=say("study folder; not needed with --db")
    )
    parser.add_argument(
        "--db", type=Path, metavar=say("FILE"), help=say("database (default: the user's data folder, by study)")
    )
    parser.add_argument(
        "--to", type=Path, metavar=say("FOLDER"), help=say("where backups go (default: CATI_BACKUPS, else beside it)")
    )
    parser.add_argument("--list", action="store_true", help=say("list all backups and look whether they are whole"))
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """0 when it was made and is whole; with --list 1 when none is whole."""
    path = database_of(arguments)
    backups = Backups(path, outside_studies(arguments.to)) if arguments.to is not None else backups_of(path)
    if arguments.list:
        return _list(backups, as_json=arguments.json)
    loaded = load(arguments.study) if arguments.study is not None else None
    with open_file(path, create=False, writable=False) as database:
        _note(database)
        made = backups.make(content_of(database, loaded, passphrase_from_environment()), datetime.now(UTC))
    if arguments.json:
        sys.stdout.write(json.dumps(_facts(made), ensure_ascii=False) + "\n")
        return 0
    told = say("Backup {folder}: whole, up to event {number} of the log.", folder=made.path, number=made.last_event)
    sys.stdout.write(told + "\n")
    if not made.has_key_file:
        sys.stdout.write(
            say("It holds no key file: only the keyring of this account opens it. Set CATI_PASSPHRASE for a key file.")
            + "\n"
        )
    return 0


def _note(database: Database) -> None:
    """Write the backup into the log; where nothing can be written, say so, and make the backup all the same."""
    try:
        note_backup(database, SystemClock())(PROGRAM)
    except EnvironmentProblem as problem:
        told = say("That a backup is made cannot be written into the log: {reason}", reason=worded(problem.message))
        sys.stderr.write(f"{told}\n")


def _list(backups: Backups, *, as_json: bool) -> int:
    known = [(backup, backup.faults()) for backup in backups.all()]
    good = [backup for backup, faults in known if backup.manifest is not None and not faults]
    if as_json:
        facts = [{**_facts(backup), "faults": faults} for backup, faults in known]
        sys.stdout.write(json.dumps({"backups": facts}, ensure_ascii=False) + "\n")
        return 0 if good else 1
    for backup, faults in known:
        sys.stdout.write(f"{_kind(backup):<14} {_state(backup, faults):<10} {named(backup)}\n")
    if not good:
        sys.stdout.write(say("There is no whole backup in {folder}.", folder=backups.folder) + "\n")
    return 0 if good else 1


def _kind(backup: Backup) -> str:
    if backup.kind == DAILY:
        return say("daily")
    if backup.kind == BEFORE_HUB:
        return say("before the hub")
    return say("before form {form}", form=backup.kind.removeprefix(f"{BEFORE}-"))


def _state(backup: Backup, faults: list[str]) -> str:
    if backup.manifest is None:
        return say("unchecked")
    return say_count("{count} file damaged", "{count} files damaged", len(faults)) if faults else say("whole")


def _facts(backup: Backup) -> dict[str, object]:
    return {
        "path": str(backup.path),
        "made_at": backup.made_at.isoformat(),
        "kind": backup.kind,
        "last_event": backup.last_event,
        "has_key_file": backup.has_key_file,
    }
