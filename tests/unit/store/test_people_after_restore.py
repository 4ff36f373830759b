"""Whom an older backup comes back with: the people of the newest state that is here, if their list is signed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.store.log_check import check_chain
from cati_app.store.people_taken_over import take_people_over
from cati_app.store.trust.fields import FieldKey, generation_of
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.store.test_restore import backed_up, restored


@pytest.mark.parametrize("source", ["database", "backup"])
def test_people_of_an_older_backup_are_those_of_the_newest_state_that_is_here(site: Site, source: str) -> None:
    backup = backed_up(site)
    site.station.people.add_person(site.keys)(site.sue, "kim", "Kim", Role.INTERVIEWER, PASSWORD)
    site.station.people.deactivate_person(site.keys)(site.sue, site.ann.id)
    if source == "backup":
        backed_up(site, TUESDAY + timedelta(hours=23))  # of the next day: one of each is kept
    site.close()
    if source == "backup":
        for path in site.path.parent.glob("small.db*"):
            if path.is_file():
                path.unlink()
    restored(backup, site.path, set_aside=source == "database")
    site.reopen()

    assert None is site.station.sign_in("ann", PASSWORD)
    kims = site.station.sign_in("kim", PASSWORD)
    assert kims is not None
    with site.units(kims[1])() as unit:
        assert fiction(1) == unit.cases.get(site.offered_id()).numbers[0].number

    sues = site.station.sign_in("sue", PASSWORD)  # who has everything sealed with the newest keys
    assert sues is not None
    with site.units(sues[1])() as unit:
        assert {site.offered_id()} == set(unit.sample.owners([unit.sample.lookup(fiction(1))]).values())
    sealed = [field for (field,) in site.sql("SELECT sealed FROM number") if isinstance(field, bytes)]
    assert {(FieldKey.CONTACT, 2)} == {generation_of(field) for field in sealed}
    assert () == check_chain(site.station.database, sues[1].boxes)
    assert site.station.database.is_vouched_for or site.station.sign_in("sue", PASSWORD) is not None


def test_where_a_supervisor_left_after_the_backup_the_sheet_says_who_stays(site: Site) -> None:
    """The chains of the log were begun anew then, and the older log has none of what the list vouches for."""
    sam = site.station.people.add_person(site.keys)(site.sue, "sam", "Sam", Role.SUPERVISOR, PASSWORD)
    backup = backed_up(site)
    site.station.people.deactivate_person(site.keys)(site.sue, sam.id)
    site.close()
    restored(backup, site.path, set_aside=True)
    site.reopen()

    for login in ("sam", "sue"):
        with pytest.raises(EnvironmentProblem) as refused:
            site.station.sign_in(login, PASSWORD)
        assert "head_lower" == refused.value.code


def test_people_of_another_study_are_not_taken_over(site: Site, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Site(tmp_path / "other", cases=3)
    other.station.people.rotate_keys(other.keys)(other.sue)
    before = site.sql("SELECT n, signed FROM head ORDER BY n")

    assert 0 == take_people_over(site.station.database, [other.station.database.driver()])

    other.close()
    assert before == site.sql("SELECT n, signed FROM head ORDER BY n")
