"""What happens to files outside the program: every damage is told, at the start or by `cati verify`, and by a cure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.inspection import Inspection, inspect
from cati_app.station.machine import SystemClock
from cati_app.store.connection import Access, connected
from cati_app.store.database import Database
from cati_app.store.keys import NoKeyRing, load_database_key
from cati_app.store.opening import Settings, key_file_of, open_database
from tests.commands import Command
from tests.faults.disk import Fault, on_failing_disk
from tests.faults.proofs import Said
from tests.forked import forked
from tests.stations import PASSPHRASE, PASSWORD, QUICK, TUESDAY, Site

_PAGE = 4096
_STUDY = Path(__file__).parents[2] / "tests" / "golden" / "broken" / "healthy"


def opened(path: Path, *, writable: bool = False) -> Database:
    return open_database(path, Settings(PASSPHRASE, NoKeyRing(), QUICK), create=False, writable=writable)


def inspected(path: Path) -> Inspection:
    with opened(path) as database:
        return inspect(database)


def refusal(path: Path, said: Said | None = None, *, writable: bool = True) -> str:
    """The code with which a start is refused; blank when it is not."""
    try:
        opened(path, writable=writable).close()
    except EnvironmentProblem as problem:
        if said is not None:
            said(problem.message)
        return problem.code if problem.cure else f"{problem.code} without a cure"
    return ""


def copied(site: Site, folder: Path, *endings: str) -> Path:
    """Copies of files of the open database and of the state folder, as somebody makes them beside a running program."""
    folder.mkdir()
    shutil.copytree(site.path.with_name("state"), folder / "state")
    for ending in ("", ".key", *endings):
        shutil.copy(f"{site.path}{ending}", folder)
    return folder / site.path.name


def test_every_page_that_is_zeroed_is_told(site: Site, said: Said) -> None:
    for _ in range(3):
        site.dialled()
        site.place().settle_blocks(site.ann)
    site.close()
    whole = site.path.read_bytes()
    pages = len(whole) // _PAGE
    unnoticed: list[int] = []
    codes = Counter[str]()
    for page in range(pages):
        site.path.write_bytes(whole[: page * _PAGE] + bytes(_PAGE) + whole[(page + 1) * _PAGE :])
        before = site.path.read_bytes()
        try:
            agrees = inspected(site.path).agrees
        except EnvironmentProblem as problem:
            agrees = not problem.cure
        code = refusal(site.path)
        codes[code] += 1
        if agrees or not code:
            unnoticed.append(page + 1)
        assert before == site.path.read_bytes()

    told = ", ".join(f"{count} {code}" for code, count in codes.most_common())
    said(f"{pages} pages, each told at the start ({told}) and by verify; {len(unnoticed)} unnoticed")
    assert [] == unnoticed
    assert pages > 40
    site.path.write_bytes(whole)
    assert "" == refusal(site.path)


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_a_file_that_is_cut_is_told(site: Site, keep: float, said: Said) -> None:
    site.dialled()
    site.close()
    whole = site.path.read_bytes()
    site.path.write_bytes(whole[: int(len(whole) * keep)])

    assert "" != refusal(site.path, said)


def test_a_healthy_database_agrees_and_is_left_as_it_is(site: Site) -> None:
    site.dialled()
    beside = inspected(site.path)
    site.close()
    before = site.path.read_bytes()
    at_rest = inspected(site.path)

    assert ((), ()) == (beside.faults, at_rest.faults)
    assert before == site.path.read_bytes()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["DROP TRIGGER event_is_never_deleted"], "missing"),
        (["DROP INDEX ix_case_agreed"], "missing"),
        (["CREATE TRIGGER made_up AFTER INSERT ON event BEGIN SELECT 1; END"], "changed"),
        (["DROP TRIGGER event_is_never_deleted", "DELETE FROM event WHERE seq = 2"], "log"),
        (["UPDATE queue_count SET n = n + 1"], "counters"),
        (["UPDATE interview_count SET n = n + 1"], "counters"),
        (["PRAGMA foreign_keys=OFF", "UPDATE number SET case_id = 'nobody' WHERE id = 'number-1-0'"], "links"),
    ],
)
def test_what_was_changed_from_outside_is_told(site: Site, statements: list[str], code: str) -> None:
    site.dialled()
    site.sql_write("INSERT INTO interview_count VALUES ('suspended', 0) ON CONFLICT (state) DO NOTHING", ())
    for statement in statements:
        site.sql_write(statement, ())

    assert code in [fault.code for fault in inspected(site.path).faults]


def test_a_file_copied_while_it_was_open_needs_its_journal(site: Site, tmp_path: Path, said: Said) -> None:
    site.dialled()
    alone, both = copied(site, tmp_path / "alone"), copied(site, tmp_path / "both", "-wal")

    assert "journal_missing" == refusal(alone, said)
    assert "journal_missing" == refusal(alone, writable=False)
    assert "" == refusal(both, writable=False)
    assert "" == refusal(both)
    assert inspected(both).agrees


def test_a_file_that_was_closed_needs_no_journal(site: Site, tmp_path: Path) -> None:
    site.dialled()
    site.close()
    away = copied(site, tmp_path / "away")

    assert ("", "") == (refusal(away, writable=False), refusal(away))


def test_a_program_that_was_killed_leaves_no_false_alarm(site: Site, tmp_path: Path) -> None:
    site.dialled()
    killed = copied(site, tmp_path / "killed", "-wal", "-shm")
    last = inspected(killed).verification

    assert last is not None
    assert "" == refusal(killed)
    with opened(killed) as database:
        assert last.last_event == database.driver().execute("SELECT max(seq) FROM event").fetchone()[0]


def test_a_journal_that_is_cut_is_told_by_the_index_beside(site: Site, tmp_path: Path, said: Said) -> None:
    for user in (site.ann, site.bob):
        site.dialled(user)
    killed = copied(site, tmp_path / "killed", "-wal", "-shm")
    journal = killed.with_name(f"{killed.name}-wal")
    whole = journal.read_bytes()
    journal.write_bytes(whole[: len(whole) - 2 * (_PAGE + 24)])

    assert "journal_cut" == refusal(killed, said)


def test_a_journal_that_is_torn_in_its_middle_is_told(site: Site, tmp_path: Path, said: Said) -> None:
    for user in (site.ann, site.bob):
        site.dialled(user)
    torn = copied(site, tmp_path / "torn", "-wal")
    journal = torn.with_name(f"{torn.name}-wal")
    data = bytearray(journal.read_bytes())
    data[200:300] = bytes(100)
    journal.write_bytes(bytes(data))
    headless = copied(site, tmp_path / "headless", "-wal", "-shm")
    journal = headless.with_name(f"{headless.name}-wal")
    journal.write_bytes(bytes(32) + journal.read_bytes()[32:])

    assert ("journal_cut", "journal_cut") == (refusal(torn, said), refusal(headless, said))


def test_a_journal_from_another_day_is_told(site: Site, tmp_path: Path, said: Said) -> None:
    site.dialled()
    yesterday = copied(site, tmp_path / "yesterday", "-wal")
    site.reopen()
    for user in (site.bob, site.ann):
        site.dialled(user)
    site.reopen()
    today = copied(site, tmp_path / "today", "-wal", "-shm")
    shutil.copy(yesterday.with_name(f"{yesterday.name}-wal"), today.parent)

    assert "journal_foreign" == refusal(today, said)
    today.with_name(f"{today.name}-shm").unlink()
    assert "journal_foreign" == refusal(today)


def test_an_older_file_beside_the_journal_of_a_newer_one_is_told(site: Site, tmp_path: Path, said: Said) -> None:
    site.dialled()
    site.close()
    older = copied(site, tmp_path / "older")
    site.reopen()
    with site.units()() as unit:
        unit.log.append([NewEvent("test", TUESDAY, 0)])
        unit.commit()
    site.close()
    site.reopen()
    site.dialled(site.bob)
    mixed = copied(site, tmp_path / "mixed", "-wal", "-shm")
    shutil.copy(older, mixed)

    assert "journal_foreign" == refusal(mixed, said)


def test_a_kill_before_the_mark_is_in_the_file_is_no_false_alarm(site: Site, tmp_path: Path) -> None:
    site.close()
    with opened(site.path) as reader:  # keeps the file as it is
        reader.driver().execute("BEGIN")
        reader.driver().execute("SELECT count(*) FROM event").fetchone()
        site.reopen()
        site.dialled()
        killed = copied(site, tmp_path / "killed", "-wal", "-shm")

    assert "" == refusal(killed)


def test_a_kill_while_the_program_closes_is_no_false_alarm(site: Site, said: Said) -> None:
    """Closing brings page after page into the file: the mark may be there, and the last event not yet."""
    with site.units()() as unit:  # so many that the last ones stand behind the mark
        unit.log.append([NewEvent("test", TUESDAY, 0, payload={"text": "x" * 100}) for _ in range(100)])
        unit.commit()
    events, folder = len(site.kinds()), site.path.parent
    site.close()
    shutil.copytree(folder, folder / "whole", ignore=shutil.ignore_patterns("whole", "*.lock"))

    def begun() -> None:
        site.reopen()
        site.dialled(site.bob)

    seen, step, was_killed = set[str](), 0, True
    while was_killed:
        was_killed = on_failing_disk(folder, Fault.KILL, step, site.close, before=begun).was_killed
        seen.add(refusal(site.path))
        with opened(site.path) as database:
            assert events < database.driver().execute("SELECT max(seq) FROM event").fetchone()[0]
        shutil.copytree(folder / "whole", folder, dirs_exist_ok=True)
        for ending in ("-wal", "-shm"):
            site.path.with_name(f"{site.path.name}{ending}").unlink(missing_ok=True)
        step += 1

    said(f"at {step} of {step}: starts as if nothing had happened")
    assert {""} == seen
    assert step > 3


def test_what_an_older_version_left_when_it_was_killed_is_no_false_alarm(tmp_path: Path) -> None:
    site = Site(tmp_path, chained=False)
    key = site.station.database.key
    site.close()
    driver = connected(site.path, key, Access.WRITE)
    driver.execute("DELETE FROM meta WHERE key = 'open_by'")
    driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
    driver.execute("INSERT INTO event (seq, device, at, mono_ms, kind) SELECT max(seq) + 1, '', '', 0, 't' FROM event")
    killed = copied(site, tmp_path / "killed", "-wal", "-shm")
    driver.close()

    assert "" == refusal(killed)


def test_a_second_program_is_refused_although_the_lock_was_deleted(site: Site, said: Said) -> None:
    site.path.with_name(f"{site.path.name}.lock").unlink()

    assert "in_use" == refusal(site.path, said)
    assert 1 == site.offered().case.case_no


def test_a_program_whose_database_was_opened_once_more_stores_nothing_any_more(
    site: Site, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    before = site.kinds()
    site.path.with_name(f"{site.path.name}.lock").unlink()
    monkeypatch.setattr("cati_app.store.database.is_at_work", lambda *_: False)  # as on another machine

    with opened(site.path, writable=True) as second:
        for work in (
            lambda: place.record_events(site.ann, interview, [], "", "de"),
            lambda: place.end_call(site.ann, offer.attempt, offer.attempt.id, "interviewer"),  # type: ignore[arg-type]
        ):
            with pytest.raises(EnvironmentProblem) as stopped:
                work()
            said(stopped.value.message)
            assert "taken_over" == stopped.value.code
        assert len(before) == second.driver().execute("SELECT count(*) FROM event").fetchone()[0]


def test_a_mark_of_a_process_that_is_gone_keeps_nobody_out(site: Site, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    killed.mkdir()
    script = (
        "import os, sys; from pathlib import Path; from tests.stations import Site;"
        " site = Site(Path(sys.argv[1])); site.dialled(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(killed)], check=False, cwd=_STUDY.parents[3])

    assert "" == refusal(killed / "small.db")


@pytest.mark.parametrize("endings", [(), ("-wal",)])
def test_a_file_is_read_where_nothing_can_be_written(site: Site, tmp_path: Path, endings: tuple[str, ...]) -> None:
    site.dialled()
    if not endings:
        site.close()
    away = copied(site, tmp_path / "away", *endings)
    key = load_database_key(key_file_of(away), "", PASSPHRASE, NoKeyRing())
    with TemporaryDirectory() as name:
        shutil.copytree(away.parent, Path(name) / "medium")
        for path in (Path(name), *Path(name).rglob("*")):
            path.chmod(0o555)
        events = _read_without_rights(Path(name) / "medium" / away.name, key)
        for path in (Path(name), *Path(name).rglob("*")):
            path.chmod(0o755)

    assert len(site.kinds()) == events


def _read_without_rights(path: Path, key: bytes) -> int:
    """How many events somebody reads who may write neither file nor folder."""
    ours, theirs = os.pipe()

    def read() -> None:
        if os.geteuid() == 0:
            os.setuid(65534)
        with Database(path, key, path.with_name("state"), writable=False) as database:
            os.write(theirs, str(database.driver().execute("SELECT count(*) FROM event").fetchone()[0]).encode())

    pid = forked(read)
    os.waitpid(pid, 0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        return int(told.read())


def test_verify_tells_faults_and_cures_without_a_login(cati: Command, site: Site) -> None:
    site.dialled()
    site.close()
    healthy = cati("verify", _STUDY, "--db", site.path)
    whole = site.path.read_bytes()
    site.path.write_bytes(whole[: 9 * _PAGE] + bytes(_PAGE) + whole[10 * _PAGE :])
    broken = cati("verify", "--db", site.path)
    as_status = cati("status", _STUDY, "--db", site.path, "--verify")

    assert (0, True) == (healthy.returncode, "without a hole" in healthy.stdout), healthy.stderr
    assert (1, 1) == (broken.returncode, as_status.returncode)
    assert "Pages of the file are damaged: 10." in broken.stdout
    assert "restore a backup" in broken.stdout
    assert broken.stdout == as_status.stdout


@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param(TUESDAY + timedelta(days=365), "2027-11-24", id="a-year-ahead"),
        pytest.param(TUESDAY + timedelta(days=20), "2026-12-14", id="weeks-ahead"),
        pytest.param(TUESDAY - timedelta(minutes=61), "2026-11-24", id="an-hour-back"),
    ],
)
def test_a_command_that_writes_asks_about_a_doubtful_clock(
    cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch, now: datetime, told: str, said: Said
) -> None:
    site.dialled()
    site.close()
    monkeypatch.setattr("cati_app.cli.opening.clock_doubt", lambda station: station.check_clock()(PROGRAM))
    monkeypatch.setattr(SystemClock, "now", lambda _: now)
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    user = ("user", "add", _STUDY, "--db", site.path, "--as", "sue", "max")
    refused = cati(*user)

    said(refused.stderr.splitlines()[0])
    assert (1, True) == (refused.returncode, told in refused.stderr and "2026-11-24" in refused.stderr)
    assert "--clock-is-right" in refused.stderr
    assert "clock_confirmed" not in site.kinds()
    assert 0 == cati(*user, "--clock-is-right").returncode
    assert 1 == site.kinds().count("clock_confirmed")
    assert 0 == cati(*user[:-1], "eve2").returncode
