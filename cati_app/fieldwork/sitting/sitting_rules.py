"""What an expert study decides of its sittings."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from cati_app.domain.sittings.guide import Sector, TopicGuide
from cati_app.values import dataclass

SECTOR = "sector"
"""Field of the list that says where an expert speaks from."""


def sector_of(fields: Mapping[str, str]) -> Sector | None:
    """The sector of an expert, by the fields of the list; None: it does not say it, or says something else."""
    with suppress(ValueError):
        return Sector(fields.get(SECTOR, "").strip())
    return None


@dataclass(frozen=True, slots=True)
class SittingRules:
    """What sittings are held by.

    Args:
        guide: As it is now; what was written by another version stays where it was filed.
        most: Sittings in which a person is asked, at most.
        expected_min: Minutes that the whole conversation is to take.
        quotes: Question of the opening whether the person may be quoted; None: nobody asks.
        recording: Question of the opening whether it may be recorded; None: nothing is recorded.
    """

    guide: TopicGuide
    most: int
    expected_min: int
    quotes: str | None = None
    recording: str | None = None
