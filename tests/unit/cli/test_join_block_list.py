"""`cati blocklist join`: a study comes to read the list that another one on the machine made, or is told why not."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from cati_app.station.machine import SystemClock
from cati_app.store.trust.sheet import SheetPage, written
from tests.commands import Command, Run
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.cli.studies import HEALTHY

FROM, SHEET = "from", "sheet"


@dataclass
class Machine:
    """Two studies on one machine.

    Args:
        site: Made the list, with one number on it.
        other: Does not read it yet.
    """

    cati: Command
    monkeypatch: pytest.MonkeyPatch
    site: Site
    other: Site

    @property
    def list_path(self) -> Path:
        """The list of the machine."""
        return self.site.path.parent / "blocklist.db"

    def join(self, *how: object, login: str = "sue") -> Run:
        """The command, done by somebody of the other study."""
        return self.cati("blocklist", "join", HEALTHY, *how, "--db", self.other.path, "--as", login, "--json")

    def joined_from(self, login: str = "sue", second: str = "sue") -> Run:
        """The same by somebody of the study that made the list."""
        return self.join("--from", self.site.path, "--with", second, login=login)

    def reads(self) -> str:
        """What the other study says of the number on the list."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO(fiction(1).e164 + "\n"))
        run = self.cati("blocklist", "check", HEALTHY, "--db", self.other.path, "--as", "ann", "--json")
        return str(json.loads(run.stdout)["blocked"]) if run.returncode == 0 else run.stderr


@pytest.fixture
def machine(cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    with site.units()() as unit:
        unit.blocklist.add([fiction(1).e164], TUESDAY, "ann")
    site.station.prepare(site.keys)
    site.close()
    (tmp_path / "other").mkdir()
    other = Site(tmp_path / "other", cases=3)  # made on its own, so with a pepper of its own
    other.close()
    shutil.copytree(other.path.parent / "state", tmp_path / "state", dirs_exist_ok=True)
    (tmp_path / "state").chmod(0o700)
    for variable in ("CATI_PASSWORD", "CATI_SECOND_PASSWORD"):
        monkeypatch.setenv(variable, PASSWORD)
    return Machine(cati, monkeypatch, site, other)


def test_by_somebody_who_sees_contact_data_in_the_study_that_made_it(machine: Machine) -> None:
    assert "cati blocklist join" in machine.reads()

    run = machine.joined_from(login="ann", second="bob")

    assert (0, {"joined": 1}, "") == (run.returncode, json.loads(run.stdout), run.stderr)
    assert "True" == machine.reads()
    assert {"joined": 0} == json.loads(machine.joined_from().stdout)


def test_a_study_that_begins_later_has_its_first_person_and_is_told_to_join(machine: Machine) -> None:
    machine.monkeypatch.setenv("CATI_NEW_PASSWORD", PASSWORD)
    database = machine.site.path.parent / "third.db"

    run = machine.cati("user", "add", HEALTHY, "eve", "--role", "supervisor", "--db", database, "--json")
    assert 0 == run.returncode
    assert '"eve"' in run.stdout
    assert ("cati blocklist join" in run.stderr, "Nothing was changed" in run.stderr) == (True, False)
    joined = machine.cati(
        *("blocklist", "join", HEALTHY, "--from", machine.site.path, "--with", "sue"),
        *("--db", database, "--as", "eve", "--json"),
    )
    assert {"joined": 1} == json.loads(joined.stdout)


def test_by_page_1_where_a_command_began_the_list(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.keys.r is not None
    site.close()
    (tmp_path / "other").mkdir()
    other = Site(tmp_path / "other", cases=3)
    other.close()
    shutil.copytree(other.path.parent / "state", tmp_path / "state", dirs_exist_ok=True)
    (tmp_path / "state").chmod(0o700)
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    monkeypatch.setenv("CATI_PAGE_1", written(site.keys.r, SheetPage.ROOT))
    monkeypatch.setattr("sys.stdin", io.StringIO(fiction(1).e164 + "\n"))
    added = cati("blocklist", "add", HEALTHY, "--db", site.path, "--as", "ann", "--json")
    assert {"added": 1} == json.loads(added.stdout)

    assert {"joined": 1} == json.loads(Machine(cati, monkeypatch, site, other).join("--sheet").stdout)


def test_by_page_1_of_the_sheet_of_that_study(machine: Machine) -> None:
    assert machine.site.keys.r is not None
    machine.monkeypatch.setenv("CATI_PAGE_1", written(machine.site.keys.r, SheetPage.ROOT))

    assert {"joined": 1} == json.loads(machine.join("--sheet").stdout)
    assert "True" == machine.reads()


@pytest.mark.parametrize(
    ("variable", "value", "login", "second", "told"),
    [
        ("CATI_PASSWORD", "wrong password", "sue", "sue", "Name or password is wrong."),
        ("CATI_SECOND_PASSWORD", "wrong password", "sue", "sue", "The login behind --with"),
        ("CATI_PASSWORD", PASSWORD, "sue", "nobody", "The login behind --with"),
        ("CATI_PASSWORD", PASSWORD, "eve", "sue", "contact data"),
        ("CATI_PASSWORD", PASSWORD, "sue", "eve", "contact data"),
        ("CATI_PASSWORD", PASSWORD, "sue", "", "--with LOGIN"),
        ("CATI_SECOND_PASSWORD", "", "sue", "sue", "CATI_SECOND_PASSWORD"),
    ],
)
def test_a_wrong_key_of_a_person_opens_nothing(
    machine: Machine, variable: str, value: str, login: str, second: str, told: str
) -> None:
    machine.monkeypatch.setenv(variable, value)

    run = machine.joined_from(login, second)

    assert (1, "", True) == (run.returncode, run.stdout, told in run.stderr), run.stderr
    assert_unchanged(machine)


def test_a_wrong_password_is_in_the_log_of_the_study_whose_list_it_is_and_makes_wait(machine: Machine) -> None:
    machine.monkeypatch.setenv("CATI_SECOND_PASSWORD", "wrong password")
    machine.monkeypatch.setattr(SystemClock, "now", lambda _: TUESDAY)
    for _ in range(3):
        machine.joined_from()

    assert "wait" in machine.joined_from().stderr.casefold()
    machine.site.reopen()
    assert "sign_in_failed" in machine.site.kinds()


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (written(bytes(32), SheetPage.ROOT), "No study with this recovery sheet"),
        (written(bytes(32), SheetPage.SHARE), "recovery sheet"),
        ("ABCD EFGH", "recovery sheet"),
        ("", "Page 1 of the recovery sheet is needed"),
    ],
)
def test_a_wrong_sheet_opens_nothing(machine: Machine, page: str, told: str) -> None:
    machine.monkeypatch.setenv("CATI_PAGE_1", page)

    run = machine.join("--sheet")

    assert (1, "", True) == (run.returncode, run.stdout, told in run.stderr), run.stderr
    assert_unchanged(machine)


