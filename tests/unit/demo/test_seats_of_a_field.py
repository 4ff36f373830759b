"""Who sits in a rehearsed field, and what they speak."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.rehearsal.people import add_people
from cati_app.demo.station import open_demo_station
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.stations import FORM, STUDY

_TWO = "languages: [{code: de, name: Deutsch, status: checked}, {code: tr, name: Türkçe}]"


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ((), [("de", "tr"), ("de", "tr"), ("de", "tr")]),
        ([("de",), ("tr", "de")], [("de",), ("tr", "de"), ("de",)]),
    ],
)
def test_seats_take_turns_among_the_languages_of_the_people_who_will_call(
    tmp_path: Path, spoken: Sequence[Sequence[str]], expected: list[tuple[str, ...]]
) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "form.md").write_text(FORM, encoding="utf-8")
    before = "languages: [{code: de, name: Deutsch, status: checked}]"
    (folder / "study.yaml").write_text(STUDY.replace(before, _TWO), encoding="utf-8")
    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy), loaded
    clock = SimulatedClock(datetime(2026, 11, 23, tzinfo=UTC))
    station = open_demo_station(loaded, tmp_path / "field.db", clock, random.Random(1))
    with station.database:
        seats = add_people(station, station.people.begin_study(), 3, spoken)

    assert expected == [tuple(seat.languages) for seat in seats]
