"""What most commands begin with: the study folder, the database, and who runs the command."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.report import report
from cati_app.cli.usage import there
from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.rights import PROGRAM, require
from cati_app.publish.outputs import Outputs
from cati_app.station.backing_up import backup_folder
from cati_app.station.clock_words import clock_times
from cati_app.station.folders import (
    REHEARSAL,
    default_blocklist,
    default_database,
    default_state,
    is_rehearsal,
    passphrase_from_environment,
)
from cati_app.station.loading import LoadedStudy, errors
from cati_app.station.machine import SystemClock, UuidSource
from cati_app.station.opening import Station
from cati_app.station.rehearsed_field import ended_at
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.store.database import Database
from cati_app.store.opening import Settings, open_database
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say

if TYPE_CHECKING:
    from cati_app.fieldwork.monitor.check_clock import ClockDoubt


def study_arguments(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """STUDY, --db, --as, --json: the same for every command to which somebody signs in."""
    database_arguments(parser, optional=optional)
    parser.add_argument(
        "--as", "--login", dest="login", metavar=say("LOGIN"), help=say("who runs the command, and gives a password")
    )
    parser.add_argument(
        "--clock-is-right",
        action="store_true",
        help=say("go on although the clock of the machine is far from the last event"),
    )


def database_arguments(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """STUDY, --db, --json: also where nobody signs in."""
    parser.add_argument(
        "study", metavar=say("STUDY"), type=there, nargs="?" if optional else None, help=say("study folder")
    )
    parser.add_argument(
        "--db", type=Path, metavar=say("FILE"), help=say("database (default: the user's data folder, by study)")
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def write_ended(study: str, database: Path, *, display: bool, ended: str) -> None:
    """The one JSON line of a command that opens windows: what was run, and how it ended."""
    facts = {"study": study, "database": str(database.resolve()), "display": display, "ended": ended}
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")


def load(folder: Path) -> LoadedStudy:
    """The study, checked. EnvironmentProblem names every error when there is one."""
    result = read_study(folder, workbook_cache())
    if isinstance(result, LoadedStudy):
        return result
    raise EnvironmentProblem(
        "study_errors",
        report(errors(result)),
        Phrase("The study cannot run like this; `cati check {folder}` says everything that was found.", folder=folder),
    )


def ask_passphrase(name: str) -> str | None:
    """From CATI_PASSPHRASE, else from a prompt where there is a terminal; None leaves it to the keyring."""
    known = passphrase_from_environment()
    if known is not None or not sys.stdin.isatty():
        return known
    return _asked(say("Passphrase of {name} (empty: use the keyring):", name=name) + " ") or None


def ask_password(variable: str, question: str) -> str:
    """From the environment variable, else from a prompt; never empty.

    Raises:
        EnvironmentProblem: `password_needed`.
    """
    known = typed_secret(variable, question)
    if not known:
        raise EnvironmentProblem("password_needed", "A password is needed; nothing was changed.", how_to_type(variable))
    return known


def typed_secret(variable: str, question: str) -> str:
    """From the environment variable, else from a prompt that shows nothing; blank where nobody can be asked."""
    known = os.environ.get(variable, "")
    return known or (_asked(question) if sys.stdin.isatty() else "")


def _asked(question: str) -> str:
    import getpass  # noqa: PLC0415 - a window asks by itself

    return getpass.getpass(question)


def how_to_type(variable: str) -> Phrase:
    """The cure where a secret is missing."""
    return Phrase("Type it when asked, or set {variable}.", variable=variable)


def open_station(loaded: LoadedStudy, db: Path | None, *, create: bool, writable: bool) -> Station:
    """The study's database, opened."""
    path = db or default_database(loaded.folder, loaded.head.id)
    return _station(loaded, open_file(path, create=create, writable=writable))


def open_station_with(loaded: LoadedStudy, passphrase: str) -> Station:
    """The study's own database, opened to write or made, for a window that asks for the passphrase itself.

    Args:
        passphrase: Blank: that of the environment, or none.

    Raises:
        EnvironmentProblem: `passphrase_needed`, `wrong_passphrase`, `no_key_store` where one is to be typed.
    """
    path = default_database(loaded.folder, loaded.head.id)
    settings = _demo_settings(path) or settings_with(
        settings_of_environment(), passphrase or passphrase_from_environment()
    )
    return _station(loaded, open_database(path, settings, create=True, writable=True))


def _station(loaded: LoadedStudy, database: Database) -> Station:
    clock = SystemClock() if not database.rehearses else _after_field(database)
    ids = UuidSource(clock, random.SystemRandom())
    return Station(loaded, database, clock=clock, ids=ids, cost=database.cost)


def _after_field(database: Database) -> Clock:
    """The clock of a rehearsal goes on where its field ended: its days are fixed, and nobody is asked about that."""
    from cati_app.demo.clock import ShiftedClock  # noqa: PLC0415 - commands on real studies need nothing of it

    ended = ended_at(database)
    return SystemClock() if ended is None else ShiftedClock(ended)


