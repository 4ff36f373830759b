"""Brings the schema of a study to the form this version of the application needs, in one transaction."""

from __future__ import annotations

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
    options = f"-c search_path={schema_of(study)}"
    return create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url, options=options), poolclass=NullPool
    )


def head() -> str:
    """The newest form this version knows."""
    revision = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert revision is not None
    return revision


def migrate(url: str, study: bytes, target: str = "head") -> None:
    """Make the schema, or run all steps up (or down) to `target`; another server that does the same is waited for.

    Raises:
        EnvironmentProblem: `newer_database`, and what the server refuses.
    """
    schema = schema_of(study)
    try:
        with engine(url, study).begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(2, hashtext(:schema))"), {"schema": schema})
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
            _run(connection, target)
    except DBAPIError as error:
        driver_error = error.orig or error
        raise problem_of(driver_error) or driver_error from error
    except psycopg.Error as error:
        raise problem_of(error) or error from error


def _run(connection: Connection, target: str) -> None:
    config = _config(connection)
    before = MigrationContext.configure(connection).get_current_revision()
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
