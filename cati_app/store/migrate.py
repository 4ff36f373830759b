"""Brings a database to the form this version of the application needs.

One transaction for all steps, foreign keys off meanwhile and checked afterwards, a backup before the first step: a
kill at any moment leaves the old form.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from cati_app.domain.errors import EnvironmentProblem

_FOLDER = Path(__file__).parent / "migrations"


def head() -> str:
    """The newest form this version knows."""
    found = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert found is not None
    return found


def current(engine: Engine) -> str | None:
    """The form a database has, or None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_known(revision: str | None) -> None:
    """Raise EnvironmentProblem `newer_database` when a newer version of the application made the database."""
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if revision is not None and revision not in known:
        raise EnvironmentProblem(
            "newer_database",
            "This database was made by a newer version of the application; nothing was changed.",
            "Install the newer version on this machine.",
        )


def migrate(engine: Engine, target: str = "head") -> None:
    """Run all steps up (or down) to `target` in one transaction."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _run(connection, target)
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
    order = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    wanted = order[0] if target == "head" else target
    down = target == "base" or (before in order and wanted in order and order.index(wanted) > order.index(before))
    (command.downgrade if down else command.upgrade)(config, target)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
