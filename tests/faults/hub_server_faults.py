"""Faults of the PostgreSQL server that keeps a hub."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import psycopg

from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.store.postgres.schema import schema_of
from tests.faults.hub_played import Played
from tests.faults.hub_station import DATA, PEOPLE
from tests.postgres_machines import OwnPostgres

_END_CONNECTIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


_LOCK_CELLS = "SELECT id FROM cell WHERE (strpos(id, ':') > 0) = %s FOR UPDATE"
"""Those of the further quotas, or of the first one, which a hub takes first."""
_SOMEBODY_WAITS = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event <> 'advisory'"


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


def time_limit(played: Played) -> str:
    """The server gives no statement more than a millisecond, as an administrator may set it; later it does again."""
    server = _server_of(played)
    with played.person(0) as ann:
        played.sits(ann, 1)
        for statement in ("ALTER SYSTEM SET statement_timeout = 1", "SELECT pg_reload_conf()"):
            server.told(statement)
        vain = [ann.step() for _ in range(3)]
        with psycopg.connect(server.url, autocommit=True, options="-c statement_timeout=0") as connection:
            for statement in ("ALTER SYSTEM RESET statement_timeout", "SELECT pg_reload_conf()"):
                connection.execute(statement.encode())
        played.sits(ann, 2)
        ann.leave()
    return f"told {', '.join(dict.fromkeys(vain))}; then it goes on"


def deadlock(played: Played) -> str:
    """Somebody else's transaction and the hub's each wait for a cell of a quota that the other one holds."""
    server = _server_of(played)
    schema = schema_of(bytes.fromhex(played.field.study))
    with played.person(0) as ann, ThreadPoolExecutor(1) as pool:
        offer = ann._at.called()
        services, user = ann._at.services, ann._at.user
        interview = services.start_interview(user, offer.case, ann._at.station.loaded.form_hash, "de")
        assert services.reserve_place is not None
        with psycopg.connect(server.url, options=f"-c search_path={schema}") as other:
            other.execute("SET deadlock_timeout = '60s'")  # so that the hub's transaction is the one that is undone
            other.execute(_LOCK_CELLS, [True])

            def cross() -> None:
                while not server.told(_SOMEBODY_WAITS):
                    time.sleep(0.02)
                other.execute(_LOCK_CELLS, [False])
                other.commit()

            crossing = pool.submit(cross)
            while True:
                with suppress(EnvironmentProblem):  # on a slow machine the same key asks again
                    decided = services.reserve_place(user, interview.id, PEOPLE[0])
                    break
            crossing.result()
        (deadlocks,) = server.told("SELECT sum(deadlocks) FROM pg_stat_database")[0]
        services.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
        ann._at.clock.move(11)
        ann.leave()
    assert decided.has_place
    assert deadlocks, "there was one"
    return f"{deadlocks} deadlock; the hub's transaction was undone and done again, the place is given"
