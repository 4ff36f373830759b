"""`cati user`: people, passwords, keys and the recovery sheet from the command line."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from cati_app.store.trust.sheet import SheetPage, written
from tests.commands import Command, Run
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY

_NEW = "another long secret"


@pytest.fixture(autouse=True)
def _signs_in(cati: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody signs in with the password of tests; new people get start codes."""
    del cati  # which gives new people a password otherwise
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    monkeypatch.delenv("CATI_NEW_PASSWORD", raising=False)


def user(cati: Command, site: Site, action: str, *words: object, login: str = "sue") -> Run:
    site.close()
    return cati("user", action, HEALTHY, *words, "--db", site.path, "--as", login)


def test_an_added_person_gets_a_start_code_and_chooses_a_password(
    cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = user(cati, site, "add", "kim", "--languages", "de,tr", "--json")
    told = json.loads(added.stdout)
    assert (0, "kim", 12) == (added.returncode, told["login"], len(told["start_code"]))

    monkeypatch.setenv("CATI_PASSWORD", told["start_code"])
    refused = user(cati, site, "list", login="kim")
    assert (1, True) == (refused.returncode, "cati user password" in refused.stderr)
    monkeypatch.setenv("CATI_NEW_PASSWORD", "kim")
    assert "at least 10 characters" in user(cati, site, "password", login="kim").stderr
    monkeypatch.setenv("CATI_NEW_PASSWORD", _NEW)
    assert 0 == user(cati, site, "password", login="kim").returncode
    assert "Name or password is wrong" in user(cati, site, "password", login="kim").stderr


def test_people_are_changed_listed_and_leave(cati: Command, site: Site) -> None:
    assert 0 == user(cati, site, "change", "BOB", "--to", "bert", "--name", "Bert", "--skills", "refusals").returncode
    left = user(cati, site, "deactivate", "ann", "--json")
    assert {"deactivated": "ann"} == json.loads(left.stdout)

    listed = user(cati, site, "list")
    assert (True, True) == (
        "bert             Bert" in listed.stdout,
        "ann              Ann  (has left)" in listed.stdout,
    )
    people = json.loads(user(cati, site, "list", "--json").stdout)["people"]
    assert [("ann", False), ("bert", True)] == [(person["login"], person["active"]) for person in people[:2]]
    assert "Name or password is wrong" in user(cati, site, "list", login="ann").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deactivate", "sue"), "Nobody can deactivate themselves"),
        (("deactivate", "nobody"), "no person with that login"),
        (("reset", "sue"), "cati user password"),
        (("add", "ANN"), "taken already"),
        (("add", " x "), "1 to 64 characters"),
        (("change", "ann", "--to", "Bob"), "taken already"),
        (("sheet",), "on paper"),
    ],
)
def test_what_cannot_be_is_said_with_its_cure(cati: Command, site: Site, words: tuple[str, ...], told: str) -> None:
    run = user(cati, site, *words)

    assert (1, "", True) == (run.returncode, run.stdout, told in run.stderr)


def test_a_reset_and_a_rotation_are_told(cati: Command, site: Site) -> None:
    code = json.loads(user(cati, site, "reset", "ann", "--json").stdout)
    assert ("ann", 12) == (code["login"], len(code["start_code"]))
    assert "new keys" in user(cati, site, "rotate").stdout
    assert "Start code of ann" in user(cati, site, "reset", "ann", "--role", "analyst").stdout


