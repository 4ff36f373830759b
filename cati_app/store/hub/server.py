"""A hub's databases as schemas of a PostgreSQL server: `cati_hub`, and one for each study.

Several programs may serve one hub: whoever writes to a schema takes its lock first (`store/postgres/driver.py`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import psycopg

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.engine import hub_missing
from cati_app.store.hub.forms import OF_STUDY, REGISTER, Asked, check_newest, check_study, known_form
from cati_app.store.hub.parts import Part
from cati_app.store.hub.register import Register
from cati_app.store.hub.schema import rows_of_hub
from cati_app.store.postgres.connection import connected, server_problems
from cati_app.store.postgres.driver import READING, WRITING
from cati_app.store.postgres.problems import is_conflict, problem_of, refuses_row
from cati_app.store.postgres.schema import HEAD, schema_of
from cati_app.store.postgres.table_statistics import refresh
from cati_app.store.statements import Statements

SCHEMA = "cati_hub"
_HAS_TABLE = "SELECT to_regclass(?) IS NOT NULL"
_OWN_FORM = "SELECT version_num FROM alembic_version"
_STUDIES = (
    "SELECT n.nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'hub_store'"
    " WHERE n.nspname ~ '^study_[0-9a-f]{32}$' ORDER BY n.nspname"
)


_ORIGIN = (
    "SELECT system_identifier || '.' || CASE WHEN pg_is_in_recovery() THEN ''"
    " ELSE substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) END FROM pg_control_system()"
)
"""Which cluster this is, and on which timeline: another one after each promotion, another cluster after a dump."""
_KNOWN_ORIGIN = "SELECT told FROM hub_origin"
_KEEP_ORIGIN = "INSERT INTO hub_origin (one, told) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET told = excluded.told"
_LOOKED_AT_AGAIN_S = 5
_STANDBYS = "SELECT current_setting('synchronous_standby_names')"


_LITTLE_MEMORY, _ITS_MEMORY = "SET LOCAL work_mem TO '64kB'", "SET LOCAL work_mem TO DEFAULT"
_KEPT_ON_DISK = "SELECT count(*) FROM generate_series(1, 76000)"
"""A mebibyte, which is gone again; a row that changes may have its place in the server's journal already."""


