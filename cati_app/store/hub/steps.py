"""Takes the steps that lead the hub's own tables to their newest form, on both engines, each time in one transaction.

Only whoever makes or brings forward something needs it: alembic and SQLAlchemy are slow to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from cati_app.store import migrate, newest_form
from cati_app.store.hub.forms import OF_STUDY, VERSION_TABLE, Asked, KnownForm, StepChain, known_form

_FOLDER = Path(__file__).parent / "migrations"


def forms(chain: StepChain) -> tuple[str, ...]:
    """Every form of a chain, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config(None, chain)).walk_revisions())


def run(connection: Connection, chain: StepChain, known: KnownForm | None, target: str = "head") -> None:
    """Run the steps up (or down) to `target`, in the transaction under way.

    Args:
        known: The form there is, marked by this where it is not yet; None: nothing is there.
    """
    config = _config(connection, chain)
    if known is not None and not known.marked:
        command.stamp(config, known.step)
    down = target == "base" or (known is not None and target != "head" and target < known.step)
    (command.downgrade if down else command.upgrade)(config, target)


def in_file(driver: Any, chain: StepChain, known: KnownForm | None, target: str = "head") -> None:
    """The same in a file, all or nothing; errors are the driver's own.

    Args:
        driver: The driver's connection, in autocommit.
    """
    migrate.in_one_transaction(migrate.engine_on(driver), lambda connection: run(connection, chain, known, target))


def bring_forward(connection: Connection, chain: StepChain, told_as: str) -> None:
    """Bring tables to the newest form, if they have an older one, in the transaction under way.

    Raises:
        EnvironmentProblem: as `known_form`.
    """
    known = known_form(asking(connection), chain, told_as)
    if known.step != chain.newest or not known.marked:
        run(connection, chain, known)


def asking(connection: Connection) -> Asked:
    """Questions on a connection of SQLAlchemy."""
    return lambda question: connection.exec_driver_sql(question).first()


def version(connection: Connection) -> str | None:
    """The form that stands there; None: no step was taken."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def script_of(chain: StepChain) -> str:
    """The script that makes new tables in a file at once, as all steps do, where those of a study are made before."""
    with closing(_beginning(chain)) as driver:
        before: Sequence[str] = newest_form.statements_of(driver)
        in_file(driver, chain, None)
        return newest_form.joined([each for each in newest_form.statements_of(driver) if each not in before])


def _beginning(chain: StepChain) -> Any:
    if chain is OF_STUDY:
        return newest_form.made()
    return sqlcipher3.dbapi2.connect(":memory:", isolation_level=None)


def _config(connection: Connection | None, chain: StepChain) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(_FOLDER / chain.name))
    config.attributes["connection"] = connection
    return config