def clock_doubt(station: Station) -> ClockDoubt | None:
    """Whether the clock of this machine is far from the last event."""
    return station.check_clock()(PROGRAM)


def open_as_asked(loaded: LoadedStudy, arguments: argparse.Namespace, *, writes: bool) -> Station:
    """For a command that writes with some of its arguments, and only reads with the others.

    Raises:
        EnvironmentProblem: `clock_doubtful` where it writes.
    """
    if writes:
        return open_to_write(loaded, arguments)
    return open_station(loaded, arguments.db, create=False, writable=False)


def open_to_write(loaded: LoadedStudy, arguments: argparse.Namespace, *, create: bool = False) -> Station:
    """The same for a command that writes: before it does, the clock has to be plausible, or confirmed.

    Raises:
        EnvironmentProblem: `clock_doubtful`.
    """
    station = open_station(loaded, arguments.db, create=create, writable=True)
    try:
        doubt = clock_doubt(station)
        if doubt is not None and not arguments.clock_is_right:
            last_at, now = clock_times(doubt)
            raise EnvironmentProblem(
                "clock_doubtful",
                Phrase(
                    "The clock of this machine says {now}, and the last event in the database is of {last_at}."
                    " Nothing was changed.",
                    now=now,
                    last_at=last_at,
                ),
                "Set the clock, or say --clock-is-right if it is right.",
            )
        if doubt is not None:
            station.check_clock().confirm(PROGRAM, doubt)
    except BaseException:
        station.database.close()
        raise
    return station


def settings_of_environment() -> Settings:
    """Where block list, backups and state folders are on this machine; without a passphrase."""
    return Settings(
        blocklist=default_blocklist(),
        blocklist_passphrase=os.environ.get("CATI_BLOCKLIST_PASSPHRASE") or None,
        backups=backup_folder(),
        state=default_state(),
    )


def open_file(path: Path, *, create: bool, writable: bool) -> Database:
    """A database, with the passphrase of the environment or of whoever sits there."""
    played = _demo_settings(path)
    if played is not None:
        return open_database(path, played, create=create, writable=writable)
    settings = settings_of_environment()
    try:
        return open_database(
            path, settings_with(settings, passphrase_from_environment()), create=create, writable=writable
        )
    except EnvironmentProblem as problem:
        if problem.code not in ("passphrase_needed", "no_key_store") or not sys.stdin.isatty():
            raise
        return open_database(path, settings_with(settings, ask_passphrase(path.name)), create=create, writable=writable)


def _demo_settings(path: Path) -> Settings | None:
    """Those of the database of a rehearsal; None for any other."""
    return rehearsal_settings(path) if is_rehearsal(path.parent) and path.name == REHEARSAL else None


def rehearsal_settings(path: Path) -> Settings:
    """How the database of a rehearsal is opened: with the passphrase that everybody knows."""
    from cati_app.demo.station import demo_settings  # noqa: PLC0415 - commands on real studies need nothing of it

    return demo_settings(path)


def study_outputs(arguments: argparse.Namespace, loaded: LoadedStudy, *reads: Path) -> Outputs:
    """What writes the files of a command with STUDY, --db and --force.

    Args:
        arguments: Of the command.
        loaded: The study; nothing is written into its folder.
        reads: Further files that the command reads.
    """
    stores = [arguments.db or default_database(loaded.folder, loaded.head.id), default_blocklist()]
    return Outputs(reads=reads, stores=stores, force=arguments.force)


def settings_with(settings: Settings, passphrase: str | None) -> Settings:
    """The same settings with a passphrase."""
    return replace(settings, passphrase=passphrase)


def sign_in(station: Station, arguments: argparse.Namespace) -> tuple[User, HeldKeys]:
    """Who runs the command; the password from CATI_PASSWORD or a prompt.

    Raises:
        RuleViolation: `wrong_login`, `sign_in_delayed`.
        EnvironmentProblem: `login_needed`, `password_needed` where nobody can be asked.
    """
    login: str | None = arguments.login
    if not login and not sys.stdin.isatty():
        raise EnvironmentProblem(
            "login_needed", "This command is done by a person who signs in.", "Name one with --as."
        )
    name = login or input(say("Login:") + " ")
    password = ask_password("CATI_PASSWORD", say("Password of {name}:", name=name) + " ")
    signed_in = station.sign_in(name, password, command_of(arguments))
    if signed_in is None:
        raise RuleViolation("wrong_login")
    return signed_in


def command_of(arguments: argparse.Namespace) -> str:
    """The command by its words, for the log."""
    action = getattr(arguments, "action", None) or getattr(arguments, "kind", None)
    return " ".join(("cati", arguments.command, *([action] if action else [])))


def sign_in_supervisor(station: Station, arguments: argparse.Namespace) -> tuple[User, HeldKeys]:
    """As `sign_in`, for what only a supervisor may do.

    Raises:
        RuleViolation: `supervisor_needed`.
    """
    person, keys = sign_in(station, arguments)
    require(person, Right.SUPERVISE)
    return person, keys
