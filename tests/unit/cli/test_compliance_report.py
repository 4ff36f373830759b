"""`cati report STUDY compliance`: figures, two pages, nothing about persons."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.note_rules import NoteRules
from cati_app.publish.print.prose import Prose, Setting, Style
from cati_app.store.staff_words import person_of
from tests.commands import Command
from tests.stations import Site
from tests.unit.cli.studies import HEALTHY, study_with
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text of the pages, in order; a file's own text is compressed."""
    texts: list[str] = []

    class Recorded(Prose):
        def __init__(self, setting: Setting, text: str, style: Style) -> None:
            texts.append(text)
            super().__init__(setting, text, style)

    monkeypatch.setattr("cati_app.publish.print.pages.Prose", Recorded)
    return texts


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", path.read_bytes()))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The small study with what is declared about calls."""
    return study_with(
        tmp_path,
        "\ncaller: {number: 030 23125 990, leads_to: voice_box, says: Institut I und der Zweck}\n"
        "notice: {points: [who_calls, purpose, voluntary]}\n",
    )


def test_a_clean_study_has_two_pages_that_say_so(
    sue: Command, site: Site, study: Path, tmp_path: Path, printed: list[str]
) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "no_answer")
    site.close()
    out = tmp_path / "ledger.pdf"

    run = sue("report", study, "compliance", "--db", site.path, "--out", out)

    said = " ".join(printed)
    assert (0, True, 2) == (run.returncode, "0 breaches" in run.stdout, page_count(out))
    for text in (
        "Kein Verstoß gefunden.",
        "030 23125 990",
        "Ansage: Institut I und der Zweck",
        "wer anruft, Zweck",
        "Montag bis Freitag 09:00–20:00 09:00–21:00 1 16:00 16:00",
    ):
        assert text in said
    assert ("Anruf nach Verweigerung 0 –" in said, "lückenlos" in said) == (True, True)


def test_calls_that_broke_a_rule_are_listed_by_case(
    sue: Command, site: Site, study: Path, tmp_path: Path, printed: list[str]
) -> None:
    site.add_cases(range(6, 16))
    for _ in range(15):
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "not_in_service")
    with site.station.database.transaction() as statements:
        statements.execute("UPDATE \"call\" SET dialled_at = replace(dialled_at, 'T15:', 'T05:')")
        statements.commit()
    site.close()
    out = tmp_path / "ledger.pdf"

    run = sue("report", study, "compliance", "--db", site.path, "--json", "--out", out, "--language", "en")

    found = json.loads(run.stdout)
    assert (1, {"count": 15, "cases": list(range(1, 16))}) == (run.returncode, found["breaches"]["outside_guideline"])
    assert {"rule": "outside_guideline", "case": 1, "at": "2026-11-24T06:00:00+01:00"} in found["breaking_calls"]
    assert "15 breaches were found; they are listed on page 2." in printed
    assert ("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more" in printed, page_count(out)) == (True, 2)
    sue("report", study, "compliance", "--db", site.path, "--out", tmp_path / "german.pdf")
    assert 2 == page_count(tmp_path / "german.pdf")


def test_contact_details_kept_without_a_yes_are_found(sue: Command, site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    data = [StoredDatum("/main/again", "0", None)]
    site.place().finish_interview(
        site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {"contact_name": "Muster"})
    )
    site.close()

    found = json.loads(sue("report", HEALTHY, "compliance", "--db", site.path, "--json").stdout)

    assert {"count": 1, "cases": [1]} == found["breaches"]["recontact_without"]
    assert (1, 0) == (found["consent"]["interviews"], found["consent"]["recontact"])
    assert None is found["declared"]["caller"]


def test_the_report_holds_no_number_name_or_login(sue: Command, site: Site, tmp_path: Path, printed: list[str]) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "refusal", note="Frau Muster", never_again=True)
    site.close()
    out = tmp_path / "ledger.pdf"

    said = sue("report", HEALTHY, "compliance", "--db", site.path, "--json", "--out", out).stdout + " ".join(printed)

    assert not re.search(r"Muster|\bann\b|Ann\b|23125\d{3}", said)


def test_nothing_to_make_is_wrong_usage(sue: Command, site: Site) -> None:
    assert 2 == sue("report", HEALTHY, "compliance", "--db", site.path).returncode
    assert 1 == sue("report", HEALTHY, "compliance", "--db", site.path, "--out", site.path.parent).returncode


def test_texts_of_any_length_leave_the_report_at_two_pages(
    sue: Command, site: Site, study: Path, tmp_path: Path
) -> None:
    text = (study / "study.yaml").read_text(encoding="utf-8").replace("Institut I und der Zweck", "Zweck " * 500)
    (study / "study.yaml").write_text(text, encoding="utf-8")
    site.close()

    sue("report", study, "compliance", "--db", site.path, "--out", tmp_path / "ledger.pdf")

    assert 2 == page_count(tmp_path / "ledger.pdf")


def test_calls_the_program_prevented_and_the_rules_are_told(
    sue: Command, site: Site, study: Path, tmp_path: Path, printed: list[str]
) -> None:
    for _ in range(3):
        offer = site.dialled()
        site.clock._now += timedelta(hours=12)  # long past the last start
        with pytest.raises(RuleViolation):
            site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])
        site.place().record_result(site.ann, offer.attempt, "no_answer")
        site.clock._now += timedelta(hours=12)
    site.close()
    out = tmp_path / "ledger.pdf"

    run = sue("report", study, "compliance", "--db", site.path, "--json", "--out", out, "--language", "en")

    found = json.loads(run.stdout)
    said = " ".join(printed)
    assert (0, 3) == (run.returncode, found["prevented"]["outside_hours"])
    assert ("de-2016", "09:00-20:00", 10) == tuple(
        found["rules"][name] for name in ("pack", "weekdays", "max_attempts")
    )
    assert "Locked rules: de-2016 – Guideline of ADM, ASI, BVM and DGOF" in said
    assert (2, 0) == (page_count(out), found["log"]["rule_changes"])


def test_changed_rules_are_noted_once_with_the_person(site: Site) -> None:
    narrow = replace(site.station.rules, retry=replace(site.station.rules.retry, max_attempts_per_day=2))
    noted = [
        NoteRules(site.units(), site.clock, rules)(site.sue)
        for rules in (site.station.rules, narrow, narrow, site.station.rules)
    ]

    assert [False, True, False, True] == noted
    assert [(None, 3), (site.sue.id, 2), (site.sue.id, 3)] == site.sql(
        f"SELECT {person_of('user_id')}, json_extract(payload, '$.max_attempts_per_day') FROM event"
        " WHERE kind = 'rules_in_force' ORDER BY seq"
    )
