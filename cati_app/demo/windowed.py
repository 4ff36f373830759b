"""The demo with a screen: real windows, the clock runs from a Tuesday at 16:00 on, so that calls are allowed."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from cati_app.demo.clock import ShiftedClock, tuesday_at_four
from cati_app.demo.station import PASSWORD, PEOPLE, demo_station, make_folder
from cati_app.publish.outputs import Outputs
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.loading import LoadedStudy
from cati_app.ui.setup import application


def open_demo(loaded: LoadedStudy, out: Path, language: str | None) -> tuple[int, Path]:
    """Open the window on the demo database in `out`, which stays for the next time; exit code and database."""
    make_folder(Outputs(), out)
    clock = ShiftedClock(tuesday_at_four(loaded.study.calling.time_zone, datetime.now(UTC).date()))
    database = out / f"{loaded.study.id}-window.db"
    station = demo_station(loaded, database, clock, random.SystemRandom())
    try:
        application()
        people = [(login, name) for login, name, _ in PEOPLE]
        hint = f"Demo – Passwort / password: {PASSWORD}"
        return Desktop(station, WindowSettings(language=language, people=people, hint=hint)).run(), database
    finally:
        station.database.close()
