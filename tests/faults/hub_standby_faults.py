"""A standby of the PostgreSQL server that keeps a hub is promoted: it has everything, or lacks what came last."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.hub_played import Played
from tests.faults.hub_station import Person
from tests.faults.hub_two_servers import second_program
from tests.hub_properties import kept_at
from tests.postgres_machines import OwnPostgres
from tests.proxies import between

_TRIES = 6


def failover(played: Played) -> str:
    """The standby has everything that was acknowledged, and takes its place."""
    with _standby(played) as standby:
        first = _server_of(played)
        first.told("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        first.told("SELECT pg_reload_conf()")
        _until(lambda: _replication(first) == ("streaming", "sync"))
        with played.person(0) as ann, played.person(1) as bob:
            played.sits(ann, 3)
            played.sits(bob, 3)
            first.kill()
            vain = [ann.step()]
            _promote(standby)
            _take_over(played, standby)
            played.restart()
            vain += _goes_on(played, ann, bob)
    return f"told {', '.join(dict.fromkeys(vain))}; nothing that was acknowledged is gone"


def failover_behind(played: Played) -> str:
    """Nobody waited for the standby, and it is promoted without what was acknowledged last: stations bring it again.

    The administrator promotes it, names it in the address of the database, and starts the hub; nothing else.
    """
    with _standby(played) as standby:
        first = _server_of(played)
        _until(lambda: _replication(first) == ("streaming", "async"))
        with played.person(0) as ann, played.person(1) as bob:
            for person in (ann, bob):
                played.sits(person, 2)
                person._leave()
            standby.stop()
            for person in (ann, bob):
                played.sits(person, 2)
                person._leave()
            had = _counts(played)
            first.kill()
            vain = [ann.step()]
            standby.start()
            _promote(standby)
            _take_over(played, standby)
            events, attempts = (before - there for before, there in zip(had, _counts(played), strict=True))
            assert events > 0, "the standby lacks something"
            assert attempts > 0
            played.restart()
            vain += _goes_on(played, ann, bob)
        assert all(there >= before for before, there in zip(had, _counts(played), strict=True))
    return (
        f"told {', '.join(dict.fromkeys(vain))}; {events} events and {attempts} attempts that the standby lacked came"
        " again; promoted, named in the address and the hub started, nothing else"
    )


def both_alive(played: Played) -> str:
    """The standby is promoted while its primary goes on, each with a program of the hub, and stations at both."""
    with _standby(played) as standby:
        first = _server_of(played)
        _until(lambda: _replication(first) == ("streaming", "async"))
        stations = played.field.stations
        with between(played.field, stations[:1]) as of_ann, between(played.field, stations[1:]) as of_bob:
            old_port = of_ann.hub_port
            with played.person(0) as ann, played.person(1) as bob:
                played.sits(ann, 1)
                played.sits(bob, 1)
                _promote(standby)
                with second_program(played, standby.url) as other:
                    of_bob.hub_port = other.port
                    waits = _until_told(bob, "hub_recovers")
                    played.sits(ann, 2)  # at the old one, which nobody has told yet
                    of_bob.hub_port = old_port
                    proves = _until_told(bob, "hub_recovers")
                    played.sits(ann, 1)  # everybody was heard there again
                    first.kill()
                    of_ann.hub_port = of_bob.hub_port = other.port
                    ann.step()
                    bob.step()
                    _take_over(played, standby)
                    played.sits(ann, 1)
                    played.sits(bob, 1)
                    for person in (ann, bob):
                        person.leave()
    assert "sat" not in (*waits, *proves), (waits, proves)
    return (
        "the new one waits for all stations; so does the old one once a station of the new one has come to it; what"
        " either had taken came again when the old one was ended"
    )


def _until_told(person: Person, word: str) -> list[str]:
    """What somebody was told up to that."""
    told: list[str] = []
    while len(told) < _TRIES and told[-1:] != [word]:
        told.append(person.step())
    assert told[-1] == word, told
    return told


def _goes_on(played: Played, ann: Person, bob: Person) -> list[str]:
    """Both are heard, work and hand in; what they were told at first."""
    told = [ann.step(), bob.step(), ann.step(), bob.step()]
    for person in (ann, bob):
        played.sits(person, 1)
    for person in (ann, bob):
        person.leave()
    return told


def _server_of(played: Played) -> OwnPostgres:
    assert played.server is not None
    return played.server


@contextmanager
def _standby(played: Played) -> Iterator[OwnPostgres]:
    """One that follows the server, and is gone afterwards."""
    standby = OwnPostgres()
    try:
        standby.copy_of(_server_of(played))
        standby.start()
        yield standby
    finally:
        standby.remove()


def _replication(first: OwnPostgres) -> object:
    rows = first.told("SELECT state, sync_state FROM pg_stat_replication")
    return rows[0] if rows else None


def _counts(played: Played) -> tuple[int, int]:
    """Events and attempts that the hub has."""
    with kept_at(played.field) as statements:
        events, attempts = (
            int(statements.row(f"SELECT count(*) FROM {table}")[0]) for table in ("inbox_event", "attempt")
        )
    return events, attempts


def _promote(standby: OwnPostgres) -> None:
    standby.told("SELECT pg_promote(true)")
    standby.told("ALTER SYSTEM RESET synchronous_standby_names")
    standby.told("SELECT pg_reload_conf()")


def _take_over(played: Played, standby: OwnPostgres) -> None:
    """A standby becomes the server of the hub; what was the server stands for the standby."""
    first = _server_of(played)
    first.port, standby.port = standby.port, first.port
    played.field.hub.database_url = first.url
    first.data, standby.data = standby.data, first.data
    first.folder, standby.folder = standby.folder, first.folder
    first.process, standby.process = standby.process, first.process


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
