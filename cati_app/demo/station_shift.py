"""`python -m cati_app.demo.station_shift`: one station of a hub works its part of a shift, keys only."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from cati_app.demo.clock import SimulatedClock, tuesday_at_four
from cati_app.demo.habits_of_study import habits_of
from cati_app.demo.hands import Hands
from cati_app.demo.headless import ATTEMPTS_AN_INTERVIEW, DAY, check_expected
from cati_app.demo.respondent import Respondents
from cati_app.demo.shift import PlayedShift
from cati_app.demo.station import PASSWORD, PEOPLE, open_demo_station
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from cati_app.ui.setup import application


def main(words: list[str]) -> int:
    """Study folder, database, interviews, seed, factor on targets; one line of JSON in the end."""
    folder, database, interviews, seed, scale = words
    loaded = read_study(Path(folder))
    assert isinstance(loaded, LoadedStudy)
    clock = SimulatedClock(tuesday_at_four(loaded.study.calling.time_zone, DAY))
    chance = random.Random(int(seed))
    station = open_demo_station(loaded, Path(database), clock, chance, float(scale))
    try:
        app = application()
        people = [(login, name) for login, name, _ in PEOPLE]
        desktop = Desktop(station, WindowSettings(language="de", dark=False, people=people))
        try:
            unexpected: list[str] = []
            desktop.hook.reported.connect(unexpected.append)
            desktop.hook.install()
            desktop.show()
            habits = habits_of(loaded)
            hands = Hands(desktop, clock)
            shift = PlayedShift(desktop, clock, hands, Respondents(habits, chance), places_left=lambda: True)
            shift.sign_in(PASSWORD)
            shift.play(int(interviews), int(interviews) * ATTEMPTS_AN_INTERVIEW)
            shift.leave()
            check_expected(unexpected)
        finally:
            desktop.close()
            app.processEvents()
        sys.stdout.write(json.dumps({"completes": station.hub.handed_in()}) + "\n")
    finally:
        station.database.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
