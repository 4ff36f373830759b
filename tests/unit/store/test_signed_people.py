"""What the signed head is worth: who changes people, keys or secrets past the program is refused by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from cati_app.dialer.manual import ManualDialer
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.station.loading import study_texts
from cati_app.store import revision
from cati_app.store import sign_in as signing_in
from cati_app.store.founding import private_of_sheet
from cati_app.store.keys import Cost
from cati_app.store.sealing import SealingStep
from cati_app.store.staff_words import person_of
from cati_app.store.trust.boxes import Address, seal_secret
from cati_app.store.trust.bundle import PrivateKeys, Stretched, new_salt, stretch
from cati_app.store.trust.derivation import Purpose
from cati_app.store.trust.fields import FieldKey, Spot
from cati_app.store.trust.head import ROOT, Head, Pin, SignedHead, rows_digest
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import words_of
from cati_app.ui.stage.wording import rule_text
from tests.faults.proofs import Said
from tests.stations import PASSWORD, QUICK, Site


@contextmanager
def problem(code: str, said: Said | None = None) -> Iterator[None]:
    with pytest.raises(EnvironmentProblem) as raised:
        yield
    assert code == raised.value.code
    if said is not None:
        said(raised.value.message)


def keys_of(site: Site, login: str, password: str = PASSWORD) -> HeldKeys:
    signed_in = site.station.sign_in(login, password)
    assert signed_in is not None
    return signed_in[1]


def second_supervisor(site: Site) -> User:
    return site.station.people.add_person(keys_of(site, "sue"))(site.sue, "sam", "Sam", Role.SUPERVISOR, PASSWORD)


# -- what each role holds --------------------------------------------------------------------------------------------


def test_every_role_holds_its_own_secrets_and_no_other(site: Site) -> None:
    held = {
        login: (
            keys.sees_contact,
            keys.box is not None,
            keys.signing is not None,
            sorted({purpose.value for purpose, _ in keys.opened.secrets}),
        )
        for login, keys in ((login, keys_of(site, login)) for login in ("ann", "sue", "eve"))
    }

    assert {
        "ann": (True, False, False, ["contact", "data"]),
        "sue": (True, True, True, ["box", "contact", "data"]),
        "eve": (False, False, False, ["data"]),
    } == held


def test_what_one_seals_another_of_the_role_opens_and_an_analyst_does_not(site: Site) -> None:
    spot = Spot("number", "sealed", "n1")
    sealed = keys_of(site, "ann").fields.seal(FieldKey.CONTACT, "+493023125000", spot)

    assert "+493023125000" == keys_of(site, "sue").fields.open(sealed, spot)
    assert None is keys_of(site, "eve").fields.open(sealed, spot)
    assert keys_of(site, "bob").lookup("number", "+49") == keys_of(site, "sue").lookup("number", "+49")


def test_a_login_is_one_whatever_its_case(site: Site) -> None:
    assert keys_of(site, "ANN").person == site.ann.id
    with site.units()() as unit, pytest.raises(RuleViolation, match="login_taken"):
        unit.people.add(User(UserId("x"), "Ann", "X", Role.ANALYST, 9), PASSWORD)


def test_an_unknown_login_is_stretched_as_a_known_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Cost] = []

    def counted(password: str, salt: bytes, pepper: bytes, study: bytes, cost: Cost, least: Cost) -> Stretched:
        asked.append(cost)
        return stretch(password, salt, pepper, study, cost, least)

    monkeypatch.setattr(signing_in, "stretch", counted)

    assert None is site.station.sign_in("nobody", PASSWORD)
    assert None is site.station.sign_in("ann", "wrong")
    assert [QUICK, QUICK] == asked


# -- attacks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE user SET role = 'supervisor' WHERE login = 'eve'", id="role"),
        pytest.param("UPDATE user SET login = 'sue2' WHERE login = 'sue'", id="login"),
        pytest.param("UPDATE user SET active = 0 WHERE login = 'bob'", id="active"),
        pytest.param("UPDATE user SET languages = 'tr' WHERE login = 'bob'", id="languages"),
        pytest.param(
            "UPDATE user SET box_key = (SELECT box_key FROM user WHERE login = 'eve') WHERE login = 'bob'", id="key"
        ),
        pytest.param("DELETE FROM user WHERE login = 'bob'", id="left-out"),
        pytest.param(
            "INSERT INTO user (id, login, name, role, number, languages, skills, password_hash)"
            " VALUES ('x', 'x', 'x', 'supervisor', 9, '', '', '')",
            id="added",
        ),
        pytest.param("UPDATE chain SET vouched = x'aa'", id="device"),
    ],
)
def test_a_row_changed_left_out_or_added_by_sql_gives_nothing_but_a_refusal(
    site: Site, statement: str, said: Said
) -> None:
    site.sql_write(statement)

    with problem("people_changed", said):
        site.station.sign_in("ann", PASSWORD)
    with problem("people_changed"):
        site.station.sign_in("eve", PASSWORD)


def test_passwords_that_cost_too_little_are_refused(site: Site, said: Said) -> None:
    site.sql_write("UPDATE user SET cost = '1 65536 1' WHERE login = 'ann'")

    with problem("weak_cost", said):
        signing_in.sign_in(site.station.database, "ann", PASSWORD, Cost())  # as outside of tests
    site.sql_write("UPDATE user SET cost = '1 99999999 1' WHERE login = 'ann'")
    with problem("weak_cost"):
        site.station.sign_in("ann", PASSWORD)


def test_a_bundle_of_ones_own_under_another_login_is_refused(site: Site, said: Said) -> None:
    """An analyst who writes to the database gives the supervisor keys and a password of the analyst's choice."""
    study, pepper = site.station.database.study, bytes.fromhex(str(kept(site, "login_pepper")))
    salt = new_salt()
    mine = stretch("chosen by eve", salt, pepper, study, QUICK, QUICK)
    private = PrivateKeys.new(keys_of(site, "eve").private.root, signs=True)
    site.sql_write(
        "UPDATE user SET salt = ?, login_check = ?, bundle = ? WHERE login = 'sue'",
        (salt, mine.login_check, private.wrapped(mine.wrap, site.sue.id, study)),
    )

    with problem("bundle_swapped", said):
        site.station.sign_in("sue", "chosen by eve")


