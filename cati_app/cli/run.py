"""`cati run STUDY`: the application on a study, with its own people."""

from __future__ import annotations

import argparse
from functools import partial

from cati_app.cli.opening import clock_doubt, load, open_station, study_arguments, write_ended
from cati_app.cli.screen import has_screen
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.backing_up import DailyBackup, backups_of, content_of
from cati_app.station.folders import default_database
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.remembering import remember
from cati_app.texts import say
from cati_app.values import dataclass


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
                loaded.head.id,
                arguments.db or default_database(loaded.folder, loaded.head.id),
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
    station = open_station(loaded, arguments.db, create=True, writable=True)
    look = Look(arguments.language, arguments.dark, arguments.dial, arguments.sip_host, arguments.login or "")
    return windows(station, look, clock_is_right=arguments.clock_is_right, own=arguments.db is None)


@dataclass(frozen=True, slots=True)
class Look:
    """How the windows look and dial."""

    language: str | None = None
    dark: bool | None = None
    dial: str = "hand"
    sip_host: str = ""
    login: str = ""


_PLAIN = Look()


def windows(station: Station, look: Look = _PLAIN, *, clock_is_right: bool = False, own: bool = True) -> int:
    """The windows on an open study, until all are closed; the station is closed then.

    Args:
        own: It is the database that the start page would open: the study stands there from now on.
    """
    from cati_app.station.desktop import Desktop, WindowSettings, offered  # noqa: PLC0415 - commands start without Qt
    from cati_app.ui.setup import application  # noqa: PLC0415 - as above

    loaded = station.loaded
    with station.database:
        people = station.logins()
        application()
        settings = WindowSettings(
            language=look.language,
            dark=look.dark,
            scheme=None if look.dial == "hand" else look.dial,
            sip_host=look.sip_host,
            user=look.login,
            people=offered(loaded.head, people),
        )
        database = station.database
        daily = DailyBackup(backups_of(database.path), partial(content_of, database, loaded), station.clock)
        doubt = clock_doubt(station)
        if doubt is not None and clock_is_right:
            station.check_clock().confirm(PROGRAM, doubt)
            doubt = None
        if own:
            remember(station)
        code = Desktop(station, settings, daily=daily, doubt=doubt).run()
        if own:
            remember(station)
        return code
