"""Where somebody practises: a study without its numbers, in a folder that nobody can read and that goes at the end."""

from __future__ import annotations

import csv
import random
import secrets
from collections.abc import Iterator, Mapping, Sequence
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
from cati_app.study.model import Category, SampleFile, Study

LOGIN = "practice"
_DATABASE, _SAMPLE = "practice.db", "practice.csv"
_NUMBERS = 200
_SELDOM = 0.02
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
        _write_sample(folder / _SAMPLE, _fields(loaded.study), random.Random(seed))
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


def _fields(study: Study) -> dict[str, Sequence[Category]]:
    """Columns of the sample that quotas count by, with the categories of their values."""
    quotas = [*([study.quota] if study.quota is not None else []), *study.further_quotas]
    return {
        dimension.variable: dimension.categories
        for quota in quotas
        for dimension in quota.dimensions
        if dimension.from_ == "sample"
    }


def _write_sample(path: Path, fields: Mapping[str, Sequence[Category]], chance: random.Random) -> None:
    """Numbers that nobody has; what quotas count by is drawn by the shares of its categories."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["case_no", "frame", "number", *fields])
        for n in range(_NUMBERS):
            drawn = [_drawn(categories, chance) for categories in fields.values()]
            rows.writerow([n + 1, "landline", _FICTION[n // 100].format(n=n % 100), *drawn])


def _drawn(categories: Sequence[Category], chance: random.Random) -> str:
    """A value; categories without a share are drawn alike, and none is left out for having the share 0."""
    shares = [1.0 if category.share is None else max(_SELDOM, category.share) for category in categories]
    return chance.choice(chance.choices(categories, shares)[0].values)
