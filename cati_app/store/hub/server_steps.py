"""Makes the schemas of a hub on a PostgreSQL server and brings them to their newest form; programs that begin at once
wait for one another, so each step is taken once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub import steps
from cati_app.store.hub.forms import OF_STUDY, REGISTER, StepChain, hub_newer
from cati_app.store.hub.schema import Row, rows_of_study
from cati_app.store.postgres.driver import spoken
from cati_app.store.postgres.migrate import alone, current, head, run
from cati_app.store.postgres.schema import schema_of

_HAS_TABLE = "SELECT to_regclass(%s) IS NOT NULL"


def make_hub(url: str, schema: str, rows: Sequence[Row]) -> bool:
    """What belongs to a hub as a whole, whole or not at all; False: it is there already.

    Args:
        url: Of the database, as libpq reads it.

    Raises:
        EnvironmentProblem: what the server refuses.
    """
    with alone(url, schema) as connection:
        is_new = not _is_there(connection, REGISTER)
        if is_new:
            _make(connection, REGISTER, rows)
    return is_new


def bring_hub_forward(url: str, schema: str) -> None:
    """What belongs to the hub as a whole, of which there is one, in its newest form.

    Raises:
        EnvironmentProblem: as `forms.known_form`, and what the server refuses.
    """
    with alone(url, schema) as connection:
        steps.bring_forward(connection, REGISTER, schema)


def study_in_newest_form(url: str, study: str) -> None:
    """A study, made where there is none: its own tables and what only a hub keeps of it, in one transaction.

    Args:
        study: Its id, 32 hexadecimal digits.

    Raises:
        EnvironmentProblem: as `forms.known_form`, and what the server refuses.
    """
    schema = schema_of(bytes.fromhex(study))
    with alone(url, schema) as connection:
        try:
            run(connection)
        except EnvironmentProblem as problem:
            if problem.code != "newer_database":
                raise
            raise hub_newer(schema, current(connection) or "", head()) from problem
        if _is_there(connection, OF_STUDY):
            steps.bring_forward(connection, OF_STUDY, schema)
        else:
            _make(connection, OF_STUDY, rows_of_study(study))


def _is_there(connection: Connection, chain: StepChain) -> bool:
    return bool(connection.exec_driver_sql(_HAS_TABLE, (chain.holder,)).scalar_one())


def _make(connection: Connection, chain: StepChain, rows: Sequence[Row]) -> None:
    steps.run(connection, chain, None)
    for statement, values in rows:
        connection.exec_driver_sql(spoken(statement)[0], values)
