"""What closes a case after a call is what explains later why it is closed, whatever was done on it before."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.casework.after_call import CaseRules, Standing, after_call
from cati_app.domain.casework.ending import ended_by
from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OF_A_NUMBER, SOFT_REFUSAL
from cati_app.domain.outcomes.finality import History, Outcome, closes

HOURS = CallingWindow(time(9), time(20))
CALENDAR = CallingCalendar("Europe/Berlin", "DE", "NI", HOURS, HOURS, None, expected_length_min=20)
START = datetime(2026, 11, 24, 13, tzinfo=UTC)
NAMES = sorted(DISPOSITIONS)
OPEN = [name for name in NAMES if DISPOSITIONS[name].interim]


@pytest.mark.parametrize("seed", range(300))
def test_a_case_is_closed_after_a_call_exactly_where_a_rule_tells_why(seed: int) -> None:
    chance = Random(seed)
    numbers = tuple(str(number) for number in range(chance.randint(1, 3)))
    converts, most = chance.choice([True, False]), chance.randint(1, 8)
    retry = RetryRules(15, 240, 240, 30, 7, 240, max_attempts=most, max_attempts_per_day=3)
    rules = CaseRules(CALENDAR, retry, ScheduleRules(convert=converts))
    outcomes: list[Outcome] = []
    closed = False
    while not closed:
        at = START + timedelta(days=len(outcomes))
        name = chance.choice(chance.choice([NAMES, OPEN, sorted(OF_A_NUMBER), [SOFT_REFUSAL]]))
        outcomes.append(Outcome(name, at, number=chance.choice(numbers), attempt_no=len(outcomes) + 1))
        history = History("case", 1, "landline", numbers, tuple(outcomes))
        dials = len(outcomes)
        standing = Standing(
            dials=dials,
            today=1,
            refusals=sum(one.result == SOFT_REFUSAL for one in outcomes),
            numbers_left=name in OF_A_NUMBER and not closes(name, history),
        )

        closed = after_call(name, at, standing, rules)[0].closes

        assert closed == (ended_by(history, dials, retry, converts=converts) is not None), [o.result for o in outcomes]
