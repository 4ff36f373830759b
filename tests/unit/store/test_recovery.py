"""The recovery sheet: it waits, is confirmed, replaced; and a study comes back with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.people.sheet import GROUPS, RecoverySheet
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys
from tests.stations import PASSWORD, Site
from tests.unit.store.test_signed_people import people_of, put_back

SPOT = Spot("number", "sealed", "n1")


@contextmanager
def problem(code: str) -> Iterator[None]:
    with pytest.raises(EnvironmentProblem) as raised:
        yield
    assert code == raised.value.code


@pytest.fixture
def unconfirmed(site: Site) -> Site:
    """A study whose sheet was made anew, and waits for sue."""
    site.station.people.renew_sheet(keys_of(site, "sue"))(site.sue)
    return site


def keys_of(site: Site, login: str, password: str = PASSWORD) -> HeldKeys:
    signed_in = site.station.sign_in(login, password)
    assert signed_in is not None
    return signed_in[1]


def sheet_of(site: Site) -> RecoverySheet:
    return site.station.people.read_sheet(keys_of(site, "sue"))(site.sue)


def group(page: str, number: int) -> tuple[int, str]:
    return number, page.split()[number - 1]


# -- on paper --------------------------------------------------------------------------------------------------------


def test_the_sheet_waits_for_the_supervisor_until_two_groups_are_typed_back(unconfirmed: Site) -> None:
    sheet, sue = sheet_of(unconfirmed), keys_of(unconfirmed, "sue")
    confirm = unconfirmed.station.people.confirm_sheet(sue)

    assert {GROUPS} == {len(page.split()) for page in (sheet.page_1, sheet.page_2)}
    for first, second in ((("1", "XXXX"), group(sheet.page_2, 3)), (group(sheet.page_1, 14), ("3", "XXXX"))):
        with pytest.raises(RuleViolation, match="sheet_group_wrong"):
            confirm(unconfirmed.sue, (int(first[0]), str(first[1])), (int(second[0]), str(second[1])))
    number, typed = group(sheet.page_1, 14)
    confirm(unconfirmed.sue, (number, f" {typed[:2].lower()}-{typed[2:]} "), group(sheet.page_2, 3))

    with pytest.raises(RuleViolation, match="sheet_on_paper"):
        sheet_of(unconfirmed)
    assert [] == unconfirmed.sql("SELECT * FROM box WHERE purpose = 'sheet'")
    assert {"sheet_renewed", "sheet_shown", "sheet_confirmed"} <= set(unconfirmed.kinds())


def test_a_real_study_reads_no_sample_before_the_sheet_is_on_paper(unconfirmed: Site) -> None:
    station = unconfirmed.station
    assert not station.people.sheet_is_needed()  # it rehearses
    station.database.rehearses = False

    assert station.people.sheet_is_needed()
    for what in (station.importer, station.generator):
        with pytest.raises(RuleViolation, match="sheet_first"):
            what(unconfirmed.keys)
    sheet = sheet_of(unconfirmed)
    station.people.confirm_sheet(keys_of(unconfirmed, "sue"))(
        unconfirmed.sue, group(sheet.page_1, 1), group(sheet.page_2, 2)
    )
    assert not station.people.sheet_is_needed()
    station.importer(unconfirmed.keys)


def test_a_supervisor_who_can_open_page_1_leaves_when_it_is_on_paper(unconfirmed: Site) -> None:
    unconfirmed.station.database.rehearses = False
    sam = unconfirmed.station.people.add_person(keys_of(unconfirmed, "sue"))(
        unconfirmed.sue, "sam", "Sam", Role.SUPERVISOR, PASSWORD
    )
    sams = keys_of(unconfirmed, "sam")

    with pytest.raises(RuleViolation, match="sheet_waits"):
        unconfirmed.station.people.deactivate_person(sams)(sam, unconfirmed.sue.id)
    sheet = sheet_of(unconfirmed)
    confirm = unconfirmed.station.people.confirm_sheet(keys_of(unconfirmed, "sue"))
    confirm(unconfirmed.sue, group(sheet.page_1, 1), group(sheet.page_2, 1))
    unconfirmed.station.people.deactivate_person(sams)(sam, unconfirmed.sue.id)


def test_a_new_sheet_takes_two_supervisors_where_there_are_two(site: Site) -> None:
    sue = keys_of(site, "sue")
    first = site.station.people.renew_sheet(sue)(site.sue)
    sam = site.station.people.add_person(sue)(site.sue, "sam", "Sam", Role.SUPERVISOR, PASSWORD)
    sams = keys_of(site, "sam")

    with pytest.raises(RuleViolation, match="second_supervisor_needed"):
        site.station.people.renew_sheet(sue)(site.sue)
    with pytest.raises(RuleViolation, match="second_supervisor_needed"):
        site.station.people.renew_sheet(sue, sue)(site.sue, site.sue)
    with pytest.raises(RuleViolation, match="second_supervisor_needed"):
        site.station.people.renew_sheet(sue, keys_of(site, "ann"))(site.sue, site.ann)
    second = site.station.people.renew_sheet(sue, sams)(site.sue, sam)

    assert (3, first.number + 1) == (second.number, second.number)
    assert not {first.page_1, first.page_2} & {second.page_1, second.page_2}
    for login in ("ann", "sue", "sam", "eve"):
        keys_of(site, login)
    with problem("sheet_old"):
        site.station.people.by_sheet(first.page_1)
    assert site.station.people.by_sheet(second.page_1).sees_contact


def test_the_two_pages_cannot_stand_in_for_each_other(unconfirmed: Site) -> None:
    sheet = sheet_of(unconfirmed)

    with problem("sheet_misread"):
        unconfirmed.station.people.by_sheet(sheet.page_2)
    with problem("sheet_misread"):
        unconfirmed.station.people.take_share("ann", PASSWORD, sheet.page_1)


# -- recovery --------------------------------------------------------------------------------------------------------


def test_a_lost_state_folder_comes_back_with_page_2(unconfirmed: Site) -> None:
    sheet, sealed = sheet_of(unconfirmed), keys_of(unconfirmed, "ann").fields.seal(FieldKey.CONTACT, "+49", SPOT)
    state = unconfirmed.station.database.state
    for share in state.path.glob("share-*"):
        share.unlink()
    with problem("share_missing"):
        unconfirmed.station.sign_in("ann", PASSWORD)

    slip = "D" if sheet.page_2[0] != "D" else "E"
    with problem("sheet_misread"):
        unconfirmed.station.people.take_share("ann", PASSWORD, slip + sheet.page_2[1:])
    assert not unconfirmed.station.people.take_share("ann", "wrong", sheet.page_2)
    assert unconfirmed.station.people.take_share("ann", PASSWORD, sheet.page_2)

    assert "+49" == keys_of(unconfirmed, "bob").fields.open(sealed, SPOT)


def test_page_2_of_an_older_sheet_opens_nothing(unconfirmed: Site) -> None:
    older = sheet_of(unconfirmed)
    page_1 = unconfirmed.station.people.renew_sheet(keys_of(unconfirmed, "sue"))(unconfirmed.sue).page_1
    for share in unconfirmed.station.database.state.path.glob("share-*"):
        share.unlink()

    with problem("sheet_old"):
        unconfirmed.station.people.take_share("ann", PASSWORD, older.page_2)
    with problem("sheet_old"):
        unconfirmed.station.people.by_sheet(page_1, older.page_2)


def test_without_state_and_passwords_both_pages_bring_back_who_is_named_and_nobody_else(unconfirmed: Site) -> None:
    sheet, sealed = sheet_of(unconfirmed), keys_of(unconfirmed, "ann").fields.seal(FieldKey.CONTACT, "+49", SPOT)
    lost = keys_of(unconfirmed, "bob")
    for name in ("pin", *(path.name for path in unconfirmed.station.database.state.path.glob("share-*"))):
        (unconfirmed.station.database.state.path / name).unlink()
    with problem("share_missing"):
        unconfirmed.station.people.by_sheet(sheet.page_1)

    keys = unconfirmed.station.people.by_sheet(sheet.page_1, sheet.page_2)
    with pytest.raises(RuleViolation, match="supervisor_must_stay"):
        unconfirmed.station.people.recover_study(keys)(PROGRAM, [unconfirmed.ann.id])
    unconfirmed.station.people.recover_study(keys)(PROGRAM, [unconfirmed.sue.id, unconfirmed.ann.id])

    assert [None, None] == [unconfirmed.station.sign_in(login, PASSWORD) for login in ("bob", "eve")]
    ann, sue = keys_of(unconfirmed, "ann"), keys_of(unconfirmed, "sue")
    assert "+49" == ann.fields.open(sealed, SPOT)
    assert None is lost.fields.open(ann.fields.seal(FieldKey.CONTACT, "+49", SPOT), SPOT)
    assert (1005, ["sue"]) == (sue.head_n, [u.login for u in unconfirmed.station.logins() if u.role is Role.SUPERVISOR])
    assert (3, 3) == (ann.opened.newest(Purpose.CONTACT), sue.opened.newest(Purpose.BOX))
    assert "study_recovered" in unconfirmed.kinds()
    unconfirmed.station.people.reset_password(keys)(
        PROGRAM, unconfirmed.sue.id
    )  # a lost password of the only supervisor


def test_a_database_whose_newest_people_are_lost_comes_back_with_page_1_and_no_password(unconfirmed: Site) -> None:
    sheet, before = sheet_of(unconfirmed), people_of(unconfirmed)
    check = unconfirmed.sql("SELECT value FROM meta WHERE key = 'share_check'")[0]
    unconfirmed.station.people.deactivate_person(keys_of(unconfirmed, "sue"))(unconfirmed.sue, unconfirmed.bob.id)
    seen = keys_of(unconfirmed, "sue").head_n
    put_back(unconfirmed, before)  # as a backup does that was made before
    unconfirmed.sql_write("UPDATE meta SET value = ? WHERE key = 'share_check'", check)
    for login in ("sue", "bob"):
        with problem("head_lower"):
            unconfirmed.station.sign_in(login, PASSWORD)

    keys = unconfirmed.station.people.by_sheet(sheet.page_1)
    unconfirmed.station.people.recover_study(keys)(PROGRAM, [unconfirmed.sue.id, unconfirmed.ann.id])

    assert (seen + 1000, None) == (keys_of(unconfirmed, "sue").head_n, unconfirmed.station.sign_in("bob", PASSWORD))
