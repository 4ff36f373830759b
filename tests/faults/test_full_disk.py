"""A disk that is full: a clear message, nothing lost, and the same step works once there is room."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.engine.form.answers import Answer
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.handed_in import hidden_values
from tests.stations import Site


def fill(site: Site) -> None:
    """No page can be added any more, and no free one is left."""
    driver = site.station.database.driver()
    pages = driver.execute("PRAGMA page_count").fetchone()[0]
    driver.execute(f"PRAGMA max_page_count={pages}")
    try:
        with site.units()() as unit:
            for _ in range(10_000):
                unit.log.append([NewEvent("filler", site.clock.now(), 0, payload={"text": "x" * 200})])
                unit.commit()
    except EnvironmentProblem:
        return


def free(site: Site) -> None:
    site.station.database.driver().execute("PRAGMA max_page_count=1073741823")


def again(answer: Callable[[str, str], int], ref: str, text: str) -> None:
    """So often that the last free bytes of a page are used up."""
    for _ in range(200):
        answer(ref, text)


def begun(site: Site) -> tuple[InterviewSession, Callable[[str, str], int], EndedSitting]:
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    session = InterviewSession(
        place.form, site.clock, seed=1, language="de", hidden=hidden_values(offer.case, site.ann, place.rules)
    )
    place.record_events(site.ann, interview, session.beginning, session.ref or "", "de")

    def answer(ref: str, text: str) -> int:
        events = session.answer(ref, Answer(text)).events
        return place.record_events(site.ann, interview, events, session.ref or "", "de")

    return session, answer, EndedSitting(interview.id, offer.attempt, "not_screened", [], {})


def test_an_answer_that_finds_no_room_says_so_and_leaves_the_earlier_ones(site: Site) -> None:
    _, answer, _ = begun(site)
    answer("/screener/sex", "1")
    fill(site)
    before = site.sql("SELECT count(*), max(seq) FROM event")

    with pytest.raises(EnvironmentProblem) as full:
        again(answer, "/screener/age", "40")
    kept = site.sql("SELECT count(*), max(seq) FROM event")

    assert "disk_full" == full.value.code
    assert "Free some space" in full.value.cure
    assert kept[0][0] == kept[0][1]  # no hole
    assert kept[0][0] >= before[0][0]  # type: ignore[operator]


def test_the_answer_is_taken_once_there_is_room(site: Site) -> None:
    _, answer, _ = begun(site)
    fill(site)
    with pytest.raises(EnvironmentProblem):
        again(answer, "/screener/sex", "1")
    last = site.sql("SELECT max(seq) FROM event")[0][0]

    free(site)

    assert last + 1 == answer("/screener/sex", "2")  # type: ignore[operator]


def test_the_end_of_an_interview_is_written_wholly_or_not_at_all(site: Site) -> None:
    _, _, sitting = begun(site)
    fill(site)
    finish = site.place().finish_interview
    big = EndedSitting(sitting.interview_id, sitting.attempt, "not_screened", [], {"name": "x" * 60_000})

    with pytest.raises(EnvironmentProblem, match="disk is full"):
        finish(site.ann, big)
    assert [("running", "open")] == site.sql(
        'SELECT i.state, c.state FROM interview i JOIN "case" c ON c.id = i.case_id'
    )
    free(site)
    finish(site.ann, big)

    assert [("broken_off", "closed")] == site.sql(
        'SELECT i.state, c.state FROM interview i JOIN "case" c ON c.id = i.case_id'
    )
