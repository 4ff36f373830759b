"""Reads a study folder: its settings, its questionnaire, and what the screens say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

import platformdirs

import cati_app.engine
from cati_app.domain.casework.form_versions import NO_FILES, FormFiles
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.model import Form
from cati_app.engine.sheets.codes import in_study
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.shelf import Shelf
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.station.folders import is_rehearsal
from cati_app.station.wiring import with_sealed_columns
from cati_app.study.cache import WorkbookCache
from cati_app.study.check_study import check_study
from cati_app.study.folder import ReadOnce, read_study_folder
from cati_app.study.model import Study
from cati_app.texts import words_of
from cati_app.texts.language_names import language_name
from cati_app.ui.stage.study_texts import FurtherTexts, StudyTexts
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class LoadedStudy:
    """A study folder, read and checked."""

    folder: Path
    study: Study
    form: Form
    form_hash: str  # over the questionnaire and the files beside it
    findings: tuple[Finding, ...]
    files: FormFiles = NO_FILES  # what the form was built from
    lines: Mapping[str, int] = field(default_factory=dict)  # of each setting in study.yaml, by path

    def is_held_with(self, fingerprint: str) -> bool:
        """Whether an interview with this fingerprint was held with this questionnaire.

        Versions of the program that left the files beside it out of the fingerprint did not tell them apart.
        """
        return fingerprint in (self.form_hash, form_hash(replace(self.files, beside={})))


def read_study(folder: Path, shelf: Shelf | None = None) -> LoadedStudy | tuple[Finding, ...]:
    """A study folder, ready to run; the findings instead when there are errors among them.

    Args:
        folder: The study folder.
        shelf: Keeps workbooks once read.
    """
    read = read_study_folder(folder)
    study = read.result.study
    if study is None or read.questionnaire is None:
        return read.findings
    beside = ReadOnce(read.beside)
    result = load_form(read.questionnaire, read.questionnaire_name, shelf, beside, unnamed=study.first_language)
    findings = (*read.findings, *in_study(result.findings), *check_study(study, result.form, read.result.lines))
    if result.form is None or errors(findings):
        return findings
    if is_rehearsal(folder):
        study = study.model_copy(update={"title": {code: _rehearsed(code, text) for code, text in study.title.items()}})
    files = FormFiles(read.questionnaire_name, read.questionnaire, beside.read(result.files))
    form = with_sealed_columns(study, result.form.directed(study.directions))
    return LoadedStudy(folder, study, form, form_hash(files), findings, files, read.result.lines)


def workbook_cache() -> WorkbookCache:
    """Questionnaires once read and built, in the user's cache folder."""
    folder = Path(platformdirs.user_cache_dir("cati")) / "workbooks"
    return WorkbookCache(folder, Path(cati_app.engine.__file__).parent)


def built(study: Study, files: FormFiles) -> Form | None:
    """The form of kept files; None where this version of the program cannot read them any more."""
    form = load_form(files.questionnaire, files.name, None, files.beside, unnamed=study.first_language).form
    return with_sealed_columns(study, form) if form is not None else None


def form_hash(files: FormFiles) -> str:
    """Short fingerprint of a questionnaire and the files beside it.

    Of a questionnaire that stands alone it is the one of earlier versions of the program, which left out the files
    beside it.
    """
    whole = hashlib.sha256(files.questionnaire)
    for name, data in sorted(files.beside.items()):
        whole.update(f"\0{name}\0{hashlib.sha256(data).hexdigest()}".encode())
    return whole.hexdigest()[:16]


def study_texts(loaded: LoadedStudy, interface_language: str) -> StudyTexts:
    """Labels of the study in the language of the interface, else in German, else in any."""
    study = loaded.study
    say = partial(_text, interface_language)
    return StudyTexts(
        title=say(study.title),
        version=study.version,
        languages={
            language.code: language_name(language.code, interface_language, language.name)
            for language in study.languages
        },
        dimensions=tuple(
            (say(d.label), {c.code: say(c.label) for c in d.categories})
            for d in (study.quota.dimensions if study.quota else ())
        ),
        further_quotas={
            quota.name: FurtherTexts(
                say(quota.label) if quota.label else " × ".join(say(d.label) for d in quota.dimensions),
                tuple({c.code: say(c.label) for c in d.categories} for d in quota.dimensions),
            )
            for quota in study.further_quotas
        },
        objections={
            language.code: tuple(
                (_text(language.code, o.says), _text(language.code, o.answer)) for o in study.objections
            )
            for language in study.languages
        },
        auto_advance=study.auto_advance,
        not_applicable=study.not_applicable,
        endings={why.value: texts for why in EarlyEnd if (texts := getattr(study.ending, why.value)) is not None},
        results={result.code: say(result.label) for result in study.results if result.label},
    )


def _rehearsed(language: str, title: str) -> str:
    """The word stands wherever the title of a study does: on screens, on paper, in data sets."""
    return words_of(language).say("Rehearsal: {title}", title=title)


def practised(loaded: LoadedStudy) -> LoadedStudy:
    """The same study with the word wherever its title stands: somebody practises on it."""
    titles = {code: words_of(code).say("Practice: {title}", title=text) for code, text in loaded.study.title.items()}
    return replace(loaded, study=loaded.study.model_copy(update={"title": titles}))


def errors(findings: Sequence[Finding]) -> list[Finding]:
    """Only what keeps a study from running."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _text(language: str, texts: dict[str, str]) -> str:
    return texts.get(language) or texts.get("de") or next(iter(texts.values()))
