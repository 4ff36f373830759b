"""What the index of this machine keeps of a study that is opened, closed or joined."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.folders import default_state, is_rehearsal
from cati_app.station.known_studies import KnownStudies, KnownStudy
from cati_app.station.loading import LoadedStudy, read_study
from cati_app.station.opening import Station


def remember(station: Station) -> None:
    """Put the study on the index, with how many interviews it has; what is at a hub is counted there."""
    loaded, at_hub = station.loaded, station.opened.has_cases_elsewhere()
    done, target = (None, None) if at_hub else _figures(station)
    study = KnownStudy(
        loaded.folder.resolve(),
        loaded.study.id,
        loaded.study.title,
        station.clock.now(),
        at_hub,
        is_rehearsal(loaded.folder),
        done,
        target,
    )
    KnownStudies(default_state()).note(study)


def remember_joined(folder: Path, clock: Clock) -> None:
    """Put a study on the index that this machine has just joined; figures come when it is opened."""
    loaded = read_study(folder)
    if isinstance(loaded, LoadedStudy):
        known = KnownStudy(folder.resolve(), loaded.study.id, loaded.study.title, clock.now(), at_hub=True)
        KnownStudies(default_state()).note(known)


def remember_new(folder: Path, clock: Clock) -> None:
    """Put a study on the index that was set up or rehearsed here."""
    loaded = read_study(folder)
    if isinstance(loaded, LoadedStudy):
        study, rehearsed = loaded.study, is_rehearsal(folder)
        known = KnownStudy(folder.resolve(), study.id, study.title, clock.now(), rehearsal=rehearsed)
        KnownStudies(default_state()).note(known)


def _figures(station: Station) -> tuple[int | None, int | None]:
    try:
        figures = station.read_board()(PROGRAM)
    except EnvironmentProblem:  # it is told where the study is worked with; the index does without
        return None, None
    return figures.completes, figures.target if station.loaded.study.quota is not None else None
