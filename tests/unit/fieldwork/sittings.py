"""Interviews begun and ended through the services, and what is stored of them."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview, StoredDatum
from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from tests.stations import Site

YOUNG_MAN = {"sex": "1", "age_group": "young"}


def refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == code)


def begun(site: Site, values: dict[str, str] | None = None) -> tuple[Offer, Interview]:
    """An interview on the next case, with a place if values are given."""
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    if values is not None:
        assert place.reserve_place is not None
        place.reserve_place(site.ann, interview.id, values)
    return offer, interview


def finish(site: Site, offer: Offer, interview: Interview, name: str, agreed: Agreed | None = None) -> None:
    data = [StoredDatum("/screener/sex", "1", None)]
    site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, name, data, {}, agreed))


def cell(site: Site, cell_id: str = "m/young") -> tuple[int, int, int]:
    """Achieved, in progress, rolled back."""
    with site.units()() as unit:
        count: CellCount = next(c for c in unit.quota.counts() if c.cell_id == cell_id)
    return count.achieved, count.in_progress, count.rolled_back


def stored(site: Site, interview: Interview) -> Interview:
    with site.units()() as unit:
        return unit.interviews.get(interview.id)
