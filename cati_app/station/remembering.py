"""What the index of this machine keeps of a study that is opened, closed or joined."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.station.folders import default_state, is_rehearsal
from cati_app.station.known_studies import KnownStudies, KnownStudy
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study


def remember(station: Station) -> None:
    """Put the study on the index: before anybody has signed in it says which studies there are, and nothing of them."""
    loaded, at_hub = station.loaded, station.opened.has_cases_elsewhere()
    database = station.database
    access = database.state.hub(database.device) if at_hub else None
    study = KnownStudy(
        loaded.folder.resolve(),
        loaded.head.id,
        loaded.head.title,
        station.clock.now(),
        at_hub,
        is_rehearsal(loaded.folder),
        access.address if access is not None else "",
    )
    KnownStudies(default_state()).note(study)


def remember_joined(folder: Path, clock: Clock) -> None:
    """Put a study on the index that this machine has just joined; figures come when it is opened."""
    loaded = read_study(folder)
    if isinstance(loaded, LoadedStudy):
        known = KnownStudy(folder.resolve(), loaded.head.id, loaded.head.title, clock.now(), at_hub=True)
        KnownStudies(default_state()).note(known)


def remember_new(folder: Path, clock: Clock) -> None:
    """Put a study on the index that was set up or rehearsed here."""
    loaded = read_study(folder)
    if isinstance(loaded, LoadedStudy):
        head, rehearsed = loaded.head, is_rehearsal(folder)
        known = KnownStudy(folder.resolve(), head.id, head.title, clock.now(), rehearsal=rehearsed)
        KnownStudies(default_state()).note(known)
