"""`cati hub adopt`, `code`, `join`, `fetch` and others: a study at a hub, as supervisors and new stations see it."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from cati_app.cli.opening import (
    ask_passphrase,
    load,
    open_file,
    open_to_write,
    rehearsal_settings,
    settings_of_environment,
    settings_with,
    sign_in_supervisor,
)
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.cases_now import CasesNow
from cati_app.station.folders import default_database, default_state
from cati_app.station.machine import SystemClock
from cati_app.study.folder import read_study_folder
from cati_app.sync.code import EnrolCode
from cati_app.texts import say

_LARGE = 5_000_000
"""Bytes of a part about which something is said while it is on its way."""


def adopt(arguments: argparse.Namespace) -> int:
    """Say what will go; then hand it over, unless only that was asked for."""
    from cati_app.station.adopting import Adoption  # noqa: PLC0415 - as above
    from cati_app.station.hub_link import push, study_at_hub  # noqa: PLC0415 - as above

    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        with study_at_hub(station.database) as at:
            adoption = Adoption(station, by, keys, at)
            now = adoption.outlook()
            if not arguments.json:
                _say_cases(now)
            if not arguments.dry_run:
                push(station.database)  # what led to these cases is there before they are
            count = None if arguments.dry_run else adoption.run()
    if arguments.json:
        sys.stdout.write(json.dumps({"dry_run": arguments.dry_run, **asdict(now), "handed_over": count or 0}) + "\n")
    elif count is None:
        sys.stdout.write(say("Nothing was sent.") + "\n")
    else:
        sys.stdout.write(say("The hub has the cases, and lends them to its stations.") + "\n")
    return 0


def _say_cases(now: CasesNow) -> None:
    lines = [
        say(
            "{cases} cases go to the hub with {attempts} attempts and {interviews} interviews, {suspended} of them"
            " suspended, and {appointments} appointments: numbers, names, notes and answers sealed.",
            cases=now.cases,
            attempts=now.attempts,
            interviews=now.interviews,
            suspended=now.suspended,
            appointments=now.appointments,
        ),
        say("From then on this station calls as every other one does: with cases that the hub lends."),
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def station_code(arguments: argparse.Namespace) -> int:
    """A code for one station, made by a supervisor where the study is."""
    from cati_app.station.hub_link import study_at_hub  # noqa: PLC0415 - as above
    from cati_app.station.publishing import Publisher  # noqa: PLC0415 - as above

    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        with study_at_hub(station.database) as at:
            code, until = Publisher(station, by, keys, at).new_code()
    if arguments.json:
        facts = {"code": code.text, "address": str(code.address), "until": until}
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(say("Code for one station, told this once: {code}", code=code.text) + "\n")
    sys.stdout.write(
        say(
            "There: `cati hub join FOLDER`, until {until}. Then `cati hub publish STUDY --as SUPERVISOR` here names"
            " the station in the signed list.",
            until=until[:16].replace("T", " "),
        )
        + "\n"
    )
    return 0


def join(arguments: argparse.Namespace) -> int:
    """A station of a study at a hub."""
    from cati_app.station.joining import join as join_study  # noqa: PLC0415 - as above
    from cati_app.station.remembering import remember_joined  # noqa: PLC0415 - as above

    code = EnrolCode.typed(typed_code())
    name = arguments.db.name if arguments.db is not None else arguments.folder.name
    settings = settings_with(settings_of_environment(), ask_passphrase(name))
    state = default_state()
    told = say_progress(arguments)
    done = join_study(
        code, arguments.folder, arguments.db, settings, state, SystemClock(), told, rehearses=rehearsal_settings
    )
    if arguments.db is None:  # the start page opens the study's own database
        remember_joined(done.folder, SystemClock())
    if arguments.json:
        facts = {"study": done.study, "database": str(done.database.resolve()), "edition": done.edition}
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(
        say(
            "This station has joined the study {study}. `cati run {folder}` opens it.",
            study=done.study,
            folder=done.folder,
        )
        + "\n"
    )
    return 0


def fetch(arguments: argparse.Namespace) -> int:
    """What is new of the study at the hub; nobody signs in for it."""
    from cati_app.station.hub_contact import note_contact  # noqa: PLC0415 - as above
    from cati_app.station.joining import fetch as fetch_study  # noqa: PLC0415 - as above

    with (
        open_file(_database_of(arguments), create=False, writable=False) as reading,
        reading.for_a_moment() as database,
    ):
        n = fetch_study(database, arguments.study, say_progress(arguments))
        note_contact(database, SystemClock().now())
    if arguments.json:
        sys.stdout.write(json.dumps({"edition": n}) + "\n")
    elif n is None:
        sys.stdout.write(say("This station has the newest state of the study.") + "\n")
    else:
        sys.stdout.write(say("This station has edition {n} of the study now.", n=n) + "\n")
    return 0


def _database_of(arguments: argparse.Namespace) -> Path:
    """By the study's own name, whatever is wrong with the rest of its folder: fetching may put it right.

    Raises:
        EnvironmentProblem: `database_unnamed`.
    """
    if arguments.db is not None:
        return Path(arguments.db)
    study = read_study_folder(arguments.study).result.study
    if study is None:
        raise EnvironmentProblem(
            "database_unnamed",
            "The study folder does not say which database belongs to it.",
            "Name the database with --db.",
        )
    return default_database(arguments.study, study.id)


def typed_code() -> str:
    """From CATI_HUB_CODE, else typed; never on the command line, where others on the machine could read it.

    Raises:
        EnvironmentProblem: `enrol_code_needed`.
    """
    known = os.environ.get("CATI_HUB_CODE")
    if not known and sys.stdin.isatty():
        known = getpass.getpass(say("Code of the hub:") + " ")
    if not known:
        raise EnvironmentProblem(
            "enrol_code_needed",
            "The code of the hub is needed; nothing was changed.",
            "Type it when asked, or set CATI_HUB_CODE.",
        )
    return known


def say_progress(arguments: argparse.Namespace) -> Callable[[str, int, int], None]:
    """Where somebody looks on, how far a large part is."""

    def told(name: str, done: int, size: int) -> None:
        if sys.stderr.isatty() and not arguments.json and size > _LARGE:
            sys.stderr.write(f"{name}: {done * 100 // size} %\n")

    return told