def test_a_bundle_exchanged_for_another_persons_is_refused(site: Site, said: Said) -> None:
    site.sql_write("UPDATE user SET bundle = (SELECT bundle FROM user WHERE login = 'eve') WHERE login = 'ann'")

    with problem("bundle_swapped", said):
        site.station.sign_in("ann", PASSWORD)


def test_a_secret_of_ones_own_sealed_to_a_colleague_is_refused(site: Site, said: Said) -> None:
    box_key = X25519PublicKey.from_public_bytes(bytes.fromhex(str(of(site, "ann", "box_key"))))
    address = Address(site.station.database.study, Purpose.DATA, 1, site.ann.id)
    values = seal_secret(b"\x07" * 32, box_key, address), site.ann.id
    site.sql_write("UPDATE box SET sealed = ? WHERE recipient = ? AND purpose = 'data'", values)

    with problem("secret_swapped", said):
        site.station.sign_in("ann", PASSWORD)


def test_a_box_left_out_is_told(site: Site, said: Said) -> None:
    site.sql_write("DELETE FROM box WHERE recipient = ? AND purpose = 'contact'", (site.ann.id,))

    with problem("secret_swapped", said):
        site.station.sign_in("ann", PASSWORD)


def test_people_of_before_are_refused_where_newer_ones_were_seen(site: Site, said: Said) -> None:
    before = people_of(site)
    second_supervisor(site)
    put_back(site, before)

    with problem("head_lower", said):
        site.station.sign_in("ann", PASSWORD)


def test_without_heads_nobody_becomes_the_first_supervisor_of_a_known_study(site: Site, said: Said) -> None:
    site.sql_write("DELETE FROM head")

    with problem("head_lower"):
        site.station.sign_in("ann", PASSWORD)
    with problem("head_lower", said):
        site.station.people.begin_study()
    site.sql_write("DELETE FROM user")
    with problem("head_lower"):
        site.station.people.begin_study()


def test_a_leavers_fork_is_refused(site: Site, said: Said) -> None:
    """Sam leaves, and signs with the key of before another list in which he stays."""
    sam = second_supervisor(site)
    sams = keys_of(site, "sam")
    before = people_of(site)
    site.station.people.deactivate_person(keys_of(site, "sue"))(site.sue, sam.id)

    put_back(site, before)
    with problem("head_lower", said):
        site.station.sign_in("sam", PASSWORD)
    forge(site, sams, languages="tr")
    with problem("head_forked", said):
        site.station.sign_in("sam", PASSWORD)
    forge(site, sams, languages="pl")  # and one more, so that it is the newer one
    with problem("head_forked"):
        site.station.sign_in("ann", PASSWORD)


