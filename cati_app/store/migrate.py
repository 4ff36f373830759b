"""Brings a database to the form this version of the application needs.

One transaction for all steps, foreign keys off meanwhile and checked afterwards, a backup before the first step: a
kill at any moment leaves the old form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from cati_app.domain.errors import EnvironmentProblem

_FOLDER = Path(__file__).parent / "migrations"


def head() -> str:
    """The newest form this version knows."""
    return _forms()[0]


def current(engine: Engine) -> str | None:
    """The form a database has, or None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_known(revision: str | None) -> None:
    """Raise EnvironmentProblem `newer_database` when a newer version of the application made the database."""
    if revision is not None and revision not in _forms():
        raise EnvironmentProblem(
            "newer_database",
            "This database was made by a newer version of the application; nothing was changed.",
            "Install the newer version on this machine.",
        )


def engine_on(driver: Any) -> Engine:
    """SQLAlchemy's view of an open connection; whoever opened it closes it."""
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=lambda: driver, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver.execute("BEGIN IMMEDIATE")  # sqlite: the driver is in autocommit and begins nothing on its own

    return engine


def migrate(engine: Engine, target: str = "head") -> None:
    """Run all steps up (or down) to `target` in one transaction; errors are the driver's own."""
    in_one_transaction(engine, lambda connection: _run(connection, target))


def in_one_transaction(engine: Engine, run: Callable[[Connection], None]) -> None:
    """Run steps with foreign keys off, and see afterwards that no link is broken; errors are the driver's own."""
    try:
        _in_one_transaction(engine, run)
    except DBAPIError as error:
        raise (error.orig or error) from error


def made_by_all_steps() -> Any:
    """A connection to an empty database in memory that took every step; new ones are made to be like it at once."""
    driver: Any = sqlcipher3.dbapi2.connect(":memory:", isolation_level=None)
    migrate(engine_on(driver))
    return driver


def _in_one_transaction(engine: Engine, run: Callable[[Connection], None]) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                run(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise EnvironmentProblem(
                        "migration_broken",
                        "Bringing the database to the new form would have broken links; nothing was changed.",
                        "Keep the database as it is and report this message.",
                    )
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _run(connection: Connection, target: str) -> None:
    config = _config(connection)
    before = MigrationContext.configure(connection).get_current_revision()
    order = _forms()
    wanted = order[0] if target == "head" else target
    down = target == "base" or (before in order and wanted in order and order.index(wanted) > order.index(before))
    (command.downgrade if down else command.upgrade)(config, target)


@cache
def _forms() -> tuple[str, ...]:
    """Every form this version knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions())


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
