"""`cati verify` with a supervisor's login, and with ends of the log from paper: what is told, with place and cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Command
from tests.stations import PASSWORD, Site

_STUDY = Path(__file__).parents[2] / "golden" / "broken" / "healthy"


@pytest.fixture
def at_work(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A station at work, whose people sign in at the command line."""
    for user in (site.sue, site.ann):
        site.stretch_in_earnest(user)
    site.offered()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    return site


def test_a_supervisor_is_told_that_every_event_is_the_one_that_was_written(cati: Command, at_work: Site) -> None:
    run = cati("verify", "--db", at_work.path, "--login", "sue")
    assert (0, True) == (run.returncode, "Every event of the log is the one that was written." in run.stdout), (
        run.stderr
    )
    without = cati("verify", "--db", at_work.path)
    assert (0, False) == (without.returncode, "Every event" in without.stdout)
    facts = json.loads(cati("verify", "--db", at_work.path, "--as", "sue", "--json").stdout)
    assert (True, True, []) == (facts["agrees"], facts["chain_checked"], facts["faults"])


def test_a_changed_event_is_named_to_a_supervisor_with_the_cure(cati: Command, at_work: Site) -> None:
    cati("backup", "--db", at_work.path)
    guard = str(at_work.sql("SELECT sql FROM sqlite_master WHERE name = 'event_is_never_changed'")[0][0])
    for statement in ("DROP TRIGGER event_is_never_changed", "UPDATE event SET user_id = 'x' WHERE seq = 2", guard):
        at_work.sql_write(statement)
    assert 0 == cati("verify", "--db", at_work.path).returncode
    run = cati("verify", "--db", at_work.path, "--login", "sue")
    assert 1 == run.returncode
    assert "Events in the log were changed, or others put in their place: 2." in run.stdout
    assert "The newest whole backup:" in run.stdout


@pytest.mark.parametrize(
    ("login", "password", "told"),
    [
        ("ann", PASSWORD, "supervisor"),
        ("sue", "wrong password", "Name or password is wrong."),
        ("nobody", PASSWORD, "Name or password is wrong."),
    ],
)
def test_nobody_else_opens_the_chain(
    cati: Command, at_work: Site, monkeypatch: pytest.MonkeyPatch, login: str, password: str, told: str
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", password)
    run = cati("verify", "--db", at_work.path, "--login", login)
    assert (1, "", True) == (run.returncode, run.stdout, told in run.stderr), run.stderr


def test_a_lost_state_folder_is_told_with_page_2_and_no_backup(cati: Command, at_work: Site) -> None:
    cati("backup", "--db", at_work.path)
    for share in at_work.station.database.state.path.glob("share-*"):
        share.unlink()

    run = cati("verify", "--db", at_work.path, "--login", "sue")

    assert (1, True) == (run.returncode, "cati user share STUDY --as LOGIN" in run.stdout), run.stdout
    assert "backup" not in run.stdout.casefold()
    facts = json.loads(cati("verify", "--db", at_work.path, "--login", "sue", "--json").stdout)
    assert (["share_missing"], None) == ([fault["code"] for fault in facts["faults"]], facts["newest_backup"])


def test_people_changed_past_the_program_are_told_among_the_faults(cati: Command, at_work: Site) -> None:
    at_work.sql_write("UPDATE user SET role = 'supervisor' WHERE login = 'ann'")
    run = cati("verify", "--db", at_work.path, "--login", "sue")
    assert (1, True) == (run.returncode, "People, roles, logins or devices" in run.stdout)


def test_an_end_of_the_log_on_paper_is_compared_without_a_login(cati: Command, at_work: Site) -> None:
    end = at_work.station.end_of_log()
    at_work.offered(at_work.bob)
    assert 0 == cati("verify", "--db", at_work.path, "--seen", end).returncode
    device, n, digest = end.split(":")
    cut = cati("verify", "--db", at_work.path, "--seen", end, "--seen", f"{device}:{int(n) + 100}:{digest}")
    assert (1, True) == (cut.returncode, f"event {int(n) + 100} was seen in what was typed" in cut.stdout)
    anew = cati("verify", "--db", at_work.path, "--seen", f"{device}:{n}:{'0' * 32}")
    assert (1, True) == (anew.returncode, f"at event {n} it is not the one" in anew.stdout)
    assert 2 == cati("verify", "--db", at_work.path, "--seen", "12").returncode


def test_what_leaves_the_house_says_where_the_log_ended(cati: Command, at_work: Site, tmp_path: Path) -> None:
    end = at_work.station.end_of_log()
    database = at_work.station.database
    assert end.startswith(f"{database.device}:{len(at_work.kinds())}:")
    told = json.loads(cati("report", _STUDY, "compliance", "--db", at_work.path, "--as", "sue", "--json").stdout)
    assert end != told["log_end"]  # signing in to the command is the last event
    assert at_work.station.end_of_log() == told["log_end"]
    at_work.close()
    out = tmp_path / "data"
    run = cati("export", _STUDY, "--db", at_work.path, "--as", "sue", "--format", "csv", "--out", out)
    assert 0 == run.returncode, run.stderr
    [manifest] = out.glob("*_manifest.json")
    seen = json.loads(manifest.read_text(encoding="utf-8"))["exported"]["log_end"]
    assert 0 == cati("verify", "--db", at_work.path, "--seen", seen).returncode


def test_a_key_file_of_another_study_is_thought_of_before_a_backup(
    cati: Command, at_work: Site, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    stranger = Site(other, cases=1, targets_scale=2.0)
    stranger.close()
    at_work.close()
    key = at_work.path.with_name(f"{at_work.path.name}.key")
    key.write_bytes(stranger.path.with_name(f"{stranger.path.name}.key").read_bytes())

    run = cati("verify", "--db", at_work.path)

    assert 1 == run.returncode
    assert f"Look first whether {key.name} belongs to this database" in run.stdout
    assert run.stdout.index("Look first") < run.stdout.index("restore a backup")
