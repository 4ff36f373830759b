"""The people of a rehearsed field and those who call them: who is reached when, who is willing, who does not come."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from statistics import mean, stdev

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.demo.habits import APPOINTMENT, LANGUAGE, Habits, KeptAppointments
from cati_app.demo.rehearsal.given import given
from cati_app.demo.rehearsal.town import Circumstances, Interviewer, Said, Town
from cati_app.demo.respondent import INTERVIEW
from cati_app.domain.calling.schedule import WeekPart
from cati_app.engine.session.session import InterviewSession
from cati_app.resources import reference_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study

GERMAN = frozenset({"de"})
MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
AT_TEN = Circumstances(MONDAY_TEN, WeekPart.MORNING, GERMAN)
_SPLIT = {"margins": {"work": {"out": 0.5, "in": 0.5}}}
_UNREACHED = {"no_answer", "busy", "machine"}
_PEOPLE = range(1, 4001)


def town(seed: int = 1, **blocks: object) -> Town:
    return Town(Habits.model_validate({"calls": {"no_answer": 0.5, "soft_refusal": 0.2}, **blocks}), seed, GERMAN)


def called(people: Town, how: Circumstances, attempt: int = 1, cases: Iterable[int] = _PEOPLE) -> list[Said]:
    return [people.dial(case, attempt, how) for case in cases]


def reached(said: Iterable[Said]) -> float:
    return mean(each.result not in _UNREACHED for each in said)


def willing(said: Iterable[Said]) -> float:
    """Of those who decide."""
    return mean(each.result == INTERVIEW for each in said if each.result not in _UNREACHED)


def test_people_stay_the_same_in_every_call() -> None:
    habits = Habits(calls={"not_in_service": 0.3, "no_answer": 0.2}, languages={"tr": 0.3})
    people = Town(habits, 3, frozenset({"de", "tr"}))
    said = {n: [people.dial(n, a, AT_TEN) for a in range(1, 9)] for n in range(60)}

    dead = [n for n, calls in said.items() if any(one.result == "not_in_service" for one in calls)]
    assert 5 < len(dead) < 35
    assert all({"not_in_service"} == {one.result for one in said[n]} for n in dead)
    foreign = [n for n, calls in said.items() if any(one.result == LANGUAGE for one in calls)]
    assert foreign
    assert all(one.result != INTERVIEW for n in foreign for one in said[n])
    assert said[7][2] == Town(habits, 3, frozenset({"de", "tr"})).dial(7, 3, AT_TEN)
    assert said[7] != [Town(habits, 4, frozenset({"de", "tr"})).dial(7, a, AT_TEN) for a in range(1, 9)]


def test_an_hour_reaches_as_many_as_the_file_says_of_its_frame() -> None:
    hours = {"mobile": {"weekday": {9: 0.5, 18: 1.5}, "saturday": {9: 1.0}}, "any": {"weekday": {0: 0.8}}}
    people = town(contact={"variety": 100, "hours": hours})

    def share(hour: int, frame: str, day: int = 23) -> float:
        return reached(called(people, replace(AT_TEN, local=datetime(2026, 11, day, hour, tzinfo=UTC), frame=frame)))

    assert 0.25 == pytest.approx(share(10, "mobile"), abs=0.025)
    assert 0.25 == pytest.approx(share(8, "mobile"), abs=0.025)  # before the first hour its own holds
    assert 0.75 == pytest.approx(share(19, "mobile"), abs=0.025)
    assert 0.25 == pytest.approx(share(10, "mobile", day=27), abs=0.025)  # a Friday that is not given is a weekday
    assert 0.5 == pytest.approx(share(10, "mobile", day=28), abs=0.025)
    assert 0.5 == pytest.approx(share(10, "mobile", day=29), abs=0.025)  # a Sunday is like the Saturday
    assert 0.4 == pytest.approx(share(10, "landline"), abs=0.025)


def test_without_hours_in_the_file_evenings_reach_more_at_landlines_as_published() -> None:
    people = town()
    morning, night = (
        reached(called(people, replace(AT_TEN, local=MONDAY_TEN.replace(hour=hour), frame="landline")))
        for hour in (10, 20)
    )
    assert (8.8 + 9.9) / (7.1 + 6.7) == pytest.approx(night / morning, rel=0.1)


def test_older_files_tell_parts_of_the_week() -> None:
    people = town(reach={"evening": 1.6}, contact={"variety": 100})

    assert 0.5 == pytest.approx(reached(called(people, AT_TEN)), abs=0.025)
    assert 0.8 == pytest.approx(reached(called(people, replace(AT_TEN, part=WeekPart.EVENING))), abs=0.025)


def test_kinds_of_people_have_their_hours_and_all_together_those_of_the_frame() -> None:
    kinds = {"work": {"out": {"weekday": {9: 0.2, 18: 1.0}}, "in": {"weekday": {9: 1.0}}}}
    people = town(population=_SPLIT, contact={"variety": 100, "hours": {}, "kinds": kinds})
    said = dict(zip(_PEOPLE, called(people, AT_TEN), strict=True))
    of_kind = {
        kind: reached(each for case, each in said.items() if people.person(case).traits["work"] == kind)
        for kind in ("out", "in")
    }
    assert 5 == pytest.approx(of_kind["in"] / of_kind["out"], rel=0.2)
    assert 0.5 == pytest.approx(reached(said.values()), abs=0.025)


def test_people_differ_in_how_easily_they_are_reached() -> None:
    alike, different = (
        town(calls={"no_answer": 0.8}, contact={"variety": variety, "hours": {}}) for variety in (100, 0.5)
    )

    def spread(people: Town) -> float:
        times = [sum(people.dial(case, n, AT_TEN).result == INTERVIEW for n in range(1, 21)) for case in range(400)]
        return stdev(times)

    assert spread(different) > 1.8 * spread(alike)


@pytest.mark.parametrize(
    ("how", "attempt", "expected"),
    [
        (AT_TEN, 1, 0.6),
        (replace(AT_TEN, frame="mobile"), 1, 0.6 * 0.8),
        (AT_TEN, 2, 0.6 * 0.7),
        (AT_TEN, 9, 0.6 * 0.5),
        (replace(AT_TEN, refused=True), 1, 0.6 * 0.4),
        (replace(AT_TEN, by=Interviewer(willing=1.3)), 1, 0.6 * 1.3),
        (replace(AT_TEN, by=Interviewer(willing=1.3), refused=True, frame="mobile"), 2, 0.6 * 1.3 * 0.4 * 0.8 * 0.7),
        (replace(AT_TEN, by=Interviewer(willing=9.0)), 1, 0.98),
    ],
)
def test_willingness_is_the_product_of_its_factors(how: Circumstances, attempt: int, expected: float) -> None:
    factors = {"frames": {"mobile": 0.8}, "attempts": [1.0, 0.7, 0.5], "refused": 0.4}
    people = town(willingness=factors)  # of 30 who say yes and 20 who say no

    assert expected == pytest.approx(willing(called(people, how, attempt)), abs=0.035)


def test_a_category_can_be_less_willing() -> None:
    people = town(population=_SPLIT, willingness={"categories": {"work": {"out": 0.5}}})
    said = dict(zip(_PEOPLE, called(people, AT_TEN), strict=True))
    of_kind = {
        kind: willing(each for case, each in said.items() if people.person(case).traits["work"] == kind)
        for kind in ("out", "in")
    }
    assert {"out": 0.3, "in": 0.6} == pytest.approx(of_kind, abs=0.04)


def test_appointments_are_kept_put_off_or_forgotten() -> None:
    people = town(calls={"no_answer": 0.7}, appointments={"kept": 0.6, "late": 0.3})
    results = Counter(said.result for said in called(people, replace(AT_TEN, appointment=True), 2))

    assert 0.6 == pytest.approx(results[INTERVIEW] / len(_PEOPLE), abs=0.03)
    assert 0.3 == pytest.approx(results[APPOINTMENT] / len(_PEOPLE), abs=0.03)
    assert 0.1 == pytest.approx(results["no_answer"] / len(_PEOPLE), abs=0.03)
    assert KeptAppointments().kept > reached(called(people, AT_TEN, 2))


def test_whoever_calls_differs_by_log_normal_factors_and_is_the_same_all_through_the_field() -> None:
    people = town(willingness={"interviewer": 0.1}, interviewers={"pace": 0.2, "absence": 0.1})
    callers = [people.interviewer(f"seat{n}") for n in range(2000)]

    assert 0.1 == pytest.approx(stdev(math.log(each.willing) for each in callers), rel=0.1)
    assert 0.2 == pytest.approx(stdev(math.log(each.pace) for each in callers), rel=0.1)
    assert 0 == pytest.approx(mean(math.log(each.willing) for each in callers), abs=0.01)
    assert callers[3] == town(willingness={"interviewer": 0.1}, interviewers={"pace": 0.2}).interviewer("seat3")
    days = [date.fromordinal(740_000 + n) for n in range(3000)]
    assert 0.1 == pytest.approx(mean(people.is_absent("seat1", day) for day in days), abs=0.02)
    assert [people.is_absent("seat1", day) for day in days] != [people.is_absent("seat2", day) for day in days]


def test_people_of_the_reference_study_are_as_frequent_as_its_margins_and_land_in_their_cells() -> None:
    loaded = read_study(reference_study())
    assert isinstance(loaded, LoadedStudy), loaded
    people = Town.of_study(loaded, 1)
    assert loaded.study.quota is not None
    cells = {
        dimension.variable: {value: each.code for each in dimension.categories for value in each.values}
        for dimension in loaded.study.quota.dimensions
    }
    persons = [people.person(case).traits for case in range(4000)]
    for name, margin in people.habits.population.margins.items():
        counted = Counter(person[name] for person in persons)
        assert all(share == pytest.approx(counted[code] / 4000, abs=0.03) for code, share in margin.items())

    right, known = Counter[str](), 0
    for case in range(200):
        session = _screened(loaded, people, case)
        told = {name: codes.get(session.value(name)) for name, codes in cells.items()}
        if None not in told.values():
            known += 1
            right.update(name for name, code in told.items() if code == people.person(case).traits[name])
    assert known > 90
    assert all(right[name] >= 0.95 * known for name in cells), right


def _screened(loaded: LoadedStudy, people: Town, case: int) -> InterviewSession:
    """The session of a person at the end of the screening."""
    clock = SimulatedClock(datetime(2026, 11, 24, 15, tzinfo=UTC))
    session = InterviewSession(loaded.form, clock, seed=1, language="de", hidden={})
    respondent = people.respondent(case, 1)
    for _ in range(80):
        if session.at_end or session.left_group("screener"):
            break
        screen = session.screen()
        question = screen.questions[screen.focus]
        if question.asks:
            session.answer(question.ref, given(respondent, question, careful=question.check is not None))
        if screen.focus == len(screen.questions) - 1:
            session.forward()
        else:
            session.focus(screen.questions[screen.focus + 1].ref)
    return session
