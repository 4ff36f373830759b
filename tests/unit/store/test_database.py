"""The file: encrypted, one writer, a log without holes, counters that refuse one too many."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import DatabaseError, IntegrityError

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CellId
from cati_app.fieldwork.monitor.verify import Verify
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.blocklist import number_hash
from cati_app.store.connection import Access, connected
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing, load_database_key
from cati_app.store.opening import Settings, key_file_of, open_database
from cati_app.store.times import utc_text
from cati_app.store.unit_of_work import SqlUnits
from tests.stations import PASSPHRASE, QUICK, TUESDAY, Site, fiction


def reader(site: Site) -> Database:
    return open_database(site.path, Settings(PASSPHRASE, NoKeyRing(), QUICK), create=False, writable=False)


def event(kind: str = "test") -> NewEvent:
    return NewEvent(kind, TUESDAY, 0)


def test_no_number_and_no_table_name_stands_in_the_file_in_clear(site: Site) -> None:
    site.dialled()
    site.close()
    files = b"".join(path.read_bytes() for path in site.path.parent.rglob("*") if path.is_file())

    assert [] == [
        word for word in (b"SQLite format", b"+4930", b"23125", b"CREATE TABLE", b"contact_shown") if word in files
    ]


def test_even_in_the_decrypted_tables_no_number_stands_in_clear(site: Site) -> None:
    site.dialled()
    tables = [row[0] for row in site.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]

    held = repr([site.sql(f'SELECT * FROM "{table}"') for table in tables])

    assert [] == [n for n in range(1, 6) if fiction(n).e164[3:] in held]


def test_a_wrong_key_is_named_and_prints_nothing(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    site.close()

    with pytest.raises(EnvironmentProblem) as wrong:
        Database(site.path, bytes(32), site.path.with_name("state"), writable=True)

    assert ("wrong_key", ("", "")) == (wrong.value.code, tuple(capfd.readouterr()))


def test_events_are_numbered_without_holes_across_both_ways_of_writing(site: Site) -> None:
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    for _ in range(3):
        place.end_call(site.ann, offer.attempt, offer.attempt.id, "interviewer")  # type: ignore[arg-type]
        place.record_events(site.ann, interview, [], "", "de")

    numbers = [row[0] for row in site.sql("SELECT seq FROM event ORDER BY seq")]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_a_short_journal_stays_and_a_long_one_is_brought_into_the_file(site: Site) -> None:
    database = site.station.database
    database.driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    site.dialled()
    database.tidy()
    short = journal(site)
    with site.units()() as unit:
        unit.log.append([event("x" * 3_000_000)])
        unit.commit()
    database.tidy()
    pages, brought = journal(site)

    assert 0 < short[0] < 100
    assert 0 == short[1]
    assert 500 < pages == brought


def journal(site: Site) -> tuple[int, int]:
    """Pages of the journal, and how many of them stand in the file by now."""
    _, pages, brought = site.station.database.driver().execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return pages, brought


def test_a_step_that_is_rolled_back_leaves_no_hole(site: Site) -> None:
    with site.units()() as unit:
        unit.log.append([event("lost")])
    with site.units()() as unit:
        last = unit.log.append([event("kept")])
        unit.commit()

    assert [(last, last)] == site.sql("SELECT count(*), max(seq) FROM event")
    assert "lost" not in site.kinds()


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_what_is_logged_is_never_changed(site: Site, statement: str) -> None:
    site.offered()

    with site.station.database.transaction() as statements, pytest.raises(DatabaseError, match=r"never|append"):
        statements.execute(statement)


def test_the_table_itself_refuses_one_place_too_many(site: Site) -> None:
    for _ in range(2):
        with site.units()() as unit:
            unit.quota.hold(CellId("m/young"))
            unit.commit()

    with site.units()() as unit, pytest.raises(IntegrityError, match="never_too_many"):
        unit.quota.hold(CellId("m/young"))


def test_a_place_that_nobody_holds_cannot_be_given_back_or_completed(site: Site) -> None:
    for move in ("give_back", "complete"):
        with site.units()() as unit, pytest.raises(IntegrityError, match="counters_not_negative"):
            getattr(unit.quota, move)(CellId("m/young"))


def test_an_unknown_cell_is_an_error(site: Site) -> None:
    with site.units()() as unit, pytest.raises(LookupError):
        unit.quota.hold(CellId("none"))


def test_a_lowered_target_shrinks_as_places_come_back(site: Site) -> None:
    cell = CellId("m/young")
    with site.units()() as unit:
        unit.quota.hold(cell)
        unit.quota.hold(cell)
        unit.quota.set_targets({cell: 1})
        unit.quota.give_back(cell)
        unit.commit()

    with site.units()() as unit, pytest.raises(IntegrityError, match="never_too_many"):
        unit.quota.hold(cell)


def test_another_process_reads_beside_the_writer_and_sees_whole_steps_only(site: Site) -> None:
    site.offered()
    with reader(site) as beside:
        units = SqlUnits(beside, None, QUICK)
        before = Verify(units)(PROGRAM).events
        with site.units()() as unit:
            unit.log.append([event()])
            assert before == Verify(units)(PROGRAM).events
            unit.commit()

        assert before + 1 == Verify(units)(PROGRAM).events


def test_a_reading_command_cannot_write(site: Site) -> None:
    with reader(site) as beside, pytest.raises(EnvironmentProblem) as refused, SqlUnits(beside, None, QUICK)() as unit:
        unit.log.append([event()])

    assert "read_only" == refused.value.code


def test_a_second_writer_is_refused_and_the_first_goes_on(site: Site) -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        open_database(site.path, Settings(PASSPHRASE, NoKeyRing(), QUICK), create=False, writable=True)

    assert "in_use" == refused.value.code
    assert 1 == site.offered().case.case_no


def test_after_closing_the_next_writer_may_open(site: Site) -> None:
    site.reopen()
    site.reopen()

    assert 1 == site.offered().case.case_no


def test_journal_and_synchronisation_are_safe(site: Site) -> None:
    driver = site.station.database.driver()

    assert ("wal", 2, 1) == tuple(
        driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")
    )


def test_a_damaged_file_is_named(site: Site) -> None:
    site.close()
    data = bytearray(site.path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    site.path.write_bytes(bytes(data))

    with pytest.raises(EnvironmentProblem) as damaged:
        key = load_database_key(key_file_of(site.path), "", PASSPHRASE, NoKeyRing())
        Database(site.path, key, site.path.with_name("state"), writable=True)

    assert damaged.value.code in ("damaged", "wrong_key", "disk_error")


def test_hashes_of_blocked_numbers_need_the_key_of_the_database() -> None:
    one, other = "00" * 32, "11" * 32

    assert number_hash("+4930", one) == number_hash("+4930", one)
    assert number_hash("+4930", one) != number_hash("+4930", other)


def test_times_are_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        utc_text(TUESDAY.replace(tzinfo=None))


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        Database(tmp_path / "none" / "x.db", bytes(32), tmp_path / "state", writable=False)


def _beside(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir() if file.name.startswith(f"{path.name}-")}


def test_whoever_only_reads_leaves_no_journal_beside_a_file_that_is_closed(site: Site) -> None:
    site.close()
    with reader(site) as database:
        database.kept("device")
    assert set() == _beside(site.path)

    with reader(site) as database:
        with database.for_a_moment() as written:  # a trace of who did it
            written.keep("trace", "here")
        assert "here" == database.kept("trace")
    assert set() == _beside(site.path)
    site.reopen()
    assert "here" == site.station.database.kept("trace")


def test_a_journal_of_who_has_the_file_open_or_was_killed_stays(site: Site, tmp_path: Path) -> None:
    with reader(site) as database:
        database.kept("device")
    assert {"small.db-wal", "small.db-shm"} == _beside(site.path)
    site.station.database.keep("last", "step")
    killed = tmp_path / "killed" / "small.db"
    killed.parent.mkdir()
    for file in tmp_path.glob("small.db*"):
        shutil.copy(file, killed.parent / file.name)
    shutil.copytree(tmp_path / "state", killed.parent / "state")
    settings = Settings(PASSPHRASE, NoKeyRing(), QUICK)
    with open_database(killed, settings, create=False, writable=False) as database:
        assert "step" == database.kept("last")
    assert {"small.db-wal", "small.db-shm"} == _beside(killed)


def test_of_two_who_read_the_last_takes_the_journal_away(site: Site) -> None:
    site.close()
    first = reader(site)
    second = reader(site)
    first.kept("device")
    second.kept("device")
    first.close()
    assert second.kept("device")

    second.close()

    assert set() == _beside(site.path)


def _pages_of(journal: bytes) -> set[bytes]:
    """Of its frames: 32 bytes stand before the first, 24 before each page."""
    size = int.from_bytes(journal[8:12], "big")
    return {journal[start + 24 : start + 24 + size] for start in range(32, len(journal), size + 24)}


def test_what_was_deleted_leaves_the_journal_which_is_never_empty_and_nobody_is_waited_for(site: Site) -> None:
    database, journal = site.station.database, site.path.with_name(f"{site.path.name}-wal")
    for number in range(20):
        database.keep("of_a_test", str(number))
    before = _pages_of(journal.read_bytes())
    with closing(connected(site.path, database.key, Access.READ)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM meta").fetchone()
        database.keep("of_a_test", "read meanwhile")
        assert not database.wipe_journal()

    assert database.wipe_journal()

    after = _pages_of(journal.read_bytes())
    assert after and not after & before
    site.reopen()
    assert "read meanwhile" == site.station.database.kept("of_a_test")
