"""A whole shift without a screen: real windows, keys only, then the exports; one summary at the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.demo.desk_tour import DeskTour
from cati_app.demo.gallery import Gallery
from cati_app.demo.habits_of_study import habits_of
from cati_app.demo.hands import Hands
from cati_app.demo.pictures import Pictures
from cati_app.demo.respondent import Respondents
from cati_app.demo.shift import PlayedShift
from cati_app.demo.station import PASSWORD, PEOPLE, clear_demo, demo_station, make_folder
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.monitor.shift_summary import shift_summary
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.outputs import Outputs
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.folders import default_blocklist, default_database
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.ui.setup import application

ATTEMPTS_AN_INTERVIEW = 120
DAY = date(2026, 11, 24)  # fixed, so that ages and weekdays are the same in every run


def play(
    loaded: LoadedStudy,
    *,
    interviews: int,
    seed: int,
    targets_scale: float,
    out: Path,
    language: str,
    force: bool,
    pictures: bool = True,
) -> dict[str, Any]:
    """Play a shift and export its data set.

    Args:
        interviews: How many interviews begin after screening.
        seed: The same seed gives the same summary.
        targets_scale: Factor on the targets of the quota.
        out: Folder for pictures, data set and database.
        language: Of the interface.
        force: Whether files of another kind are replaced.
        pictures: Whether any are taken; the summary is the same.

    Returns:
        attempts, dispositions, completes, screen_outs, cells, unclassified.
    """
    outputs = Outputs(stores=[default_database(loaded.folder, loaded.head.id), default_blocklist()], force=force)
    make_folder(outputs, out)
    database = out / f"{loaded.study.id}-demo.db"
    clear_demo(database)
    clock = SimulatedClock(tuesday_at_four(loaded.study.calling.time_zone, DAY))
    station = demo_station(loaded, database, clock, random.Random(seed), targets_scale)
    try:
        app = application()
        people = [(login, name) for login, name, _ in PEOPLE]
        desktop = Desktop(station, WindowSettings(language=language, dark=False, people=people))
        try:
            _shift(
                desktop,
                clock,
                loaded,
                seed,
                interviews,
                Pictures(desktop, out / "pictures" if pictures else None, outputs),
            )
        finally:
            desktop.close()
            app.processEvents()
        _export(station, out / "export", outputs)
        return summary(station)
    finally:
        station.database.close()


def _shift(
    desktop: Desktop, clock: SimulatedClock, loaded: LoadedStudy, seed: int, interviews: int, pictures: Pictures
) -> None:
    habits = habits_of(loaded)
    unexpected: list[str] = []
    desktop.hook.reported.connect(unexpected.append)
    desktop.hook.install()
    desktop.show()
    hands = Hands(desktop, clock)
    gallery = Gallery(desktop, hands, pictures)
    tour = DeskTour(desktop, clock, hands, pictures)

    def watch(name: str) -> None:
        pictures(name)
        if name == "board":
            gallery.sample()

    shift = PlayedShift(desktop, clock, hands, Respondents(habits, random.Random(seed)), watch, gallery, tour)
    shift.sign_in(PASSWORD)
    shift.play(interviews, interviews * ATTEMPTS_AN_INTERVIEW)
    shift.show_around(PASSWORD)
    check_expected(unexpected)


def check_expected(unexpected: Sequence[str]) -> None:
    """Whether nothing went wrong that nobody expected. EnvironmentProblem: `program_error`."""
    if unexpected:
        raise EnvironmentProblem(
            "program_error",
            Phrase(
                "The shift ran into {count} errors of the program; the first: {first}.",
                count=len(unexpected),
                first=unexpected[0],
            ),
            "Please report this line.",
        )


def summary(station: Station) -> dict[str, Any]:
    """The shift in figures; nothing in it depends on the machine."""
    return shift_summary(station.read_board()(PROGRAM), station.read_tally()(PROGRAM))


def _export(station: Station, folder: Path, outputs: Outputs) -> None:
    from cati_app.station.exporting import export_station  # noqa: PLC0415 - pandas costs half a second of every start

    analyst = next(login for login, _, role in PEOPLE if role is Role.ANALYST)
    signed_in = station.sign_in(analyst, PASSWORD)
    assert signed_in is not None
    person, keys = signed_in
    export_station(station, person, keys, ("csv", "sav"), folder, outputs)
