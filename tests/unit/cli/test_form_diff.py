"""`cati form diff`, `cati check` and `cati export` on a study whose questionnaire changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.commands import Command
from tests.stations import FORM, PASSWORD, STUDY, Site
from tests.unit.ui.stagehands import Window

WITHOUT_MEN = FORM.replace("| | sex | 1 | man |\n", "| | sex | 3 | diverse |\n").replace("Age?", "How old?")


@pytest.fixture
def suspended(site: Site) -> Site:
    """One interview that waits after three answers; the database is closed."""
    window = Window(site).sign_in(site.ann)
    window.begin()
    window.answer_all("1", "30", "3")
    site.close()
    return site


def folder(site: Site, form: str = FORM) -> Path:
    made = site.path.parent / "study"
    made.mkdir(exist_ok=True)
    settings = STUDY if form is FORM else STUDY.replace('values: ["1"]', 'values: ["3"]')
    (made / "study.yaml").write_text(settings)
    (made / "form.md").write_text(form)
    return made


def test_the_diff_tells_changes_and_what_becomes_of_interviews(suspended: Site, sue: Command) -> None:
    done = sue("form", "diff", folder(suspended, WITHOUT_MEN), "--db", suspended.path, "--json")

    assert 0 == done.returncode, done.stderr
    told = json.loads(done.stdout)
    assert {("age", "text"), ("sex", "option_removed"), ("sex", "option_added")} == {
        (change["question"], change["change"]) for change in told["changes"]
    }
    seen = told["interviews"]
    assert (1, 1, 1, {"sex": 1}) == (seen["waiting"], seen["taken"], seen["to_confirm"], seen["set_apart"])


def test_a_rename_that_nobody_told_is_suspected_by_its_text(suspended: Site, cati: Command, sue: Command) -> None:
    renamed = FORM.replace("| rooms |", "| flat |").replace("| wish | Wish? |", "| hope | Hopes? |")
    study = folder(suspended, renamed)
    (study / "study.yaml").write_text(STUDY)

    done = sue("form", "diff", study, "--db", suspended.path, "--json")
    assert 0 == done.returncode, (done.stderr, done.stdout)
    told = json.loads(done.stdout)
    words = sue("form", "diff", study, "--db", suspended.path).stdout
    checked = json.loads(cati("check", study, "--db", suspended.path, "--json").stdout)["findings"]

    assert {"rooms": "flat"} == told["likely_renames"]
    assert "renamed: {rooms: flat}" in words
    assert ["hint"] == [found["severity"] for found in checked if found["code"] == "form-rename-likely"]


def test_a_rename_that_was_told_is_not_suspected(suspended: Site, sue: Command) -> None:
    study = folder(suspended, FORM.replace("| rooms |", "| flat |"))
    settings = study / "study.yaml"
    step = 'changes: [{from: "1", renamed: {rooms: flat}}]\n'
    settings.write_text(STUDY.replace('version: "1"', 'version: "2"') + step)

    assert {} == json.loads(sue("form", "diff", study, "--db", suspended.path, "--json").stdout)["likely_renames"]


def test_programs_read_the_same_words_in_every_language(
    suspended: Site, sue: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, told = folder(suspended, WITHOUT_MEN), {}
    for language in ("en_GB.UTF-8", "de_DE.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        words = sue("form", "diff", study, "--db", suspended.path).stdout
        told[words] = sue("form", "diff", study, "--db", suspended.path, "--json").stdout
    assert (2, 1) == (len(told), len(set(told.values())))


def test_a_step_from_a_version_or_a_name_that_nobody_knows_is_told(
    suspended: Site, cati: Command, sue: Command
) -> None:
    study = folder(suspended, WITHOUT_MEN)
    steps = "[{from: '0.7', renamed: {years: age}}, {from: '1', renamed: {year: age}, options: {sex: {7: 3, 1: 2}}}]"
    settings = (study / "study.yaml").read_text().replace('version: "1"', 'version: "2"')
    (study / "study.yaml").write_text(f"{settings}changes: {steps}\n")
    diff = sue("form", "diff", study, "--db", suspended.path)
    check = cati("check", study, "--db", suspended.path, "--json")

    told = [(f["code"], f["column"]) for f in json.loads(check.stdout)["findings"] if f["code"].startswith("change")]
    assert {
        ("change-from-unknown", "changes[1].from"),
        ("change-old-name-unknown", "changes[2].renamed.year"),
        ("change-old-option-unknown", "changes[2].options.sex.7"),
    } == set(told)
    assert all(code in diff.stderr for code, _ in told)


def test_the_diff_in_words(suspended: Site, sue: Command) -> None:
    done = sue("form", "diff", folder(suspended, WITHOUT_MEN), "--db", suspended.path)

    assert "age: text changed (German) – Age? → How old?" in done.stdout
    assert (
        "1 interview that waits goes on under it; its answers that stand: 1, to be confirmed: 1, set apart: 1."
        in done.stdout
    )
    assert "to “sex”" in done.stdout


def test_the_diff_with_a_file_needs_no_database(suspended: Site, cati: Command) -> None:
    (suspended.path.parent / "old.md").write_text(FORM)
    done = cati("form", "diff", folder(suspended, WITHOUT_MEN), "--from", suspended.path.parent / "old.md")
    assert "sex: choice removed – 1 = man" in done.stdout
    assert "interview" not in done.stdout


def test_a_version_is_named_by_its_number_or_fingerprint(suspended: Site, sue: Command) -> None:
    study = folder(suspended, WITHOUT_MEN)
    by_number = sue("form", "diff", study, "--db", suspended.path, "--from", "1")
    assert "choice removed" in by_number.stdout
    unknown = sue("form", "diff", study, "--db", suspended.path, "--from", "7")
    assert 1 == unknown.returncode
    assert "Kept are: 1 (hash)" in unknown.stderr


def test_without_a_database_the_cure_is_named(suspended: Site, sue: Command) -> None:
    done = sue("form", "diff", folder(suspended), "--db", suspended.path.parent / "none.db")
    assert (1, True) == (done.returncode, "--from FILE" in done.stderr)


def test_the_check_says_what_the_change_will_do(suspended: Site, cati: Command) -> None:
    done = cati("check", folder(suspended, WITHOUT_MEN), "--db", suspended.path, "--json")
    changed = [found for found in json.loads(done.stdout)["findings"] if found["code"] == "form-changed"]
    assert 1 == len(changed)
    assert "under this one: 1." in changed[0]["message"]


def test_the_check_is_silent_where_nobody_was_interviewed(site: Site, cati: Command) -> None:
    site.close()
    done = cati("check", folder(site, WITHOUT_MEN), "--db", site.path, "--json")
    assert not [found for found in json.loads(done.stdout)["findings"] if found["code"].startswith("form-")]


def test_what_is_set_aside_is_exported_on_demand(
    suspended: Site, cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    study = folder(suspended, WITHOUT_MEN)
    suspended.reopen()
    with suspended.units()() as unit:
        interview = unit.interviews.get(unit.cases.get(suspended.offered_id()).open_interview)  # type: ignore[arg-type]
        unit.interviews.save(interview.set_aside())
        unit.commit()
    suspended.close()
    out = tmp_path / "out"
    done = cati(
        "export",
        study,
        "--db",
        suspended.path,
        "--as",
        "eve",
        "--include",
        "set-aside",
        "--format",
        "csv",
        "--out",
        out,
        "--language",
        "de",
    )

    assert 0 == done.returncode, done.stderr
    rows = list(csv.DictReader((out / "small_1_set_aside.csv").read_text("utf-8-sig").splitlines()))
    assert {("Sex?", "man"), ("Age?", ""), ("Rooms?", "")} == {(row["text"], row["answer_text"]) for row in rows}


def test_a_kind_that_cannot_be_included_is_named(suspended: Site, cati: Command) -> None:
    done = cati("export", folder(suspended), "--include", "everything")
    assert (2, True) == (done.returncode, "set-aside" in done.stderr)
