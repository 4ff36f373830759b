"""What is kept of interviews makes no difference: a review says the same as one that reads every interview anew."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interview_quality import InterviewMeasures
from cati_app.fieldwork.monitor.coded_places import CodedPlaces
from cati_app.fieldwork.monitor.read_reviews import ReadReviews, ReviewList
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from tests.property.examples import examples
from tests.stations import Site
from tests.unit.store.held_interviews import held

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of aware ones
HELD = st.tuples(st.just("held"), st.integers(1, 60), st.sampled_from(["4", "5", "7"]))
STEPS = st.lists(HELD | st.just(("rejected", 0, "")) | st.just(("signed in", 0, "")), min_size=2, max_size=8)


def read(site: Site) -> ReviewList:
    places = CodedPlaces(None, lambda: site.station.earlier_forms, site.clock)
    return ReadReviews(site.units(), site.loaded.form, places)(site.sue)


@settings(max_examples=examples(12), deadline=None)
@given(STEPS)
def test_a_review_says_the_same_with_and_without_what_was_kept(steps: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), cases=9, targets_scale=20)
        try:
            counted = []
            for step, seconds, text in steps:
                if step == "held":
                    counted.append(held(site, seconds=seconds, text=text)[0])
                elif step == "rejected" and counted:
                    given = site.sue, counted.pop(0)
                    ReviewInterview(site.units(), site.clock)(*given, rejected=True, reason="somebody else")
                elif step == "signed in":
                    read(site)
            kept = read(site)
            for file in site.station.database.state.path.glob("measures-*"):
                file.unlink()
            assert read(site) == kept
        finally:
            site.close()


MEASURED = st.builds(
    InterviewMeasures,
    id=st.none(),
    case_id=st.none(),
    ended_at=MOMENTS,
    language=st.sampled_from(["de", "tr"]),
    times_ms=st.dictionaries(st.text(min_size=1), st.integers(1, 10**9), max_size=80),
    answered=st.integers(0, 10**4),
    unanswered=st.integers(0, 10**4),
    straight=st.integers(0, 40),
    resumed=st.booleans(),
    interpreted=st.booleans(),
)


def test_measures_come_back_as_they_were_kept(tmp_path: Path) -> None:
    site = Site(tmp_path, targets_scale=20)
    case_id, interview_id = held(site)

    @settings(max_examples=examples(60), deadline=None)
    @given(MEASURED)
    def kept(drawn: InterviewMeasures) -> None:
        measures = replace(drawn, id=interview_id, case_id=case_id)
        complete = [CompleteFact(interview_id, case_id, measures.language, measures.ended_at)]
        with site.units()() as unit:
            unit.kept_measures.keep([measures], {interview_id: "1"})
            assert {interview_id: measures} == unit.kept_measures.of(complete, {interview_id: "1"})
            assert {} == unit.kept_measures.of(complete, {interview_id: "2"})

    try:
        kept()
    finally:
        site.close()
