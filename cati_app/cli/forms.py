"""FORM of the authors' commands: a questionnaire, or a study folder with one in it."""

from __future__ import annotations

import argparse
from pathlib import Path

from cati_app.cli.report import report
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form import Form
from cati_app.engine.xlsform.load import FormResult, load_form
from cati_app.study.folder import read_file, read_study_folder


def form_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM."""
    parser.add_argument(
        "form", metavar="FORM", type=there, help="questionnaire (.xlsx, .xls, .csv, .md), or study folder"
    )


def load_any_form(path: Path) -> tuple[Form, tuple[Finding, ...]]:
    """The form with what was found that does not keep it from running.

    Raises:
        EnvironmentProblem: `form_errors` with every error, `form_unreadable`.
    """
    result = _load(path)
    if result.form is None:
        errors = [one for one in result.findings if one.severity is Severity.ERROR]
        raise EnvironmentProblem(
            "form_errors",
            report(errors),
            f"The questionnaire cannot run like this; `cati check {path}` says everything.",
        )
    return result.form, result.findings


def _load(path: Path) -> FormResult:
    if path.is_dir() or path.name == "study.yaml":
        read = read_study_folder(path if path.is_dir() else path.parent)
        if read.questionnaire is None:
            return FormResult(None, tuple(read.findings))
        return load_form(read.questionnaire, read.questionnaire_name)
    data, problem = read_file(path)
    if data is None:
        raise EnvironmentProblem("form_unreadable", *((problem.message, problem.cure) if problem else ("", "")))
    return load_form(data, path.name)
