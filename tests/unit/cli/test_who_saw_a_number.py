"""`cati report STUDY seen` tells supervisors who had a number on the screen, and when; the number is in none of it."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.publish.print.prose import Prose, Setting, Style
from tests.commands import Command
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.cli.studies import HEALTHY


@pytest.fixture
def seen(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The first case was offered to Ann, and opened by Sue an hour later, who read it twice; Bob got the second."""
    offer = site.dialled()
    site.offered(site.bob)
    site.place().record_result(site.ann, offer.attempt, "busy")
    site.clock.move_to(TUESDAY + timedelta(hours=1))
    story = site.desk().cases.story
    story(site.sue, offer.case.id, opened=True)
    story(site.sue, offer.case.id, opened=True, logged=False)  # painted again
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{fiction(1).e164}\n"))
    return site


def test_everybody_who_saw_it_is_told_with_the_time(seen: Site, sue: Command) -> None:
    run = sue("report", HEALTHY, "seen", "--db", seen.path, "--json")

    told = json.loads(run.stdout)
    assert [1] == told["cases"]
    assert [("Ann", 1, "2026-11-24T16:00:00+01:00"), ("Sue", 1, "2026-11-24T17:00:00+01:00")] == [
        (line["name"], line["case"], line["at"]) for line in told["seen"]
    ]


def test_it_is_told_in_words_without_the_number(seen: Site, sue: Command) -> None:
    run = sue("report", HEALTHY, "seen", "--db", seen.path)

    assert 0 == run.returncode, run.stderr
    assert ["Cases with this number: 1", "shown 2 times"] == [run.stdout.splitlines()[n] for n in (0, -1)]
    assert "23125" not in run.stdout + run.stderr


def test_pages_are_made_for_whoever_asked(
    seen: Site, sue: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    class Recorded(Prose):
        def __init__(self, setting: Setting, text: str, style: Style) -> None:
            printed.append(text)
            super().__init__(setting, text, style)

    monkeypatch.setattr("cati_app.publish.print.pages.Prose", Recorded)
    run = sue("report", HEALTHY, "seen", "--db", seen.path, "--out", tmp_path / "seen.pdf")

    assert (0, True) == (run.returncode, (tmp_path / "seen.pdf").read_bytes().startswith(b"%PDF"))
    first = printed.index("24.11.2026 16:00:00")
    assert ["24.11.2026 16:00:00", "1", "1", "Ann", "Interviewer"] == printed[first : first + 5]
    assert not any("23125" in text for text in printed)


def test_a_number_of_nobody_is_told_so(site: Site, sue: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{fiction(900).e164}\n"))

    assert "No case has this number.\n" == sue("report", HEALTHY, "seen", "--db", site.path).stdout


@pytest.mark.parametrize("login", ["ann", "eve"])
def test_nobody_else_is_even_asked_for_a_number(
    seen: Site, cati: Command, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati("report", HEALTHY, "seen", "--db", seen.path, "--as", login)

    assert (1, "", True) == (run.returncode, run.stdout, run.stderr.startswith("Only a supervisor"))


def test_without_a_number_nothing_is_looked_for(site: Site, sue: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    run = sue("report", HEALTHY, "seen", "--db", site.path)

    assert (1, "", True) == (run.returncode, run.stdout, run.stderr.startswith("A number is needed"))


def test_a_number_that_several_cases_share_is_found_in_each(
    site: Site, sue: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add_cases([50], lines=2)  # the second number is that of the next case
    site.add_cases([150])
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{fiction(150).e164}\n"))

    assert [50, 150] == json.loads(sue("report", HEALTHY, "seen", "--db", site.path, "--json").stdout)["cases"]
