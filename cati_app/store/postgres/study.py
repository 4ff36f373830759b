"""A study on a PostgreSQL server: a schema of its own, so that several studies share a database and meet nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.blocklist import BlockListFile
from cati_app.store.log_chain import LAST, Execute, Row
from cati_app.store.postgres.driver import WRITING, PostgresDriver
from cati_app.store.postgres.problems import problem_of
from cati_app.store.postgres.schema import schema_of
from cati_app.store.statements import Statements

_PATIENCE_S = 10


@contextmanager
def server_problems() -> Iterator[None]:
    """Turn what the server refuses into messages with a cure; other errors rise unchanged."""
    try:
        yield
    except psycopg.Error as error:
        raise problem_of(error) or error from error


class Unchained:
    """The log of a server: its facts are written by the server, and no device answers for them."""

    def __init__(self) -> None:
        self.last = 0

    def chained(self, rows: Sequence[Row], execute: Execute) -> list[Row]:
        """The rows with no digest."""
        if rows:
            self.last = rows[-1][0]
        return [(*row, None) for row in rows]


class PostgresStudy:
    """An open study. All calls come from one thread; `close` ends the connection.

    Args:
        url: Of the database, as libpq reads it.
        study: Its id, 16 bytes.
        device: The name under which this server writes to the log.

    Raises:
        EnvironmentProblem: `server_unreachable`, `server_refuses`.
    """

    def __init__(self, url: str, study: bytes, device: str) -> None:
        self.study = study
        self.device = device
        self.blocklist: BlockListFile | None = None  # is under a key that a server has not
        self.chain = Unchained()
        with server_problems():
            connection = psycopg.connect(url, autocommit=True, connect_timeout=_PATIENCE_S)
            try:
                path = sql.SQL("SET search_path TO {}").format(sql.Identifier(schema_of(study)))
                connection.execute(path)
            except BaseException:
                connection.close()
                raise
        self._driver = PostgresDriver(connection)

    def begin(self) -> Statements:
        """The statements of a transaction; who asks for it ends it, and words what goes wrong."""
        return Statements(self._driver, WRITING, self._begun)

    def _begun(self) -> None:
        """Other servers write to the log, too."""
        self.chain.last = self._driver.execute(LAST).fetchone()[0] or 0

    @contextmanager
    def transaction(self) -> Iterator[Statements]:
        """The same; leaving it without `commit` undoes them."""
        statements = self.begin()
        with server_problems():
            try:
                yield statements
            finally:
                statements.end()

    def problem_of(self, error: BaseException | None) -> EnvironmentProblem | None:
        """What an error of the server means in words; None where it is not to blame for it."""
        return problem_of(error)

    def driver(self) -> Any:
        """The connection itself."""
        return self._driver

    def close(self) -> None:
        """End the connection; may be called twice."""
        self._driver.close()
