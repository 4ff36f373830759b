"""What reading all interviews costs before an export writes them: the data set, and the way each interview went."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.fieldwork.rights import PROGRAM
from tests.bench.machine import products_ms
from tests.stations import TUESDAY, Site

VALUES, FACTS = 60, 100
"""Of each interview: as many as the reference study has of a person without children."""


@dataclass(frozen=True)
class ExportTimes:
    """Processor seconds for all interviews, and the speed of the machine beside them."""

    interviews: int
    data_s: float
    paths_s: float
    machine_ms: float


def measure_exports(interviews: int, runs: int = 3) -> list[ExportTimes]:
    """Read so many interviews several times, each time in a unit of work of its own."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), cases=1)
        try:
            _make(site, interviews)
            return [_measured(site, interviews) for _ in range(runs)]
        finally:
            site.close()


def _make(site: Site, interviews: int) -> None:
    for start in range(0, interviews, 100):
        with site.units()() as unit:
            for number in range(start, min(start + 100, interviews)):
                known = InterviewId(f"interview-{number:07d}")
                state = InterviewState.COMPLETED
                unit.interviews.add(
                    Interview(known, site.offered_id(), site.ann.id, state, "hash", "de", TUESDAY, TUESDAY, TUESDAY)
                )
                data = [StoredDatum(f"/main/section/question_{n}", str(n % 7), None) for n in range(VALUES)]
                unit.interviews.save_data(known, data)
                unit.log.append(_fact(site, known, n) for n in range(FACTS))
            unit.commit()


def _fact(site: Site, interview: InterviewId, n: int) -> NewEvent:
    told = {"text": str(n % 7), "special": None, "ref": f"/main/section/question_{n}"}
    return NewEvent("interview.answered", TUESDAY, n, site.ann.id, None, interview, told)


def _measured(site: Site, interviews: int) -> ExportTimes:
    site.reopen()  # an export begins with pages that nobody has read yet
    begun = time.process_time()
    values = sum(len(row.values) for row in site.station.read_data(site.keys)(PROGRAM))
    between = time.process_time()
    facts = sum(len(events) for *_, events in site.station.read_paths(site.keys)(PROGRAM))
    ended = time.process_time()
    assert (values, facts) == (interviews * VALUES, interviews * FACTS)
    return ExportTimes(interviews, between - begun, ended - between, products_ms())