class ServerStore:
    """One schema, on a connection of its own, which is made again once the server has ended it.

    Args:
        follows: Looks where the server comes from, and begins another life of the hub when it comes from elsewhere.

    Raises:
        EnvironmentProblem: `server_unreachable`, `server_refuses`, `server_busy`.
    """

    def __init__(self, url: str, schema: str, *, follows: bool = False) -> None:
        self._url = url
        self._schema = schema
        self._follows = follows
        self._looked_at: float | None = None
        self.driver = connected(url, schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable once it ends; nobody else writes to the schema meanwhile."""
        try:
            self._begin()
            looked_at = self._look()
            yield
            self.driver.execute("COMMIT")
            self._looked_at = looked_at
        except BaseException as error:
            if self.driver.in_transaction:
                with suppress(psycopg.Error):  # the connection is gone, and the transaction with it
                    self.driver.execute("ROLLBACK")
            problem = None if is_conflict(error) else problem_of(error)
            if problem is None:
                raise
            raise problem from error

    def _begin(self) -> None:
        """On another connection, where the server has ended this one since it was used: nothing was done yet."""
        try:
            self.driver.execute(WRITING)
        except psycopg.OperationalError:
            if not self.driver.connection.closed:
                raise
            self.driver = connected(self._url, self._schema)
            self._looked_at = None
            self.driver.execute(WRITING)

    def _look(self) -> float | None:
        """A server that was promoted, or was filled from a dump, may lack what was acknowledged: a new life begins.

        Looked at on each connection, and every few seconds on one that stays: the server under it may be promoted.
        """
        if not self._follows:
            return None
        now = time.monotonic()
        if self._looked_at is not None and now < self._looked_at + _LOOKED_AT_AGAIN_S:
            return self._looked_at
        (origin,) = self.driver.execute(_ORIGIN).fetchone()
        known = self.driver.execute(_KNOWN_ORIGIN).fetchone()
        if known is not None and known[0] == origin:
            return now
        if known is not None:
            part = self.part()
            Register(part, datetime.now(UTC)).begin_epoch(secrets.token_hex(16))
            part.commit()
        self.driver.execute(_KEEP_ORIGIN, (origin,))
        return now

    def part(self, *, saved: bool = True) -> Part:
        """The statements of a part of the transaction under way."""
        return Part(self.driver, refuses_row, saved=saved)

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """Statements that see one state."""
        statements = Statements(self.driver, READING)
        with server_problems():
            try:
                yield statements
            finally:
                statements.end()

    def prove_room(self, statements: Statements) -> None:
        """Have the server count rows of which it keeps more than its memory holds, so on its disk."""
        statements.execute(_LITTLE_MEMORY)
        statements.execute(_KEPT_ON_DISK)
        statements.execute(_ITS_MEMORY)

    def owes_rest(self) -> bool:
        """False: the server looks after its own journal."""
        return False

    def rest(self) -> None:
        """Nothing is owed."""

    def is_under_way(self) -> bool:
        """Whether the transaction that was begun is there still."""
        return not self.driver.connection.closed and self.driver.in_transaction

    def is_conflict(self, error: BaseException) -> bool:
        """Whether another transaction stood in the way."""
        return is_conflict(error)

    def problem_of(self, error: BaseException) -> EnvironmentProblem | None:
        """What an error of the server means in words; None where it is not to blame."""
        return problem_of(error)

    def close(self) -> None:
        """End the connection; may be called twice."""
        self.driver.close()


class ServerStorage:
    """A database of a PostgreSQL server, which is one hub's.

    Args:
        url: Of the database, as libpq reads it.
        folder: Of the hub, where key and certificate are, as people know it.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder

    def check_free(self) -> None:
        """Whether a new hub has room there.

        Raises:
            EnvironmentProblem: `hub_there`, and what the server refuses.
        """
        with closing(ServerStore(self._url, SCHEMA)) as store, server_problems():
            if _has_table(store, "hub"):
                raise _hub_there()

    def make(self, hub_id: str, address: str, made_at: str, epoch_id: str) -> None:
        """A new hub in its first epoch, whole or not at all.

        Raises:
            EnvironmentProblem: `hub_there`, and what the server refuses.
        """
        from cati_app.store.hub import server_steps  # noqa: PLC0415 - alembic and SQLAlchemy are slow to load

        if not server_steps.make_hub(self._url, SCHEMA, rows_of_hub(hub_id, address, made_at, epoch_id)):
            raise _hub_there()

    def hub(self, *, writable: bool = True, beside: bool = False) -> ServerStore:
        """What belongs to the hub as a whole, brought to the newest form; others may have it open, too.

        Args:
            writable: False for who only reads figures.
            beside: For who reads or writes a moment beside programs that serve; it brings nothing to another form.

        Raises:
            EnvironmentProblem: `hub_missing`, `hub_other_form`, `hub_newer`, `hub_older`, and what the server refuses.
        """
        store = ServerStore(self._url, SCHEMA, follows=writable)
        with _closed_after_failure(store):
            if not _has_table(store, "hub"):
                raise hub_missing(self._folder)
            known = known_form(_asking(store), REGISTER, SCHEMA)
            if writable and not beside and (known.step != REGISTER.newest or not known.marked):
                from cati_app.store.hub import server_steps  # noqa: PLC0415 - alembic and SQLAlchemy are slow to load

                server_steps.bring_hub_forward(self._url, SCHEMA)
            check_newest(_asking(store), REGISTER, SCHEMA)
        return store

    def study(self, study: str, *, writable: bool = True) -> ServerStore:
        """A study, made where there is none yet and brought to the newest form; read alone, it is as it is.

        Raises:
            EnvironmentProblem: `hub_other_form`, `hub_newer`, `hub_older`, and what the server refuses.
        """
        if writable:
            from cati_app.store.hub import server_steps  # noqa: PLC0415 - alembic and SQLAlchemy are slow to load

            server_steps.study_in_newest_form(self._url, study)
        schema = schema_of(bytes.fromhex(study))
        store = ServerStore(self._url, schema)
        with _closed_after_failure(store):
            own = _asking(store)(_OWN_FORM)
            check_study(None if own is None else str(own[0]), HEAD, schema)
            check_newest(_asking(store), OF_STUDY, schema)
        return store

    def watch(self) -> None:
        """None: to hear of a change is a round trip, as any question."""

    def statistics(self) -> Callable[[str], tuple[str, ...]]:
        """Has the server look at tables of a study that grew much, on a connection of its own; their names."""
        return lambda study: refresh(self._url, schema_of(bytes.fromhex(study)))

    def serves_alone(self) -> bool:
        """False: any number of programs."""
        return False

    def confirmed_by(self) -> str:
        """Standbys that have each write before it is acknowledged, as the server names them; blank: none."""
        with closing(ServerStore(self._url, SCHEMA)) as store, server_problems():
            return str(store.driver.execute(_STANDBYS).fetchone()[0])

    def studies(self) -> tuple[str, ...]:
        """Ids of the studies there are, in order."""
        with closing(ServerStore(self._url, SCHEMA)) as store, server_problems():
            return tuple(name.removeprefix("study_") for (name,) in store.driver.execute(_STUDIES).fetchall())


def _has_table(store: ServerStore, name: str) -> bool:
    """Whether the schema of a store has a table of that name."""
    return bool(store.driver.execute(_HAS_TABLE, (name,)).fetchone()[0])


def _asking(store: ServerStore) -> Asked:
    return lambda question: cast("Sequence[object] | None", store.driver.execute(question).fetchone())


@contextmanager
def _closed_after_failure(store: ServerStore) -> Iterator[None]:
    try:
        with server_problems():
            yield
    except BaseException:
        store.close()
        raise


def _hub_there() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_there",
        "There is a hub in the database already. Nothing was changed.",
        "Another hub gets another database. A further machine that serves this one gets a copy of its folder.",
    )