def test_a_real_study_begins_with_a_supervisor_a_sheet_and_then_a_sample(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "new.db"
    monkeypatch.setenv("CATI_NEW_PASSWORD", _NEW)
    monkeypatch.setenv("CATI_PASSWORD", _NEW)
    first = cati("user", "add", HEALTHY, "sue", "--role", "supervisor", "--db", database)
    assert (0, True) == (first.returncode, "cati user sheet" in first.stderr)
    (tmp_path / "list.csv").write_text("telefon\n03023125001\n", encoding="utf-8")
    sample = ("sample", "import", HEALTHY, tmp_path / "list.csv", "--db", database, "--as", "sue")
    assert "First the recovery sheet" in cati(*sample).stderr

    shown = json.loads(cati("user", "sheet", HEALTHY, "--db", database, "--as", "sue", "--json").stdout)
    groups = {1: shown["page_1"].split(), 2: shown["page_2"].split()}
    with monkeypatch.context() as scripted:
        scripted.setenv("CATI_SHEET_GROUPS", "third=ABCD")
        unreadable = cati("user", "sheet", HEALTHY, "--db", database, "--as", "sue", "--confirm")
        assert (1, True) == (unreadable.returncode, "3=ABCD 7=EFGH" in unreadable.stderr)
    asked: list[str] = []

    def typed(question: str) -> str:
        asked.append(question)
        number, page = (int(part) for part in question.replace(":", " ").split() if part.isdigit())
        return str(groups[page][number - 1])

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", typed)
    confirmed = cati("user", "sheet", HEALTHY, "--db", database, "--as", "sue")
    assert (0, 2, True) == (confirmed.returncode, len(asked), "Confirmed." in confirmed.stdout)
    assert " ".join(groups[1][:7]) in confirmed.stdout
    assert 0 == cati(*sample).returncode


def test_a_sign_in_that_failed_before_the_first_supervisor_belongs_to_the_log(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ("user", "add", HEALTHY, "sue", "--role", "supervisor", "--db", tmp_path / "new.db")
    monkeypatch.setenv("CATI_NEW_PASSWORD", "short")
    assert "at least" in cati(*add).stderr
    assert "Name or password is wrong." in cati("user", "list", HEALTHY, "--db", add[-1], "--as", "sue").stderr
    monkeypatch.setenv("CATI_NEW_PASSWORD", PASSWORD)
    assert 0 == cati(*add).returncode

    run = cati("verify", "--db", add[-1], "--as", "sue")
    assert (0, True) == (run.returncode, "Every event of the log is the one that was written." in run.stdout), run


def test_a_first_start_without_the_sample_of_the_study_names_how_it_comes_in_later(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, database = tmp_path / "study", tmp_path / "new.db"
    shutil.copytree(HEALTHY, study)
    with (study / "study.yaml").open("a", encoding="utf-8") as settings:
        settings.write("sample:\n  file: list.csv\n")
    monkeypatch.setenv("CATI_NEW_PASSWORD", _NEW)
    monkeypatch.setenv("CATI_PASSWORD", _NEW)
    assert 0 == cati("user", "add", study, "sue", "--role", "supervisor", "--db", database).returncode
    shown = json.loads(cati("user", "sheet", study, "--db", database, "--as", "sue", "--json").stdout)
    groups = f"1={shown['page_1'].split()[0]} 1={shown['page_2'].split()[0]}"
    monkeypatch.setenv("CATI_SHEET_GROUPS", groups)

    confirmed = cati("user", "sheet", study, "--db", database, "--as", "sue", "--confirm")

    assert (0, True) == (confirmed.returncode, "Confirmed." in confirmed.stdout), confirmed.stderr
    assert "cati sample import STUDY FILE --as LOGIN" in confirmed.stderr
    (tmp_path / "list.csv").write_text("telefon\n03023125001\n", encoding="utf-8")
    assert 0 == cati("sample", "import", study, tmp_path / "list.csv", "--db", database, "--as", "sue").returncode


def test_after_a_restore_elsewhere_both_pages_bring_the_study_back(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = json.loads(user(cati, site, "sheet", "--new", "--json").stdout)
    monkeypatch.setenv("CATI_BACKUPS", str(tmp_path / "copies"))
    assert 0 == cati("backup", HEALTHY, "--db", site.path).returncode
    (backup,) = (found.parent for found in (tmp_path / "copies").rglob("manifest.json"))
    monkeypatch.setenv("CATI_STATE", str(tmp_path / "elsewhere"))
    database = tmp_path / "other" / "small.db"
    assert 0 == cati("restore", backup, "--db", database).returncode
    recover = ("user", "recover", HEALTHY, "--db", database, "--stay", "sue", "bob")
    monkeypatch.setenv("CATI_PAGE_1", sheet["page_1"])
    monkeypatch.setenv("CATI_PAGE_2", sheet["page_1"])
    assert "not what stands on that page" in cati(*recover).stderr
    monkeypatch.delenv("CATI_PAGE_2")
    needed = cati(*recover).stderr
    assert "Page 2 of the recovery sheet is needed" in needed
    assert "set CATI_PAGE_2" in needed
    monkeypatch.setenv("CATI_PAGE_2", written(bytes(32), SheetPage.SHARE))
    assert "Page 2 that was typed is of another recovery sheet" in cati(*recover).stderr
    monkeypatch.setenv("CATI_PAGE_2", sheet["page_2"])
    assert "A supervisor must be among those who stay" in cati(*recover[:-2], "bob").stderr

    recovered = cati(*recover)
    assert (0, True) == (recovered.returncode, "sue, bob" in recovered.stdout)
    assert "ann              Ann  (has left)" in cati("user", "list", HEALTHY, "--db", database, "--as", "sue").stdout
    assert "Name or password" in cati("user", "list", HEALTHY, "--db", database, "--as", "ann").stderr


def test_page_1_resets_the_only_supervisor(cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = json.loads(user(cati, site, "sheet", "--new", "--json").stdout)
    monkeypatch.setenv("CATI_PAGE_1", sheet["page_1"])
    code = json.loads(cati("user", "reset", HEALTHY, "sue", "--sheet", "--db", site.path, "--json").stdout)[
        "start_code"
    ]
    assert "Name or password is wrong" in user(cati, site, "list").stderr
    monkeypatch.setenv("CATI_PASSWORD", code)
    monkeypatch.setenv("CATI_NEW_PASSWORD", _NEW)

    assert 0 == user(cati, site, "password").returncode
    monkeypatch.setenv("CATI_PASSWORD", _NEW)
    assert 0 == user(cati, site, "rotate").returncode


def test_a_database_of_an_older_version_is_sealed_by_a_supervisor(cati: Command, site: Site) -> None:
    site.set_back("0016")

    assert "cati user seal" in user(cati, site, "rotate").stderr  # which brings the database to the newest form
    assert "a supervisor has to sign in first" in user(cati, site, "list", login="ann").stderr
    sealed = json.loads(user(cati, site, "seal", "--json").stdout)
    assert (["ann", "bob", "eve"], {}) == (sorted(sealed["start_codes"]), sealed["renamed"])
    assert sealed["copies"]
    assert 0 == user(cati, site, "list").returncode


def test_a_database_whose_people_have_keys_is_not_sealed_again_and_nobody_is_kept_waiting(
    cati: Command, site: Site
) -> None:
    for _ in range(4):
        run = user(cati, site, "seal")
        assert (1, True) == (run.returncode, "nothing is left to be sealed" in run.stderr)

    assert 0 == user(cati, site, "list").returncode
