"""Once a quarter is long past, nothing that the hub, a station or a reader keeps tells who called in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from cati_app.store.staff_words import StaffWords
from tests.sim.world import World

_LONG_PAST = timedelta(days=366 + 92 + 90)
"""Some histories have clocks that are wrong by most of a year."""
_OF_PEOPLE = frozenset(
    (
        *("user", "head", "box", "bundle_at_hub", "hub_bundle", "study_part", "study_edition", "parcel"),
        *("hub_sign_in", "hub_seat"),
    )
)
"""Tables in which people stand beside no case: who takes part, and under which keys."""
_IN_A_FILE = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_ON_A_SERVER = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    " AND table_type = 'BASE TABLE' ORDER BY table_name"
)


def people_in_the_end(world: World) -> Iterator[str]:
    """I24, which ends the history: its clock goes on by more than a year."""
    if not any(_tables(driver, tables, world) for _, driver, tables in _kept(world)):
        yield "I24: nobody stood beside a case at any time, so nothing was forgotten"
    world.clock.move(_LONG_PAST.total_seconds())
    world.hub.forget_people()
    for station in world.stations:
        StaffWords(station.kept.driver.execute).forget(world.clock.now())
    world.reader.look_at_everything()
    for where, driver, tables in _kept(world):
        for table in _tables(driver, tables, world):
            yield f"I24: {table} of {where} still tells who called"


def _kept(world: World) -> Iterator[tuple[str, Any, str]]:
    yield "the hub", world.hub.kept.driver, _ON_A_SERVER if world.engine == "server" else _IN_A_FILE
    yield "a reader", world.reader.copy.driver, _IN_A_FILE
    for station in world.stations:
        yield station.device, station.kept.driver, _IN_A_FILE


def _tables(driver: Any, tables: str, world: World) -> list[str]:
    """Those in which somebody who called stands by an id, in whatever column."""
    people = {str(station.user.id) for station in world.stations}
    found = []
    for (table,) in driver.execute(tables).fetchall():
        but = " WHERE key NOT LIKE 'hub_request:%'" if table == "meta" else ""  # asked for a case, and never answered
        if table == "staff_word":  # words of today: of whoever is at work still
            but = f" WHERE until <= '{world.clock.now().date()}'"
        rows = driver.execute(f'SELECT * FROM "{table}"{but}').fetchall() if table not in _OF_PEOPLE else ()
        if any(person in str(value) for row in rows for value in row for person in people):
            found.append(table)
    return found
