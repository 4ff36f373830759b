"""Brings the reading copy of a station up to what the hub of its study has."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.database import Database
from cati_app.store.reading_copy import CopyStanding, copy_units
from cati_app.sync.change_client import ChangeClient


def standing_of(copy: Database) -> CopyStanding:
    """How far a copy has come."""
    with copy_units(copy)() as unit:
        return unit.copy.standing()


def catch_up(copy: Database, hub: ChangeClient, clock: Clock, stops: Callable[[], bool] = lambda: False) -> bool:
    """Fetch what changed, page by page; cut off, it goes on behind the last one. False: it was stopped before the end.

    Raises:
        EnvironmentProblem: what asking the hub raises; `people_behind`; `hub_refuses` for rows that fit no table.
    """
    more = True
    while more:
        if stops():
            return False
        standing, at = standing_of(copy), clock.now()
        life, changes = hub.after(standing.life, standing.mark)
        with copy_units(copy)() as unit:
            if life != standing.life or changes.anew:
                unit.copy.begin_anew(life)
            try:
                unit.copy.put(changes, at)
            except (ValueError, LookupError) as error:
                raise _unreadable() from error
            unit.commit()
        more = changes.more
    return True


def _unreadable() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_changes_unfit",
        "What the hub tells of the study has another form than this version reads. The copy here stays as it was.",
        "Station and hub need the same version of the program.",
    )
