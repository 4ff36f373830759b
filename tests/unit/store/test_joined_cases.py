"""Cases and attempts of a rehearsed field are read once, and anew where something else is in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.schedule import Tried, WeekPart
from cati_app.domain.casework.cases import Attempt, Call
from cati_app.domain.ids import AttemptId, CallId
from cati_app.domain.outcomes.dispositions import OPT_OUT, RETURNED
from cati_app.station.opening import Station
from cati_app.store.joined_units import JoinedUnits
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.values import replace
from tests.unit.store.rehearsed_stations import BEGIN, closing_station, keys_of


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with closing_station(tmp_path) as opened:
        yield opened


@pytest.fixture
def keys(station: Station) -> HeldKeys:
    return keys_of(station)


@pytest.fixture
def joined(station: Station) -> JoinedUnits:
    return JoinedUnits(station.database, station.clock, station.opened.cost)


def test_an_attempt_is_read_once_and_anew_after_its_step_was_taken_back(
    station: Station, joined: JoinedUnits, keys: HeldKeys
) -> None:
    told = list[str]()
    with joined.of(keys) as unit:
        case_id, user = unit.cases.id_of(1), unit.people.all()[-1]
        assert case_id is not None
        case = unit.cases.get(case_id)
        assert unit.calls.open_attempt_of(user.id) is None
        begun = Attempt(AttemptId("a"), case_id, user.id, 1, BEGIN)
        unit.calls.begin(begun, case.before())
        unit.commit()
    station.database.driver().set_trace_callback(told.append)
    with joined.of(keys) as unit:
        assert begun == unit.calls.attempt(begun.id) == unit.calls.open_attempt_of(user.id)
    assert [] == told
    with pytest.raises(KeyError), joined.of(keys) as unit:
        unit.calls.add_call(Call(CallId("c"), begun.id, case.numbers[0].id, BEGIN))
        assert begun.call() == unit.calls.attempt(begun.id) == unit.calls.open_attempt_of(user.id)
        unit.calls.save(begun.come_back(BEGIN, RETURNED))
        assert begun.call().come_back(BEGIN, RETURNED) == unit.calls.attempt(begun.id)
        assert unit.calls.open_attempt_of(user.id) is None
        raise KeyError
    with joined.of(keys) as unit:
        assert begun == unit.calls.attempt(begun.id) == unit.calls.open_attempt_of(user.id)
        unit.calls.drop(begun.id)
        assert unit.calls.open_attempt_of(user.id) is None
        with pytest.raises(LookupError):
            unit.calls.attempt(begun.id)


def test_numbers_to_be_blocked_are_told_when_it_is_time_until_they_are(joined: JoinedUnits, keys: HeldKeys) -> None:
    with joined.of(keys) as unit:
        case_id, user = unit.cases.id_of(1), unit.people.all()[-1]
        assert case_id is not None
        for name in ("later", "sooner"):
            unit.calls.begin(Attempt(AttemptId(name), case_id, user.id, 1, BEGIN), unit.cases.get(case_id).before())
        assert [] == unit.calls.blocks_due(BEGIN)
        for name, seconds in (("later", 20), ("sooner", 10)):
            ended = unit.calls.attempt(AttemptId(name)).come_back(BEGIN, OPT_OUT)
            unit.calls.save(replace(ended, block_at=BEGIN + timedelta(seconds=seconds)))
        unit.commit()

        def due(seconds: int) -> list[str]:
            return [attempt.id for attempt in unit.calls.blocks_due(BEGIN + timedelta(seconds=seconds))]

        assert ([], ["sooner"], ["sooner", "later"]) == (due(9), due(10), due(20))
        unit.calls.save(unit.calls.attempt(AttemptId("sooner")).blocked())
        assert ["later"] == due(20)


def test_what_others_wrote_meanwhile_is_read(joined: JoinedUnits, keys: HeldKeys) -> None:
    with joined.of(keys) as unit:
        case_id = unit.cases.id_of(1)
        assert case_id is not None
        case = unit.cases.get(case_id)
        unit.cases.save(case.speak("de"))
        unit.commit()
    with joined.of(None) as unit:
        assert "de" == unit.cases.get(case_id).language
        unit.cases.save(unit.cases.get(case_id).speak("tr"))
        unit.commit()
    with joined.of(keys) as unit:
        assert "tr" == unit.cases.get(case_id).language


def test_first_calls_are_counted_anew_after_a_case_was_tried(joined: JoinedUnits, keys: HeldKeys) -> None:
    with joined.of(keys) as unit:
        case_id = unit.cases.id_of(1)
        assert case_id is not None
        case, before = unit.cases.get(case_id), unit.cases.chances()
        tried = replace(case, tried=Tried((0, 0, 1, 0), 0, int(WeekPart.EVENING)))
    for _ in range(2):
        with pytest.raises(KeyError), joined.of(keys) as unit:
            assert before == unit.cases.chances()
            unit.cases.save(tried)
            assert before != unit.cases.chances()
            raise KeyError
