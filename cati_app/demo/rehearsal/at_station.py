"""`python -m cati_app.demo.rehearsal.at_station`: seats of a rehearsed field at one station of its hub.

Line by line it is told which seat goes on, and answers how many seconds pass; nobody else's clock is moved here.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cati_app.demo.clock import FollowingClock
from cati_app.demo.rehearsal.seat import PlayedSeat
from cati_app.demo.rehearsal.seat_work import Held, SeatWork
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.station import PASSWORD, open_demo_station
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.calling.queue import Waits
from cati_app.station.hub_lines import BY_ITSELF
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study

_NONE = "null"
"""How JSON writes the name of what waits for nothing."""


def main(words: list[str]) -> int:
    """Study folder, database, file of the clock, seed, number of the station, logins; then lines until they end."""
    folder, database, clock_file, seed, number, *logins = words
    loaded = read_study(Path(folder))
    assert isinstance(loaded, LoadedStudy)
    clock = FollowingClock(Path(clock_file))
    station = open_demo_station(loaded, Path(database), clock, random.Random(f"{seed}/{number}"))
    station.hub.patience = BY_ITSELF  # the clock of the field stands still meanwhile, however slow the machine is
    try:
        town = Town.of_study(loaded, int(seed))
        seats = [_Seat(station, login, town, clock) for login in logins]
        for line in sys.stdin:
            asked = json.loads(line)
            _say(seats[asked["seat"]].step(asked.get("until")))
        _say({"completes": station.hub.handed_in()})
    finally:
        station.database.close()
    return 0


class _Seat:
    def __init__(self, station: Station, login: str, town: Town, clock: FollowingClock) -> None:
        signed_in = station.sign_in(login, PASSWORD)
        assert signed_in is not None
        user, keys = signed_in
        station.prepare(keys, user)
        services = station.interviewer(user, keys, ManualDialer(), study_texts(station.loaded, "de"))
        self._played = PlayedSeat(services, town, clock, SeatWork())
        self._working: Iterator[float] = iter(())

    def step(self, until: str | None) -> Mapping[str, Any]:
        """Go on, or begin a shift; seconds that pass, and after its end what was done in it."""
        if until is not None:
            self._working = self._played.shift(datetime.fromisoformat(until))
        seconds = next(self._working, None)
        if seconds is not None:
            return {"seconds": seconds}
        work, self._played.work = self._played.work, SeatWork()
        return {"seconds": None, "work": vars(work)}


def add_work(total: SeatWork, told: Mapping[str, Any]) -> None:
    """Add what the seat of a station did in a shift.

    Args:
        told: As the station told it.
    """
    total.idle_s += told["idle_s"]
    total.talk_s += told["talk_s"]
    total.at_work_s += told["at_work_s"]
    total.idle_by.update({None if key == _NONE else Waits(key): n for key, n in told["idle_by"].items()})
    total.stuck.update(told["stuck"])
    total.refused.update(told["refused"])
    total.corrected += told["corrected"]
    total.held += (Held(language, seconds, tuple(asked)) for language, seconds, asked in told["held"])
    for question, answers in told["asked"].items():
        total.asked.setdefault(question, Counter()).update(answers)


def _say(told: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