def test_a_list_signed_by_somebody_who_may_not_is_refused(site: Site, said: Said) -> None:
    eves = keys_of(site, "eve")
    eves.private = replace(eves.private, signing=PrivateKeys.new(bytes(32), signs=True).signing)
    forge(site, eves, languages="tr")

    with problem("people_changed", said):
        site.station.sign_in("ann", PASSWORD)


@pytest.mark.parametrize("pin", ["kept", "gone", "replaced"])
def test_another_root_is_refused_by_the_pin_and_without_it_by_who_signs_in(site: Site, pin: str, said: Said) -> None:
    sheet = private_of_sheet(b"\x07" * 32, site.station.database.study)
    head = replace(newest_head(site), n=1, previous="", by=ROOT, root=sheet.root.hex())
    assert sheet.signing is not None
    site.sql_write("DELETE FROM head")
    site.sql_write("INSERT INTO head VALUES (1, ?)", (head.signed_by({ROOT: sheet.signing}).to_json(),))

    if pin != "kept":
        (site.station.database.state.path / "pin").unlink()
    if pin == "replaced":
        site.station.database.state.keep_pin(Pin.of(head))

    with problem("head_other_root", said):
        site.station.sign_in("ann", PASSWORD)


# -- changes of people -----------------------------------------------------------------------------------------------


def test_a_deactivated_person_ends_at_the_next_action_and_cannot_sign_in(site: Site) -> None:
    anns, texts = keys_of(site, "ann"), study_texts(site.station.loaded, "de")
    place = site.station.interviewer(site.ann, anns, ManualDialer(), texts)
    place.take_case(site.ann)

    site.station.people.deactivate_person(keys_of(site, "sue"))(site.sue, site.ann.id)

    with pytest.raises(RuleViolation, match="signed_out"):
        place.keep_case(site.ann)
    assert None is site.station.sign_in("ann", PASSWORD)
    assert not anns.opened.secrets.keys() >= {(Purpose.DATA, 2)}


def test_who_stays_goes_on_under_new_secrets_and_opens_what_old_ones_sealed(site: Site) -> None:
    bobs, spot = keys_of(site, "bob"), Spot("number", "sealed", "n1")
    before = bobs.fields.seal(FieldKey.CONTACT, "+49", spot)
    site.station.people.deactivate_person(keys_of(site, "sue"))(site.sue, site.ann.id)

    with site.units(bobs)() as unit:
        assert unit.contacts.may_open
    sealed = bobs.fields.seal(FieldKey.CONTACT, "+49", spot)

    assert ("+49", "+49") == (bobs.fields.open(before, spot), bobs.fields.open(sealed, spot))
    assert b"\x01\x01\x00\x02" == sealed[:4]
    again = keys_of(site, "bob")
    assert ("+49", "+49") == (again.fields.open(before, spot), again.fields.open(sealed, spot))


def test_a_leaver_opens_nothing_that_is_sealed_later(site: Site, said: Said) -> None:
    sam = second_supervisor(site)
    sams, sue = keys_of(site, "sam"), keys_of(site, "sue")
    site.station.people.deactivate_person(sue)(site.sue, sam.id)
    spot = Spot("number", "sealed", "n1")
    later = [sue.fields.seal(kind, "x", spot) for kind in (FieldKey.CONTACT, FieldKey.DATA)]

    assert [None, None] == [sams.fields.open(field, spot) for field in later]
    assert sorted(sue.boxes) == [1, 2]
    assert sue.boxes[2].private_bytes_raw() not in {key.private_bytes_raw() for key in sams.boxes.values()}
    assert [] == site.sql(f"SELECT * FROM box WHERE recipient = '{sam.id}'")
    with pytest.raises(RuleViolation, match="signed_out") as refused:
        site.station.people.add_person(sams)(sam, "kim", "Kim", Role.ANALYST, PASSWORD)
    said("nothing sealed later opens", rule_text(words_of("en"), refused.value))


def test_the_last_supervisor_stays(site: Site) -> None:
    with site.units()() as unit, pytest.raises(RuleViolation, match="last_supervisor"):
        unit.people.deactivate(site.sue.id)
    with pytest.raises(RuleViolation, match="not_yourself"):
        site.station.people.deactivate_person(keys_of(site, "sue"))(site.sue, site.sue.id)


