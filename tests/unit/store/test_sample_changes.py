"""Changes of a sample that wait for the hub."""

from __future__ import annotations

from datetime import timedelta

from cati_app.domain.sharing.samples import SampleChange, SampleChangeKind
from tests.stations import TUESDAY, Site


def test_they_wait_in_the_order_in_which_they_were_made_whatever_the_clock_said(site: Site) -> None:
    brought = SampleChange("later", SampleChangeKind.IMPORTED, 0, 0, TUESDAY)
    released = SampleChange("earlier", SampleChangeKind.RELEASED, 0, 0, TUESDAY - timedelta(days=1))
    with site.station.units(site.keys)() as unit:
        for change in (brought, released, brought):
            unit.sample_changes.begin(change, "abcd1234")
        waiting = [change.id for change in unit.sample_changes.waiting()]
        unit.commit()

    assert ["later", "earlier"] == waiting
