"""`cati preview STUDY_OR_FORM`: the questionnaire as interviewers will see it; nothing is called, nothing stored."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.cli.check import form_checked, study_checked
from cati_app.cli.screen import has_screen
from cati_app.cli.usage import there
from cati_app.demo.preview.source import PreviewRead
from cati_app.demo.preview.verdict import PreviewQuota
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.cell_names import cell_name, column_letters
from cati_app.fieldwork.interview.handed_in import of_introduction
from cati_app.station.loading import LoadedStudy, StudySource, study_texts
from cati_app.study.files import read_file
from cati_app.study.folder import read_study_folder
from cati_app.study.model import Study
from cati_app.study.rules import quota_plan
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.texts import chosen, say
from cati_app.texts.language_names import language_name
from cati_app.ui.stage.study_texts import StudyTexts

if TYPE_CHECKING:
    from cati_app.demo.preview.sitting_window import GuideRead

_BESIDE, _MOST = (".csv", ".xml", ".geojson"), 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY_OR_FORM, and how the window looks."""
    parser.add_argument(
        "study", metavar=say("STUDY_OR_FORM"), type=there, help=say("study folder, study.yaml or questionnaire")
    )
    parser.add_argument("--language", choices=("de", "en"), default=None, help=say("language of the interface"))
    parser.add_argument("--dark", action=argparse.BooleanOptionalAction, default=None, help=say("dark or light"))


def run(arguments: argparse.Namespace) -> int:
    """Open the window; EnvironmentProblem without a screen."""
    if not has_screen():
        raise EnvironmentProblem("no_screen", "There is no screen for a window here.", "Set DISPLAY.")
    return open_preview(arguments.study, arguments.language, arguments.dark)


def open_preview(path: Path, language: str | None = None, dark: bool | None = None) -> int:
    """The window on a study folder, its study.yaml, or a questionnaire, until it is closed."""
    from cati_app.demo.preview.window import preview  # noqa: PLC0415 - commands start without Qt

    path = path.resolve()
    folder = path.parent if path.name == STUDY_SHEET else path
    study = read_study_folder(folder).result.study if folder.is_dir() else None
    if study is not None and study.is_expert:
        from cati_app.demo.preview.sitting_window import preview_guide  # noqa: PLC0415 - as above

        return preview_guide(partial(read_of_guide, folder, study), language, dark)
    read = partial(read_of_study, folder) if folder.is_dir() else partial(read_of_form, path)
    return preview(read, language, dark)


def read_of_study(folder: Path) -> PreviewRead:
    """The questionnaire of a study folder, with what the study hands in."""
    checked = study_checked(folder)
    study = checked.study
    files: tuple[Path, ...] = (folder / STUDY_SHEET,)
    if study is None:
        return PreviewRead(None, _no_texts(folder.name), checked.findings, files)
    files = (*files, folder / study.form_file)
    form = checked.form.directed(study.directions) if checked.form is not None else None
    texts = _texts_of(folder, study, form) if form is not None else _no_texts(folder.name)
    hidden = {of_introduction(name): str(value) for name, value in study.introduction.model_dump().items()}
    beside = _beside((folder / study.form_file).parent)
    plan = quota_plan(study)
    quota = PreviewQuota(plan, study.screener or "") if plan is not None else None
    cell_of = _cells_of(folder / study.form_file)
    return PreviewRead(
        form, texts, checked.findings, (*files, *beside), hidden, study.calling.time_zone, quota, cell_of
    )


def read_of_guide(folder: Path, before: Study) -> GuideRead:
    """The topic guide of an expert study.

    Args:
        before: The study as it was read last, for what is shown while study.yaml has errors.
    """
    from cati_app.demo.preview.sitting_window import GuideRead  # noqa: PLC0415 - as above

    read, checked = read_study_folder(folder), study_checked(folder)
    study = checked.study or before
    return GuideRead(
        read.guide,
        study.title.get(chosen().language) or next(iter(study.title.values())),
        {language.code: language.name for language in study.languages},
        study.calling.time_zone,
        study.calling.expected_length_min,
        study.sittings_most,
        checked.findings,
        (folder / STUDY_SHEET, folder / (study.guide or "")),
    )


def read_of_form(path: Path) -> PreviewRead:
    """A questionnaire that stands alone."""
    checked = form_checked(path)
    form = checked.form
    texts = _texts_of_form(form, path.stem) if form is not None else _no_texts(path.name)
    files = (path, *_beside(path.parent))
    return PreviewRead(form, texts, checked.findings, files, cell_of=_cells_of(path))


def _cells_of(path: Path) -> Callable[[Finding], str]:
    """What the cell of a finding is called in a spreadsheet."""
    data, _ = read_file(path)
    letters = column_letters(data, path.name) if data is not None else {}
    return lambda finding: cell_name(letters, finding.sheet, finding.row, finding.column)


def _texts_of(folder: Path, study: Study, form: Form) -> StudyTexts:
    return study_texts(LoadedStudy(folder, StudySource.given(study, form), "", ()), chosen().language)


def _texts_of_form(form: Form, name: str) -> StudyTexts:
    languages = {code: language_name(code, chosen().language) for code, _ in form.languages}
    return StudyTexts(form.title or name, form.version, languages, (), {}, auto_advance=False, not_applicable=False)


def _no_texts(title: str) -> StudyTexts:
    return StudyTexts(title, "", {}, (), {}, auto_advance=False, not_applicable=False)


def _beside(folder: Path) -> Iterable[Path]:
    """Lists that questionnaires read from files: a change there is a change of the questionnaire."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in _BESIDE)[:_MOST]
    except OSError:
        return ()
