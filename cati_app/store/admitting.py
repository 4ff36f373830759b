"""Stations that came to a study at a hub are named by the next head, at once with the event that tells of them."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.events import Moment
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.keys import Cost
from cati_app.store.people_changes import PeopleChanges
from cati_app.store.station_keys import StationKeys
from cati_app.store.trust.held_keys import HeldKeys


def admit(database: Database, keys: HeldKeys, stations: Sequence[StationKeys], moment: Moment) -> None:
    """Sign a head that names them.

    Args:
        keys: Of the supervisor who admits them.
        moment: Now, and who does it.

    Raises:
        RuleViolation: `supervisor_needed`.
    """
    with database.transaction() as statements:
        PeopleChanges(statements, database, keys, Cost()).admit(stations)
        rows = EventRows(database.device, keys, InterviewDocuments(statements.execute, keys))
        facts = [moment.fact("device_added", device=station.device) for station in stations]
        SqlEventLog(statements, rows, database.chain).append(facts)
        statements.commit()
