"""A hub, its stations and a fault that comes to them: what is played, and on what."""

from __future__ import annotations

import datetime
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from tests.faults.hub_kills import TARGETS
from tests.faults.hub_station import Person
from tests.hub_field import STARTS, HubField, signed_in
from tests.hub_properties import in_the_end
from tests.postgres_machines import OwnPostgres
from tests.stations import TUESDAY

FILES, SERVER = "files", "server"


@dataclass
class Played:
    """A field in which a fault comes.

    Args:
        server: Of PostgreSQL, one of its own; None where the hub keeps files.
    """

    field: HubField
    server: OwnPostgres | None
    chance: random.Random

    @contextmanager
    def person(self, number: int, login: str = "", clock: datetime.datetime = TUESDAY) -> Iterator[Person]:
        """Somebody at work at a station."""
        name = login or ("ann", "bob")[number % 2]
        with signed_in(self.field.stations[number], name, self.chance.randrange(1 << 20), SimulatedClock(clock)) as at:
            yield Person(at, self.chance, 0.0)

    def sits(self, person: Person, times: int) -> list[str]:
        """So many sittings, and what became of vain tries between them."""
        vain: list[str] = []
        for _ in range(times * 60):
            told = person.step()
            if told == "sat":
                times -= 1
            else:
                vain.append(told)
            if not times:
                return vain
        raise AssertionError(f"nobody can work: {vain[-5:]}")

    def restart(self, *words: str) -> None:
        """The hub, killed and started again."""
        process = self.field.hub.process
        assert process is not None
        process.kill()
        process.communicate()
        self.field.hub.start(*(words or STARTS))

    def whole(self, *, surplus: bool = False, at_once: bool = False) -> None:
        """Everything that has to hold in the end does.

        Args:
            at_once: Whether two stations may have worked one case, so that both have an attempt of that number.
        """
        amiss = in_the_end(self.field, surplus=surplus, at_once=at_once)
        assert not amiss, amiss[:5]


class NotBegun(Exception):
    """The machine was too busy to make a hub and its stations; nothing was played yet."""


Play = Callable[[Played], str]


@dataclass(frozen=True)
class HubFault:
    """A fault.

    Args:
        expected: What has to come of it, beyond the properties.
        engines: On which it can come.
        cases: Of the study.
        files: Of the study folder.
        at_once: Whether two stations may come to work one case.
    """

    where: str
    what: str
    expected: str
    play: Play
    engines: tuple[str, ...] = (FILES, SERVER)
    cases: int = 60
    stations: int = 2
    questionnaire: tuple[tuple[str, str], ...] = tuple(TARGETS.items())
    on_a_small_disk: bool = False
    at_once: bool = False


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of a few megabytes in memory."""
    with tempfile.TemporaryDirectory() as name:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=160m,mode=777", "tmpfs", name], capture_output=True, check=False
        )
        assert mounted.returncode == 0, "no small file system can be made here"
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", name], check=False)


@contextmanager
def played(fault: HubFault, engine: str, folder: Path, seed: int = 1) -> Iterator[Played]:
    """The field of a fault. NotBegun: there is none."""
    with ExitStack() as kept:
        disk = kept.enter_context(small_disk()) if fault.on_a_small_disk else None
        server = None
        if engine == SERVER:
            server = OwnPostgres(disk).make()
            kept.callback(server.remove)
            server.start()
        try:
            made = HubField(
                folder / "field",
                cases=fault.cases,
                stations=fault.stations,
                questionnaire=dict(fault.questionnaire),
                hub_in=disk if server is None else None,
                database_url=server.url if server is not None else None,
            )
        except EnvironmentProblem as problem:
            raise NotBegun(problem.code) from problem
        kept.enter_context(closing(made))
        yield Played(made, server, random.Random(seed))
