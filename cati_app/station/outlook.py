"""What publishing a study to a hub will do, for whoever is told before it is done."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.station.differences import Differences
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Outlook:
    """What publishing will do.

    Args:
        people: How many are active, by role.
        files: Files of the study folder.
        folder_bytes: Of the part that holds them, sealed.
        versions: Versions of the questionnaire.
        cells: Cells of the quota, by the codes of their categories; none without a quota.
        telling_codes: Of these codes the ones that may be words.
        waiting: Stations that will be admitted.
        changed: Parts that differ from what the hub has.
        is_first: Whether the study has never been at the hub.
        head_n: Number of the newest list of people.
        edition_n: Number that the edition has, or will have.
        differences: From the edition that the hub has; None for the first one, and where that one cannot be read here.
    """

    people: Mapping[str, int]
    files: int
    folder_bytes: int
    versions: int
    cells: int
    waiting: int
    changed: tuple[str, ...]
    is_first: bool
    head_n: int
    edition_n: int
    telling_codes: tuple[str, ...] = ()
    differences: Differences | None = None
