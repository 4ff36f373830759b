"""Brings the schema of a study to the form this version of the application needs, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.postgres.problems import problem_of
from cati_app.store.postgres.schema import schema_of

_FOLDER = Path(__file__).parent / "migrations"


def engine(url: str, study: bytes) -> Engine:
    """SQLAlchemy's view of a study's schema.

    Args:
        url: Of the database, as libpq reads it.
        study: Its id, 16 bytes.
    """
    return engine_in(url, schema_of(study))


def engine_in(url: str, schema: str) -> Engine:
    """SQLAlchemy's view of a schema, which need not be there."""
    options = f"-c search_path={schema}"
    return create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url, options=options), poolclass=NullPool
    )


def head() -> str:
    """The newest form this version knows."""
    revision = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert revision is not None
    return revision


def current(connection: Connection) -> str | None:
    """The form a study's own tables have; None: there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(url: str, study: bytes, target: str = "head") -> None:
    """Make the schema, or run all steps up (or down) to `target`; another server that does the same is waited for.

    Raises:
        EnvironmentProblem: `newer_database`, and what the server refuses.
    """
    with alone(url, schema_of(study)) as connection:
        run(connection, target)


@contextmanager
def alone(url: str, schema: str) -> Iterator[Connection]:
    """A transaction in a schema, made where there is none; others who change what tables are there are waited for.

    Raises:
        EnvironmentProblem: what the server refuses.
    """
    try:
        with engine_in(url, schema).begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(2, hashtext(:schema))"), {"schema": schema})
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
            yield connection
    except DBAPIError as error:
        driver_error = error.orig or error
        raise problem_of(driver_error) or driver_error from error
    except psycopg.Error as error:
        raise problem_of(error) or error from error


def run(connection: Connection, target: str = "head") -> None:
    """Run all steps of a study up (or down) to `target`, in the transaction under way.

    Raises:
        EnvironmentProblem: `newer_database`.
    """
    config = _config(connection)
    before = current(connection)
    order = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    if before is not None and before not in order:
        raise EnvironmentProblem(
            "newer_database",
            "This database was made by a newer version of the application; nothing was changed.",
            "Install the newer version on this machine.",
        )
    wanted = order[0] if target == "head" else target
    down = target == "base" or (before in order and wanted in order and order.index(wanted) > order.index(before))
    (command.downgrade if down else command.upgrade)(config, target)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