def test_a_start_code_opens_nothing_but_the_choice_of_a_password(site: Site) -> None:
    person, code = site.station.people.add_person(keys_of(site, "sue")).with_code(
        site.sue, "kim", "Kim", Role.INTERVIEWER
    )

    with pytest.raises(RuleViolation, match="choose_password"):
        site.station.sign_in("kim", code)
    read_out = f" {code[:4]}-{code[4:8]} {code[8:]}".lower()
    with pytest.raises(RuleViolation, match="choose_password"):
        site.station.sign_in("kim", read_out)
    assert None is site.station.people.choose_password("kim", "AAAAAAAAAAAA", "a password")
    with pytest.raises(RuleViolation, match="password_as_before"):
        site.station.people.choose_password("kim", code, code)
    chosen = site.station.people.choose_password("kim", code, "a password")

    assert chosen is not None
    assert (person.id, True) == (chosen[1].person, chosen[1].sees_contact)
    assert (12, None) == (len(code), site.station.sign_in("kim", code))
    assert keys_of(site, "kim", "a password").person == person.id


def test_a_reset_takes_the_old_password_and_the_old_keys_away(site: Site) -> None:
    anns = keys_of(site, "ann")
    code = site.station.people.reset_password(keys_of(site, "sue"))(site.sue, site.ann.id)

    assert None is site.station.sign_in("ann", PASSWORD)
    with pytest.raises(RuleViolation, match="signed_out"):
        site.units(anns)()
    assert None is not site.station.people.choose_password("ann", code, "another secret")


def test_another_role_takes_other_keys(site: Site) -> None:
    code = site.station.people.reset_password(keys_of(site, "sue"))(site.sue, site.eve.id, Role.SUPERVISOR)
    chosen = site.station.people.choose_password("eve", code, "a longer secret")

    assert chosen is not None
    assert (Role.SUPERVISOR, True) == (chosen[0].role, chosen[1].signing is not None)
    site.station.people.add_person(chosen[1])(chosen[0], "kim", "Kim", Role.ANALYST, PASSWORD)
    lower = site.station.people.reset_password(chosen[1])(chosen[0], site.bob.id, Role.ANALYST)
    bob = site.station.people.choose_password("bob", lower, "a longer secret")
    assert bob is not None
    assert not bob[1].sees_contact


def test_the_own_password_is_changed_with_the_old_one_and_signs_nothing(site: Site) -> None:
    anns, heads = keys_of(site, "ann"), site.sql("SELECT count(*) FROM head")
    change = site.station.people.change_own_password(anns)
    with pytest.raises(RuleViolation, match="wrong_login"):
        change(site.ann, "not the old one", "a password")
    change(site.ann, PASSWORD, "a password")

    assert (None, heads) == (site.station.sign_in("ann", PASSWORD), site.sql("SELECT count(*) FROM head"))
    assert keys_of(site, "ann", "a password").sees_contact


def test_every_change_of_people_is_a_fact_of_the_log(site: Site) -> None:
    sue = keys_of(site, "sue")
    before = len(site.kinds())
    kim = site.station.people.add_person(sue)(site.sue, "kim", "Kim", Role.INTERVIEWER, PASSWORD)
    site.station.people.change_person(sue)(site.sue, kim.id, login="KIM2", languages=["de", "tr"])
    site.station.people.change_person(sue)(site.sue, kim.id, login="KIM2")  # nothing changes
    site.station.people.reset_password(sue)(site.sue, kim.id)
    site.station.people.rotate_keys(sue)(site.sue)
    site.station.people.deactivate_person(sue)(site.sue, kim.id)
    site.station.people.change_own_password(sue)(site.sue, PASSWORD, "another long secret")

    assert [
        *("person_added", "person_changed", "password_reset", "keys_rotated"),
        *("person_deactivated", "password_changed"),
    ] == site.kinds()[before:]
    by = site.sql(f"SELECT {person_of('user_id')} FROM event WHERE seq > {before}")
    assert {site.sue.id} == {user for (user,) in by}
    (known,) = (user for user in site.station.logins() if user.id == kim.id)
    assert ("KIM2", ("de", "tr"), False) == (known.login, known.languages, known.active)


def test_a_machine_without_the_share_is_told_to_type_page_2(site: Site) -> None:
    shutil.rmtree(site.station.database.state.path)

    with problem("share_missing"):
        site.station.sign_in("ann", PASSWORD)
    assert not keys_of(site, "eve").sees_contact


