"""Where somebody practises: a study without its numbers, in a folder that nobody can read and that goes at the end."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.demo.clock import ShiftedClock, tuesday_at_four
from cati_app.demo.invented_sample import with_sample, write_sample
from cati_app.demo.rehearsal.town import Town
from cati_app.demo.station import PASSWORD, QUICK, demo_settings
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy, practised
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.opening import open_database

LOGIN = "practice"
_DATABASE, _SAMPLE = "practice.db", "practice.csv"
_NUMBERS = 200


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
        study = loaded.study
        write_sample(folder / _SAMPLE, study, _NUMBERS, random.Random(seed))
        practice = practised(with_sample(replace(loaded, folder=folder), folder / _SAMPLE))
        clock = ShiftedClock(tuesday_at_four(study.calling.time_zone, datetime.now(UTC).date()))
        settings = replace(demo_settings(folder / _DATABASE), passphrase=secrets.token_urlsafe(32))
        opened = open_database(folder / _DATABASE, settings, create=True, writable=True)
        station = Station(practice, opened, clock=clock, ids=UuidSource(clock, random.Random(seed)), cost=QUICK)
        try:
            keys = station.people.begin_study()
            languages = [language.code for language in study.languages]
            station.people.add_person(keys)(PROGRAM, LOGIN, LOGIN, Role.INTERVIEWER, PASSWORD, languages, [])
            station.prepare(keys)
            yield station, Town.of_study(loaded, seed)
        finally:
            opened.close()
