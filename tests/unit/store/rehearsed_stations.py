"""A station that rehearses a small study with two cases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.rehearsal.people import add_people
from cati_app.demo.station import open_demo_station
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study
from cati_app.store.trust.held_keys import HeldKeys
from tests.stations import FORM, STUDY

BEGIN = datetime(2026, 11, 24, 15, tzinfo=UTC)
_SAMPLE = "telefon\n03023125001\n03023125002\n"


@contextmanager
def closing_station(folder: Path) -> Iterator[Station]:
    """The station, whose clock stands at `BEGIN`; its files go to the folder."""
    study = folder / "study"
    study.mkdir()
    (study / "form.md").write_text(FORM)
    (study / "study.yaml").write_text(STUDY + "sample: {file: sample.csv, columns: {numbers: [telefon]}}\n")
    (study / "sample.csv").write_text(_SAMPLE)
    loaded = read_study(study)
    assert isinstance(loaded, LoadedStudy), loaded
    opened = open_demo_station(loaded, folder / "field.db", SimulatedClock(BEGIN), random.Random(1))
    yield opened
    opened.database.close()


def keys_of(station: Station) -> HeldKeys:
    """Of the study, whose cases can be called by one person from then on."""
    keys = station.people.begin_study()
    station.prepare(keys)
    add_people(station, keys, 1)
    return keys
