"""Units of work of a rehearsed field: steps of one transaction, durable together every hour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.station import open_demo_station
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.station.opening import Station
from cati_app.store.joined_units import JoinedAnswerLog, JoinedUnits
from cati_app.store.trust.held_keys import HeldKeys
from tests.unit.store.rehearsed_stations import BEGIN, closing_station, keys_of


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with closing_station(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock(station: Station) -> SimulatedClock:
    clock = station.clock
    assert isinstance(clock, SimulatedClock)
    return clock


def _fact(kind: str) -> NewEvent:
    return NewEvent(kind, BEGIN, 0)


def _kinds_durable(station: Station) -> set[str]:
    """What somebody sees who reads the file beside."""
    with station.opened.units_beside()() as unit:
        return set(unit.log.kinds())


def test_steps_become_durable_together_when_an_hour_of_the_field_is_over(
    station: Station, clock: SimulatedClock
) -> None:
    keys = station.people.begin_study()
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    for kind, seconds in (("first", 1800), ("second", 1801)):
        with joined.of(keys) as unit:
            unit.log.append([_fact(kind)])
            unit.commit()
        clock.move(seconds)
    assert not {"first", "second"} & _kinds_durable(station)
    with joined.of(keys):
        pass
    assert {"first", "second"} <= _kinds_durable(station)


def test_a_step_that_is_left_without_commit_takes_itself_back_and_nothing_else(
    station: Station, clock: SimulatedClock
) -> None:
    keys = station.people.begin_study()
    station.prepare(keys)
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    with joined.of(keys) as unit:
        case_id = unit.cases.id_of(1)
        assert case_id is not None
        unit.cases.save(unit.cases.get(case_id).speak("de"), [_fact("first")])
        before = unit.log.extent()
        unit.commit()
    with pytest.raises(KeyError), joined.of(keys) as unit:
        unit.cases.save(unit.cases.get(case_id).speak("tr"), [_fact("undone")])
        raise KeyError
    with joined.of(keys) as unit:
        assert "de" == unit.cases.get(case_id).language
        assert before == unit.log.extent()
        assert before[1] + 1 == unit.log.append([_fact("second")])
        unit.commit()
    joined.keep()
    assert {"first", "second"} <= _kinds_durable(station)
    assert "undone" not in _kinds_durable(station)
    with station.units(keys)() as unit:
        assert "de" == unit.cases.get(CaseId(case_id)).language
    name = station.database.path.name
    station.database.close()
    again = open_demo_station(station.loaded, station.database.path, clock, random.Random(2))
    assert name == again.database.path.name  # the log goes on where it was left: its chain is whole
    again.database.close()


def test_a_unit_that_only_reads_is_no_step_and_one_that_writes_afterwards_is(
    station: Station, clock: SimulatedClock
) -> None:
    keys, told = station.people.begin_study(), list[str]()
    station.prepare(keys)
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    with joined.of(keys) as unit:
        before = unit.log.extent()
        unit.commit()
    station.database.driver().set_trace_callback(told.append)
    with joined.of(keys) as unit:
        assert before == unit.log.extent()
    assert not [statement for statement in told if "step" in statement]
    with joined.of(keys) as unit:
        assert before == unit.log.extent()
        case_id = unit.cases.id_of(1)
        assert case_id is not None
        unit.cases.save(unit.cases.get(case_id).speak("tr"), [_fact("undone")])
    assert ["SAVEPOINT step", "ROLLBACK TO step", "RELEASE step"] == [text for text in told if "step" in text]
    with joined.of(keys) as unit:
        assert before == unit.log.extent()


def test_a_step_of_facts_alone_is_taken_back_without_a_savepoint(station: Station, clock: SimulatedClock) -> None:
    keys, told = station.people.begin_study(), list[str]()
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    with joined.of(keys) as unit:
        first = unit.log.append([_fact("first")])
        unit.commit()
    station.database.driver().set_trace_callback(told.append)
    with joined.of(keys) as unit:
        assert first + 1 == unit.log.append([_fact("undone")])
    with joined.of(keys) as unit:
        assert first + 1 == unit.log.append([_fact("second")])
        unit.commit()
    assert not [statement for statement in told if "step" in statement or "INSERT" in statement]
    with joined.of(keys) as unit:
        assert [first, first + 1] == [logged.seq for logged in unit.log.of_kind("first")] + [
            logged.seq for logged in unit.log.of_kind("second")
        ]
        assert "undone" not in unit.log.kinds()
    joined.keep()
    assert {"first", "second"} <= _kinds_durable(station)


@pytest.mark.parametrize("reads_first", [False, True])
def test_facts_of_earlier_steps_stay_where_the_one_that_wrote_them_is_taken_back(
    station: Station, clock: SimulatedClock, reads_first: bool
) -> None:
    keys = station.people.begin_study()
    station.prepare(keys)
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    with joined.of(keys) as unit:
        case_id = unit.cases.id_of(1)
        assert case_id is not None
        first = unit.log.append([_fact("first")])
        unit.commit()
    with pytest.raises(KeyError), joined.of(keys) as unit:
        if reads_first:
            assert "first" in unit.log.kinds()
        unit.cases.save(unit.cases.get(case_id).speak("tr"), [_fact("undone")])
        assert {"first", "undone"} <= set(unit.log.kinds())
        raise KeyError
    with joined.of(keys) as unit:
        assert first == unit.log.end()
        assert "undone" not in unit.log.kinds()
        assert first + 1 == unit.log.append([_fact("second")])
        unit.commit()
    joined.keep()
    assert {"first", "second"} <= _kinds_durable(station)
    assert "undone" not in _kinds_durable(station)
    path = station.database.path
    station.database.close()
    open_demo_station(station.loaded, path, clock, random.Random(2)).database.close()  # the chain is whole


def test_an_answer_of_no_interview_leaves_no_fact(station: Station, clock: SimulatedClock) -> None:
    keys = station.people.begin_study()
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    with joined.of(keys) as unit:
        before = unit.log.extent()
        unit.commit()
    with pytest.raises(LookupError):
        JoinedAnswerLog(lambda: joined.of(keys)).record(InterviewId("none"), "hash", "ref", "de", [_fact("undone")])
    with joined.of(keys) as unit:
        assert before == unit.log.extent()


def test_other_keys_begin_a_transaction_of_their_own(station: Station, clock: SimulatedClock) -> None:
    keys = station.people.begin_study()
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    with joined.of(keys) as unit:
        unit.log.append([_fact("first")])
        unit.commit()
    with joined.of(None) as unit:
        assert "first" in unit.log.kinds()
    assert "first" in _kinds_durable(station)


def test_a_field_in_earnest_is_refused(station: Station, clock: SimulatedClock) -> None:
    station.database.rehearses = False
    with pytest.raises(ValueError, match="only a rehearsal"):
        JoinedUnits(station.database, clock, station.opened.cost)


@pytest.fixture
def keys(station: Station) -> HeldKeys:
    return keys_of(station)


@pytest.fixture
def interview(station: Station, keys: HeldKeys) -> InterviewId:
    """One that runs, on the first case, of which nothing is stored yet."""
    with station.units(keys)() as unit:
        case_id, user = unit.cases.id_of(1), unit.people.all()[-1]
        assert case_id is not None
        made = Interview(InterviewId("i"), case_id, user.id, InterviewState.RUNNING, "hash", "de", BEGIN)
        unit.interviews.add(made)
        unit.commit()
    return made.id


def test_where_an_interview_stands_is_written_once_somebody_asks(
    station: Station, clock: SimulatedClock, keys: HeldKeys, interview: InterviewId
) -> None:
    told = list[str]()
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    answers = JoinedAnswerLog(lambda: joined.of(keys))
    answers.record(interview, "hash", "first", "de", [_fact("answer")])
    station.database.driver().set_trace_callback(told.append)
    answers.record(interview, "hash", "second", "de", [_fact("answer")])
    last = answers.record(interview, "hash", "third", "de", [_fact("answer")])
    assert [] == told
    with joined.of(keys) as unit:
        assert "third" == unit.interviews.get(interview).ref
        unit.commit()
    assert 1 == len([statement for statement in told if statement.startswith("UPDATE interview")])
    answers.record(interview, "hash", "fourth", "tr", [_fact("answer")])
    answers.record(interview, "hash", "fifth", "tr", [_fact("answer")])
    joined.keep()
    station.database.driver().set_trace_callback(None)
    with station.units(keys)() as unit:
        assert ("fifth", "tr") == (unit.interviews.get(interview).ref, unit.interviews.get(interview).language)
    asked = "SELECT last_seq FROM interview WHERE id = ?"
    assert (last + 2,) == station.database.driver().execute(asked, (interview,)).fetchone()


def test_where_an_interview_stands_stays_where_the_step_that_wrote_it_is_taken_back(
    station: Station, clock: SimulatedClock, keys: HeldKeys, interview: InterviewId
) -> None:
    joined = JoinedUnits(station.database, clock, station.opened.cost)
    answers = JoinedAnswerLog(lambda: joined.of(keys))
    for ref in ("first", "second"):
        answers.record(interview, "hash", ref, "de", [_fact("answer")])
    with pytest.raises(KeyError), joined.of(keys) as unit:
        case_id = unit.cases.id_of(1)
        assert case_id is not None
        unit.cases.save(unit.cases.get(case_id).speak("tr"), [_fact("undone")])
        assert "second" == unit.interviews.get(interview).ref
        raise KeyError
    with joined.of(keys) as unit:
        assert "second" == unit.interviews.get(interview).ref
    answers.record(interview, "hash", "third", "de", [_fact("answer")])
    with joined.of(keys) as unit:
        assert "third" == unit.interviews.get(interview).ref
