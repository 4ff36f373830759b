"""What boards and exports read of the real store: counters that stay right, pages at a fixed number of statements."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.casework.lengths import Length
from cati_app.fieldwork.monitor import data
from cati_app.fieldwork.monitor.data import Included
from cati_app.fieldwork.rights import PROGRAM
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

_INSERT = (
    "INSERT INTO interview (id, case_id, user_id, state, form_hash, language, started_at, screened_at, ended_at,"
    " disposition, quota_status, held, usable, frozen, ref, last_seq)"
    " VALUES (?, ?, ?, ?, 'hash', 'de', ?, ?, ?, ?, '', 0, 0, '{}', '', 0)"
)


def _add(site: Site, number: int, state: str, minutes: float, screened: float | None = None) -> None:
    start = TUESDAY + timedelta(hours=number)
    times = [
        start,
        None if screened is None else start + timedelta(minutes=screened),
        start + timedelta(minutes=minutes),
    ]
    texts = [time.isoformat(timespec="microseconds") if time else None for time in times]
    disposition = "complete" if state == "completed" else "partial"
    case = f"case-{number % 5 + 1}"
    site.sql_write(_INSERT, (f"i-{number:05}", case, site.ann.id, state, *texts, disposition))


@contextmanager
def _counted(site: Site) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile, whichever way."""
    sent: list[str] = []
    driver = site.station.database.driver()
    driver.set_trace_callback(sent.append)
    try:
        yield sent
    finally:
        driver.set_trace_callback(None)


def _statements(site: Site, read: Callable[[], object]) -> int:
    with _counted(site) as sent:
        read()
    count = len([one for one in sent if one.lstrip().upper().startswith("SELECT")])
    assert count > 0
    return count


def test_the_counters_are_right_whatever_happens_to_interviews(site: Site) -> None:
    chance = random.Random(7)
    states = [state.value for state in InterviewState]
    for number in range(60):
        _add(site, number, chance.choice(states), chance.uniform(0, 40), chance.choice([None, 3.5]))
    for number in range(0, 60, 2):
        later = TUESDAY + timedelta(hours=number, minutes=chance.uniform(1, 9))
        changes = (chance.choice(states), chance.choice([None, later.isoformat(timespec="microseconds")]))
        site.sql_write("UPDATE interview SET state = ?, screened_at = ? WHERE id = ?", (*changes, f"i-{number:05}"))
    site.sql_write("DELETE FROM interview WHERE id IN (?, ?)", ("i-00003", "i-00004"))

    with site.units()() as unit:
        assert () == unit.interview_counts.miscounted()
        counted = unit.interview_counts.by_state()
    assert Counter(str(row[0]) for row in site.sql("SELECT state FROM interview")) == {
        state.value: n for state, n in counted.items()
    }
    assert site.station.verify()(PROGRAM).counters == ()


def test_a_counter_that_was_bent_is_named(site: Site) -> None:
    _add(site, 1, "completed", 20)
    site.sql_write("UPDATE interview_count SET n = ? WHERE state = 'completed'", (2,))
    site.sql_write("UPDATE interview_length SET n = n + ?", (1,))

    found = site.station.verify()(PROGRAM)

    assert ("complete", "completed") == found.counters
    assert not found.agrees


def test_an_older_database_counts_the_interviews_it_has(site: Site) -> None:
    _add(site, 1, "completed", 20, 2)
    _add(site, 2, "running", 5)
    site.set_back("0010")
    site.seal()

    with site.units()() as unit:
        assert {InterviewState.COMPLETED: 1, InterviewState.RUNNING: 1} == unit.interview_counts.by_state()
        assert {1200: 1} == unit.interview_counts.lengths(Length.COMPLETE)
        assert {120: 1} == unit.interview_counts.lengths(Length.SCREENER)


def test_the_board_says_what_the_interviews_say(site: Site) -> None:
    for number, minutes in enumerate((10, 30, 20), start=1):
        _add(site, number, "completed", minutes, minutes / 10)
    _add(site, 30, "completed", 20)  # tomorrow
    _add(site, 5, "screened_out", 3, 1)
    _add(site, 6, "set_aside", 60, 50)

    board = site.station.read_board()(PROGRAM)

    assert (4, 3, 1) == (board.completes, board.completes_today, board.screened_out)
    assert (1200.0, 90.0) == (board.median_length_s, board.median_screener_s)


def test_more_interviews_cost_the_board_no_more_statements(site: Site) -> None:
    _add(site, 0, "completed", 20)
    few = _statements(site, lambda: site.station.read_board()(PROGRAM))
    for number in range(1, 40):
        _add(site, number, "completed", 20)

    assert few == _statements(site, lambda: site.station.read_board()(PROGRAM))


def test_a_page_of_the_data_set_costs_the_same_statements_whatever_it_holds(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "PAGE", 50)
    _add(site, 0, "completed", 20)
    read = site.station.read_data(site.keys)
    list(read(PROGRAM))  # the first use of keys looks whether they are still in force
    one = _statements(site, lambda: list(read(PROGRAM)))
    for number in range(1, 50):
        _add(site, number, "completed", 20)

    assert one == _statements(site, lambda: list(read(PROGRAM)))


@pytest.mark.parametrize("size", [1, 2, 3, 200])
def test_pages_of_any_size_give_every_interview_once_in_order(
    site: Site, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(data, "PAGE", size)
    for number in (3, 1, 2, 4, 0):
        _add(site, number, "completed" if number != 2 else "broken_off", 20)
    site.sql_write("UPDATE interview SET started_at = ?", (TUESDAY.isoformat(timespec="microseconds"),))

    ids = ["i-00000", "i-00001", "i-00002", "i-00003", "i-00004"]
    assert [one for one in ids if one != "i-00002"] == [
        row.interview.id for row in site.station.read_data(site.keys)(PROGRAM)
    ]
    assert ids == [row.interview.id for row in site.station.read_data(site.keys)(PROGRAM, include=Included.PARTIAL)]
    _add(site, 5, "suspended", 20)
    everything = [row.interview.id for row in site.station.read_data(site.keys)(PROGRAM, include=Included.ALL)]
    assert {*ids, "i-00005"} == set(everything)
    assert ids == [interview_id for interview_id, *_ in site.station.read_paths(site.keys)(PROGRAM)]


def test_a_row_holds_its_own_values_and_events(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")
    _add(site, 1, "completed", 20)

    first, second = sorted(site.station.read_data(site.keys)(PROGRAM), key=lambda row: row.interview.id != interview.id)

    called = site.station.pseudonyms(site.keys).now()
    assert ("1", called.of_interview(1, site.ann.id, TUESDAY, counts=True), "complete", 1) == (
        first.values["/screener/sex"].text,
        first.interviewer,
        first.final,
        first.attempts,
    )
    assert {} == second.values