# -- what an older version made --------------------------------------------------------------------------------------


def test_a_database_of_an_older_version_gets_keys_when_a_supervisor_signs_in(site: Site) -> None:
    site.set_back("0016")
    site.reopen()
    for login, refusal in (("sue", "to_be_sealed"), ("ann", "supervisor_first"), ("eve", "supervisor_first")):
        with pytest.raises(RuleViolation, match=refusal):
            site.station.sign_in(login, PASSWORD)
    assert None is site.station.sign_in("sue", "wrong")
    assert None is site.station.people.seal_study("sue", "wrong")
    with pytest.raises(RuleViolation, match="supervisor_first"):
        site.station.people.seal_study("ann", PASSWORD)

    sealing = site.seal()

    assert ["ann", "bob", "eve"] == [user.login for user, _ in sealing.codes]
    assert ([f"before-{revision.HEAD}"], ()) == ([path.name[-11:] for path in sealing.copies], sealing.renamed)
    for user, code in sealing.codes:
        site.clock.move(900)  # failed attempts are forgotten
        assert None is site.station.sign_in(user.login, PASSWORD)
        chosen = site.station.people.choose_password(user.login, code, "a password")
        assert chosen is not None
        assert user.role.sees_contact_data == chosen[1].sees_contact
    assert keys_of(site, "sue").box is not None
    assert [("", None)] == site.sql("SELECT DISTINCT password_hash, wrapped_key FROM user")
    assert "study_sealed" == [kind for kind in site.kinds() if not kind.startswith("sign")][-4]
    assert site.offered().case.numbers[0].number is not None


def test_sealing_that_fails_leaves_the_old_state(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.set_back("0016")
    site.reopen()
    before = site.everything()

    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("cati_app.store.sealing.STEPS", (SealingStep("0019", fails),))
    with pytest.raises(OSError, match="disk full"):
        site.station.people.seal_study("sue", PASSWORD)
    assert before == site.everything()
    monkeypatch.undo()
    site.seal()
    assert keys_of(site, "sue").sees_contact


def test_of_two_logins_that_are_alike_the_later_one_is_renamed(site: Site) -> None:
    site.set_back("0016")
    site.sql_write("UPDATE user SET login = 'ANN' WHERE login = 'eve'")
    site.reopen()

    sealing = site.seal()

    assert (("ANN", "ANN-2"),) == sealing.renamed
    assert ["ann", "bob", "sue", "ANN-2"] == [user.login for user in site.station.logins()]


# -- tools -----------------------------------------------------------------------------------------------------------


def kept(site: Site, key: str) -> object:
    return site.sql(f"SELECT value FROM meta WHERE key = '{key}'")[0][0]


def of(site: Site, login: str, column: str) -> object:
    return site.sql(f"SELECT {column} FROM user WHERE login = '{login}'")[0][0]


_TABLES = ("user", "head", "box")


def people_of(site: Site) -> dict[str, list[tuple[object, ...]]]:
    """Everything that says who takes part."""
    return {table: site.sql(f'SELECT * FROM "{table}"') for table in _TABLES}


def put_back(site: Site, people: dict[str, list[tuple[object, ...]]]) -> None:
    site.sql_write("PRAGMA foreign_keys=OFF")
    for table, rows in people.items():
        site.sql_write(f'DELETE FROM "{table}"')
        for row in rows:
            site.sql_write(f'INSERT INTO "{table}" VALUES ({", ".join("?" for _ in row)})', row)


def newest_head(site: Site) -> Head:
    return SignedHead.from_json(str(site.sql("SELECT signed FROM head ORDER BY n DESC LIMIT 1")[0][0])).head


def forge(site: Site, keys: HeldKeys, languages: str) -> None:
    """Change a row, and sign the next list with these keys."""
    site.sql_write("UPDATE user SET languages = ? WHERE login = 'bob'", (languages,))
    newest = newest_head(site)
    names = "id, login, name, role, number, languages, skills, active, box_key, sign_key"
    rows = [dict(zip(names.split(", "), row, strict=True)) for row in site.sql(f"SELECT {names} FROM user")]
    head: Head = replace(newest, n=newest.n + 1, previous=newest.digest, by=keys.person, people=rows_digest(rows))
    assert keys.signing is not None
    signed = head.signed_by({keys.person: keys.signing})
    site.sql_write("INSERT INTO head VALUES (?, ?)", (head.n, signed.to_json()))
