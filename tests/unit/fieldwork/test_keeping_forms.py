"""The questionnaire in force is kept once, with everything it was built from, and its coming into force is a fact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.form_versions import KIND, FormFiles
from cati_app.fieldwork.monitor.keep_form import KeepForm
from tests.stations import TUESDAY, Site

FILES = FormFiles("form.md", b"one", {"towns.csv": b"name"})


def keep(site: Site, name: str, study_version: str = "1") -> bool:
    return KeepForm(site.units(), site.clock)(site.sue, name, study_version, "", FILES)


def in_force(site: Site) -> list[str]:
    with site.units()() as unit:
        return [str((one.event.payload or {})["form"]) for one in unit.log.of_kind(KIND)]


def test_a_second_start_changes_nothing(site: Site) -> None:
    before = in_force(site)
    assert keep(site, "first")
    assert not keep(site, "first")
    assert [*before, "first"] == in_force(site)


def test_a_form_that_comes_back_is_in_force_again_and_kept_once(site: Site) -> None:
    for name in ("first", "second", "first"):
        site.clock.move(60)
        assert keep(site, name)
    with site.units()() as unit:
        kept = [one.hash for one in unit.form_versions.all()]
    assert ["second", "first"] == kept[-2:]
    assert ["first", "second", "first"] == in_force(site)[-3:]


def test_a_clock_set_back_does_not_turn_the_order(site: Site) -> None:
    keep(site, "first")
    site.clock = SimulatedClock(TUESDAY - timedelta(hours=3))
    assert keep(site, "second")
    assert not keep(site, "second")


@pytest.mark.on_store
def test_the_form_of_the_start_is_kept(site: Site) -> None:
    assert 1 == len(in_force(site))
