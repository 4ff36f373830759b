"""A questionnaire whose columns name no language is in the first language of its study, wherever it is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.cli.check import check
from cati_app.cli.forms import load_any_form, load_source
from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.cases import Attempt, Case, CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import AttemptId, CaseId, InterviewId
from cati_app.engine.changes.steps import Edition
from cati_app.engine.session.session import InterviewSession
from cati_app.engine.xlsform.load import load_form
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview import conduct_protocol as say
from cati_app.fieldwork.interview.conduct import Conduct
from cati_app.fieldwork.interview.ending import language_found
from cati_app.publish.dataset.build import build_table
from cati_app.publish.dataset.versions import Versions
from cati_app.station.loading import LoadedStudy, study_texts
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.station.study_rules import rules_of
from tests.stations import FORM, TUESDAY, Site, study_with
from tests.unit.engine.forms import TickingClock, table
from tests.unit.fieldwork.interviews import ANN, STUDY
from tests.unit.publish import records

ONE = "languages: [{code: de, name: Deutsch}]"
TWO = "languages: [{code: de, name: Deutsch}, {code: en, name: English}]"
SURVEY = table("survey", "type | name | label", "select_one yn or_other | here | Wohnen Sie hier?")
CHOICES = table("choices", "list_name | name | label", "yn | 1 | Ja", "yn | 2 | Nein")
MIXED = table("survey", "type | name | label | label::English (en)", "integer | age | Alter? | Age?")
XFORM = """\
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>X</h:title><model>
<itext><translation lang="default"><text id="a"><value>Alter?</value></text></translation></itext>
<instance><data id="x"><age/></data></instance><bind nodeset="/data/age" type="int"/>
</model></h:head><h:body><input ref="/data/age"><label ref="jr:itext('a')"/></input></h:body></h:html>
"""


def folder(tmp_path: Path, languages: str = ONE, form: str = SURVEY + CHOICES) -> Path:
    (tmp_path / "study.yaml").write_text(STUDY.replace(ONE, languages), encoding="utf-8")
    (tmp_path / "form.md").write_text(form, encoding="utf-8")
    return tmp_path


def loaded(path: Path) -> LoadedStudy:
    study = read_study(path, workbook_cache())
    assert isinstance(study, LoadedStudy), study
    return study


def codes(path: Path) -> list[str]:
    return [finding.code for finding in check(path).findings]


def begun(study: LoadedStudy, language: str | None = None) -> tuple[Conduct, Interview]:
    """An interview of a case with this language."""
    texts = study_texts(study, "de")
    rules = rules_of(study.study, study.form, 1.0)
    conduct = Conduct(ANN, study.form, rules, texts.languages, SimulatedClock(TUESDAY))
    case = Case(CaseId("case-1"), 1, "mobile", CaseState.OPEN, language=language)
    attempt = Attempt(AttemptId("attempt-1"), case.id, ANN.id, 1, TUESDAY)
    commands = conduct.handle(say.Begun(Offer(case, attempt, Because.NEVER_CALLED, (), True)))
    (created,) = (command for command in commands if isinstance(command, say.CreateInterview))
    made = Interview(
        InterviewId("i"), case.id, ANN.id, InterviewState.RUNNING, study.form_hash, created.language, TUESDAY
    )
    conduct.handle(say.InterviewCreated(made))
    return conduct, made


def test_an_interview_is_held_in_the_language_of_the_study(tmp_path: Path) -> None:
    study = loaded(folder(tmp_path))
    conduct, made = begun(study)

    assert conduct.session is not None
    assert ("de", "de") == (made.language, conduct.session.language)
    question = conduct.session.screen().questions[0]
    assert "Wohnen Sie hier?" == question.label
    assert ["Ja", "Nein", "Anderes"] == [choice.label for choice in question.choices]


def test_the_language_of_the_study_is_no_part_of_what_was_kept_for_another(tmp_path: Path) -> None:
    """The same questionnaire serves two studies."""
    assert "de" == loaded(folder(tmp_path)).form.default_language
    turkish = "languages: [{code: tr, name: Türkçe}]"
    assert "tr" == loaded(folder(tmp_path, turkish)).form.default_language


def test_the_direction_the_study_states_holds(tmp_path: Path) -> None:
    persian = "languages: [{code: fa, name: Unsere Sprache, right_to_left: true}]"
    form = loaded(folder(tmp_path, persian)).form
    assert (frozenset({"fa"}), (("fa", "Unsere Sprache (fa)"),)) == (form.right_to_left, form.languages)


def test_commands_read_the_form_as_the_study_does(tmp_path: Path) -> None:
    path = folder(tmp_path)
    form, _ = load_any_form(path)
    source = load_source(path).source
    assert "de" == form.default_language
    assert "Wohnen Sie hier?" == source.text(source.form.nodes[1], "label", "de")
    assert "default" == load_any_form(path / "form.md")[0].default_language  # alone it has no study


@pytest.mark.parametrize(("languages", "told"), [(ONE, False), (TWO, True)])
def test_the_check_says_when_several_languages_have_one_text(tmp_path: Path, languages: str, told: bool) -> None:
    found = codes(folder(tmp_path, languages))
    assert told == ("language-unnamed" in found)
    assert not {"language-not-in-form", "language-not-in-study", "language-code-unregistered"} & set(found)


def test_where_the_form_names_one_of_two_languages_the_other_stays_unnamed(tmp_path: Path) -> None:
    assert {"language-not-in-form", "language-not-in-study"} <= set(codes(folder(tmp_path, TWO, MIXED)))


def test_a_translation_called_default_is_no_language_either() -> None:
    form = load_form(XFORM.encode(), "form.xml", unnamed="Deutsch (de)").form
    assert form is not None
    assert (("de", "Deutsch (de)"),) == form.languages
    session = InterviewSession(form, TickingClock(), seed=1, language="de", hidden={})
    assert "Alter?" == session.screen().questions[0].label


def test_a_case_that_speaks_what_the_form_does_not_is_stored_in_the_language_it_is_asked_in(tmp_path: Path) -> None:
    conduct, made = begun(loaded(folder(tmp_path, TWO)), "en")
    assert conduct.session is not None
    assert ("de", "de") == (made.language, conduct.session.language)


def test_an_interview_stored_without_the_code_goes_on_in_the_language_and_changes_none(tmp_path: Path) -> None:
    study = loaded(folder(tmp_path))
    session = InterviewSession(study.form, TickingClock(), seed=1, language="default", hidden={})
    _, made = begun(study)
    assert "de" == session.language
    assert language_found(replace(made, language="default"), session, ("de",)) is None


def test_data_of_interviews_stored_without_the_code_have_the_one_of_the_codebook(tmp_path: Path) -> None:
    form = loaded(folder(tmp_path)).form
    edition = Edition(("1",), "h" * 16, form)
    versions = Versions([edition], [edition], (), "de")
    rows = [
        records.held(form, {}, number, form_hash="h" * 16, language=language)
        for number, language in enumerate(("default", "de", "tr"), 1)
    ]
    exported = build_table(form, records.STUDY, rows, versions=versions)
    assert ["de", "de", "tr"] == sorted(map(str, exported.column("interview_lang")))


def test_versions_that_are_kept_are_read_in_the_language_of_the_study(site: Site) -> None:
    site.reopen(study_with(FORM.replace("label", "label::Deutsch (de)"), "second"))
    before = site.station.earlier_forms.form("hash")
    assert before is not None
    assert (("de", "Deutsch (de)"),) == before.languages
