"""The recovery sheet of a real study: it waits, is confirmed by two groups, and is renewed by two people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.sheet import RecoverySheet
from cati_app.domain.people.users import Role, User
from cati_app.store.trust.held_keys import HeldKeys
from tests.stations import PASSWORD, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, cases=2)
    made.station.database.rehearses = False
    made.station.people.renew_sheet(_keys(made))(made.sue)
    yield made
    made.close()


def _keys(site: Site, login: str = "sue") -> HeldKeys:
    signed_in = site.station.sign_in(login, PASSWORD)
    assert signed_in is not None
    return signed_in[1]


def _sheet(site: Site, keys: HeldKeys | None = None) -> RecoverySheet:
    return site.station.people.read_sheet(keys or _keys(site))(site.sue)


def _confirm(site: Site, keys: HeldKeys) -> None:
    sheet = _sheet(site, keys)
    first, second = sheet.page_1.split(), sheet.page_2.split()
    site.station.people.confirm_sheet(keys)(site.sue, (3, first[2].lower()), (14, f" {second[13]} "))


def _second(site: Site) -> tuple[User, HeldKeys]:
    sam = site.station.people.add_person(_keys(site))(site.sue, "sam", "Sam", Role.SUPERVISOR, f"{PASSWORD}!")
    signed_in = site.station.sign_in("sam", f"{PASSWORD}!")
    assert signed_in is not None
    return sam, signed_in[1]


def _refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.raises(RuleViolation, match=code)


def test_a_misread_group_confirms_nothing(site: Site) -> None:
    keys = _keys(site)
    sheet = _sheet(site, keys)
    first, second = sheet.page_1.split(), sheet.page_2.split()

    for root, share in ((first[2], second[4]), (second[2], first[2]), ("", "")):
        with _refused("sheet_group_wrong"):
            site.station.people.confirm_sheet(keys)(site.sue, (3, root), (4, share))
    assert site.station.people.sheet_is_needed()


def test_its_facts_are_number_day_and_whether_it_is_on_paper(site: Site) -> None:
    keys = _keys(site)
    before = site.station.people.read_sheet_in_force(keys)(site.sue)
    _confirm(site, keys)
    after = site.station.people.read_sheet_in_force(keys)(site.sue)

    assert before is not None
    assert after is not None
    assert (2, False, 2, True) == (before.number, before.is_confirmed, after.number, after.is_confirmed)
    assert before.made_at == after.made_at


def test_it_waits_for_the_supervisor_who_began_the_study_alone(site: Site) -> None:
    sam, keys = _second(site)

    with _refused("sheet_on_paper"):
        site.station.people.read_sheet(keys)(sam)


@pytest.mark.parametrize("login", ["ann", "eve"])
def test_nobody_but_supervisors_reads_confirms_or_renews_it(site: Site, login: str) -> None:
    person, keys = getattr(site, login), _keys(site, login)

    with _refused("supervisor_needed"):
        site.station.people.read_sheet(keys)(person)
    with _refused("supervisor_needed"):
        site.station.people.confirm_sheet(keys)(person, (1, ""), (1, ""))
    with _refused("supervisor_needed"):
        site.station.people.renew_sheet(keys, None)(person, None)


def test_a_box_that_holds_another_secret_is_no_sheet(site: Site) -> None:
    keys = _keys(site)
    (sealed,) = site.sql(f"SELECT sealed FROM box WHERE recipient = '{site.sue.id}' AND purpose = 'data'")[0]
    site.sql_write("UPDATE box SET sealed = ? WHERE purpose = 'sheet'", (sealed,))

    with _refused("sheet_on_paper"):
        _sheet(site, keys)
    assert site.station.people.sheet_is_needed(), "nobody has it, so that a new one has to be made"


def test_no_sample_comes_in_before_and_it_does_afterwards(site: Site) -> None:
    keys = _keys(site)

    with _refused("sheet_first"):
        site.station.importer(keys)
    with _refused("sheet_first"):
        site.station.generator(keys)
    _confirm(site, keys)

    assert site.station.importer(keys) is not None
    assert site.station.generator(keys) is not None


def test_a_rehearsal_needs_no_sheet(site: Site) -> None:
    site.station.database.rehearses = True

    assert None is site.station.people.read_sheet_in_force(_keys(site))(site.sue)
    assert not site.station.people.sheet_is_needed()


# -- a new one ------------------------------------------------------------------------------------------------------


def test_with_two_supervisors_one_alone_makes_none(site: Site) -> None:
    _second(site)
    keys = _keys(site)

    with _refused("second_supervisor_needed"):
        site.station.people.renew_sheet(keys, None)(site.sue, None)
    with _refused("second_supervisor_needed"):
        site.station.people.renew_sheet(keys, keys)(site.sue, site.sue)
    with _refused("second_supervisor_needed"):
        site.station.people.renew_sheet(keys, _keys(site, "ann"))(site.sue, site.ann)
    assert 2 == _sheet(site).number


def test_two_supervisors_sign_and_both_work_on(site: Site) -> None:
    sam, beside = _second(site)

    site.station.people.renew_sheet(_keys(site), beside)(site.sue, sam)

    assert 3 == _sheet(site).number
    signed_in = site.station.sign_in("sam", f"{PASSWORD}!")
    assert signed_in is not None
    with _refused("sheet_on_paper"):
        site.station.people.read_sheet(signed_in[1])(sam)


def test_a_new_sheet_that_was_not_committed_leaves_the_old_one(site: Site) -> None:
    keys = _keys(site)
    old = _sheet(site, keys)
    with site.units(keys)() as unit:
        unit.sheets.renew()

    assert old == _sheet(site)
    assert _keys(site, "ann").sees_contact


def test_a_new_sheet_goes_on_from_what_was_changed_before_it_in_the_same_step(site: Site) -> None:
    keys = _keys(site)
    with site.units(keys)() as unit:
        unit.people.reset(site.ann.id)
        sheet = unit.sheets.renew()
        unit.commit()

    again = _keys(site)
    assert sheet == _sheet(site, again)
    assert _keys(site, "bob").sees_contact
    with site.units(again)() as unit:
        assert 1 == len(unit.cases.get(site.offered_id()).numbers), "what the first change has sealed anew is opened"
