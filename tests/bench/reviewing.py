"""A review of 2,000 interviews, read for the first time and at the sign-in after it: `python -m tests.bench --reviews`.

Of each so many questions were answered; both readings are of one run, so their ratio says what keeping is worth.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.monitor.coded_places import CodedPlaces
from cati_app.fieldwork.monitor.read_reviews import ReadReviews, ReviewList
from cati_app.values import dataclass
from tests.bench.machine import machine_speed
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

INTERVIEWS, QUESTIONS = 2_000, 60
BUDGET = 0.1
"""Of the first reading the second may take so much."""


@dataclass(frozen=True, slots=True)
class ReviewTimes:
    """Seconds of processor time of readings: with nothing kept, with all kept, and by somebody who has read before."""

    first: float
    second: float
    again: float
    file_bytes: int


def measure_reviews(interviews: int) -> ReviewTimes:
    """Hold them, then read them."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), cases=interviews, targets_scale=interviews)
        try:
            for number in range(interviews):
                _hold(site, number)
            read = _reader(site)
            first, told = _timed(site, read)
            second, kept = _timed(site, _reader(site))
            again, _ = _timed(site, read)
            assert told == kept
            sizes = [file.stat().st_size for file in site.station.database.state.path.glob("measures-*")]
            return ReviewTimes(first, second, again, sum(sizes))
        finally:
            site.close()


def _reader(site: Site) -> ReadReviews:
    places = CodedPlaces(None, lambda: site.station.earlier_forms, site.clock)
    return ReadReviews(site.station.opened.units_beside(site.keys.copy()), site.loaded.form, places)


def _timed(site: Site, read: ReadReviews) -> tuple[float, ReviewList]:
    begun_at = time.process_time()
    told = read(site.sue)
    return time.process_time() - begun_at, told


def _hold(site: Site, number: int) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    at, spent = site.clock.now(), 4_000 + number % 50 * 100
    events = [SessionEvent("started", "", at, 0, {"language": "de", "seed": 1, "time_zone": "Europe/Berlin"})]
    for question in range(QUESTIONS):
        ref, began = f"/main/q{question}", question * spent
        events += [
            SessionEvent("shown", ref, at, began),
            SessionEvent("answered", ref, at, began + spent, {"text": str(question % 5), "special": None}),
        ]
    site.place().record_events(site.ann, interview, events, "/main/q0", "de")
    site.clock.move(1)
    finish(site, offer, interview, "complete")


def print_reviews(interviews: int) -> None:
    """The table."""
    told = measure_reviews(interviews)
    print(f"a review of {interviews:,} interviews of {QUESTIONS} questions, processor time")
    print(f"  first reading   {told.first:6.2f} s  {told.first / interviews * 1000:5.2f} ms each")
    print(
        f"  second sign-in  {told.second:6.2f} s  {told.second / interviews * 1000:5.2f} ms each"
        f"  {told.second / told.first:.3f} of the first; budget {BUDGET}"
    )
    print(f"  read once more  {told.again:6.2f} s")
    print(f"  kept            {told.file_bytes / 1e6:6.1f} MB")
    print(f"  20,000 products take {machine_speed():.2f} ms")
