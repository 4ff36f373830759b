"""`cati focus-groups`: plan, draw, explain, note and withdraw, on the store of a study."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.ids import CaseId
from tests.commands import Command, Run
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

PLAN = """
seed: "2027-1"
name_in: contact_name
groups:
  - {id: g1, date: 2027-02-16, at: "18:00", language: de, seats: 6, invite: 6, only: {sex: [m]}}
  - {id: g2, date: 2027-02-18, at: "18:00", language: de, seats: 6, invite: 7, mix: {sex: {f: [1, 6]}}}
"""


class Groups:
    """The commands of a supervisor on twelve people who left a consent, six of them women."""

    def __init__(self, run: Command, folder: Path, database: Path) -> None:
        self._run = run
        self._study = folder
        self._database = database

    def __call__(self, action: str, *words: object) -> Run:
        return self._run("focus-groups", action, self._study, *words, "--db", self._database)

    def told(self, action: str, *words: object) -> Any:
        """JSON of a command that succeeds."""
        run = self(action, *words, "--json")
        assert "" == run.stderr
        return json.loads(run.stdout)


@pytest.fixture
def groups(sue: Command, tmp_path: Path) -> Groups:
    site = Site(tmp_path, cases=12)
    with site.units()() as unit:
        for number in range(1, 13):
            terms = ConsentTerms("again", "f" * 64, "de", {"sex": "mf"[number % 2]})
            details = {"contact_name": f"Mrs Brown {number}"}
            unit.contacts.keep_for_recontact(CaseId(f"case-{number}"), site.clock.now().date(), terms, details)
        unit.commit()
    site.close()
    folder = study_with(tmp_path, "")
    (folder / "focus-groups.yaml").write_text(PLAN, encoding="utf-8")
    return Groups(sue, folder, site.path)


def test_a_group_is_planned_drawn_explained_and_its_invitations_are_kept(groups: Groups) -> None:
    plan = groups("plan")
    assert (0, True) == (plan.returncode, "g1  2027-02-16 18:00  de  6 people for 6 seats, not drawn" in plan.stdout)
    assert [6, 12] == [group["fitting"] for group in groups.told("plan")["groups"]]
    seated = groups.told("draw", "--group", "g1")["drawn"]["g1"]
    explained = groups.told("explain", "g1")

    assert (6, 12) == (len(seated), len(explained))
    assert {("outside", "sex", None), ("seated", "", "proposed")} == {
        (each["reason"], each["feature"], each["standing"]) for each in explained
    }
    assert "passed over: not a person for this group (Geschlecht)" in groups("explain", "g1").stdout
    assert "Noted: declined.\n" == groups("note", "g1", seated[0][:8], "declined").stdout
    short = groups("draw", "--group", "g1")
    assert (1, "Nothing was drawn: There are 5 people for 6 seats.\n") == (short.returncode, short.stdout)
    assert "5 proposed, 1 dropped out" in groups("plan").stdout


def test_contact_data_are_shown_on_demand_and_a_consent_is_taken_back(groups: Groups) -> None:
    seated = groups.told("draw", "--group", "g1")["drawn"]["g1"]
    before = groups.told("contact", seated[0])
    assert ("Mrs Brown", 1) == (before["details"]["contact_name"][:9], len(before["numbers"]))

    assert 0 == groups("withdraw", seated[0]).returncode

    after = groups("contact", seated[0])
    assert (1, "", True) == (after.returncode, after.stdout, after.stderr.startswith("No consent that holds"))
    assert 1 == groups.told("plan")["groups"][0]["standings"]["withdrawn"]


def test_letters_and_lists_are_printed_for_those_they_are_for(groups: Groups, tmp_path: Path) -> None:
    seated = groups.told("draw", "--group", "g1")["drawn"]["g1"]
    out = ("--out", tmp_path / "papers")
    letters = groups.told("print", "g1", "letters", *out)
    assert ("small_g1_letters.pdf", 6) == (Path(letters["file"]).name, letters["people"])
    assert Path(letters["file"]).read_bytes().startswith(b"%PDF")
    nobody = groups("print", "g1", "receipts", *out)
    assert (1, True) == (nobody.returncode, nobody.stderr.startswith("Nobody of “g1” holds a place"))

    groups("note", "g1", seated[0], "accepted")

    assert 1 == groups.told("print", "g1", "receipts", *out)["people"]
    assert ["small_g1_letters.pdf", "small_g1_receipts.pdf"] == sorted(
        path.name for path in (tmp_path / "papers").iterdir()
    )


def test_people_are_called_in_a_study_of_their_own(groups: Groups, cati: Command, tmp_path: Path) -> None:
    seated = groups.told("draw", "--group", "g1")["drawn"]["g1"]
    groups("note", "g1", seated[0], "declined")
    folder = tmp_path / "calls"

    assert 5 == groups.told("calls", "g1", "--into", folder)["people"]

    checked = cati("check", folder, "--json")
    assert [] == [each for each in json.loads(checked.stdout)["findings"] if each["severity"] == "error"]
    rows = (folder / "list.csv").read_text(encoding="utf-8").splitlines()
    assert ("consent,person_name,number,further_number", 6) == (rows[0], len(rows))
    assert {row.partition(",")[0] for row in rows[1:]} == set(seated[1:])
    form = (folder / "form.md").read_text(encoding="utf-8")
    assert all(part in form for part in ("16.02.2027", "18:00", "${person_name}"))
    again = groups("calls", "g1", "--into", tmp_path)
    assert (1, True) == (again.returncode, "is there already and holds something else" in again.stderr)


def test_what_came_of_the_calls_is_taken_in_once(
    groups: Groups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated = groups.told("draw", "--group", "g1")["drawn"]["g1"]
    (tmp_path / "other").mkdir()
    calls = Site(tmp_path / "other")
    for number, consent in enumerate(seated[:5], 1):
        calls.name_case(number, consent)
    offer, interview = begun(calls, YOUNG_MAN)
    finish(calls, offer, interview, "complete")
    refused = calls.dialled()
    calls.place().record_result(calls.ann, refused.attempt, "refusal_respondent")
    names = calls.sample_ids()
    accepted, declined = names[interview.case_id], names[refused.case.id]
    calls.close()
    shutil.copytree(tmp_path / "other" / "state", tmp_path / "state", dirs_exist_ok=True)
    monkeypatch.setenv("CATI_SECOND_PASSWORD", PASSWORD)
    words = ("g1", "--from", HEALTHY, "--from-db", calls.path, "--with")

    wrong = groups("take-in", *words, "nobody")
    told = groups.told("take-in", *words, "sue")

    assert (1, "The login behind --with, or its password, is wrong. Nothing was changed.\n") == (
        wrong.returncode,
        wrong.stderr,
    )
    assert {accepted: "accepted", declined: "declined"} == told
    assert {} == groups.told("take-in", *words, "sue")
    assert "1 of 6 accepted, 0 invited, 4 proposed, 1 dropped out" in groups("plan").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("draw", "--group", "g9"), "No focus group is called so. There are: g1, g2.\n"),
        (("explain", "g1"), "“g1” was not drawn yet: cati focus-groups draw.\n"),
        (("note", "g1", "zz", "invited"), "No consent that holds is called so: it may be withdrawn, or over."),
        (("withdraw", ""), "No consent that holds is called so: it may be withdrawn, or over."),
    ],
)
def test_what_cannot_be_done_is_said(groups: Groups, words: tuple[str, ...], said: str) -> None:
    run = groups(*words)

    assert (1, "", said) == (run.returncode, run.stdout, run.stderr[: len(said)])


def test_without_a_plan_or_with_a_faulty_one_nothing_is_drawn(sue: Command, site: Site, tmp_path: Path) -> None:
    site.close()
    folder = study_with(tmp_path, "")
    groups = Groups(sue, folder, site.path)
    assert "This study folder has no focus-groups.yaml" in groups("plan").stderr
    (folder / "focus-groups.yaml").write_text(PLAN.replace("[1, 6]", "[6, 1]"), encoding="utf-8")

    faulty = groups("draw")

    assert (1, True) == (faulty.returncode, faulty.stderr.startswith("focus-groups.yaml has errors, here with their"))
    assert "\n6: At least 6 seats are wanted here, and at most 1." in faulty.stderr
