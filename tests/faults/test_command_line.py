"""What can go wrong when a study is opened, through the command line: a message, a cure, exit code 1, no traceback."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.store.keys import NoKeyRing, new_database_key
from cati_app.store.opening import key_file_of
from tests.commands import Command, Run
from tests.faults.proofs import Said
from tests.stations import PASSPHRASE, PASSWORD, QUICK, Site

_ROOT = Path(__file__).parents[2]
_BROKEN = _ROOT / "tests" / "golden" / "broken" / "healthy"


def in_a_process_of_its_own(*arguments: object, passphrase: str = PASSPHRASE) -> Run:
    environment = {
        **os.environ,
        "CATI_PASSPHRASE": passphrase,
        "CATI_NEW_PASSWORD": PASSWORD,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    run = subprocess.run(
        [sys.executable, "-m", "cati_app", *map(str, arguments)],
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(run.returncode, run.stdout, run.stderr)


@pytest.fixture
def database(site: Site) -> Iterator[Path]:
    """A healthy database that nobody has open."""
    site.close()
    before = site.path.read_bytes()
    yield site.path
    assert before == site.path.read_bytes()  # nothing was lost


def refused(run: Run, message: str, cure: str, said: Said | None = None) -> None:
    if said is not None:
        said(run.stderr.splitlines()[0])
    assert 1 == run.returncode
    assert "Traceback" not in run.stderr + run.stdout
    assert (True, True) == (message in run.stderr, cure in run.stderr), run.stderr


def test_a_wrong_passphrase_is_named(cati: Command, database: Path, said: Said) -> None:
    run = cati("status", _BROKEN, "--db", database, passphrase="wrong")

    refused(run, "The passphrase does not open this database", "Type it again", said)


def test_a_second_start_on_the_same_database_is_refused(site: Site, said: Said) -> None:
    run = in_a_process_of_its_own("user", "add", _BROKEN, "max", "--db", site.path)

    refused(run, "already open in another window", "close it first", said)
    assert 5 == site.sql('SELECT count(*) FROM "case"')[0][0]


def test_reading_commands_work_beside_the_open_application(site: Site) -> None:
    run = in_a_process_of_its_own("status", _BROKEN, "--db", site.path, "--verify")

    assert (0, True) == (run.returncode, "agree" in run.stdout), run.stderr


def test_a_database_of_a_newer_version_is_left_alone(cati: Command, site: Site) -> None:
    with site.station.database.transaction() as statements:
        statements.execute("UPDATE alembic_version SET version_num = '9999'")
        statements.commit()
    site.close()

    refused(cati("status", _BROKEN, "--db", site.path), "made by a newer version", "Install the newer version")


def test_a_foreign_file_is_not_taken_for_a_database(cati: Command, database: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "letter.db"
    foreign.write_bytes(b"Dear Sir or Madam, " * 500)
    shutil.copy(key_file_of(database), key_file_of(foreign))

    run = cati("status", _BROKEN, "--db", foreign)

    refused(run, "cannot be opened with this key", "Check the passphrase and the file")
    assert b"Dear Sir" == foreign.read_bytes()[:8]


def test_a_missing_key_file_is_named(cati: Command, database: Path, said: Said) -> None:
    key_file_of(database).rename(database.with_suffix(".away"))

    run = cati("status", _BROKEN, "--db", database)

    refused(run, "holds the key of this database", "Put the key file back", said)


@pytest.mark.parametrize(
    ("passphrase", "message", "cure"),
    [
        pytest.param(PASSPHRASE, "cannot be opened with this key", "nothing was changed", id="of-another-study"),
        pytest.param("the one of before", "The passphrase does not open", "Type it again", id="old"),
    ],
)
def test_another_key_file_opens_nothing(
    cati: Command, database: Path, passphrase: str, message: str, cure: str, said: Said
) -> None:
    """That of another study under the same passphrase, and an old one, of a passphrase that was given up."""
    mine = key_file_of(database).read_bytes()
    key_file_of(database).unlink()
    new_database_key(key_file_of(database), database.name, passphrase, NoKeyRing(), QUICK)
    theirs = key_file_of(database).read_bytes()

    for command in (("status", _BROKEN), ("user", "add", _BROKEN, "max", "--as", "sue")):
        refused(cati(*command, "--db", database), message, cure, said)
    verified = cati("verify", _BROKEN, "--db", database)
    assert (1, True) == (verified.returncode, message in verified.stdout + verified.stderr)
    assert theirs == key_file_of(database).read_bytes()
    key_file_of(database).write_bytes(mine)
    assert 0 == cati("verify", _BROKEN, "--db", database).returncode


def test_a_database_that_is_not_there_yet_is_not_made_by_a_reading_command(cati: Command, tmp_path: Path) -> None:
    refused(cati("status", _BROKEN, "--db", tmp_path / "none.db"), "There is no database", "Start the study once")
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_to_is_named(cati: Command) -> None:
    folder = Path("/proc") if Path("/proc").exists() else Path("/usr")  # nobody makes folders there, not even root

    run = cati(
        "user", "add", _BROKEN, "max", "--db", folder / "cati-no-such-folder" / "small.db", "--role", "supervisor"
    )

    refused(run, "cannot be written to", "choose another file with --db")


def test_a_database_that_is_gone_is_not_begun_anew_beside_its_key(cati: Command, database: Path, said: Said) -> None:
    away, key = database.with_name("away"), key_file_of(database).read_bytes()
    database.rename(away)

    refused(cati("user", "add", _BROKEN, "max", "--db", database, "--role", "supervisor"), "is gone", "restore")
    refused(cati("status", _BROKEN, "--db", database), "is gone", "restore", said)
    assert (False, key) == (database.exists(), key_file_of(database).read_bytes())
    away.replace(database)


def test_a_database_of_no_bytes_is_no_new_study(cati: Command, database: Path, said: Said) -> None:
    whole = database.read_bytes()
    database.write_bytes(b"")

    for command in (("status", _BROKEN), ("user", "add", _BROKEN, "max", "--role", "supervisor")):
        refused(cati(*command, "--db", database), "is empty", "restore the newest backup", said)
        assert b"" == database.read_bytes()
    verified = cati("verify", _BROKEN, "--db", database)
    assert (1, True) == (verified.returncode, "is empty" in verified.stdout)
    database.write_bytes(whole)


def test_the_first_person_is_a_supervisor_and_only_supervisors_add_others(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    user = ("user", "add", _BROKEN, "--db", tmp_path / "small.db")

    refused(cati(*user, "max"), "must be a supervisor", "--role supervisor")
    assert 0 == cati(*user, "sue", "--role", "supervisor").returncode
    assert 0 == cati(*user, "--as", "sue", "max").returncode
    assert 0 == cati(*user, "--as", "sue", "eve", "--role", "analyst").returncode
    for login in ("max", "eve"):
        refused(cati(*user, "--as", login, "ben", "--role", "analyst"), "Only a supervisor", "--as SUPERVISOR")
    refused(cati(*user, "--as", "sue", "max"), "taken already", "another one")


def test_a_short_password_adds_nobody(cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = ("user", "add", _BROKEN, "sue", "--db", tmp_path / "small.db", "--role", "supervisor")
    monkeypatch.setenv("CATI_NEW_PASSWORD", "thirteen sign")

    refused(cati(*user), "at least 14 characters", "Nothing was changed")
    assert "" == cati("user", "list", _BROKEN, "--db", tmp_path / "small.db").stdout
    monkeypatch.setenv("CATI_NEW_PASSWORD", "fourteen signs")
    assert 0 == cati(*user).returncode


def test_without_a_terminal_a_missing_name_or_password_is_named(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = ("user", "add", _BROKEN, "--db", tmp_path / "small.db")
    monkeypatch.delenv("CATI_NEW_PASSWORD")
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    refused(cati(*user, "sue", "--role", "supervisor"), "A password is needed", "CATI_NEW_PASSWORD")
    monkeypatch.setenv("CATI_NEW_PASSWORD", PASSWORD)
    assert 0 == cati(*user, "sue", "--role", "supervisor").returncode
    refused(cati(*user, "max"), "a person who signs in", "--as")
    refused(cati(*user, "--as", "sue", "max"), "A password is needed", "CATI_PASSWORD")


def test_an_unknown_language_of_labels_is_wrong_usage(cati: Command, database: Path, tmp_path: Path) -> None:
    run = cati("export", _BROKEN, "--db", database, "--out", tmp_path / "data", "--language", "xx")

    assert (2, True, False) == (run.returncode, "known: de" in run.stderr, (tmp_path / "data").exists())


def test_a_questionnaire_of_a_hundred_megabytes_is_refused_with_a_cure_for_questionnaires(
    cati: Command, tmp_path: Path
) -> None:
    with (tmp_path / "big.xlsx").open("wb") as file:
        file.truncate(100 * 2**20)

    run = cati("check", tmp_path / "big.xlsx")

    assert (1, True) == (run.returncode, "Take pictures, sounds and unused sheets out" in run.stdout)


def test_a_demo_folder_that_cannot_be_made_is_named(cati: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    refused(cati("demo", "--headless", "--out", tmp_path / "file" / "out"), "cannot be made", "--out")


@pytest.mark.parametrize(
    ("variable", "argument"), [("CATI_PASSPHRASE", "max"), ("CATI_NEW_PASSWORD", "max"), ("", "m\udcfcx")]
)
def test_a_text_that_is_no_utf_8_is_named(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, argument: str
) -> None:
    wrong = "a very long one \udcfc"  # how Python reads a byte of another encoding
    if variable == "CATI_NEW_PASSWORD":
        monkeypatch.setenv(variable, wrong)
    passphrase = wrong if variable == "CATI_PASSPHRASE" else PASSPHRASE

    run = cati(
        "user", "add", _BROKEN, argument, "--db", tmp_path / "a.db", "--role", "supervisor", passphrase=passphrase
    )

    refused(run, "no valid UTF-8", "LC_ALL=C.UTF-8")


def test_a_full_disk_is_named_wherever_it_shows(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    run = cati("user", "add", _BROKEN, "max", "--db", tmp_path / "a.db", "--role", "supervisor")

    refused(run, "The disk is full", "Free some space", said)


def test_a_file_system_that_cannot_lock_is_named(
    cati: Command, database: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", no_locks)

    run = cati("user", "add", _BROKEN, "max", "--db", database)

    refused(run, "cannot lock files", "on a disk of this machine", said)


def test_the_memory_of_the_program_goes_into_no_core_dump() -> None:
    script = (
        "import ctypes, resource; from cati_app.__main__ import main; main([]);"
        " print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, check=True)

    assert "(0, 0) 0" == told.stdout.splitlines()[-1]
