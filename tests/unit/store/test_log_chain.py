"""The chain in a database: every row has its digest, kills and rollbacks leave no gap, older databases are refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.store.database import Database
from cati_app.store.event_rows import digested
from cati_app.store.keys import NoKeyRing
from cati_app.store.log_chain import Box, chains_check, rows_after
from cati_app.store.opening import Settings, open_database
from cati_app.store.state_folder import StateFolder
from cati_app.store.trust.boxes import Address, open_secret
from cati_app.store.trust.chain import KeySlots, Link, LogFault, faults_of
from cati_app.store.trust.derivation import Purpose
from cati_app.store.unit_of_work import TraceUnits
from tests.faults.proofs import Said
from tests.stations import BOX, PASSPHRASE, QUICK, TUESDAY, Site, chain
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

SETTINGS = Settings(PASSPHRASE, NoKeyRing(), QUICK)


def answers(site: Site, interview: Interview) -> None:
    """Written on the path of answers."""
    log, clock = site.station.answer_log(site.keys), site.clock
    fact = NewEvent("answered", clock.now(), clock.monotonic_ms(), site.ann.id, None, interview.id, {"ref": "/a"})
    log.record(interview.id, "hash", "/a", "de", [fact, fact])
    log.record(interview.id, "hash", "/a", "de", [fact])


@pytest.fixture
def unchained(tmp_path: Path) -> Iterator[Site]:
    """A station whose log is not chained yet."""
    site = Site(tmp_path, chained=False)
    yield site
    site.close()


@pytest.fixture
def chained(unchained: Site) -> Site:
    """A station whose log is chained, with some events before and after."""
    site = unchained
    site.offered(site.bob)
    chain(site.station.database)
    offer, interview = begun(site, YOUNG_MAN)
    answers(site, interview)
    finish(site, offer, interview, "interview_suspended")
    return site


def reopened(site: Site) -> Database:
    return open_database(site.path, SETTINGS, create=False, writable=True)


def faults(database: Database) -> list[LogFault]:
    """What the first keys say of the whole log."""
    execute = database.driver().execute
    told: list[LogFault] = []
    chains = execute("SELECT device, first_n, sealed, vouched FROM chain ORDER BY first_n").fetchall()
    for (device, first_n, sealed, vouched), following in zip(chains, [*chains[1:], None], strict=True):
        address = Address(database.study, Purpose.CHAIN, 1, f"{device}:{first_n}")
        key = open_secret(sealed, BOX, address, vouched)
        assert key is not None
        until = following[1] if following is not None else 1 << 60
        rows = (row for row in rows_after(execute, first_n - 1) if row[0] < until)
        told += faults_of(Link.first(database.study, device, key, first_n), rows)
    return told


def _slots(site: Site) -> Path:
    database = site.station.database
    [chain] = database.state.chains(database.device)
    return database.state.path / str(chain)


def refusal(site: Site, said: Said | None = None) -> str:
    with pytest.raises(EnvironmentProblem) as told:
        reopened(site).close()
    if said is not None:
        said(told.value.message)
    return told.value.code


def test_a_log_without_a_chain_goes_on_without_digests(unchained: Site) -> None:
    unchained.offered()
    assert [(None,)] == unchained.sql("SELECT DISTINCT digest FROM event")
    assert unchained.station.database.chain.end() is None


def test_old_rows_and_new_ones_on_both_ways_of_writing_are_in_the_chain(chained: Site) -> None:
    assert [(0,)] == chained.sql("SELECT count(*) FROM event WHERE digest IS NULL")
    assert [] == faults(chained.station.database)
    assert [("event_is_never_changed",)] == chained.sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name = 'event_is_never_changed'"
    )


def test_the_newest_key_stands_outside_and_goes_on_after_a_start(chained: Site) -> None:
    database = chained.station.database
    last = database.chain.end()
    assert last is not None
    chained.reopen()
    assert last == chained.station.database.chain.end()
    assert last == chained.station.database.state.anchors()[database.device]
    chained.offered(chained.bob)
    assert [] == faults(chained.station.database)


def test_a_transaction_that_is_undone_leaves_the_chain_as_it_was(chained: Site) -> None:
    before = chained.station.database.chain.end()
    with chained.units()() as unit:
        unit.log.append([fact.event for fact in unit.log.of_kind("case_offered")])
    assert before == chained.station.database.chain.end()
    chained.offered(chained.ann)
    assert [] == faults(chained.station.database)


def test_several_appends_in_one_transaction_are_one_chain(chained: Site) -> None:
    with chained.units()() as unit:
        events = [fact.event for fact in unit.log.of_kind("case_offered")]
        unit.log.append(events)
        unit.log.append([])
        unit.log.append(events)
        unit.commit()
        unit.log.append(events)
        unit.commit()
    assert [] == faults(chained.station.database)


def test_a_kill_before_the_key_is_written_goes_on_from_the_rows(chained: Site) -> None:
    file = _slots(chained)
    chained.station.database.close()
    kept = file.read_bytes()
    with reopened(chained) as database:
        chained.station.set_up(replace(chained.station.opened, database=database))
        chained.offered(chained.bob)
        ahead = database.chain.end()
    for part in (kept, b"\xee" * 72 + file.read_bytes()[72:], file.read_bytes()[:72] + b"\xee" * 72):
        file.write_bytes(part)
        with reopened(chained) as database:
            assert ahead == database.chain.end()
            assert [] == faults(database)


def test_a_damaged_key_is_told_with_the_cure(chained: Site) -> None:
    file = _slots(chained)
    chained.station.database.close()
    file.write_bytes(b"\xee" * 144)
    assert "chain_key_damaged" == refusal(chained)


def test_a_database_older_than_its_key_is_refused(chained: Site, tmp_path: Path, said: Said) -> None:
    chained.station.database.close()
    shutil.copy(chained.path, tmp_path / "older")
    with reopened(chained) as database:
        chained.station.set_up(replace(chained.station.opened, database=database))
        chained.offered(chained.bob)
    shutil.copy(tmp_path / "older", chained.path)
    assert "log_older" == refusal(chained, said)


def test_a_cut_tail_cannot_be_continued_by_the_program(chained: Site, said: Said) -> None:
    chained.sql_write("DROP TRIGGER event_is_never_deleted")
    chained.sql_write("DELETE FROM event WHERE seq > (SELECT max(seq) - 2 FROM event)")
    chained.station.database.close()
    assert "log_older" == refusal(chained, said)


def test_a_database_from_before_its_chain_is_refused(unchained: Site, tmp_path: Path) -> None:
    unchained.offered()
    unchained.reopen()
    unchained.station.database.close()
    shutil.copy(unchained.path, tmp_path / "older")
    unchained.reopen()
    chain(unchained.station.database)
    unchained.offered(unchained.bob)
    unchained.station.database.close()
    shutil.copy(tmp_path / "older", unchained.path)
    assert "log_older" == refusal(unchained)


def test_a_chain_that_was_begun_and_undone_hinders_nothing(unchained: Site) -> None:
    unchained.offered()
    database = unchained.station.database
    with database.transaction() as statements:
        database.chain.begin(statements, database.device, Box(BOX.public_key(), 1), 1)
    unchained.reopen()
    assert unchained.station.database.chain.end() is None
    unchained.offered(unchained.bob)
    chain(unchained.station.database)
    assert [] == faults(unchained.station.database)


def test_a_database_of_another_machine_is_refused_with_both_cures(chained: Site) -> None:
    chained.station.database.close()
    shutil.rmtree(chained.path.with_name("state"))
    with pytest.raises(EnvironmentProblem) as told:
        reopened(chained)
    assert "chain_key_missing" == told.value.code
    assert all(word in str(told.value.cure) for word in ("CATI_STATE", "cati restore"))


@pytest.mark.parametrize("digest", ["NULL", "randomblob(32)"])
def test_a_row_that_the_program_did_not_write_stops_the_next_start(chained: Site, digest: str, said: Said) -> None:
    chained.sql_write(
        "INSERT INTO event (seq, device, at, mono_ms, kind, digest)"
        f" SELECT max(seq) + 1, device, at, mono_ms, 'own', {digest} FROM event",
        (),
    )
    chained.station.database.close()
    assert "log_changed" == refusal(chained, said)


def test_a_log_that_is_not_chained_any_more_stops_the_next_start(chained: Site) -> None:
    chained.sql_write("DELETE FROM chain", ())
    chained.station.database.close()
    assert "log_changed" == refusal(chained)


def test_a_chain_begun_anew_that_was_taken_out_stops_the_next_start(chained: Site) -> None:
    database = chained.station.database
    with database.transaction() as statements:
        database.chain.begin_anew(statements, database.device)
        statements.commit()
    chained.offered(chained.ann)
    chained.sql_write("DELETE FROM chain WHERE first_n > 1", ())
    chained.station.database.close()
    assert "log_changed" == refusal(chained)


def test_a_row_that_another_process_wrote_into_the_chain_is_caught_up(chained: Site) -> None:
    """As a command does that writes beside the window, with the same key."""
    database = chained.station.database
    slots = KeySlots(_slots(chained))
    end = database.chain.end()
    assert end is not None and slots.n == end.n
    row = (end.n + 1, database.device, "2026-11-24T15:00:00+00:00", 1, "beside", None, None, None, None, None)
    link = Link(end.n, end.digest, slots.key).after(digested(row))
    slots.close()
    chained.sql_write(
        "INSERT INTO event (seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload, sealed,"
        f" digest) VALUES ({', '.join('?' * 11)})",
        (*row, link.digest),
    )
    chained.offered(chained.ann)
    assert [] == faults(database)


def test_a_chain_begun_anew_takes_over_from_the_one_before(chained: Site) -> None:
    database = chained.station.database
    with database.transaction() as statements:
        database.chain.begin_anew(statements, database.device)
        statements.commit()
    chained.offered(chained.ann)
    assert 2 == len(chained.sql("SELECT * FROM chain"))
    assert [] == faults(database)
    chained.reopen()
    chained.offered(chained.bob)
    assert [] == faults(chained.station.database)


def test_keys_of_rows_before_stand_nowhere(chained: Site) -> None:
    """The first key opens from its box alone: neither database nor state folder holds it once two rows were written."""
    database = chained.station.database
    [(sealed, vouched)] = database.driver().execute("SELECT sealed, vouched FROM chain").fetchall()
    address = Address(database.study, Purpose.CHAIN, 1, f"{database.device}:1")
    first = open_secret(sealed, BOX, address, vouched)
    assert first is not None
    assert first not in _slots(chained).read_bytes()


def test_rows_written_while_a_chain_waits_for_those_before_are_chained_with_them(unchained: Site) -> None:
    unchained.offered()
    database = unchained.station.database
    with unchained.units()() as unit:
        fact = NewEvent("sealed", unchained.clock.now(), 1)
        statements = unit._statements
        database.chain.begin(statements, database.device, Box(BOX.public_key(), 1), 1)
        unit.log.append([fact])
        database.chain.chain_rows(statements)
        database.chain.chain_rows(statements)  # nothing is left to do
        unit.log.append([fact])
        unit.commit()
    assert [] == faults(database)
    assert ["sealed", "sealed"] == unchained.kinds()[-2:]


def test_a_chain_begun_anew_at_the_same_row_and_undone_leaves_the_one_there_is(chained: Site) -> None:
    database = chained.station.database
    for keep in (True, False):
        with database.transaction() as statements:
            database.chain.begin_anew(statements, database.device)
            if keep:
                statements.commit()
    chained.reopen()
    chained.offered(chained.ann)
    assert [] == faults(chained.station.database)


def test_what_a_head_vouches_for_changes_with_every_chain_of_the_device(chained: Site) -> None:
    database, told = chained.station.database, []
    for _ in range(3):
        with database.transaction() as statements:
            told.append(chains_check(statements, database.device))
            database.chain.begin_anew(statements, database.device, Box(BOX.public_key(), 2))
            statements.commit()
    assert 2 == len(chained.sql("SELECT * FROM chain"))  # the second one had no row yet
    assert 3 == len(set(told))
    with database.transaction() as statements:
        assert "" == chains_check(statements, "00000000")


def test_a_log_whose_guard_is_gone_is_not_sealed(unchained: Site) -> None:
    unchained.offered()
    unchained.sql_write("DROP TRIGGER event_is_never_changed", ())
    with pytest.raises(EnvironmentProblem) as told:
        chain(unchained.station.database)
    assert "damaged" == told.value.code
    assert [(None,)] == unchained.sql("SELECT DISTINCT digest FROM event")


@pytest.mark.parametrize("is_open", [True, False])
def test_a_fact_written_for_a_moment_is_in_the_chain_and_the_application_goes_on(chained: Site, is_open: bool) -> None:
    if not is_open:
        chained.close()
    with open_database(chained.path, SETTINGS, create=False, writable=False) as reading:
        for number in range(3):
            with TraceUnits(reading, QUICK)() as unit:
                unit.log.append([NewEvent("told", TUESDAY, number)])
                unit.commit()
            if is_open:
                chained.settle(chained.ann)
                chained.station.people.sign_out()(chained.ann)
    if is_open:
        chained.station.database.close()

    database = reopened(chained)
    assert [] == faults(database)
    assert 3 == database.driver().execute("SELECT count(*) FROM event WHERE kind = 'told'").fetchone()[0]
    database.close()


def test_an_application_that_commits_while_a_command_opens_is_no_older_database(
    chained: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its newest key would stand before a row that the command has not seen: so it cannot commit meanwhile."""
    states = chained.station.database.state
    busy: list[str] = []

    def chains(self: StateFolder, device: str) -> object:
        try:
            chained.station.database.driver().execute("PRAGMA busy_timeout=0")
            chained.station.database.driver().execute("BEGIN IMMEDIATE")
            chained.station.database.driver().execute("ROLLBACK")
        except sqlcipher3.dbapi2.OperationalError as error:
            busy.append(str(error))
        return before(self, device)

    before = type(states).chains
    with open_database(chained.path, SETTINGS, create=False, writable=False) as reading:
        monkeypatch.setattr(type(states), "chains", chains)
        with TraceUnits(reading, QUICK)() as unit:
            unit.log.append([NewEvent("told", TUESDAY, 1)])
            unit.commit()

    assert ["database is locked"] == busy
