"""How long a field takes that is rehearsed: 400 complete interviews, ten seats, twenty days of the reference study."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from cati_app.demo.rehearsal.field import Rehearsal
from cati_app.demo.rehearsal.told import Field
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.bench.machine import PROMISED_AT_MS, machine_speed

SEATS, DAYS, SEED = 10, 20, 7
PROMISED_S = 60.0


class _Speed:
    """The speed of the machine after each day; that time does not count."""

    def __init__(self) -> None:
        self.products: list[float] = []
        self.looked_s = 0.0

    def look(self) -> None:
        """Once."""
        begin = time.process_time()
        self.products.append(machine_speed(5))
        self.looked_s += time.process_time() - begin


def rehearse(days: int = DAYS, *, joins: bool = True) -> None:
    """Play it once, and tell processor time beside the fixed Python work and at the speed of the promise."""
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy)
    with tempfile.TemporaryDirectory() as folder:
        rehearsal, watched = Rehearsal(loaded, Path(folder) / "field.db", SEATS, SEED, joins=joins), _Speed()
        begin = time.process_time()
        field: Field = rehearsal.play(days, watched.look)
        took = time.process_time() - begin - watched.looked_s
        rehearsal.station.database.close()
    speed, attempts = median(watched.products), field.summary["attempts"]
    at_promised = took / speed * PROMISED_AT_MS
    print(f"a rehearsed field: {SEATS} seats, {len(field.days)} days, {field.summary['completes']} interviews")
    print(f"  {took:.1f} s of processor time, {took / attempts * 1000:.1f} ms for each of {attempts} attempts")
    print(
        f"  20,000 products take {speed:.2f} ms; at {PROMISED_AT_MS} ms: {at_promised:.1f} s, {PROMISED_S:.0f} promised"
    )
