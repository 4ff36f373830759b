"""Where somebody practises: a study without its numbers, in a folder that nobody can read and that goes at the end."""

from __future__ import annotations

import csv
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.demo.clock import ShiftedClock, tuesday_at_four
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.respondent import Habits
from cati_app.demo.station import PASSWORD, QUICK, demo_settings
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy, practised
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.opening import open_database
from cati_app.study.model import SampleFile

LOGIN = "practice"
_DATABASE, _SAMPLE = "practice.db", "practice.csv"
_NUMBERS = 200
_FICTION = "+4930231252{n:02d}", "+4930231253{n:02d}"
"""Numbers that are kept free for films: nobody has them (Bundesnetzagentur, numbers for media productions)."""


@contextmanager
def practice_room(loaded: LoadedStudy, seed: int) -> Iterator[tuple[Station, Town]]:
    """A station with one interviewer and numbers that nobody has.

    The folder goes when this ends. Whatever a kill leaves of it is encrypted with a passphrase that nobody knows, and
    holds neither a number of the sample nor an answer of a person.

    Args:
        seed: The same gives the same people.
    """
    with TemporaryDirectory(prefix="cati-practice-") as name:
        folder = Path(name)
        _write_sample(folder / _SAMPLE)
        sample = SampleFile(file=_SAMPLE)
        study = loaded.study.model_copy(update={"sample": sample})
        practice = practised(replace(loaded, folder=folder, study=study))
        clock = ShiftedClock(tuesday_at_four(study.calling.time_zone, datetime.now(UTC).date()))
        settings = replace(demo_settings(folder / _DATABASE), passphrase=secrets.token_urlsafe(32))
        opened = open_database(folder / _DATABASE, settings, create=True, writable=True)
        station = Station(practice, opened, clock=clock, ids=UuidSource(clock, random.Random(seed)), cost=QUICK)
        try:
            keys = station.people.begin_study()
            languages = [language.code for language in study.languages]
            station.people.add_person(keys)(PROGRAM, LOGIN, LOGIN, Role.INTERVIEWER, PASSWORD, languages, [])
            station.prepare(keys)
            habits = Habits.of_study(loaded.folder)
            yield station, Town(habits, seed, frozenset(languages))
        finally:
            opened.close()


def _write_sample(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["case_no", "frame", "number"])
        for n in range(_NUMBERS):
            rows.writerow([n + 1, "landline", _FICTION[n // 100].format(n=n % 100)])
