"""A station for demos: a database of its own, one login a role, passwords for everybody to see."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.domain.phrases import Phrase
from cati_app.fieldwork.rights import PROGRAM
from cati_app.publish.outputs import Outputs
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.keys import Cost, NoKeyRing, load_database_key
from cati_app.store.opening import Settings, key_file_of, open_database

PASSWORD = "demo"
PEOPLE = (
    ("interview", "Interview", Role.INTERVIEWER),
    ("supervision", "Supervision", Role.SUPERVISOR),
    ("analyse", "Analyse", Role.ANALYST),
)
"""Login, label on the first screen, role."""
_NAMES = {Role.INTERVIEWER: "Robin Beispiel", Role.SUPERVISOR: "Supervision", Role.ANALYST: "Analyse"}
_FILES = tuple(
    f"{part}{ending}"
    for part in ("", "-blocklist")
    for ending in (".db", ".db-wal", ".db-shm", ".db.lock", ".db.key", ".key")
)
QUICK = Cost(time_cost=1, memory_kib=1024)


def demo_station(
    loaded: LoadedStudy, database: Path, clock: Clock, chance: random.Random, targets_scale: float = 1.0
) -> Station:
    """Open the demo database, or make it with its people and sample."""
    new = not database.exists()
    station = open_demo_station(loaded, database, clock, chance, targets_scale)
    if new:
        keys = station.people.begin_study()
        for login, _, role in PEOPLE:
            station.people.add_person(keys)(
                PROGRAM, login, _NAMES[role], role, PASSWORD, [lang.code for lang in loaded.study.languages]
            )
        station.prepare(keys)
    return station


def open_demo_station(
    loaded: LoadedStudy, database: Path, clock: Clock, chance: random.Random, targets_scale: float = 1.0
) -> Station:
    """The station of a demo database, which is made where there is none; without people and sample then."""
    opened = open_database(database, demo_settings(database), create=True, writable=True)
    ids = UuidSource(clock, chance)
    return Station(loaded, opened, clock=clock, ids=ids, cost=QUICK, targets_scale=targets_scale)


def demo_settings(database: Path) -> Settings:
    """How the database of a demo is opened: with the passphrase that everybody knows, away from real studies."""
    blocklist = database.with_name(f"{database.stem}-blocklist.db")
    return Settings(PASSWORD, NoKeyRing(), QUICK, blocklist, rehearses=True, state=state_of(database))


def clear_demo(database: Path) -> None:
    """Remove an earlier demo database, never anything else.

    Raises:
        EnvironmentProblem: `out_protected`, where the database of that name has another passphrase than demos have.
    """
    if database.exists():
        try:
            key_file = key_file_of(database)
            older = database.with_suffix(".key")  # as older versions named it
            load_database_key(key_file if key_file.exists() else older, database.name, PASSWORD, NoKeyRing())
        except EnvironmentProblem as problem:
            raise EnvironmentProblem(
                "out_protected",
                Phrase("{path} is no database of a demo. Nothing was written.", path=database),
                "Choose another folder with --out.",
            ) from problem
    for suffix in _FILES:
        database.with_name(database.stem + suffix).unlink(missing_ok=True)
    for folder in state_of(database).glob("[0-9a-f]" * 32):
        shutil.rmtree(folder)


def state_of(database: Path) -> Path:
    """What holds the state folders of demos: never that of real studies, and gone with the demo."""
    return database.with_name(f"{database.stem}-state")


def make_folder(outputs: Outputs, out: Path) -> None:
    """The folder of a demo. EnvironmentProblem when it cannot be made, or is a study's own.

    A new one is closed to others on the machine: a sample comes in behind a password that everybody knows.
    """
    is_new = not out.exists()
    try:
        outputs.folder(out)
        if is_new:
            out.chmod(0o700)
    except OSError as error:
        raise EnvironmentProblem(
            "folder_closed",
            Phrase("The folder {out} cannot be made: {reason}.", out=out, reason=error.strerror),
            "Choose another one with --out.",
        ) from error
