"""Reads and checks a study folder by the model of study.yaml, and keeps what a next start needs of it."""

from __future__ import annotations

from pathlib import Path

from cati_app.domain.casework.form_versions import FormFiles
from cati_app.domain.findings import Finding
from cati_app.domain.sittings.guide import TopicGuide
from cati_app.engine.form.model import Form
from cati_app.engine.sheets.codes import in_study
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.shelf import Shelf
from cati_app.fieldwork.sitting.sitting_rules import SittingRules
from cati_app.station.data_form import with_further_codes
from cati_app.station.kept_study import StudyAtStart, StudyHead, kept_name, pack_rules, pack_study
from cati_app.station.loading import LoadedStudy, StudySource, errors, form_hash, has_sample, titles_of
from cati_app.station.no_opening import NO_OPENING, no_opening
from cati_app.station.study_rules import rules_of, with_sealed_columns
from cati_app.study.check_study import check_study
from cati_app.study.files import ReadOnce
from cati_app.study.folder import read_study_folder
from cati_app.study.load import load_study
from cati_app.study.model import Study


def check_folder(folder: Path, shelf: Shelf | None) -> LoadedStudy | tuple[Finding, ...]:
    """As `read_study`, whatever was kept."""
    read = read_study_folder(folder)
    study = read.result.study
    if study is None or errors(read.findings):
        return read.findings
    questionnaire, name = read.questionnaire, read.questionnaire_name
    if questionnaire is None and study.is_expert and not study.opening:
        questionnaire, name = no_opening(study), NO_OPENING
    if questionnaire is None:
        return read.findings
    beside = ReadOnce(read.beside)
    result = load_form(questionnaire, name, shelf, beside, unnamed=study.first_language)
    findings = (*read.findings, *in_study(result.findings), *check_study(study, result.form, read.result.lines))
    if result.form is None or errors(findings):
        return findings
    files = FormFiles(name, questionnaire, beside.read(result.files))
    form = with_sealed_columns(study, result.form.directed(study.directions))
    source = StudySource.given(_titled(folder, study), form)
    sittings = _sittings(study, read.guide)
    loaded = LoadedStudy(folder, source, form_hash(files), findings, files, read.result.lines, sittings)
    if shelf is not None and sittings is None:  # what is kept knows nothing of a guide
        shelf.put(kept_name(read.data), pack_study(_kept(study, loaded)))
    return loaded


def _sittings(study: Study, guide: TopicGuide | None) -> SittingRules | None:
    if not study.is_expert or guide is None:
        return None
    recording = study.consent.recording if study.recording != "none" else None
    return SittingRules(guide, study.sittings_most, study.calling.expected_length_min, study.consent.quotes, recording)


def _kept(study: Study, loaded: LoadedStudy) -> StudyAtStart:
    sample = study.case_list.file or "" if study.case_list is not None else ""
    return StudyAtStart(
        head=StudyHead.of(study),
        rules=pack_rules(rules_of(study, loaded.form, 1.0)),
        form_hash=loaded.form_hash,
        questionnaire=study.form_file,
        beside=tuple(loaded.files.beside),
        first_language=study.first_language,
        directions=study.directions,
        sample=sample,
        sample_found=has_sample(loaded.folder, sample),
        findings=loaded.findings,
        lines=dict(loaded.lines),
    )


def settings_again(folder: Path, data: bytes) -> Study:
    """The model of a study.yaml that was found good before, by this version of the program."""
    study = load_study(data).study
    assert study is not None, "what was kept is kept by content and version of the program"
    return _titled(folder, study)


def _titled(folder: Path, study: Study) -> Study:
    return study.model_copy(update={"title": titles_of(folder, study.title)})


def built(study: Study, files: FormFiles) -> Form | None:
    """The form of kept files; None where this version of the program cannot read them any more."""
    form = load_form(files.questionnaire, files.name, None, files.beside, unnamed=study.first_language).form
    return with_sealed_columns(study, form) if form is not None else None


def built_for_data(study: Study, files: FormFiles) -> Form | None:
    """The same as data sets read it."""
    form = built(study, files)
    return with_further_codes(study, form) if form is not None else None
