"""Which key belongs to which database, and the keys that older versions kept under shorter names."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.keys import KeyRing, NoKeyRing
from cati_app.store.opening import Settings, key_file_of, open_database
from tests.stations import QUICK
from tests.unit.store.rings import MemoryRing


def opens(path: Path, passphrase: str | None, ring: KeyRing | None = None, *, create: bool = False) -> str:
    """The device of the database."""
    with open_database(
        path, Settings(passphrase, ring or NoKeyRing(), QUICK), create=create, writable=True
    ) as database:
        return database.device


def refusal(path: Path, passphrase: str | None) -> str:
    with pytest.raises(EnvironmentProblem) as problem:
        opens(path, passphrase)
    return problem.value.code


def test_two_databases_of_one_folder_have_a_key_each(tmp_path: Path) -> None:
    one, other = tmp_path / "a.db", tmp_path / "a.sqlite"
    first, second = opens(one, "one", create=True), opens(other, "other", create=True)

    assert (first, second) == (opens(one, "one"), opens(other, "other"))
    assert "wrong_passphrase" == refusal(one, "other")
    assert {"a.db.key", "a.sqlite.key"} == {path.name for path in tmp_path.glob("*.key")}


def test_two_databases_of_one_folder_have_an_entry_each_in_the_keyring(tmp_path: Path) -> None:
    ring = MemoryRing()
    for name in ("a.db", "a.sqlite"):
        opens(tmp_path / name, None, ring, create=True)

    assert {"a.db", "a.sqlite"} == set(ring.keys)


def test_a_key_file_of_an_older_version_still_opens_its_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    device = opens(path, "one", create=True)
    key_file_of(path).rename(tmp_path / "a.key")

    assert device == opens(path, "one")
    assert "wrong_passphrase" == refusal(path, "guess")
    assert "passphrase_needed" == refusal(path, None)


def test_an_entry_of_an_older_version_in_the_keyring_still_opens_its_database(tmp_path: Path) -> None:
    path, ring = tmp_path / "a.db", MemoryRing()
    device = opens(path, None, ring, create=True)
    ring.keys["a"] = ring.keys.pop("a.db")

    assert device == opens(path, None, ring)


def test_a_database_that_is_put_back_opens_with_its_older_key_beside_a_new_one(tmp_path: Path) -> None:
    path, away = tmp_path / "a.db", tmp_path / "away.db"
    device = opens(path, "one", create=True)
    key_file_of(path).rename(tmp_path / "a.key")
    path.rename(away)
    opens(path, "two", create=True)
    away.replace(path)

    assert device == opens(path, "one")
    assert "wrong_key" == refusal(path, "two")


def test_the_older_key_of_another_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    (tmp_path / "a.key").write_text("of a.sqlite", encoding="utf-8")

    opens(path, "one", create=True)

    assert "of a.sqlite" == (tmp_path / "a.key").read_text(encoding="utf-8")
    assert "wrong_passphrase" == refusal(path, "guess")


def test_without_any_key_the_file_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    opens(path, "one", create=True)
    key_file_of(path).unlink()

    with pytest.raises(EnvironmentProblem, match=r"a\.db\.key") as problem:
        opens(path, "one")
    assert "key_lost" == problem.value.code
