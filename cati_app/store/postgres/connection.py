"""Connections to a PostgreSQL server, each in the schema of what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from cati_app.store.postgres.driver import PostgresDriver
from cati_app.store.postgres.problems import problem_of

_PATIENCE_S = 10
_SETTINGS = ("lock_timeout", "idle_in_transaction_session_timeout")
"""A program that was stopped in the middle of a transaction holds up the others no longer than that."""


@contextmanager
def server_problems() -> Iterator[None]:
    """Turn what the server refuses into messages with a cure; other errors rise unchanged."""
    try:
        yield
    except psycopg.Error as error:
        raise problem_of(error) or error from error


def connected(url: str, schema: str) -> PostgresDriver:
    """A connection in autocommit.

    Args:
        url: Of the database, as libpq reads it.
        schema: Whose tables the statements mean; need not be there.

    Raises:
        EnvironmentProblem: `server_unreachable`, `server_refuses`, `server_busy`.
    """
    with server_problems():
        connection = psycopg.connect(url, autocommit=True, connect_timeout=_PATIENCE_S)
        try:
            connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
            for setting in _SETTINGS:
                connection.execute(
                    sql.SQL("SET {} TO '{}s'").format(sql.Identifier(setting), sql.SQL(str(_PATIENCE_S)))
                )
        except BaseException:
            connection.close()
            raise
        return PostgresDriver(connection)
