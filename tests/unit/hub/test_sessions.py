"""Who is signed in at a hub: at one station, for a while, as long as they take part; and who is not let in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.store.hub.sessions import LASTS
from cati_app.sync.line import HubCall
from cati_app.sync.study_messages import EditionOffered
from tests.hub_storages import ENGINES, hub_storage
from tests.hubs import MemoryHub
from tests.unit.hub.test_samples_at_a_hub import Desk


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as kept:
        storage = kept.enter_context(hub_storage(request.param, tmp_path / "hub"))
        yield Desk(kept.enter_context(closing(MemoryHub(tmp_path / "hub", storage))), storage)


def run(desk: Desk, work: Callable[[Any], Any]) -> Any:
    """In one unit of work of the hub, which counts."""

    def done(unit: Any) -> Any:
        result = work(unit)
        unit.commit()
        return result

    return desk.hub.hub.studies.of(desk.study.id).run(done).result()


def person(desk: Desk, secret: str, *, elsewhere: bool = False) -> str | None:
    """Who is signed in under a session, at a station."""
    station = desk.there if elsewhere else desk.here
    found = run(desk, lambda unit: unit.sessions.person(station.device, secret))
    return None if found is None else str(found.login)


def shows(desk: Desk, shown: str) -> str | None:
    """A session for Ann, or none."""
    user_id, token = desk.study.person("ann"), bytes.fromhex(shown)
    begun = run(desk, lambda unit: unit.sessions.begin(desk.here.device, user_id, token))
    return None if begun is None else str(begun.secret)


def right(desk: Desk) -> str:
    """What Ann's password is turned into."""
    return desk.study.shown("ann")


WRONG = hashlib.sha256(b"another one").hexdigest()


def test_a_session_counts_at_the_station_where_it_began(desk: Desk) -> None:
    secret = desk.session(desk.here, "ann")

    assert ("ann", None) == (person(desk, secret), person(desk, secret, elsewhere=True))


def test_a_session_ends_by_the_clock_of_the_hub(desk: Desk) -> None:
    secret = desk.session(desk.here, "ann")
    desk.hub.clock.move((LASTS - timedelta(seconds=1)).total_seconds())
    assert "ann" == person(desk, secret)

    desk.hub.clock.move(2)

    assert person(desk, secret) is None


def test_whoever_leaves_the_study_is_signed_in_no_more(desk: Desk) -> None:
    secret = desk.session(desk.here, "ann")

    desk.write("UPDATE \"user\" SET active = false WHERE login = 'ann'")

    assert person(desk, secret) is None
    assert shows(desk, right(desk)) is None


def test_another_password_ends_the_sessions_that_began_with_the_former_one(desk: Desk) -> None:
    anns, sues = desk.session(desk.here, "ann"), desk.session(desk.here, "sue")
    desk.write("UPDATE \"user\" SET login_check = NULL WHERE login = 'ann'")

    desk.study.told(HubCall.EDITION, EditionOffered(edition=desk.study.edition(n=2)))

    assert (None, "sue") == (person(desk, anns), person(desk, sues))
    again = shows(desk, right(desk)) or ""
    desk.study.told(HubCall.EDITION, EditionOffered(edition=desk.study.edition(n=3)))
    assert "ann" == person(desk, again), "the same password, the same session"


def test_a_wrong_password_begins_no_session_and_a_right_one_does(desk: Desk) -> None:
    assert shows(desk, WRONG) is None
    assert shows(desk, right(desk)) is not None


def test_after_several_failures_even_the_right_password_waits_a_little_and_for_nobody_for_good(desk: Desk) -> None:
    for _ in range(5):
        assert shows(desk, WRONG) is None
    assert shows(desk, right(desk)) is None

    desk.hub.clock.move(60)

    assert shows(desk, right(desk)) is not None
    assert 0 == run(desk, lambda unit: unit.sessions.failures(desk.study.person("ann")))
