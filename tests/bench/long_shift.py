"""A long shift in one window: what an interview costs in processor time and memory, stretch by stretch."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cati_app.station.loading import LoadedStudy
from tests.bench.case_window import resident_mb
from tests.bench.key_to_question import Typist
from tests.bench.machine import machine_speed

INTERVIEWS, STRETCH = 300, 50


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some interviews in a row, with the calls that led to them.

    Args:
        until: Interviews held when it ended.
        processor_ms: Processor time of the whole process for each interview.
        products_ms: What the fixed piece of Python work took beside it.
        memory_mb: Held by the process at its end.
        objects: Python objects that the collector knows at its end.
    """

    until: int
    processor_ms: float
    products_ms: float
    memory_mb: float
    objects: int

    @property
    def ratio(self) -> float:
        """Processor time of an interview in units of the fixed piece of work."""
        return self.processor_ms / self.products_ms


def measure_shift(loaded: LoadedStudy, interviews: int = INTERVIEWS, each: int = STRETCH) -> Iterator[Stretch]:
    """One shift by keys alone, told stretch by stretch while it goes on.

    Args:
        interviews: In all.
        each: Of one stretch.
    """
    with tempfile.TemporaryDirectory() as folder:
        typist = Typist(loaded, Path(folder))
        with typist.at_work():
            for until in range(each, interviews + 1, each):
                begin = time.process_time()
                typist.hold_interviews(until)
                spent = (time.process_time() - begin) * 1000 / each
                gc.collect()
                yield Stretch(until, spent, machine_speed(), resident_mb(), len(gc.get_objects()))
