"""The shared block list: one file for all studies, hashes only, what an older version left is brought along."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.store import migrate
from cati_app.store.block_boxes import peppers_by_sheet
from cati_app.store.blocklist import BlockListFile, Lock, Peppers, number_hash, pepper_name
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.trust.sheet import SheetPage, written
from cati_app.store.unit_of_work import SqlUnits
from cati_app.texts import words_of
from cati_app.ui.stage.wording import rule_text
from tests.faults.proofs import Said
from tests.pages import plain_pages
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY, Site, fiction


def opened(folder: Path, passphrase: str | None = PASSPHRASE, key: bytes | None = None) -> BlockListFile:
    shared = BlockListFile(folder / "blocklist.db", Lock(key, passphrase, NoKeyRing(), QUICK), "study")
    shared.hold(PEPPERS)
    return shared


PEPPERS = Peppers.of("5a" * 32)


def joined(database: Database, keys: HeldKeys, *peppers: str) -> None:
    """A study that holds these peppers too, and its list with what it holds."""
    with SqlUnits(database, keys, QUICK)() as unit:
        unit.blocklist.join(peppers)
        unit.commit()


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
        joined(database, site.keys, PEPPERS.own)
        assert database.blocklist is not None
        assert frozenset(NUMBERS[:1]) == database.blocklist.holding(NUMBERS)


def test_entries_of_an_older_version_come_to_the_shared_list(site: Site) -> None:
    pepper = "9d" * 32
    hashes = [number_hash(fiction(n).e164, pepper) for n in (1, 700)]  # the second belongs to no case
    with site.station.database.transaction() as statements:
        run = statements.execute
        run("INSERT INTO meta VALUES ('pepper', ?)", (pepper,))
        run("UPDATE \"case\" SET state = 'closed', disposition = 'refusal' WHERE case_no IN (1, 2)")
        for one in hashes:
            run("INSERT INTO blocked_number VALUES (?, '2026-01-01T00:00:00.000000+00:00')", (one,))
        statements.commit()

    site.station.prepare(site.keys)

    assert [(hashes[1],)] == site.sql("SELECT number_hash FROM blocked_number")
    with site.units()() as unit:
        shared = unit.blocklist.unlock()
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


# -- peppers -----------------------------------------------------------------------------------------------------------


def test_the_pepper_is_in_no_page_of_the_list_and_of_the_study(site: Site) -> None:
    with site.units()() as unit:
        unit.blocklist.add(NUMBERS[:1], TUESDAY, "ann")
        (pepper,) = unit.blocklist.peppers()
    shared, database = site.station.database.blocklist, site.station.database
    assert shared is not None
    key = shared.key()
    assert key is not None
    assert pepper_name(pepper).encode() in plain_pages(shared.path, key)

    pages = plain_pages(shared.path, key) + plain_pages(site.path, database.key)

    assert (False, False) == (pepper.encode() in pages, bytes.fromhex(pepper) in pages)


def test_who_sees_no_contact_data_tests_no_number(site: Site, said: Said) -> None:
    with site.units()() as unit:
        unit.blocklist.add(NUMBERS[:1], TUESDAY, "ann")
    site.reopen()
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None

    for units in (site.blind_units(), site.station.units(signed_in[1])):
        with units() as unit, pytest.raises(RuleViolation, match="no_contact_access") as refused:
            unit.blocklist.holding(NUMBERS)
        said(rule_text(words_of("en"), refused.value))


def as_before(site: Site, *blocked: int) -> str:
    """The database as the version before made it, whose people have keys already; its pepper.

    Args:
        blocked: Numbers on the list that this study alone knows.
    """
    pepper = "b7" * 32
    site.sql_write("INSERT INTO meta VALUES ('pepper', ?)", (pepper,))
    for number in blocked:
        hashed = number_hash(fiction(number).e164, pepper)
        site.sql_write("INSERT INTO blocked_number VALUES (?, '2026-01-01T00:00:00.000000+00:00')", (hashed,))
    site.sql_write("DELETE FROM meta WHERE key = 'sealed_as'", ())
    migrate.migrate(migrate.engine_on(site.station.database.driver()), "0019")
    site.reopen()
    return pepper


@pytest.mark.parametrize("blocked", [(), (700,)])
def test_a_database_of_the_version_before_gets_its_peppers_sealed_when_somebody_signs_in(
    site: Site, blocked: tuple[int, ...]
) -> None:
    pepper = as_before(site, *blocked)

    assert site.station.sign_in("eve", PASSWORD) is not None
    assert [(pepper,)] == site.sql("SELECT value FROM meta WHERE key = 'pepper'")
    assert site.station.sign_in("ann", PASSWORD) is not None

    site.reopen()
    pages = plain_pages(site.path, site.station.database.key)
    assert (False, False) == (pepper.encode() in pages, bytes.fromhex(pepper) in pages)
    assert (bool(blocked), False) == (site.is_blocked(700), site.is_blocked(1))
    assert ["contents_sealed"] == [kind for kind in site.kinds() if kind == "contents_sealed"]
    with site.units()() as unit:
        assert 1 == unit.blocklist.add(NUMBERS[:1], TUESDAY, "ann")
        assert bool(blocked) == (pepper in unit.blocklist.peppers())
    site.station.sign_in("sue", PASSWORD)
    assert 1 == site.kinds().count("contents_sealed")


def test_a_kill_while_it_is_sealed_leaves_all_as_it_was(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    pepper = as_before(site, 700)
    monkeypatch.setattr("cati_app.store.sealing.note_sealed", killed)
    with pytest.raises(KeyboardInterrupt):
        site.station.sign_in("ann", PASSWORD)
    monkeypatch.undo()

    assert [(pepper,)] == site.sql("SELECT value FROM meta WHERE key = 'pepper'")
    assert [] == site.sql("SELECT id FROM block_pepper")


def test_before_it_is_sealed_an_older_list_is_read_and_none_is_begun(site: Site) -> None:
    as_before(site)
    with site.units()() as unit, pytest.raises(RuleViolation, match="supervisor_first"):
        unit.blocklist.add(NUMBERS[:1], TUESDAY, "ann")
    assert not (site.path.parent / "blocklist.db").exists()
    older_list(site)
    site.reopen()

    assert (True, False) == (site.is_blocked(0), site.is_blocked(1))


@pytest.mark.parametrize("form", ["0016", "0017", "0018", "0019"])
def test_a_database_whose_people_had_no_keys_gets_its_peppers_sealed_with_them(site: Site, form: str) -> None:
    pepper = "b7" * 32
    site.sql_write("INSERT INTO meta VALUES ('pepper', ?)", (pepper,))
    hashed = number_hash(fiction(700).e164, pepper)
    site.sql_write("INSERT INTO blocked_number VALUES (?, '2026-01-01T00:00:00.000000+00:00')", (hashed,))
    site.set_back("0016")
    migrate.migrate(migrate.engine_on(site.station.database.driver()), form)
    site.reopen()
    site.seal()

    site.station.prepare(site.keys)

    site.reopen()
    assert pepper.encode() not in plain_pages(site.path, site.station.database.key)
    assert (True, False) == (site.is_blocked(700), site.is_blocked(1))
    assert "contents_sealed" not in site.kinds()


def older_list(site: Site) -> str:
    """A list as an older version made it, with its pepper in it."""
    pepper = "c4" * 32
    shared = opened(site.path.parent)
    shared.hold(Peppers.of(pepper))
    shared.add(NUMBERS[:1], TUESDAY, "ann")
    shared._connection.execute("UPDATE meta SET value = ? WHERE key = 'pepper'", (pepper,))
    shared.close()
    return pepper


def test_an_older_list_loses_its_pepper_to_the_first_study_that_opens_it(site: Site) -> None:
    pepper = older_list(site)
    site.reopen()

    site.station.prepare(site.keys)

    assert site.is_blocked(0)
    shared = site.station.database.blocklist
    assert shared is not None
    key = shared.key()
    assert key is not None
    assert pepper.encode() not in plain_pages(shared.path, key)
    with site.units()() as unit:
        assert pepper in unit.blocklist.peppers()


def test_a_kill_before_the_list_is_rid_of_its_pepper_goes_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    older_list(site)
    site.reopen()
    monkeypatch.setattr(BlockListFile, "take_out", killed)
    with pytest.raises(KeyboardInterrupt):
        site.station.prepare(site.keys)
    monkeypatch.undo()
    site.reopen()
    assert site.is_blocked(0)

    site.station.prepare(site.keys)

    shared = site.station.database.blocklist
    assert shared is not None
    assert () == shared.peppers_inside()
    assert site.is_blocked(0)


def killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def two(site: Site, tmp_path: Path) -> tuple[Site, Site]:
    """A study that made the list, and one on the same machine that did not."""
    with site.units()() as unit:
        unit.blocklist.add(NUMBERS[:1], TUESDAY, "ann")
    site.station.prepare(site.keys)
    (tmp_path / "other").mkdir()
    other = Site(tmp_path / "other", cases=3)  # made on its own, so with a pepper of its own
    other.station.database.close()
    for file in site.path.parent.glob("blocklist.db*"):
        shutil.copy(file, other.path.parent / file.name)
    other.reopen()
    return site, other


def test_a_study_that_cannot_read_the_list_calls_nobody_and_is_told_how_to_join(two: tuple[Site, Site]) -> None:
    _, other = two

    for use in (lambda: other.station.prepare(other.keys), lambda: other.is_blocked(0)):
        with pytest.raises(EnvironmentProblem) as refused:
            use()
        assert "blocklist_not_joined" == refused.value.code
    other.close()


def test_it_joins_by_somebody_who_sees_contact_data_in_the_other_study(two: tuple[Site, Site]) -> None:
    site, other = two
    with pytest.raises(RuleViolation, match="wrong_second_login"):
        other.station.block_list.peppers_of(site.station.database, "sue", "wrong", "join")
    with pytest.raises(RuleViolation, match="no_contact_access"):
        other.station.block_list.peppers_of(site.station.database, "eve", PASSWORD, "join")

    peppers = other.station.block_list.peppers_of(site.station.database, "sue", PASSWORD, "join")
    other.station.block_list.join_list(other.keys)(other.sue, peppers)

    assert (True, False) == (other.is_blocked(0), other.is_blocked(1))
    other.station.prepare(other.keys)
    other.close()


def test_it_joins_by_page_1_of_the_sheet_of_the_other_study(two: tuple[Site, Site]) -> None:
    site, other = two
    shared = other.station.database.blocklist
    assert shared is not None
    assert site.keys.r is not None
    with pytest.raises(EnvironmentProblem) as refused:
        peppers_by_sheet(shared, written(bytes(32), SheetPage.ROOT))
    assert "sheet_opens_nothing" == refused.value.code

    peppers = peppers_by_sheet(shared, written(site.keys.r, SheetPage.ROOT))
    other.station.block_list.join_list(other.keys)(other.sue, peppers)

    assert other.is_blocked(0)
    other.close()
