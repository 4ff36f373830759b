"""`cati run STUDY`: the application on a study, with its own people."""

from __future__ import annotations

import argparse
from functools import partial

from cati_app.cli.demo import has_screen
from cati_app.cli.opening import clock_doubt, load, open_station, study_arguments, write_ended
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.backing_up import DailyBackup, backups_of, content_of
from cati_app.station.folders import default_database
from cati_app.station.loading import LoadedStudy
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, and how numbers are dialled."""
    study_arguments(parser)
    parser.add_argument(
        "--dial", choices=("hand", "tel", "sip"), default="hand", help=say("who dials (default: by hand)")
    )
    parser.add_argument("--sip-host", default="", help=say("host of sip: addresses"))
    parser.add_argument("--language", choices=("de", "en"), default=None, help=say("language of the interface"))
    parser.add_argument("--dark", action=argparse.BooleanOptionalAction, default=None, help=say("dark or light"))


def run(arguments: argparse.Namespace) -> int:
    """Open the window, in a new study on its first supervisor; EnvironmentProblem without a screen.

    With --json one line says at the end what was run, also where no window could open.
    """
    loaded = load(arguments.study)
    display, ended = has_screen(), "error"
    try:
        code = _open(loaded, arguments, display)
        ended = "closed"
    except EnvironmentProblem as problem:
        ended = problem.code
        raise
    finally:
        if arguments.json:
            write_ended(
                loaded.study.id,
                arguments.db or default_database(loaded.folder, loaded.study),
                display=display,
                ended=ended,
            )
    return code


def _open(loaded: LoadedStudy, arguments: argparse.Namespace, display: bool) -> int:
    if not display:
        raise EnvironmentProblem(
            "no_screen", "There is no screen for a window here.", "Try `cati demo --headless`, or set DISPLAY."
        )
    if arguments.dial == "sip" and not arguments.sip_host:
        raise EnvironmentProblem("no_sip_host", "sip: addresses need a host.", "Name it with --sip-host.")
    from cati_app.station.desktop import Desktop, WindowSettings, application, offered  # noqa: PLC0415 - commands start without Qt

    station = open_station(loaded, arguments.db, create=True, writable=True)
    with station.database:
        people = station.logins()
        application()
        settings = WindowSettings(
            language=arguments.language,
            dark=arguments.dark,
            scheme=None if arguments.dial == "hand" else arguments.dial,
            sip_host=arguments.sip_host,
            user=arguments.login or "",
            people=offered(loaded.study, people),
        )
        database = station.database
        daily = DailyBackup(backups_of(database.path), partial(content_of, database, loaded), station.clock)
        doubt = clock_doubt(station)
        if doubt is not None and arguments.clock_is_right:
            station.check_clock().confirm(PROGRAM, doubt)
            doubt = None
        return Desktop(station, settings, daily=daily, doubt=doubt).run()
