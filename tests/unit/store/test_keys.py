"""Keys, passwords and the keyring."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import keyring
import keyring.errors
import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.store.contacts import number_spot
from cati_app.store.keys import (
    ContactCipher,
    Cost,
    KeyRing,
    NoKeyRing,
    Sealed,
    load_database_key,
    new_database_key,
    unwrap,
    wrap,
)
from cati_app.store.passwords import hash_password, is_password
from cati_app.store.trust.fields import Spot
from tests.older_contents import sealed_0016
from tests.stations import PASSWORD, QUICK, Site
from tests.unit.store.rings import MemoryRing


def problem(code: str) -> pytest.RaisesExc[EnvironmentProblem]:
    return pytest.RaisesExc(EnvironmentProblem, check=lambda found: found.code == code)


def test_only_the_password_opens_what_it_wrapped() -> None:
    sealed = wrap(b"secret", "right", QUICK)

    assert (b"secret", None) == (unwrap(sealed, "right"), unwrap(sealed, "wrong"))


def test_a_wrapped_key_survives_the_way_through_a_file() -> None:
    sealed = wrap(b"secret", "right", QUICK)

    assert sealed == Sealed.from_json(sealed.to_json())


def good() -> dict[str, object]:
    return dict(json.loads(wrap(b"secret", "right", QUICK).to_json()))


@pytest.mark.parametrize(
    "damage",
    [
        {"salt": 7},
        {"salt": "%%%"},
        {"salt": base64.b64encode(b"short").decode()},
        {"box": None},
        {"cost": "many"},
        {"cost": [0, 0, 0]},
        {"cost": [1, 10**9, 1]},
        {"cost": [1]},
        {"cost": [1, 8, 64]},
    ],
)
def test_a_damaged_key_is_told_from_a_wrong_password(damage: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="damaged"):
        Sealed.from_json(json.dumps({**good(), **damage}))


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", "\x00"])
def test_a_key_file_that_is_none_is_named_and_the_data_are_unharmed(tmp_path: Path, text: str) -> None:
    file = tmp_path / "study.key"
    file.write_text(text, encoding="utf-8")

    with problem("key_file_damaged"):
        load_database_key(file, "study", "pass", NoKeyRing())


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "study.key").mkdir()

    with problem("key_file_damaged"):
        load_database_key(tmp_path / "study.key", "study", "pass", NoKeyRing())


def test_with_a_keyring_no_passphrase_is_needed(tmp_path: Path) -> None:
    ring = MemoryRing()
    key = new_database_key(tmp_path / "study.key", "study", None, ring, QUICK)

    assert key == load_database_key(tmp_path / "study.key", "study", None, ring)
    assert [] == list(tmp_path.iterdir())


def test_without_a_keyring_a_passphrase_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "study.key"
    with problem("no_key_store"):
        new_database_key(file, "study", None, NoKeyRing(), QUICK)
    key = new_database_key(file, "study", "pass", NoKeyRing(), QUICK)

    assert key == load_database_key(file, "study", "pass", NoKeyRing())
    with problem("wrong_passphrase"):
        load_database_key(file, "study", "guess", NoKeyRing())
    with problem("passphrase_needed"):
        load_database_key(file, "study", None, NoKeyRing())
    file.unlink()
    with problem("key_lost"):
        load_database_key(file, "study", "pass", NoKeyRing())


def test_only_its_owner_can_read_the_key_file(tmp_path: Path) -> None:
    new_database_key(tmp_path / "study.key", "study", "pass", NoKeyRing(), QUICK)

    assert 0 == (tmp_path / "study.key").stat().st_mode & 0o077
    assert ["study.key"] == [path.name for path in tmp_path.iterdir()]


def test_a_key_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    ring = MemoryRing()
    first = new_database_key(tmp_path / "a.key", "study", "pass", ring, QUICK)

    assert first == new_database_key(tmp_path / "a.key", "study", "pass", ring, QUICK)
    assert first == new_database_key(tmp_path / "b.key", "study", "other", ring, QUICK)
    with problem("wrong_passphrase"):
        new_database_key(tmp_path / "a.key", "study", "guess", ring, QUICK)


def test_a_system_without_keyring_counts_as_having_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: str) -> str:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(keyring, "get_password", none)
    monkeypatch.setattr(keyring, "set_password", none)

    assert (None, False) == (KeyRing().load("study"), KeyRing().save("study", b"k" * 32))


@pytest.mark.parametrize(
    ("kept", "found"), [(base64.b64encode(b"k" * 32).decode(), b"k" * 32), ("%", None), ("", None)]
)
def test_a_damaged_entry_of_the_keyring_counts_as_none(
    monkeypatch: pytest.MonkeyPatch, kept: str, found: bytes | None
) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda service, name: kept)

    assert found == KeyRing().load("study")


def test_contact_data_of_an_older_version_open_only_with_their_key() -> None:
    box = sealed_0016(bytes(32), "Mrs Brown")

    assert "Mrs Brown" == ContactCipher(bytes(32)).open(box)
    with problem("contact_key"):
        ContactCipher(b"k" * 32).open(box)


def test_a_password_is_kept_only_as_a_hash() -> None:
    kept = hash_password("right", Cost(1, 8192))

    assert (True, False, False) == (
        is_password(kept, "right", QUICK),
        is_password(kept, "wrong", QUICK),
        is_password("damaged", "right", QUICK),
    )
    assert "right" not in kept


@pytest.mark.parametrize(("login", "opens"), [("ann", True), ("sue", True), ("eve", False)])
def test_the_passwords_of_interviewers_and_supervisors_unwrap_contact_data_and_analysts_do_not(
    site: Site, login: str, opens: bool
) -> None:
    found = site.station.sign_in(login, PASSWORD)

    assert found is not None
    user, keys = found
    assert (login, opens) == (user.login, keys.sees_contact)
    number_id, box = site.sql("SELECT id, sealed FROM number")[0]
    assert isinstance(box, bytes)
    number = keys.fields.open(box, number_spot(str(number_id)))
    assert opens is (number is not None and number.startswith("+493023125"))
    if not opens:
        assert [(None,)] == site.sql("SELECT wrapped_key FROM user WHERE login = 'eve'")


@pytest.mark.parametrize(("login", "password"), [("ann", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_opens_nothing(site: Site, login: str, password: str) -> None:
    assert None is site.station.sign_in(login, password)


def test_who_has_no_contact_key_sees_no_number_and_seals_nothing(site: Site) -> None:
    with site.blind_units()() as unit:
        case = unit.cases.get(site.offered_id())
        assert [None] == [number.number for number in case.numbers]
        assert not unit.contacts.may_open
        with pytest.raises(RuleViolation, match="no_contact_access"):
            unit.contacts.sealed("x", Spot("number", "sealed", "n1"))


@pytest.mark.parametrize("login", ["ann", "eve"])
def test_who_does_not_sign_heads_adds_nobody(site: Site, login: str) -> None:
    signed_in = site.station.sign_in(login, PASSWORD)
    assert signed_in is not None

    with site.units(signed_in[1])() as unit, pytest.raises(RuleViolation, match="supervisor_needed"):
        unit.people.add(User(UserId("max"), "max", "Max", Role.ANALYST, 50), "x")
