"""`cati verify`: whether the database is whole, beside a running application, and without a login.

With a supervisor's login each event of the log is checked, too: whether it is the one that was written.
Ends of the log that stand on reports and codebooks may be given: a log that was cut or written anew does not have them.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from cati_app.cli.backup_words import named
from cati_app.cli.opening import ask_password, load, open_file
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.backing_up import backups_of
from cati_app.station.folders import default_database
from cati_app.station.inspection import Inspection, boxes_of, damage_of, inspect
from cati_app.store.database import Database
from cati_app.store.integrity import Damage
from cati_app.store.log_check import Boxes
from cati_app.store.opening import key_file_of
from cati_app.store.trust.chain import ChainAnchor
from cati_app.texts import say, worded

_DAMAGE = frozenset(
    (
        *("damaged", "wrong_key", "disk_error", "database_empty", "database_gone"),
        *("journal_missing", "journal_foreign", "journal_cut"),
    )
)
"""What a database that cannot be opened is told for, beside the backup that helps."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY or --db, --login, --seen, --json."""
    parser.add_argument(
        "study", metavar=say("STUDY"), type=there, nargs="?", help=say("study folder; not needed with --db")
    )
    parser.add_argument(
        "--db", type=Path, metavar=say("FILE"), help=say("database (default: the user's data folder, by study)")
    )
    parser.add_argument(
        "--login", "--as", metavar=say("LOGIN"), help=say("supervisor, whose password opens the chain of the log")
    )
    parser.add_argument(
        "--seen",
        action="append",
        default=[],
        type=_end_of_log,
        metavar=say("END"),
        help=say("end of the log from a report or codebook, DEVICE:NUMBER:DIGEST; may be given several times"),
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """1 when anything is wrong, else 0."""
    path = database_of(arguments)
    try:
        with open_file(path, create=False, writable=False) as database:
            boxes, told = _boxes(database, arguments.login)
            inspection = inspect(database, backups_of(path).all(), arguments.seen, boxes)
            inspection = replace(inspection, faults=(*told, *inspection.faults))
    except EnvironmentProblem as problem:
        if problem.code not in _DAMAGE:
            raise
        inspection = Inspection((Damage(problem.code, problem.message),), None)
    return tell(inspection, path, as_json=arguments.json)


def _boxes(database: Database, login: str | None) -> tuple[Boxes | None, list[Damage]]:
    """What a supervisor opens the chain with, or what was done to people and keys so that nobody can."""
    if login is None:
        return None, []
    password = ask_password("CATI_PASSWORD", say("Password of {name}:", name=login) + " ")
    try:
        return boxes_of(database, login, password), []
    except EnvironmentProblem as problem:
        return None, [damage_of(problem)]


def _end_of_log(text: str) -> ChainAnchor:
    try:
        return ChainAnchor.typed(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(say("no end of a log: DEVICE:NUMBER:DIGEST, with 32 digits last")) from error


def database_of(arguments: argparse.Namespace) -> Path:
    """The file that a command is about: --db, else the one of STUDY.

    Raises:
        EnvironmentProblem: `database_unnamed`.
    """
    if arguments.db is not None:
        db: Path = arguments.db
        return db
    if arguments.study is None:
        raise EnvironmentProblem(
            "database_unnamed", "Neither a study nor a database is named.", "Name a study folder, or a file with --db."
        )
    loaded = load(arguments.study)
    return default_database(loaded.folder, loaded.head.id)


def tell(inspection: Inspection, path: Path, *, as_json: bool) -> int:
    """Every fault, and what to do; 1 when there is any, else 0."""
    damaged = any(not fault.cure for fault in inspection.faults)
    newest = backups_of(path).newest_good() if damaged else None
    if as_json:
        facts = {**inspection.facts(), "newest_backup": None if newest is None else str(newest.path)}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0 if inspection.agrees else 1
    for fault in inspection.faults:
        sys.stdout.write(" ".join(worded(text) for text in (fault.text, fault.cure) if text) + "\n")
    if inspection.agrees and inspection.is_chain_checked:
        sys.stdout.write(say("Every event of the log is the one that was written.") + "\n")
    if inspection.agrees and inspection.verification is not None:
        told = say(
            "File and structure are whole. Counters and interviews agree; the log has {count} events without a hole.",
            count=inspection.verification.events,
        )
        sys.stdout.write(f"{told}\n")
        return 0
    if not damaged:
        return 1
    if any(fault.code == "wrong_key" for fault in inspection.faults):
        told = say(
            "Look first whether {key} belongs to this database: with the key file of another study everything looks"
            " like this, and with the right one nothing is lost. It lies in every backup, too.",
            key=key_file_of(path).name,
        )
        sys.stdout.write(f"{told}\n")
    told = say(
        "Keep a copy of {name} and its journal, write nothing to it any more, and restore a backup.", name=path.name
    )
    sys.stdout.write(f"{told}\n")
    if newest is None:
        told = say("No whole backup is known; CATI_BACKUPS names another folder of them.")
    else:
        told = say("The newest whole backup: {backup}", backup=named(newest))
    sys.stdout.write(f"{told}\n")
    return 1
