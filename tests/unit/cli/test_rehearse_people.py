"""`cati rehearse --as`: seats speak what the study's interviewers speak, and whoever asks for that may read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cati_app.demo.rehearsal.told import Field
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import PROGRAM
from tests.commands import Command
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY

Asked = list[Sequence[Sequence[str]]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What seats would speak; nothing is played."""
    told: Asked = []

    def rehearse(*_: object, spoken: Sequence[Sequence[str]], **__: object) -> tuple[Field, tuple[str, ...]]:
        told.append(spoken)
        return Field({}), ("played",)

    monkeypatch.setattr("cati_app.demo.rehearsal.run.rehearse", rehearse)
    return told


def test_seats_speak_what_those_speak_who_will_call(sue: Command, site: Site, asked: Asked, tmp_path: Path) -> None:
    add = site.station.people.add_person(site.keys)
    add(PROGRAM, "tom", "Tom", Role.INTERVIEWER, PASSWORD, ["de", "tr"], [])
    callers = [user.languages for user in site.station.logins() if user.role is Role.INTERVIEWER]
    site.close()

    run = sue("rehearse", HEALTHY, "--db", site.path, "--out", tmp_path / "tryout")

    assert "played" in run.stdout, run.stderr
    assert [callers] == [list(spoken) for spoken in asked]
    assert ("de", "tr") in asked[0]


def test_whoever_does_not_supervise_reads_no_list_of_people(
    cati: Command, site: Site, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati("rehearse", HEALTHY, "--as", "ann", "--db", site.path, "--out", tmp_path / "tryout")

    assert ([], 1) == (asked, run.returncode)
    assert "supervisor" in run.stderr
    assert not (tmp_path / "tryout").exists()


def test_with_a_wrong_password_nothing_is_played(
    cati: Command, site: Site, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", "not the password")
    run = cati("rehearse", HEALTHY, "--as", "sue", "--db", site.path, "--out", tmp_path / "tryout")
    assert ([], 1, "") == (asked, run.returncode, run.stdout)


def test_without_interviewers_it_says_what_to_do(
    sue: Command, site: Site, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setattr("cati_app.station.opening.Station.logins", lambda self: ())
    run = sue("rehearse", HEALTHY, "--db", site.path, "--out", tmp_path / "tryout")

    assert ([], 1) == (asked, run.returncode)
    assert "cati user add" in run.stderr


def test_nobody_signs_in_where_the_people_of_the_study_do_not_matter(
    cati: Command, asked: Asked, tmp_path: Path
) -> None:
    assert "played" in cati("rehearse", HEALTHY, "--out", tmp_path / "tryout").stdout
    assert [()] == asked
