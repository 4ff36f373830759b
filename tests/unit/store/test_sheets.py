"""The recovery sheet of a real study: it waits, is confirmed by two groups, and is renewed by two people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.sheets import GroupsAsked, RecoverySheet
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.sample.import_sample import ImportOptions, ImportSample
from cati_app.station.opening import UuidSource
from cati_app.store import sign_in as signing_in
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.trust.sheet import SheetPage, read
from tests.stations import PASSWORD, TUESDAY, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, cases=2)
    made.station.database.rehearses = False
    yield made
    made.close()


def _keys(site: Site, login: str = "sue") -> HeldKeys:
    signed_in = site.station.sign_in(login, PASSWORD)
    assert signed_in is not None
    return signed_in[1]


def _sheet(site: Site, keys: HeldKeys | None = None) -> RecoverySheet:
    return site.station.read_sheet(keys or _keys(site))(site.sue)


def _confirm(site: Site, keys: HeldKeys) -> None:
    sheet = _sheet(site, keys)
    site.station.confirm_sheet(keys)(site.sue, GroupsAsked(3, 14), sheet.root[2].lower(), f" {sheet.share[13]} ")


def _second(site: Site) -> tuple[User, HeldKeys]:
    sam = site.station.add_person(_keys(site))(site.sue, "sam", "Sam", Role.SUPERVISOR, f"{PASSWORD}!")
    signed_in = site.station.sign_in("sam", f"{PASSWORD}!")
    assert signed_in is not None
    return sam, signed_in[1]


def _refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.raises(RuleViolation, match=code)


def test_what_waits_are_the_root_in_force_and_the_share_of_this_machine(site: Site) -> None:
    sheet = _sheet(site)

    assert site.station.database.state.share(1) == read(" ".join(sheet.share), SheetPage.SHARE)
    assert "root" == signing_in.by_sheet(site.station.database, " ".join(sheet.root)).person
    assert (1, 14, 14) == (sheet.share_number, len(sheet.root), len(sheet.share))
    assert sheet.root[0] not in repr(sheet)


def test_two_groups_typed_back_take_page_one_off_the_machine(site: Site) -> None:
    keys = _keys(site)
    assert site.station.sheet_waits()

    _confirm(site, keys)

    assert not site.station.sheet_waits()
    assert [] == site.sql("SELECT recipient FROM box WHERE purpose = 'sheet'")
    assert 1 == site.kinds().count("sheet_confirmed")
    with _refused("sheet_confirmed"):
        _sheet(site, keys)


def test_a_misread_group_confirms_nothing(site: Site) -> None:
    keys = _keys(site)
    sheet = _sheet(site, keys)

    for root, share in ((sheet.root[2], sheet.share[4]), (sheet.share[2], sheet.root[2]), ("", "")):
        with _refused("groups_misread"):
            site.station.confirm_sheet(keys)(site.sue, GroupsAsked(3, 4), root, share)
    assert site.station.sheet_waits()


def test_signs_that_do_not_occur_are_read_as_what_they_look_like() -> None:
    sheet = RecoverySheet(["OIBA"] * 14, ["ABCD"] * 14, 1, TUESDAY)

    sheet.check(GroupsAsked(1, 1), "018a", "abcd")


def test_the_groups_asked_for_come_by_chance_and_are_there(site: Site) -> None:
    confirm = site.station.confirm_sheet(_keys(site))

    asked = {confirm.ask(site.sue).root_group for _ in range(400)} | {
        confirm.ask(site.sue).share_group for _ in range(400)
    }

    assert set(range(1, 15)) == asked


def test_it_waits_for_the_supervisor_who_began_the_study_alone(site: Site) -> None:
    sam, keys = _second(site)

    with _refused("sheet_of_another"):
        site.station.read_sheet(keys)(sam)


@pytest.mark.parametrize("login", ["ann", "eve"])
def test_nobody_but_supervisors_reads_confirms_or_renews_it(site: Site, login: str) -> None:
    person, keys = getattr(site, login), _keys(site, login)

    with _refused("supervisor_needed"):
        site.station.read_sheet(keys)(person)
    with _refused("supervisor_needed"):
        site.station.confirm_sheet(keys)(person, GroupsAsked(1, 1), "", "")
    with _refused("supervisor_needed"):
        site.station.renew_sheet(keys, None)(person, None)


def test_a_box_that_holds_another_secret_is_no_sheet(site: Site) -> None:
    keys = _keys(site)
    (sealed,) = site.sql(f"SELECT sealed FROM box WHERE recipient = '{site.sue.id}' AND purpose = 'data'")[0]
    site.sql_write("UPDATE box SET sealed = ? WHERE purpose = 'sheet'", (sealed,))

    with pytest.raises(EnvironmentProblem) as told:
        _sheet(site, keys)
    assert "secret_swapped" == told.value.code


def test_no_sample_comes_in_before_and_it_does_afterwards(site: Site) -> None:
    keys = _keys(site)
    importing = ImportSample(site.units(keys), site.clock, UuidSource(site.clock, random.Random(1)), site.station.rules)

    with _refused("sheet_not_confirmed"):
        importing(site.sue, ())
    assert not importing(site.sue, (), ImportOptions(dry_run=True)).stored, "a look is allowed"
    _confirm(site, keys)

    assert importing(site.sue, ()).stored


def test_a_rehearsal_needs_no_sheet(site: Site) -> None:
    site.station.database.rehearses = True

    assert None is site.station.read_sheet(None).status(site.sue)
    assert not site.station.sheet_waits()


# -- a new one ------------------------------------------------------------------------------------------------------


def test_who_is_alone_makes_a_new_sheet_and_everything_opens_as_before(site: Site) -> None:
    keys = _keys(site)
    old = _sheet(site, keys)
    _confirm(site, keys)

    site.station.renew_sheet(keys, None)(site.sue, None)

    fresh = _sheet(site, _keys(site))
    assert (2, True) == (fresh.share_number, site.station.sheet_waits())
    assert (old.root[0], old.share[0]) != (fresh.root[0], fresh.share[0])
    assert "root" == signing_in.by_sheet(site.station.database, " ".join(fresh.root)).person
    with pytest.raises(EnvironmentProblem):
        signing_in.by_sheet(site.station.database, " ".join(old.root))
    for login in ("ann", "sue"):
        opened = _keys(site, login)
        assert 2 == opened.opened.newest(Purpose.CONTACT)
        with site.units(opened)() as unit:
            assert unit.cases.get(site.offered_id()).numbers[0].number
    assert 1 == site.kinds().count("sheet_renewed")


def test_with_two_supervisors_one_alone_makes_none(site: Site) -> None:
    _second(site)
    keys = _keys(site)

    with _refused("two_supervisors_needed"):
        site.station.renew_sheet(keys, None)(site.sue, None)
    with _refused("two_supervisors_needed"):
        site.station.renew_sheet(keys, keys)(site.sue, site.sue)
    with _refused("two_supervisors_needed"):
        site.station.renew_sheet(keys, _keys(site, "ann"))(site.sue, site.ann)
    assert 1 == _sheet(site).share_number


def test_two_supervisors_sign_and_both_work_on(site: Site) -> None:
    sam, beside = _second(site)

    site.station.renew_sheet(_keys(site), beside)(site.sue, sam)

    assert 2 == _sheet(site).share_number
    signed_in = site.station.sign_in("sam", f"{PASSWORD}!")
    assert signed_in is not None
    with _refused("sheet_of_another"):
        site.station.read_sheet(signed_in[1])(sam)


def test_a_new_sheet_that_was_not_committed_leaves_the_old_one(site: Site) -> None:
    keys = _keys(site)
    old = _sheet(site, keys)
    with site.units(keys)() as unit:
        unit.sheets.renew()

    assert old == _sheet(site)
    assert _keys(site, "ann").sees_contact
