"""`cati code`: what codes do to places in the quota is told; a supervisor's move them, an analyst's wait."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from cati_app.cli.coded_places import bring_to_hub
from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.fieldwork.monitor.places_at_hub import FollowCodesAtHub, PlacesTold
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.commands import Command, Run
from tests.stations import Site
from tests.unit.cli.studies import study_with


def held(site: Site, loaded: LoadedStudy, text: str) -> None:
    """A complete interview of somebody who is in no cell."""
    place = site.place()
    assert place.reserve_place is not None
    offer = site.dialled()
    interview = place.start_interview(site.ann, offer.case, loaded.form_hash, "de")
    place.reserve_place(site.ann, interview.id, {})
    data = [StoredDatum("/screener/sex", "other", None), StoredDatum("/screener/sex_other", text, None)]
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


class Places:
    """The commands of a study whose open answers decide about its quota."""

    def __init__(self, sue: Command, eve: Command, folder: Path, site: Site) -> None:
        self._sue, self._eve, self._db = sue, eve, site.path
        self.study = study_with(folder, "")
        form = self.study / "form.md"
        text = form.read_text(encoding="utf-8").replace("| | end group", f"{_OPEN}| | end group")
        text = text.replace("| | yes_no | 1", "| | sex | other | anders | other |\n| | yes_no | 1")
        form.write_text(text, encoding="utf-8")
        loaded = read_study(self.study)
        assert isinstance(loaded, LoadedStudy)
        versions = loaded.study.version, loaded.form.version
        KeepForm(site.units(), site.clock)(site.sue, loaded.form_hash, *versions, loaded.files)
        site.reopen(loaded)
        for known in ("a woman", "a man"):
            held(site, loaded, known)
        site.close()

    def __call__(self, *words: object, command: str = "code", by: str = "sue") -> Run:
        return (self._sue if by == "sue" else self._eve)(command, self.study, "--db", self._db, *words)

    def code(self, text: str, code: str, *words: object, by: str = "sue") -> Run:
        listed = json.loads(self("--texts", "--json").stdout)["answers"]
        named = next(each["case_id"] for each in listed if each["text"] == text)
        return self("--case", named, "--variable", "sex_other", "--codes", code, "--reason", "read", *words, by=by)

    def achieved(self) -> dict[str, int]:
        cells = json.loads(self("--json", command="status").stdout)["cells"]
        return {name: count["achieved"] for name, count in cells.items() if count["achieved"]}


_OPEN = "| | text | sex_other | Wie sonst? | How else? | ${sex} = 'other' | | |\n"


@pytest.fixture
def places(
    sue: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: Site, tmp_path: Path
) -> Places:
    return Places(sue, Command(monkeypatch, capsys, "eve"), tmp_path, site)


def test_a_supervisors_codes_move_the_place_and_say_so(places: Places) -> None:
    told = places.code("a woman", "2")
    assert "1 interview: unclassified → f: the place in the quota moved" in told.stdout
    assert {"f": 1, "unclassified": 1} == places.achieved()
    assert "Every interview counts where its codes put it." in places("--places").stdout
    back = json.loads(places.code("a woman", "-", "--json").stdout)
    assert [{"became": "moved", "stood": "f", "belongs": "unclassified"}] == back["places"]
    assert {"unclassified": 2} == places.achieved()


def test_an_analysts_codes_wait_and_a_supervisor_moves_all_of_them(places: Places) -> None:
    told = places.code("a woman", "2", by="eve")
    assert "the place stays until a supervisor moves it" in told.stdout
    places.code("a man", "1", by="eve")
    assert {"unclassified": 2} == places.achieved()
    listed = places("--places")
    assert (0, 2) == (listed.returncode, listed.stdout.count("there is room"))
    assert 0 != places("--places", by="eve").returncode

    moved = json.loads(places("--move-places", "--json").stdout)["places"]
    assert {("unclassified", "f", True), ("unclassified", "m", True)} == {
        (each["stands"], each["belongs"], each["moved"]) for each in moved
    }
    assert {"m": 1, "f": 1} == places.achieved()


def test_without_room_it_says_which_cell_is_full_and_the_exit_code_does(places: Places) -> None:
    assert 0 == places("--target", "f=0", "--reason", "enough", command="quota").returncode
    told = places.code("a woman", "2")
    assert "unclassified → f: the place stays, for that cell has no room" in told.stdout
    assert "no room" in places("--places").stdout
    moved = places("--move-places")
    assert (1, True) == (moved.returncode, "No place of this cell is free" in moved.stdout)
    assert {"unclassified": 2} == places.achieved()


class Telling:
    """What tells a hub, with an answer or without; the log goes there before."""

    def __init__(self, told: PlacesTold | EnvironmentProblem) -> None:
        self._told = told
        self.done: list[str] = []

    def push(self, *database: object) -> None:
        """The log is there."""
        self.done.append("pushed")

    def tell_waiting(self, user: User) -> PlacesTold:
        """As the hub answers."""
        self.done.append("told")
        if isinstance(self._told, EnvironmentProblem):
            raise self._told
        return self._told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (PlacesTold(moved=2, full=1), "2 places have followed their codes.\n1 place stays: no room.\n"),
        (PlacesTold(wait=1), "1 place waits: a station has the case, or somebody has coded it since.\n"),
        (PlacesTold(), ""),
        (
            EnvironmentProblem("hub_older", "An older hub.", "Update it."),
            "An older hub.\nIt is told as soon as it answers while a supervisor is signed in here. Without a window:"
            " `cati code STUDY --as SUPERVISOR --move-places`.\n",
        ),
    ],
)
def test_what_a_hub_answers_is_told(
    site: Site, capsys: pytest.CaptureFixture[str], told: PlacesTold | EnvironmentProblem, said: str
) -> None:
    telling = Telling(told)
    bring_to_hub(cast("FollowCodesAtHub", telling), site.sue, telling.push, follows=True)
    assert (said, ["pushed", "told"]) == (capsys.readouterr().err, telling.done)


def test_codes_that_move_nothing_go_to_the_hub_as_well_and_where_it_is_silent_it_is_said(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut() -> None:
        raise EnvironmentProblem("hub_unreachable", "The hub does not answer.", "Wait.")

    telling = Telling(PlacesTold())
    bring_to_hub(cast("FollowCodesAtHub", telling), site.sue, telling.push, follows=False)
    assert ("", ["pushed"]) == (capsys.readouterr().err, telling.done)
    bring_to_hub(cast("FollowCodesAtHub", telling), site.sue, cut, follows=False)
    assert "The hub does not answer.\n" in capsys.readouterr().err


def test_the_command_brings_the_log_there_and_a_look_does_not(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    telling = Telling(PlacesTold())
    monkeypatch.setattr("cati_app.station.hub_link.push", telling.push)
    monkeypatch.setattr("cati_app.station.opening.Station.places_at_hub", lambda *known: telling)
    places.code("a woman", "2", by="eve")
    assert ["pushed"] == telling.done
    assert 0 == places.code("a man", "1", "--reason", "", by="eve").returncode
    assert ["pushed"] == telling.done
