"""Whether a database is that of a station which has joined a study at a hub, as a fact of the database."""

from __future__ import annotations

from cati_app.store.statements import Statements

JOINED = "hub_joined"
"""The fact that is the id of the hub."""
HANDING_OVER, CASES_AT_HUB = "hub_handing_over", "hub_cases"
"""Facts of a station that had the study: its cases are on their way to a hub, and have all arrived there."""
PUBLISHED = "hub_published"
"""Fact of the station that has the study: its hub knows the people, so other stations may have their keys."""
_HUB = "SELECT value FROM meta WHERE key = ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def is_joined(statements: Statements) -> bool:
    """Whether people, sample and targets of the study come from elsewhere."""
    return statements.row(_HUB, JOINED) is not None


def note_published(statements: Statements) -> None:
    """Its hub has."""
    statements.execute(_KEEP, (PUBLISHED, "1"))


def note_joined(statements: Statements, hub: str) -> None:
    """They do from now on."""
    statements.execute(_KEEP, (JOINED, hub))
