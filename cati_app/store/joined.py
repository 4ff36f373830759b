"""Whether a database is that of a station which has joined a study at a hub, as a fact of the database."""

from __future__ import annotations

from cati_app.store.statements import Statements

JOINED = "hub_joined"
"""The fact that is the id of the hub."""
HANDING_OVER, CASES_AT_HUB = "hub_handing_over", "hub_cases"
"""Facts of a station that had the study: its cases are on their way to a hub, and have all arrived there."""
PUBLISHED = "hub_published"
"""Fact of the station that has the study: its hub knows the people, so other stations may have their keys."""
PEOPLE_TOLD = "hub_people"
"""Fact of the same station: number of the list of people that its hub was told of last, with all keys."""
SETTINGS_TOLD = "hub_settings"
"""Fact of the same station: SHA-256 of the study.yaml that its hub was told of last."""
_HUB = "SELECT value FROM meta WHERE key = ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_NEWEST_LIST = "SELECT coalesce(max(n), 0) FROM head"


def is_joined(statements: Statements) -> bool:
    """Whether people, sample and targets of the study come from elsewhere."""
    return statements.row(_HUB, JOINED) is not None


def note_published(statements: Statements) -> None:
    """Its hub has."""
    statements.execute(_KEEP, (PUBLISHED, "1"))


def note_people_told(statements: Statements, n: int) -> None:
    """Its hub has been told of that list of people, with all that belongs to it."""
    statements.execute(_KEEP, (PEOPLE_TOLD, str(n)))


def people_wait(statements: Statements) -> bool | None:
    """Whether people were changed of whom the hub was not told.

    Returns:
        None where that is not known: the study was published by an earlier version.
    """
    row = statements.row(_HUB, PEOPLE_TOLD)
    return None if row is None else int(row[0]) != statements.row(_NEWEST_LIST)[0]


def note_joined(statements: Statements, hub: str) -> None:
    """They do from now on."""
    statements.execute(_KEEP, (JOINED, hub))
