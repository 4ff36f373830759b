"""Brings every study of a hub to the newest form before the hub serves: `cati hub status` then reads them all."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.hub.engine import HubStorage


def bring_studies_forward(storage: HubStorage) -> None:
    """Those that an older version made, one after the other; looking at the others opens each once.

    A study that cannot be read keeps no other from being served: whoever asks for it is told.

    Raises:
        EnvironmentProblem: `hub_newer`; where one cannot be brought forward, as `HubStorage.study`.
    """
    for study in storage.studies():
        if _is_older(storage, study):
            storage.study(study).close()


def _is_older(storage: HubStorage, study: str) -> bool:
    try:
        storage.study(study, writable=False).close()
    except EnvironmentProblem as problem:
        if problem.code == "hub_newer":
            raise
        return problem.code == "hub_older"
    return False
