"""Faults of the PostgreSQL server that keeps a hub."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

import psycopg

from tests.faults.hub_played import Played
from tests.postgres_machines import OwnPostgres

_END_CONNECTIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def _server_of(played: Played) -> OwnPostgres:
    assert played.server is not None
    return played.server


def server_restarts(played: Played) -> str:
    with played.person(0) as ann:
        vain = []
        for _ in range(3):
            played.sits(ann, 1)
            _server_of(played).stop()
            vain.append(ann.step())
            _server_of(played).start()
            vain += played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}"


def server_killed(played: Played) -> str:
    with played.person(0) as ann:
        vain = []
        for _ in range(3):
            played.sits(ann, 1)
            _server_of(played).kill()
            vain.append(ann.step())
            _server_of(played).start()
            vain += played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}"


def backends_ended(played: Played) -> str:
    with played.person(0) as ann:
        vain = []
        for _ in range(6):
            _server_of(played).told(_END_CONNECTIONS)
            vain += played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain)) or 'nothing'}"


def connections_taken(played: Played) -> str:
    """Others have every connection; the hub lost its own."""
    server = _server_of(played)
    with played.person(0) as ann, ExitStack() as taken:
        played.sits(ann, 1)
        server.told(_END_CONNECTIONS)
        with suppress(psycopg.OperationalError):
            while True:
                taken.enter_context(psycopg.connect(server.url))
        vain = [ann.step() for _ in range(2)]
        taken.close()
        played.sits(ann, 1)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}; then it goes on"


def long_snapshot(played: Played) -> str:
    server = _server_of(played)
    with psycopg.connect(server.url) as reading, played.person(0) as ann:
        reading.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reading.execute("SELECT count(*) FROM pg_class")
        vain = played.sits(ann, 10)
        ann.leave()
    return f"10 sittings beside it, {len(vain)} vain tries"


def failover(played: Played) -> str:
    """The standby has everything that was acknowledged, and takes its place."""
    first, standby = _server_of(played), OwnPostgres()
    try:
        standby.copy_of(first)
        standby.start()
        first.told("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        first.told("SELECT pg_reload_conf()")
        _until(lambda: first.told("SELECT sync_state FROM pg_stat_replication") == [("sync",)])
        with played.person(0) as ann, played.person(1) as bob:
            played.sits(ann, 3)
            played.sits(bob, 3)
            first.kill()
            vain = [ann.step()]
            standby.told("SELECT pg_promote(true)")
            standby.told("ALTER SYSTEM RESET synchronous_standby_names")
            standby.told("SELECT pg_reload_conf()")
            first.port, standby.port = standby.port, first.port
            played.field.hub.database_url = first.url
            first.data, standby.data = standby.data, first.data
            first.folder, standby.folder = standby.folder, first.folder
            first.process, standby.process = standby.process, first.process
            played.restart()
            vain += [ann.step(), bob.step(), ann.step(), bob.step()]
            played.sits(ann, 1)
            played.sits(bob, 1)
            for person in (ann, bob):
                person.leave()
        return f"told {', '.join(dict.fromkeys(vain))}; nothing that was acknowledged is gone"
    finally:
        standby.remove()


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
