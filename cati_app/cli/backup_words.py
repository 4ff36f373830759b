"""How commands name a backup."""

from __future__ import annotations

from cati_app.store.backup_folder import Backup
from cati_app.texts import say


def named(backup: Backup) -> str:
    """A backup in a line."""
    at = f"{backup.made_at.astimezone():%Y-%m-%d %H:%M}"
    if backup.last_event is None:
        return say("{folder} of {at}", folder=backup.path, at=at)
    return say("{folder} of {at}, up to event {number}", folder=backup.path, at=at, number=backup.last_event)
