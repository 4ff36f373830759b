"""A new study: whole or not at all, never over something else, and what was filled in is there the next time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.cli.check import study_checked
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.model import Form
from cati_app.station.loading import LoadedStudy
from cati_app.station.new_study import UnfinishedStudy, as_iso, files_of, looked, make, short_name, tidied
from cati_app.station.new_study_file import NewStudy
from cati_app.station.study_reading import read_study
from cati_app.study.load import load_study
from cati_app.ui.setting_up.typed_quota import TypedQuota, as_text, quotas_of

_FORM = """
| survey |
| | type | name | label::Deutsch (de) | label::English (en) |
| | begin_group | screening | Auswahl | Selection |
| | select_one yes_no | willing | Nehmen Sie teil? | Do you take part? |
| | select_one sex | sex | Geschlecht? | Sex? |
| | end_group | | | |
| | integer | cars | Autos? | Cars? |
| choices |
| | list_name | name | label::Deutsch (de) | label::English (en) |
| | yes_no | yes | ja | yes |
| | yes_no | no | nein | no |
| | sex | m | Männer | men |
| | sex | f | Frauen: alle | women |
"""
_TABLES = "variable,category,count\nsex,m,49\nsex,f,51\n"


def _check(folder: Path) -> tuple[Sequence[Finding], Form | None]:
    checked = study_checked(folder)
    return checked.findings, checked.form


def _planned(tables: Path, total: str = "40") -> str:
    return as_text([TypedQuota(table=str(tables), total=total)])


@pytest.fixture
def study(tmp_path: Path) -> NewStudy:
    form, tables = tmp_path / "form.md", tmp_path / "margins.csv"
    form.write_text(_FORM, encoding="utf-8")
    tables.write_text(_TABLES, encoding="utf-8")
    return NewStudy(
        form=str(form),
        title='Autos: "alle" #1',
        study="autos",
        folder=str(tmp_path / "studies" / "autos"),
        first="de",
        further="en",
        institute="Institut",
        client="Stadt",
        controller="Institut",
        contact_phone="030 23125 990",
        contact_email="a@b.example",
        state="NI",
        start="1.12.2026",
        end="20.12.2026",
        screener="screening",
        quotas=_planned(tables),
    )


def test_the_study_can_be_opened_and_holds_what_was_filled_in(study: NewStudy) -> None:
    folder = make(tidied(study), str)

    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy)
    made = loaded.study
    languages = [language.code for language in made.languages]
    assert ('Autos: "alle" #1', ["de", "en"], "screening") == (made.title["de"], languages, made.screener)
    assert made.quota is not None
    assert {"m": 20, "f": 20} == made.quota.targets
    assert ["Männer", "Frauen: alle"] == [each.label["de"] for each in made.quota.dimensions[0].categories]


def test_a_study_without_a_quota_is_one_too(study: NewStudy) -> None:
    folder = make(tidied(replace(study, quotas="", saturday="", start="", end="")), str)

    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy)
    assert (None, None) == (loaded.study.quota, loaded.study.calling.saturday)


def test_what_is_there_is_never_written_over(study: NewStudy) -> None:
    folder = make(tidied(study), str)
    before = (folder / "study.yaml").read_bytes()

    with pytest.raises(EnvironmentProblem) as refused:
        make(tidied(replace(study, title="Another")), str)

    assert ("new_study_there", before) == (refused.value.code, (folder / "study.yaml").read_bytes())


def test_nothing_is_left_of_a_study_that_could_not_be_made(study: NewStudy) -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        make(replace(study, form="/nowhere/form.xlsx"), str)

    assert "new_study_form" == refused.value.code
    assert not Path(study.folder).parent.exists()


def test_findings_on_the_questionnaire_come_before_anything_else_is_filled_in(study: NewStudy) -> None:
    form = Path(study.form)
    form.write_text(_FORM.replace("integer | cars | Autos?", "integer | cars | ${nothing}?"), encoding="utf-8")

    now = looked(NewStudy(form=study.form), _check, str)

    assert ["survey"] == [finding.sheet for finding in now.findings if finding.severity is Severity.ERROR]


def test_languages_groups_and_questions_are_those_of_the_questionnaire(study: NewStudy) -> None:
    now = looked(NewStudy(form=study.form), _check, str)

    assert ({"de": "Deutsch (de)", "en": "English (en)"}, ("screening",), 3) == (
        dict(now.languages),
        now.groups,
        now.questions,
    )


def test_a_category_that_the_questionnaire_does_not_have_is_named(study: NewStudy) -> None:
    Path(study.form).with_name("margins.csv").write_text(_TABLES.replace("sex,f", "sex,x"), encoding="utf-8")

    now = looked(tidied(study), _check, str)

    assert "quota-value-impossible" in {finding.code for finding in now.findings}


@pytest.mark.parametrize("total", ["", "0", "many", "-3", "1" * 30])
def test_tables_need_a_number_of_interviews(study: NewStudy, total: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        looked(replace(study, quotas=_planned(Path(study.form).with_name("margins.csv"), total)), _check, str)

    assert "plan_total_needed" == refused.value.code


@pytest.mark.parametrize("day", ["soon", "31.2.2026", "2026-13-01", "} evil: {"])
def test_a_day_that_is_none_is_a_finding(study: NewStudy, day: str) -> None:
    now = looked(tidied(replace(study, start=day)), _check, str)

    errors = [finding for finding in now.findings if finding.severity is Severity.ERROR]
    assert errors and {"study.yaml"} == {finding.sheet for finding in errors}


def test_what_was_left_in_the_middle_is_there_again(study: NewStudy, tmp_path: Path) -> None:
    kept = UnfinishedStudy(tmp_path / "state")
    nothing = kept.read()
    kept.keep(study)

    assert (None, study) == (nothing, kept.read())
    kept.forget()
    assert kept.read() is None


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"form": 3, "other": 1}'])
def test_a_kept_file_that_is_none_hinders_nobody(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "new-study.json").write_bytes(content)

    assert UnfinishedStudy(tmp_path).read() in (None, NewStudy(form="3"))


def test_short_names_and_days() -> None:
    assert "buergerforum-verkehr-2027" == short_name("Bürgerforum: Verkehr 2027!")
    assert ("2026-12-01", "2026-12-01", "soon") == tuple(map(as_iso, ("1.12.2026", "2026-12-01", "soon")))


def test_several_quotas_each_with_its_mode_and_one_within_another(study: NewStudy) -> None:
    quotas = (
        TypedQuota(variables=("sex",), targets={"m": "20", "f": "30"}),
        TypedQuota("takes_part", "soft", ("willing",), within="sex=f", targets={"yes": "5", "no": "0"}),
    )
    folder = make(tidied(replace(study, quotas=as_text(quotas))), str)

    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy)
    first, (second,) = loaded.study.quota, loaded.study.further_quotas
    assert first is not None
    assert ("strict", 50, {"m": 20, "f": 30}) == (first.mode, first.total, first.targets)
    assert ("takes_part", "soft", {"sex": ["f"]}) == (second.name, second.mode, second.within)


def test_what_a_quota_may_count_by_has_one_answer_of_several_or_values_that_can_be_told(study: NewStudy) -> None:
    """Also where a setting is wrong, such as the day of the fixture."""
    now = looked(study, _check, str)

    assert {"willing", "sex"} == set(now.variables)
    assert (("m", "Männer"), ("f", "Frauen: alle")) == now.variables["sex"]
    assert {"main": ("sex",)} == now.planned


def test_a_study_elsewhere_has_its_country_and_zone_and_the_locked_rules_hold(study: NewStudy) -> None:
    elsewhere = replace(study, country="AT", time_zone="Europe/Vienna", state="9")
    folder = make(tidied(elsewhere), str)
    late = looked(tidied(replace(elsewhere, weekdays="09:00-22:00")), _check, str)

    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy)
    calling = loaded.study.calling
    assert ("AT", "Europe/Vienna", "9") == (calling.country, calling.time_zone, calling.state)
    assert "rules-loosened" in {finding.code for finding in late.findings}


def test_how_an_interview_ends_early_is_said_in_the_words_typed(study: NewStudy) -> None:
    folder = make(tidied(replace(study, full='"Danke": genug', not_eligible="Leider nicht")), str)

    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy)
    assert ({"de": '"Danke": genug'}, None) == (loaded.study.ending.full, loaded.study.ending.refused)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[3]", '{"a": 1}', "null", '[{"name": 3, "variables": "x", "targets": []}]']
)
def test_quotas_that_cannot_be_read_hinder_nobody(text: str) -> None:
    assert all(isinstance(quota, TypedQuota) for quota in quotas_of(text))


def test_a_calculation_that_names_results_ends_interviews_of_the_new_study(study: NewStudy) -> None:
    ends = "| | calculate | ending | | | if(${willing} = 'no', 'refusal', '') |\n| choices |"
    form = Path(study.form)
    form.write_text(
        _FORM.replace("(en) |\n| | begin", "(en) | calculation |\n| | begin").replace("| choices |", ends),
        encoding="utf-8",
    )

    loaded = read_study(make(tidied(study), str))

    assert isinstance(loaded, LoadedStudy)
    assert "ending" == loaded.study.outcome


def test_what_the_questionnaire_is_called_is_proposed_as_the_title(study: NewStudy) -> None:
    form = Path(study.form)
    form.write_text(_FORM + "| settings |\n| | form_title |\n| | Cars in town |\n", encoding="utf-8")

    assert "Cars in town" == looked(study, _check, str).title
    form.write_text(_FORM, encoding="utf-8")
    assert "" == looked(study, _check, str).title


def test_sources_of_published_tables_are_kept_in_study_yaml(study: NewStudy, tmp_path: Path) -> None:
    named = "variable,category,share,source,date,estimate\nsex,m,0.5,Census,2022-05-15,\nsex,f,0.5,,,\n"
    (tmp_path / "margins.csv").write_text(named, encoding="utf-8")

    loaded = load_study(files_of(tidied(study), str)["study.yaml"]).study

    assert loaded is not None
    assert loaded.quota is not None
    assert [("Census, 2022-05-15", False)] == [(d.source, d.estimate) for d in loaded.quota.dimensions]
