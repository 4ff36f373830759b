"""The shared block list: one file for all studies, hashes only, what an older version left is brought along."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.blocklist import BlockListFile, Lock, number_hash
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from tests.stations import PASSPHRASE, QUICK, TUESDAY, Site, fiction


def opened(folder: Path, passphrase: str | None = PASSPHRASE, key: bytes | None = None) -> BlockListFile:
    return BlockListFile(folder / "blocklist.db", Lock(key, passphrase, NoKeyRing(), QUICK), "study")


NUMBERS = [fiction(n).e164 for n in range(20)]


def test_without_entries_there_is_no_file(tmp_path: Path) -> None:
    shared = opened(tmp_path)

    assert (frozenset(), False, ()) == (
        shared.holding(NUMBERS),
        shared.remove(NUMBERS[0], TUESDAY, "", ""),
        shared.protocol(),
    )
    assert [] == list(tmp_path.iterdir())


def test_what_one_adds_another_finds(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)

    assert (2, 0) == (one.add(NUMBERS[:2], TUESDAY, "ann"), other.add(NUMBERS[:2], TUESDAY, "bob"))
    assert frozenset(NUMBERS[:2]) == other.holding(NUMBERS)
    assert other.remove(NUMBERS[0], TUESDAY, "ann, sue", "wrong number typed")
    assert frozenset(NUMBERS[1:2]) == one.holding(NUMBERS)
    assert [("added", "ann", 2), ("removed", "ann, sue", 1)] == [
        (line.what, line.people, line.entries) for line in one.protocol()
    ]
    one.close()
    other.close()


def test_the_file_holds_no_number_and_opens_with_its_key_alone(tmp_path: Path) -> None:
    shared = opened(tmp_path)
    shared.add(NUMBERS, TUESDAY, "ann")
    shared.close()

    assert all(b"23125" not in file.read_bytes() for file in tmp_path.iterdir())
    with pytest.raises(EnvironmentProblem) as refused:
        opened(tmp_path, "another passphrase").holding(NUMBERS)
    assert "blocklist_locked" == refused.value.code


def test_a_list_that_is_gone_is_never_replaced_by_an_empty_one(site: Site) -> None:
    with site.units()() as unit:
        unit.blocklist.add(NUMBERS[:1], TUESDAY, "ann")
    site.reopen()  # keeps the key
    site.reopen()
    site.station.database.close()
    for file in site.path.parent.glob("blocklist.db*"):
        file.unlink()

    with pytest.raises(EnvironmentProblem) as refused:
        open_database(site.path, Settings(PASSPHRASE, NoKeyRing(), QUICK), create=False, writable=True)

    assert "blocklist_missing" == refused.value.code


def test_a_study_with_another_passphrase_opens_the_list_once_it_was_given_its(tmp_path: Path, site: Site) -> None:
    elsewhere = tmp_path / "list" / "blocklist.db"
    elsewhere.parent.mkdir()
    made = opened(elsewhere.parent, "of the list")
    made.add(NUMBERS[:1], TUESDAY, "ann")
    made.close()
    site.close()
    own = Settings(PASSPHRASE, NoKeyRing(), QUICK, elsewhere)

    with pytest.raises(EnvironmentProblem):
        open_database(site.path, own, create=False, writable=True)
    given = Settings(PASSPHRASE, NoKeyRing(), QUICK, elsewhere, "of the list")
    open_database(site.path, given, create=False, writable=True).close()
    with open_database(site.path, own, create=False, writable=True) as database:
        assert database.blocklist is not None
        assert frozenset(NUMBERS[:1]) == database.blocklist.holding(NUMBERS)


def test_entries_of_an_older_version_come_to_the_shared_list(site: Site) -> None:
    pepper = str(site.sql("SELECT value FROM meta WHERE key = 'pepper'")[0][0])
    hashes = [number_hash(fiction(n).e164, pepper) for n in (1, 700)]  # the second belongs to no case
    with site.station.database.transaction() as statements:
        run = statements.execute
        run("UPDATE \"case\" SET state = 'closed', disposition = 'refusal' WHERE case_no IN (1, 2)")
        for one in hashes:
            run("INSERT INTO blocked_number VALUES (?, '2026-01-01T00:00:00.000000+00:00')", (one,))
        statements.commit()

    site.station.prepare(site.keys)

    assert [(hashes[1],)] == site.sql("SELECT number_hash FROM blocked_number")
    shared = site.station.database.blocklist
    assert shared is not None
    assert frozenset([fiction(1).e164]) == shared.holding([fiction(n).e164 for n in (1, 2, 700)])
    assert (True, False, True) == (site.is_blocked(1), site.is_blocked(2), site.is_blocked(700))


@pytest.mark.parametrize("content", [b"", b"no list " * 1000])
def test_a_list_that_is_damaged_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    opened(tmp_path).add(NUMBERS[:1], TUESDAY, "ann")
    path = tmp_path / "blocklist.db"
    path.write_bytes(content)

    for use in (
        lambda: opened(tmp_path).holding(NUMBERS),
        lambda: opened(tmp_path).add(NUMBERS, TUESDAY, "ann"),
        lambda: opened(tmp_path).protocol(),
        lambda: opened(tmp_path).count(),
    ):
        with pytest.raises(EnvironmentProblem) as damaged:
            use()
        assert ("wrong_key" if content else "blocklist_damaged") == damaged.value.code
    assert content == path.read_bytes()


def test_a_list_without_its_pepper_is_damaged(tmp_path: Path) -> None:
    shared = opened(tmp_path)
    shared.add(NUMBERS[:1], TUESDAY, "ann")
    shared._connection.execute("DELETE FROM meta")
    shared.close()

    with pytest.raises(EnvironmentProblem) as damaged:
        opened(tmp_path).holding(NUMBERS)
    assert "blocklist_damaged" == damaged.value.code


def test_beside_the_key_of_a_list_that_is_gone_no_new_one_is_begun(tmp_path: Path) -> None:
    opened(tmp_path).add(NUMBERS[:1], TUESDAY, "ann")
    (tmp_path / "blocklist.db").unlink()

    with pytest.raises(EnvironmentProblem) as missing:
        opened(tmp_path).add(NUMBERS[:1], TUESDAY, "ann")
    assert "blocklist_missing" == missing.value.code
