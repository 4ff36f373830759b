"""A field of some weeks at a hub: seats at stations in processes of their own, a server, real TLS, and one clock.

One seat goes on at a time, in the order of the field's clock, which the hub and every station follow.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cati_app.demo.clock import LeadingClock
from cati_app.demo.hub_process import bring_to_hub, hub_on_this_machine, serving
from cati_app.demo.rehearsal.at_station import add_work
from cati_app.demo.rehearsal.days import Evening, FieldDays
from cati_app.demo.rehearsal.people import add_people
from cati_app.demo.rehearsal.proposed import begins
from cati_app.demo.rehearsal.seat_work import SeatWork
from cati_app.demo.rehearsal.told import Field
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.station import PASSWORD, open_demo_station
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.domain.phrases import Phrase
from cati_app.hub.figures_of_study import figures_of
from cati_app.station.folders import BESIDE_REHEARSAL
from cati_app.station.hub_link import enrol
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import SystemClock
from cati_app.station.opening import Station
from cati_app.station.whole_study import whole_study
from cati_app.values import dataclass

HUB, STATIONS, CLOCK = (f"{BESIDE_REHEARSAL}{name}" for name in ("hub", "stations", "clock"))
"""Of a rehearsal, in its folder."""
_SUPERVISOR, _ANALYST = "supervision", "analyse"
_STOP_S = 30


@dataclass(frozen=True, slots=True)
class _Files:
    """Study folder and database of a station that joins, and who sits there."""

    folder: Path
    database: Path
    logins: Sequence[str]


class HubRehearsal:
    """A study at a hub of its own.

    Args:
        folder: That of the rehearsal; the hub and the stations have theirs in it.
        database: Of the station that brings the study there; nobody calls at it.
        stations: At which the seats take turns.
        spoken: See `add_people`.
    """

    def __init__(
        self,
        loaded: LoadedStudy,
        folder: Path,
        database: Path,
        seats: int,
        seed: int,
        stations: int,
        *,
        spoken: Sequence[Sequence[str]] = (),
    ) -> None:
        self._loaded = loaded
        self._folder = folder
        self._database = database
        self._seats = seats
        self._seed = seed
        self._stations = min(stations, seats)
        self._spoken = spoken

    def play(self, days: int, evening: Callable[[], object] = lambda: None) -> Field:
        """As `FieldDays.play`.

        Raises:
            EnvironmentProblem: a station ended with an error, or has other interviews than the hub counts.
        """
        hub, clock_file = self._folder / HUB, self._folder / CLOCK
        storage, code = hub_on_this_machine(hub)
        town = Town.of_study(self._loaded, self._seed)
        told = Field({}, people=town.habits.sources())
        with ExitStack() as field:
            clock = field.enter_context(closing(LeadingClock(begins(self._loaded.study), clock_file)))
            field.enter_context(serving(hub, "--rehearsal-clock", str(clock_file)))
            station = open_demo_station(self._loaded, self._database, clock, random.Random(self._seed))
            field.enter_context(closing(station.database))
            people = add_people(station, station.people.begin_study(), self._seats, self._spoken)
            enrol(station.database, code)
            joined = self._bring(station, clock, [user.login for user in people])
            processes = [
                field.enter_context(closing(_StationProcess(files, clock_file, self._seed, n)))
                for n, files in enumerate(joined)
            ]
            seats = [
                _SeatThere(processes[n % len(joined)], n // len(joined), told.work, user, town)
                for n, user in enumerate(people)
            ]
            FieldDays(station.rules, clock, seats, told, lambda: _reading(station)).play(days, evening)
            with _reading(station, _ANALYST):
                pass  # for the commands of analysts, when the hub does not serve any more
            told.stations = [process.end() for process in processes]
            study = station.database.study.hex()
        clock_file.unlink()
        _check(told, figures_of(storage, study, SystemClock()))
        return told

    def _bring(self, station: Station, clock: LeadingClock, logins: Sequence[str]) -> Sequence[_Files]:
        """Study and cases to the hub; what each station has that joins."""
        joined = []
        for n in range(self._stations):
            folder = self._folder / STATIONS / f"{n + 1:02d}"
            folder.mkdir(parents=True)
            joined.append(_Files(folder / "study", folder / "station.db", logins[n :: self._stations]))
        bring_to_hub(station, clock, [(files.folder, files.database) for files in joined])
        return joined


class _StationProcess:
    """One station at work."""

    def __init__(self, files: _Files, clock_file: Path, seed: int, number: int) -> None:
        words = [str(files.folder), str(files.database), str(clock_file), str(seed), str(number), *files.logins]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cati_app.demo.rehearsal.at_station", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **step: object) -> Mapping[str, Any]:
        """Have a seat go on. EnvironmentProblem: the station ended with an error."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(step) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it said why
        return self._told()

    def end(self) -> int:
        """Everybody leaves; complete interviews that were held there. EnvironmentProblem: as `ask`."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        completes: int = self._told()["completes"]
        self._process.wait(_STOP_S)
        return completes

    def close(self) -> None:
        """It ends, whatever it was doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def _told(self) -> Mapping[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EnvironmentProblem(
                "program_error",
                "A station of the rehearsal ended with an error, which stands above. Nothing else was touched.",
                "Please report this line.",
            )
        told: Mapping[str, Any] = json.loads(line)
        return told


class _SeatThere:
    """A seat at a station.

    Args:
        number: At that station.
        work: Of all seats, to which a shift is added at its end.
    """

    def __init__(self, station: _StationProcess, number: int, work: SeatWork, user: User, town: Town) -> None:
        self.speaks = frozenset(user.languages)
        self._login = user.login
        self._town = town
        self._station = station
        self._number = number
        self._work = work

    def is_absent(self, day: date) -> bool:
        """Whether the person does not come that day, though planned."""
        return self._town.is_absent(self._login, day)

    def shift(self, until: datetime) -> Iterator[float]:
        """Work until then; yields seconds that pass."""
        told = self._station.ask(seat=self._number, until=until.isoformat())
        while told["seconds"] is not None:
            yield told["seconds"]
            told = self._station.ask(seat=self._number)
        add_work(self._work, told["work"])


@contextmanager
def _reading(station: Station, login: str = _SUPERVISOR) -> Iterator[Evening]:
    """Somebody looks at the whole study, as the hub has it. EnvironmentProblem: it could not be fetched."""
    signed_in = station.sign_in(login, PASSWORD)
    assert signed_in is not None
    _, keys = signed_in
    with whole_study(station, keys) as whole:
        if whole.behind is not None:
            raise whole.behind
        yield Evening(whole.station, keys)


def _check(told: Field, figures: Mapping[str, Any]) -> None:
    """Whether stations, hub and the copy that was read agree. EnvironmentProblem: they do not."""
    if told.summary == figures and sum(told.stations) == figures["completes"]:
        return
    raise EnvironmentProblem(
        "program_error",
        Phrase(
            "The stations held {there} interviews, the hub counts {here}, {read} were read from it.",
            there=sum(told.stations),
            here=figures["completes"],
            read=told.summary["completes"],
        ),
        "Please report this line.",
    )
