"""What is told of a log that somebody changed: each attack of who has the database, with its place."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.station.backing_up import content_of
from cati_app.station.inspection import inspect
from cati_app.store.backup import Backups
from cati_app.store.backup_folder import Backup, backup_at
from cati_app.store.event_rows import digested
from cati_app.store.log_chain import Box, rows_after
from cati_app.store.log_check import Boxes, chains_of
from cati_app.store.log_sealing import chain_log, look_at_log
from cati_app.store.opening import open_database
from cati_app.store.restore import restore
from cati_app.store.state_folder import StateFolder
from cati_app.store.station_keys import ChainStart, StationKeys
from cati_app.store.trust.boxes import Address, open_secret, seal_secret
from cati_app.store.trust.chain import ChainAnchor, Link
from cati_app.store.trust.derivation import Purpose
from tests.faults.proofs import Said
from tests.stations import BOX, TUESDAY, Site
from tests.unit.store.test_log_chain import SETTINGS

_TOLD = "device, at, mono_ms, kind, user_id, case_id, interview_id, payload"
BOXES = {1: BOX}


def sealed(site: Site) -> None:
    """The log of a station, sealed as a supervisor does who signs in first."""
    database = site.station.database
    with database.transaction() as statements:
        old = look_at_log(statements)
        chain_log(database, statements, Box(BOX.public_key(), 1), old, TUESDAY, 1, site.sue.id)
        statements.commit()


def note(site: Site, count: int = 1) -> None:
    """Some facts more."""
    with site.units()() as unit:
        unit.log.append([NewEvent("seen", TUESDAY, 1, payload={"number": number}) for number in range(count)])
        unit.commit()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Site]:
    """A station as the version before left it."""
    site = Site(tmp_path, chained=False)
    yield site
    site.close()


@pytest.fixture
def at_work(old: Site) -> Site:
    """A station with a sealed log of 20 events, opened once more since."""
    site = old
    site.offered(site.bob)
    sealed(site)
    note(site, 20 - len(site.kinds()))
    site.reopen()
    return site


def attacked(site: Site, *statements: str) -> None:
    """By somebody who has the database and takes the guards away."""
    for statement in (*_UNGUARDED, *statements, *_GUARDED):
        site.sql_write(statement, ())


_UNGUARDED = "DROP TRIGGER event_is_never_changed", "DROP TRIGGER event_is_never_deleted"
_GUARDED = tuple(
    f"CREATE TRIGGER event_is_never_{done} BEFORE {what} ON event"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for done, what in (("changed", "UPDATE"), ("deleted", "DELETE"))
)


def told(site: Site, boxes: Boxes | None = BOXES) -> dict[str, str]:
    """By code what `cati verify` says, to a supervisor."""
    faults = inspect(site.station.database, Backups(site.path).all(), (), boxes).faults
    return {fault.code: str(fault.text) for fault in faults}


def test_a_log_as_it_was_written_has_no_fault(at_work: Site) -> None:
    assert {} == told(at_work)
    assert {} == told(at_work, None)


def test_chains_of_stations_that_joined_are_not_of_this_log(at_work: Site) -> None:
    database = at_work.station.database
    with database.transaction() as statements:
        StationKeys("0a0b0c0d", "00" * 32, "11" * 32, [ChainStart(1, b"box", 1, b"sealed", b"vouched")]).put(statements)
        statements.commit()
    assert {} == told(at_work)


def test_the_opening_event_says_what_the_log_was_before(old: Site) -> None:
    site = old
    site.offered()
    rows = site.sql(f"SELECT seq, {_TOLD} FROM event ORDER BY seq")
    text = "".join("\x1f".join("" if value is None else str(value) for value in row) + "\x1e" for row in rows)
    sealed(site)
    [fact] = site.facts("log_chained")
    assert {"rows": len(rows), "sha256": hashlib.sha256(text.encode()).hexdigest()} == fact.payload
    assert site.sue.id == fact.user_id


@pytest.mark.parametrize(
    ("attack", "code", "places"),
    [
        pytest.param(["UPDATE event SET payload = '{}' WHERE seq = 7"], "log_changed", ": 7.", id="changed"),
        (["UPDATE event SET user_id = 'x' WHERE seq IN (2, 20)"], "log_changed", ": 2, 20."),
        (["UPDATE event SET at = '2026-11-24T15:00:01+00:00' WHERE seq = 1"], "log_changed", ": 1."),
        pytest.param(["DELETE FROM event WHERE seq = 9"], "log_missing", ": 9.", id="deleted"),
        (["DELETE FROM event WHERE seq BETWEEN 9 AND 12 OR seq = 15"], "log_missing", ": 9-12, 15."),
        pytest.param(["DELETE FROM event WHERE seq > 17"], "log_cut", "17 events, and event 20", id="cut"),
        pytest.param(["UPDATE event SET digest = NULL WHERE seq = 5"], "log_unchained", ": 5.", id="digest"),
        pytest.param(
            [
                "UPDATE event SET seq = -seq - 1 WHERE seq > 18",
                "UPDATE event SET seq = -seq WHERE seq < 0",
                f"INSERT INTO event (seq, {_TOLD}, digest) SELECT 19, {_TOLD}, digest FROM event WHERE seq = 8",
            ],
            "log_changed",
            ": 19, 20, 21.",
            id="put-in",
        ),
    ],
)
def test_what_somebody_did_to_the_log_is_told_with_its_place(
    at_work: Site, attack: list[str], code: str, places: str, said: Said
) -> None:
    attacked(at_work, *attack)
    text = told(at_work)[code]
    said(text)
    assert places in text


def test_an_end_typed_from_paper_is_compared(at_work: Site) -> None:
    database = at_work.station.database
    text = at_work.station.end_of_log()
    assert f"{database.device}:20:" == text[:12]
    note(at_work)
    seen = ChainAnchor.typed(f" {text.upper()[:30]} {text[30:]}")
    assert () == inspect(database, (), [seen]).faults
    later = ChainAnchor(database.device, 25, bytes(16))
    other = replace(seen, digest=bytes(16))
    assert ["log_rewritten", "log_cut"] == [fault.code for fault in inspect(database, (), [later, other]).faults]
    for wrong in ("", "a:b", "abcd1234:x:00", text[:-1], f"{text}0", f"{text[:-1]}x"):
        with pytest.raises(ValueError, match="no end of a log"):
            ChainAnchor.typed(wrong)


def test_a_typed_end_that_is_not_in_the_log_is_told(at_work: Site, tmp_path: Path) -> None:
    mine = at_work.station.database.device
    foreign = ChainAnchor("0badcafe", 4, bytes(16))
    (fault,) = inspect(at_work.station.database, (), [foreign]).faults
    assert "log_end_missing" == fault.code
    assert "event 4 of 0badcafe" in fault.text
    assert fault.cure

    restored = restore(backed_up(at_work), tmp_path / "new" / "small.db", SETTINGS, set_aside=False, at=TUESDAY)
    with open_database(restored.path, SETTINGS, create=False, writable=True) as database:
        lost = ChainAnchor(mine, 30, bytes(16))  # after the backup
        assert ["log_end_missing"] == [fault.code for fault in inspect(database, (), [lost]).faults]


def test_guards_that_are_gone_are_told_without_a_login(at_work: Site, said: Said) -> None:
    for statement in _UNGUARDED:
        at_work.sql_write(statement, ())
    text = told(at_work, None)["missing"]
    said(text)
    assert "event_is_never_changed" in text and "event_is_never_deleted" in text


def test_an_event_that_was_added_behind_the_end_is_told(at_work: Site) -> None:
    at_work.sql_write(
        "INSERT INTO event (seq, device, at, mono_ms, kind) SELECT max(seq) + 1, device, at, 1, 'own' FROM event", ()
    )
    assert ": 21." in told(at_work)["log_unchained"]


def test_a_cut_tail_is_told_without_a_login_by_what_this_machine_wrote_and_by_a_backup(at_work: Site) -> None:
    backed_up(at_work)
    shutil.copytree(at_work.station.database.state.path, at_work.path.with_name("kept"))
    shutil.rmtree(at_work.station.database.state.path)
    attacked(at_work, "DELETE FROM event WHERE seq > 17")
    assert "seen in the backup" in told(at_work, None)["log_cut"]
    shutil.copytree(at_work.path.with_name("kept"), at_work.station.database.state.path)
    shutil.rmtree(Backups(at_work.path).folder)
    assert "seen in the state folder" in told(at_work, None)["log_cut"]


def test_a_log_written_anew_with_a_key_that_somebody_kept_does_not_fit_what_was_seen(at_work: Site, said: Said) -> None:
    backed_up(at_work)
    rewritten(at_work)
    text = told(at_work, None)["log_rewritten"]
    said(text)
    assert "at event 20" in text
    assert {"log_rewritten"} == set(told(at_work))


def test_a_chain_whose_first_key_was_put_in_by_somebody_else_is_told(at_work: Site, said: Said) -> None:
    database = at_work.station.database
    key, address = bytes(32), Address(database.study, Purpose.CHAIN, 1, f"{database.device}:1")
    box = seal_secret(key, BOX.public_key(), address)
    at_work.sql_write("UPDATE chain SET sealed = ?", (box,))
    text = told(at_work)["log_key"]
    said(text)
    assert "from 1 on" in text
    assert "from 1 on" in told(at_work, {})["log_key"]


def test_a_chain_that_was_taken_out_is_told(at_work: Site, said: Said) -> None:
    at_work.sql_write("DELETE FROM chain", ())
    attacked(at_work, "UPDATE event SET digest = NULL")
    text = told(at_work, None)["log_unchained"]
    said(text)
    assert "seen in the state folder" in text
    shutil.rmtree(at_work.station.database.state.path)
    assert "log_unchained" in told(at_work)


def test_a_cut_tail_that_somebody_goes_on_from_is_told_at_the_cut(at_work: Site, said: Said) -> None:
    """By who has the state folder too: the program starts, because its key goes on, but it cannot have been so."""
    database = at_work.station.database
    [chain] = database.state.chains(database.device)
    kept = at_work.sql("SELECT digest FROM event WHERE seq = 17")[0][0]
    assert isinstance(kept, bytes)
    attacked(at_work, "DELETE FROM event WHERE seq > 17")
    at_work.station.database.chain.close()
    slots = database.state.slots(chain)
    link = Link(17, kept, slots.key)
    for n in range(18, 22):
        link = link.after(digested((n, database.device, TUESDAY.isoformat(), 1, "seen", *[None] * 5)))
        values = (n, database.device, TUESDAY.isoformat(), 1, "seen", link.digest)
        at_work.sql_write(
            "INSERT INTO event (seq, device, at, mono_ms, kind, digest) VALUES (?, ?, ?, ?, ?, ?)", values
        )
    slots.write(21, link.key)
    slots.close()
    at_work.reopen()

    text = told(at_work)["log_changed"]
    said(text)

    assert text.endswith(": 18, 19, 20, 21.")
    (state_file,) = [fault for fault in told(at_work, None).items() if fault[0] == "log_rewritten"]
    assert "at event 20" in state_file[1]


def test_rows_before_the_first_chain_are_told(at_work: Site) -> None:
    at_work.sql_write("UPDATE chain SET first_n = 5", ())
    assert {"log_key", "log_unchained"} == set(told(at_work))


def test_the_end_of_a_chain_that_another_one_took_over_is_checked(at_work: Site) -> None:
    at_work.station.people.rotate_keys(at_work.keys)(at_work.sue)
    note(at_work, 5)
    assert [1, 2] == [chain.generation for chain in chains_of(at_work.station.database)]
    assert {} == told(at_work, at_work.keys.opened.boxes)
    attacked(at_work, "DELETE FROM event WHERE seq = 20")
    assert ": 20." in told(at_work, at_work.keys.opened.boxes)["log_missing"]


def test_more_places_than_anybody_reads_are_cut_short(at_work: Site) -> None:
    attacked(at_work, "UPDATE event SET user_id = 'x'")
    assert told(at_work)["log_changed"].endswith(": 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ….")


def test_a_damaged_state_folder_is_told_among_the_rest(at_work: Site) -> None:
    (at_work.station.database.state.path / "anchors").write_bytes(b"x")
    assert {"state_damaged"} == set(told(at_work))


def backed_up(site: Site) -> Backup:
    return Backups(site.path).make(content_of(site.station.database, None), TUESDAY)


def rewritten(site: Site) -> None:
    """By a supervisor who opened the first key, and writes every row anew."""
    database = site.station.database
    execute = database.driver().execute
    [(sealed_key, vouched)] = execute("SELECT sealed, vouched FROM chain").fetchall()
    address = Address(database.study, Purpose.CHAIN, 1, f"{database.device}:1")
    key = open_secret(sealed_key, BOX, address, vouched)
    assert key is not None
    attacked(site, "UPDATE event SET user_id = 'somebody else' WHERE seq = 3")
    link, digests = Link.first(database.study, database.device, key), []
    for n, row, _ in rows_after(execute, 0):
        link = link.after(row)
        digests.append((link.digest, n))
    site.sql_write(_UNGUARDED[0], ())
    database.driver().executemany("UPDATE event SET digest = ? WHERE seq = ?", digests)
    site.sql_write(_GUARDED[0], ())


# -- restoring -------------------------------------------------------------------------------------------------------


def test_a_restored_database_begins_a_chain_of_its_own_behind_the_one_before(at_work: Site, tmp_path: Path) -> None:
    backup = backed_up(at_work)
    outcome = restore(backup, tmp_path / "new" / "small.db", SETTINGS, set_aside=False, at=TUESDAY)
    with open_database(outcome.path, SETTINGS, create=False, writable=True) as database:
        assert [(outcome.device, 21)] == [(chain.device, chain.first_n) for chain in chains_of(database)[1:]]
        assert () == inspect(database, (), (), BOXES).faults
        end = database.chain.end()
        assert end is not None and (outcome.device, 21) == (end.device, end.n)


def test_an_older_state_is_restored_for_a_reason_alone(at_work: Site) -> None:
    backup = backed_up(at_work)
    note(at_work, 3)
    at_work.close()
    files = {path: path.read_bytes() for path in at_work.path.parent.iterdir() if path.is_file()}
    with pytest.raises(EnvironmentProblem) as refused:
        restore(backup, at_work.path, SETTINGS, set_aside=True, at=TUESDAY)
    assert "restore_behind" == refused.value.code
    assert "event 20, and event 23" in str(refused.value.message)
    assert files == {path: path.read_bytes() for path in files}

    restore(backup, at_work.path, SETTINGS, set_aside=True, at=TUESDAY, reason="the disk broke")
    with open_database(at_work.path, SETTINGS, create=False, writable=True) as database:
        at_work.station.set_up(replace(at_work.station.opened, database=database))
        [fact] = at_work.facts("database_restored")
        assert (23, "the disk broke") == ((fact.payload or {})["seen"], (fact.payload or {})["reason"])
        assert () == inspect(database, Backups(at_work.path).all(), (), BOXES).faults


def test_a_newer_backup_beside_it_asks_for_a_reason_too(at_work: Site, tmp_path: Path) -> None:
    older = backed_up(at_work)
    note(at_work)
    newer = Backups(at_work.path).make(content_of(at_work.station.database, None), TUESDAY + timedelta(days=1))
    elsewhere = replace(SETTINGS, state=tmp_path / "of another machine")
    with pytest.raises(EnvironmentProblem) as refused:
        restore(older, tmp_path / "new" / "small.db", elsewhere, set_aside=False, at=TUESDAY)
    assert "restore_behind" == refused.value.code
    restore(newer, tmp_path / "new" / "small.db", elsewhere, set_aside=False, at=TUESDAY)


def test_a_database_whose_state_folder_is_lost_goes_on_as_it_is(at_work: Site) -> None:
    at_work.close()
    shutil.rmtree(at_work.path.with_name("state"))
    as_it_is = backup_at(at_work.path)
    restore(as_it_is, at_work.path, SETTINGS, set_aside=True, at=TUESDAY)
    with open_database(at_work.path, SETTINGS, create=False, writable=True) as database:
        assert () == inspect(database, (), (), BOXES).faults


def test_what_was_erased_is_known_after_a_restore(at_work: Site, tmp_path: Path) -> None:
    at_work.station.database.state.keep_erased(["interview-1"])
    backup = backed_up(at_work)
    assert {"interview-1"} == backup.erased
    at_work.station.database.state.keep_erased(["interview-2"])
    there = replace(SETTINGS, state=tmp_path / "of another machine")
    StateFolder(tmp_path / "of another machine", at_work.station.database.study).keep_erased(["interview-3"])
    restore(backup, tmp_path / "new" / "small.db", there, set_aside=False, at=TUESDAY)
    with open_database(tmp_path / "new" / "small.db", there, create=False, writable=False) as database:
        assert {"interview-1", "interview-3"} == database.state.erased()


def test_a_backup_holds_nothing_else_of_the_state_folder(at_work: Site) -> None:
    state = at_work.station.database.state
    state.keep_share(1, b"S" * 32)
    backup = backed_up(at_work)
    files = [path for path in backup.path.rglob("*") if path.is_file()]
    assert not any(b"S" * 32 in path.read_bytes() or (b"S" * 32).hex().encode() in path.read_bytes() for path in files)
    assert not [path for path in files if path.name.startswith(("share", "chain", "device", "pin"))]
    [end] = backup.anchors
    assert (at_work.station.database.device, 20) == (end.device, end.n)