def test_without_a_list_there_is_nothing_to_join(machine: Machine) -> None:
    for file in machine.list_path.parent.glob("blocklist.db*"):
        file.unlink()

    assert "no block list" in machine.joined_from().stderr


def test_a_list_that_is_missing_is_named(machine: Machine) -> None:
    machine.joined_from()  # from then on the study knows the key of the list
    machine.list_path.unlink()

    run = machine.joined_from()

    assert (1, True) == (run.returncode, "is not there" in run.stderr), run.stderr


def test_a_study_that_does_not_read_the_list_does_not_open_it(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "third").mkdir()
    third = Site(tmp_path / "third", cases=4)
    third.close()
    shutil.copytree(third.path.parent / "state", tmp_path / "state", dirs_exist_ok=True)

    run = machine.join("--from", third.path, "--with", "sue")

    assert (1, True) == (run.returncode, "does not open the whole block list" in run.stderr), run.stderr
    assert_unchanged(machine)


@pytest.mark.parametrize("content", [b"", b"no list " * 1000])
@pytest.mark.parametrize("way", [FROM, SHEET])
def test_a_damaged_list_is_named_and_left_as_it_is(machine: Machine, content: bytes, way: str) -> None:
    assert machine.site.keys.r is not None
    machine.monkeypatch.setenv("CATI_PAGE_1", written(machine.site.keys.r, SheetPage.ROOT))
    machine.list_path.write_bytes(content)

    run = machine.joined_from() if way == FROM else machine.join("--sheet")

    assert (1, "") == (run.returncode, run.stdout)
    assert "blocklist.db is damaged" in run.stderr or "not a database" in run.stderr, run.stderr
    assert content == machine.list_path.read_bytes()


def test_a_study_that_is_not_there_is_named(machine: Machine, tmp_path: Path) -> None:
    run = machine.join("--from", tmp_path / "nowhere.db", "--with", "sue")

    assert (2, True) == (run.returncode, "there is no file or folder" in run.stderr), run.stderr
    assert not (tmp_path / "nowhere.db").exists()


def assert_unchanged(machine: Machine) -> None:
    """The other study reads the list as little as before."""
    machine.monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    assert "cannot read it yet" in machine.reads()
