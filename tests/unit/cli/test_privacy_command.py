"""`cati privacy`: what is kept and overdue, and what whoever has a code is told and can have done."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.cases import CaseState
from tests.commands import Command, Run
from tests.stations import PASSWORD, TUESDAY, Site, fiction
from tests.unit.cli.studies import HEALTHY, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


@pytest.fixture
def code(site: Site, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of the first case, whose interview is complete."""
    monkeypatch.setattr("cati_app.station.machine.SystemClock.now", lambda _: TUESDAY + timedelta(hours=1))
    offer, interview = begun(site, YOUNG_MAN)
    with site.units()() as unit:
        given = unit.access_codes.of(interview.id)
        unit.commit()
    assert given is not None
    finish(site, offer, interview, "complete")
    return given.digits


def respond(sue: Command, site: Site, *words: object) -> Any:
    run = asked(sue, site, *words, "--json")
    assert 0 == run.returncode, run.stderr
    return json.loads(run.stdout)


def asked(sue: Command, site: Site, *words: object) -> Run:
    """As it is done: nobody works with the database meanwhile."""
    site.station.database.close()
    try:
        return sue("privacy", "respond", HEALTHY, *words, "--db", site.path)
    finally:
        site.reopen()


def answered(site: Site) -> list[tuple[object, object]]:
    return [
        (fact.payload["request"], fact.payload["through"]) for fact in site.facts("access_answered") if fact.payload
    ]


def test_what_is_kept_is_told_and_what_is_overdue_makes_the_command_fail(
    site: Site, sue: Command, code: str, tmp_path: Path
) -> None:
    told = sue("privacy", "status", HEALTHY, "--db", site.path, "--json")
    facts = json.loads(told.stdout)
    assert (0, "field", []) == (told.returncode, facts["phase"], facts["overdue"])
    kept = {line["what"]: line["number"] for line in facts["kept"]}
    assert {"numbers": 5, "codes": 1, "answers": 1, "notes": 0, "backups": 0}.items() <= kept.items()

    study = study_with(tmp_path, "\nprivacy: {checks_until: 2026-11-20, answers_until: 2026-12-31}\n")
    late = sue("privacy", "status", study, "--db", site.path)
    overdue = [line.strip().split("  ")[1] for line in late.stdout.splitlines() if "overdue" in line]
    assert (1, ["telephone numbers", "names and sealed columns of cases", "access codes"]) == (late.returncode, overdue)
    assert "cati case STUDY NUMBER --erase" in late.stdout


def test_a_page_tells_what_is_stored_and_not_the_whole_number(
    site: Site, sue: Command, code: str, tmp_path: Path
) -> None:
    respond(sue, site, code, "--show", "--out", tmp_path / "page.html", "--language", "ar")

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="' in page
    assert "ما هو محفوظ عنكم" in page
    assert "2026-11-24 16:00" in page
    assert fiction(1).e164 not in page
    assert f"<bdi>{fiction(1).e164[-2:]}</bdi>" in page
    respond(sue, site, code, "--export", "--out", tmp_path / "page.json")
    (told,) = json.loads((tmp_path / "page.json").read_text(encoding="utf-8"))
    assert ["01"] == told["numbers_ending_in"]
    assert ["2026-11-24T16:00:00+01:00"] == [interview["started_at"] for interview in told["interviews"]]
    assert [("show", "code"), ("export", "code")] == answered(site)


def test_an_interview_is_left_out_numbers_are_blocked_and_all_is_erased(site: Site, sue: Command, code: str) -> None:
    assert {"case": 1} == respond(sue, site, code, "--restrict", "--reason", "asked")["cases"][0]
    assert [(1,)] == site.sql("SELECT count(*) FROM not_counted")
    assert 1 == respond(sue, site, code, "--object")["cases"][0]["blocked"]
    assert site.is_blocked(1)
    erased = respond(sue, site, code, "--erase", "--reason", "asked")["cases"][0]
    assert (1, None, []) == (erased["case"], erased["at_hub"], erased["exports"])
    assert ([(0,)], CaseState.CLOSED) == (site.sql("SELECT count(*) FROM interview"), site.case(1).state)
    assert ["restrict", "object", "erase"] == [request for request, _ in answered(site)]
    gone = asked(sue, site, code, "--correct")
    assert (1, True) == (gone.returncode, "No interview has this access code" in gone.stderr)


def test_a_code_with_a_mistake_is_told_and_asks_for_no_password(site: Site, cati: Command, code: str) -> None:
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    run = cati("privacy", "respond", HEALTHY, wrong, "--correct", "--db", site.path, "--as", "sue")

    assert (1, True) == (run.returncode, "one is wrong, or two were swapped" in run.stderr)
    assert wrong not in run.stdout + run.stderr


def test_by_a_number_two_people_answer_who_have_called_it_back(
    site: Site, sue: Command, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for missing in ((), ("--with", "ann"), ("--called-back",)):
        alone = asked(sue, site, "--number", *missing, "--correct")
        assert (1, True) == (alone.returncode, "Call the number back" in alone.stderr)
    monkeypatch.setenv("CATI_SECOND_PASSWORD", PASSWORD)
    both = ("--number", "--called-back", "--with", "ann", "--correct")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{fiction(2).e164}\n"))
    assert [2] == [case["case"] for case in respond(sue, site, *both)["cases"]]
    assert [("correct", "number")] == answered(site)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{fiction(900).e164}\n"))
    nobody = asked(sue, site, *both)
    assert (1, True) == (nobody.returncode, "No case has this number" in nobody.stderr)


def test_nobody_but_a_supervisor_answers(site: Site, cati: Command, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    site.station.database.close()
    for login in ("ann", "eve"):
        run = cati("privacy", "respond", HEALTHY, code, "--correct", "--db", site.path, "--as", login)
        assert 1 == run.returncode
    site.reopen()
    assert [] == answered(site)


def test_a_code_of_nobody_is_told_so(site: Site, sue: Command, code: str) -> None:
    other = AccessCode.numbered(7).digits
    run = asked(sue, site, other, "--correct")

    assert (1, True) == (run.returncode, "No interview has this access code" in run.stderr)
