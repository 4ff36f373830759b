"""Many at once on one study of a PostgreSQL server: the rules of one laptop hold, and studies do not wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import psycopg
import pytest

from cati_app.domain.ids import CellId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.store.log_chain import LAST
from cati_app.store.postgres.schema import schema_of
from tests.served_site import ServedSite, ServedStation, ServedStudy
from tests.unit.fieldwork.sittings import YOUNG_MAN

AT_ONCE = 8
Result = TypeVar("Result")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ServedSite]:
    """A study on a server with as many interviewers as work at once, and cases for all."""
    made = ServedSite(tmp_path, cases=3 * AT_ONCE)
    yield made
    made.close()


def people(site: ServedSite) -> list[User]:
    made = [User(UserId(f"p{n}"), f"p{n}", f"P{n}", Role.INTERVIEWER, 100 + n) for n in range(AT_ONCE)]
    for user in made:
        site.sql_write(
            'INSERT INTO "user" (id, login, name, role, number) VALUES (?, ?, ?, ?, ?)',
            (user.id, user.login, user.name, user.role.value, user.number),
        )
    return made


def _kept(site: ServedSite) -> ServedStudy:
    assert isinstance(site.study, ServedStudy)
    return site.study


def at_once(site: ServedSite, work: Callable[[ServedStation, User], Result]) -> list[Result]:
    """What each of the interviewers came to; each has a connection of its own, and all begin together."""
    start = Barrier(AT_ONCE)

    def one(number: int, user: User) -> Result:
        study = ServedStudy(_kept(site).url, _kept(site).study, _kept(site).device)
        try:
            station = ServedStation(study, site.store, site.keys, site.clock, 1000 + number, 1.0)
            start.wait()
            return work(station, user)
        finally:
            study.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE), people(site)))


def test_nobody_gets_the_case_of_another_and_the_log_has_no_holes(site: ServedSite) -> None:
    def work(station: ServedStation, user: User) -> list[str]:
        place = site.services(station, user)
        ids: list[str] = []
        for _ in range(3):
            offer = place.take_case(user)
            assert isinstance(offer, Offer)
            ids.append(offer.case.id)
            place.start_call(user, offer.attempt, offer.case.numbers[0])
            place.record_result(user, offer.attempt, "refusal_household")
        return ids

    taken = [case for ids in at_once(site, work) for case in ids]

    assert 3 * AT_ONCE == len(set(taken)) == len(taken)
    numbers = [row[0] for row in site.sql("SELECT seq FROM event ORDER BY seq")]
    assert list(range(1, len(numbers) + 1)) == numbers
    counts = Counter(site.kinds())
    assert len(taken) == counts["case_offered"] == counts["call_started"]


def test_the_last_places_of_a_cell_go_to_as_many_as_there_are(site: ServedSite) -> None:
    def work(station: ServedStation, user: User) -> bool:
        place = site.services(station, user)
        offer = place.take_case(user)
        assert isinstance(offer, Offer)
        place.start_call(user, offer.attempt, offer.case.numbers[0])
        interview = place.start_interview(user, offer.case, "hash", "de")
        assert place.reserve_place is not None
        return place.reserve_place(user, interview.id, YOUNG_MAN).has_place

    decided = Counter(at_once(site, work))

    with site.units()() as unit:
        count = unit.quota.count(CellId("m/young"))
    assert (2, 2) == (count.target, count.in_progress)
    assert {True: 2, False: AT_ONCE - 2} == dict(decided)


def test_who_only_reads_waits_for_nobody_and_sees_one_state(site: ServedSite) -> None:
    reader = psycopg.connect(_kept(site).url, autocommit=True)
    reader.execute(f"SET search_path TO {schema_of(_kept(site).study)}".encode())
    with site.study.transaction() as writing:
        writing.execute("UPDATE cell SET target = 77")
        reader.execute("SET statement_timeout = '5s'")

        assert [(2,)] == reader.execute("SELECT DISTINCT target FROM cell WHERE id = 'm/young'").fetchall()
    reader.close()


def test_studies_of_a_server_do_not_wait_for_one_another(site: ServedSite, tmp_path: Path) -> None:
    other = ServedSite(tmp_path, cases=1, url=_kept(site).url)
    with site.study.transaction() as held:
        held.row(LAST)
        other.sql_write("SET statement_timeout = '5s'")
        with other.units()() as unit:
            assert 1 == unit.cases.count()
    other.close()
