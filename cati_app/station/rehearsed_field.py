"""When the field of a rehearsal ended: its days are fixed, and whoever opens it goes on from there."""

from __future__ import annotations

from datetime import datetime

from cati_app.store.database import Database
from cati_app.store.unit_of_work import UnitsBeside


def ended_at(database: Database) -> datetime | None:
    """Time of its last fact; None before there is one."""
    with UnitsBeside(database, database.cost)() as unit:
        return unit.log.last_at()
