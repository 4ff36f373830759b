"""`cati blocklist`: one person adds, two take off with a reason, and no number is ever printed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Command
from tests.stations import PASSWORD, Site

_STUDY = Path(__file__).parents[3] / "tests" / "golden" / "broken" / "healthy"
_REASON = "typed in by mistake, caller confirmed"


class Blocking:
    """The command, with a number on standard input."""

    def __init__(self, cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        self._cati, self.site, self._monkeypatch = cati, site, monkeypatch

    def __call__(
        self, action: str, *more: object, number: str = "030 23125 700", login: str = "sue", code: int = 0
    ) -> dict[str, Any]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(number + "\n"))
        run = self._cati("blocklist", action, _STUDY, *more, "--db", self.site.path, "--as", login, "--json")
        assert code == run.returncode, run.stderr
        assert "23125" not in run.stdout + run.stderr
        said: dict[str, Any] = json.loads(run.stdout) if run.stdout else {"error": run.stderr}
        return said


@pytest.fixture
def blocking(cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> Blocking:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    monkeypatch.setenv("CATI_SECOND_PASSWORD", PASSWORD)
    return Blocking(cati, site, monkeypatch)


def test_one_person_adds_beside_the_running_application(blocking: Blocking) -> None:
    assert [{"added": 1}, {"added": 0}] == [blocking("add", login="ann"), blocking("add", number="+493023125700")]
    assert ({"blocked": True}, {"blocked": False}) == (blocking("check"), blocking("check", number="030 23125701"))
    assert blocking.site.is_blocked(700)


def test_two_people_with_a_reason_take_off_and_it_is_kept(blocking: Blocking) -> None:
    blocking("add")

    assert {"removed": 1} == blocking("remove", "--with", "ann", "--reason", _REASON)

    assert {"blocked": False} == blocking("check")
    assert [("added", "sue", ""), ("removed", "sue, ann", _REASON)] == [
        (line["what"], line["people"], line["reason"]) for line in blocking("log")["protocol"]
    ]


@pytest.mark.parametrize(
    ("login", "second", "reason", "password"),
    [
        ("sue", "sue", _REASON, PASSWORD),
        ("ann", "bob", _REASON, PASSWORD),
        ("sue", "eve", _REASON, PASSWORD),
        ("sue", "ann", _REASON, "wrong password"),
        ("sue", "nobody", _REASON, PASSWORD),
        ("sue", "ann", "because", PASSWORD),
    ],
)
def test_the_door_stays_shut_for_anything_less(
    blocking: Blocking, monkeypatch: pytest.MonkeyPatch, login: str, second: str, reason: str, password: str
) -> None:
    blocking("add")
    monkeypatch.setenv("CATI_SECOND_PASSWORD", password)

    assert "error" in blocking("remove", "--with", second, "--reason", reason, login=login, code=1)
    assert {"blocked": True} == blocking("check")


def test_a_reason_with_a_number_in_it_is_refused(blocking: Blocking) -> None:
    blocking("add")

    assert (
        "holds a number"
        in blocking("remove", "--with", "ann", "--reason", "it is 030 231 25 700 again", code=1)["error"]
    )


def test_a_lost_list_is_begun_anew_by_two_people_only(blocking: Blocking) -> None:
    blocking("add")
    blocking.site.reopen()
    blocking.site.close()
    assert "No block list" in blocking("anew", "--with", "ann", "--reason", _REASON, code=1)["error"]
    for file in blocking.site.path.parent.glob("blocklist.db*"):
        file.unlink()

    assert "is not there" in blocking("check", code=1)["error"]
    assert "Two different people" in blocking("anew", "--with", "sue", "--reason", _REASON, code=1)["error"]
    assert {"begun": 1} == blocking("anew", "--with", "ann", "--reason", _REASON)
    assert {"blocked": False} == blocking("check")
    assert ["begun anew"] == [line["what"] for line in blocking("log")["protocol"]]


def test_what_is_not_on_the_list_cannot_be_taken_off(blocking: Blocking) -> None:
    assert "not on the block list" in blocking("remove", "--with", "ann", "--reason", _REASON, code=1)["error"]


@pytest.mark.parametrize("number", ["", "nonsense", "110", "0900 1234567"])
def test_what_is_no_number_is_refused(blocking: Blocking, number: str) -> None:
    assert "othing was changed" in blocking("add", number=number, code=1)["error"]


def test_an_analyst_may_not_ask(blocking: Blocking) -> None:
    blocking("check", login="eve", code=1)


def test_a_file_of_numbers_comes_in_and_bad_rows_are_named(blocking: Blocking, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("phone\n030 23125 700\n030 23125 701\nnonsense\n030 23125 700\n", encoding="utf-8")

    said = blocking("import", path)

    assert (2, 2, [4]) == (said["numbers"], said["added"], said["left_out"]["number_not_readable"])
    assert {"blocked": True} == blocking("check", number="030 23125 701")


def test_an_import_of_the_sample_leaves_blocked_numbers_out(blocking: Blocking, cati: Command, tmp_path: Path) -> None:
    blocking("add")
    blocking.site.close()
    path = tmp_path / "sample.csv"
    path.write_text("id,phone,mobil\nA1,030 23125 700,\nA2,030 23125 700,030 23125 702\n", encoding="utf-8")

    run = cati("sample", "import", _STUDY, path, "--db", blocking.site.path, "--as", "sue", "--json")

    said = json.loads(run.stdout)
    assert (1, {"number_blocked": 2, "number_missing": 1}) == (said["added"], said["left_out"])
