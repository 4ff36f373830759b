"""Rows of cases read and written by plain statements: on the path of every call, models cost more than the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from cati_app.store.tables import CaseRow, UtcText, utc_text

COLUMNS = tuple(CaseRow.__table__.columns.keys())  # type: ignore[attr-defined]
_TIMES = frozenset(column.name for column in CaseRow.__table__.columns if isinstance(column.type, UtcText))  # type: ignore[attr-defined]
_FLAGS = frozenset({"appointment_firm"})
_READ = f'SELECT {", ".join(COLUMNS)} FROM "case" WHERE id = ?'


_DRIVER = "driver"


def driver_of(session: Session) -> Any:
    """The driver's connection, within the session's transaction; kept until that ends, for it is asked for often."""
    found = session.info.get(_DRIVER)
    if found is None:
        found = session.info[_DRIVER] = session.connection().connection.driver_connection
    return found


@event.listens_for(Session, "after_transaction_end")
def _forget_driver(session: Session, transaction: object) -> None:
    session.info.pop(_DRIVER, None)


def read_row(session: Session, case_id: str) -> Any:
    """The columns of a case as attributes. LookupError for an unknown id."""
    found = driver_of(session).execute(_READ, (case_id,)).fetchone()
    if found is None:
        raise LookupError(f"no case {case_id}")
    values = dict(zip(COLUMNS, found, strict=True))
    for name in _TIMES:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in _FLAGS:
        values[name] = bool(values[name])
    return SimpleNamespace(**values)


def write_row(session: Session, case_id: str, values: Mapping[str, Any]) -> None:
    """Set columns of a case; KeyError for one that does not exist."""
    if not values:
        return
    for name in values:
        if name not in COLUMNS:
            raise KeyError(name)
    sets = ", ".join(f"{name} = ?" for name in values)
    given = [utc_text(value) if isinstance(value, datetime) else value for value in values.values()]
    driver_of(session).execute(f'UPDATE "case" SET {sets} WHERE id = ?', (*given, case_id))


def as_json_values(row: Any) -> dict[str, Any]:
    """The columns of a row with times as text."""
    return {name: utc_text(value) if isinstance(value, datetime) else value for name, value in vars(row).items()}
