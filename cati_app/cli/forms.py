"""FORM of the authors' commands: a questionnaire, or a study folder with one in it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from cati_app.cli.report import report
from cati_app.cli.usage import force_argument, say_beside, there, write_file
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phrases import Phrase
from cati_app.engine.form.model import Form
from cati_app.engine.xlsform.load import FormResult, load_form
from cati_app.publish.outputs import FileKind, Outputs
from cati_app.publish.paper.source import Source, read_source
from cati_app.station.folders import default_blocklist
from cati_app.study.files import FolderFiles, read_file
from cati_app.study.folder import read_study_folder
from cati_app.study.model import Study
from cati_app.texts import say


@dataclass(frozen=True)
class OpenedSource:
    """A questionnaire with its author's cells, and the study it belongs to where a folder was named."""

    source: Source
    study: Study | None
    file: Path
    findings: tuple[Finding, ...]


def form_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM."""
    parser.add_argument(
        "form",
        metavar=say("FORM"),
        type=there,
        help=say("questionnaire (.xlsx, .xls, .csv, .md, XForm .xml), or study folder"),
    )


def load_any_form(path: Path) -> tuple[Form, tuple[Finding, ...]]:
    """The form with what was found that does not keep it from running.

    Raises:
        EnvironmentProblem: `form_errors` with every error, `form_unreadable`.
    """
    result = _load(path)
    if result.form is None:
        errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
        raise EnvironmentProblem(
            "form_errors",
            report(errors),
            Phrase("The questionnaire cannot run like this; `cati check {path}` says everything.", path=path),
        )
    return result.form, result.findings


def load_source(path: Path) -> OpenedSource:
    """The form beside the author's cells.

    Raises:
        EnvironmentProblem: `form_errors` with every error, `form_unreadable`.
    """
    form, findings = load_any_form(path)
    study: Study | None = None
    if path.is_dir() or path.name == "study.yaml":
        folder = path if path.is_dir() else path.parent
        read = read_study_folder(folder)
        study, path = read.result.study, folder / read.questionnaire_name
    data, problem = read_file(path)
    if data is None:
        raise EnvironmentProblem("form_unreadable", *((problem.message, problem.cure) if problem else ("", "")))
    return OpenedSource(read_source(data, path.name, form), study, path, findings)


def language_of(form: Form, asked: str) -> str:
    """The code of a language asked for by code or name, blank when none was.

    Raises:
        EnvironmentProblem: `language_unknown`.
    """
    if not asked:
        return ""
    for code, name in form.languages:
        if asked.casefold() in (code.casefold(), name.casefold()):
            return code
    names = ", ".join(f"{code} ({name})" for code, name in form.languages)
    raise EnvironmentProblem(
        "language_unknown",
        Phrase("The questionnaire has no language “{asked}”.", asked=asked),
        Phrase("It has: {names}.", names=names),
    )


def output_arguments(parser: argparse.ArgumentParser, metavar: str, text: str) -> None:
    """--out and --force of commands that make one file of a questionnaire."""
    parser.add_argument("--out", type=Path, required=True, metavar=metavar, help=text)
    force_argument(parser)


def write_out(arguments: argparse.Namespace, kind: FileKind, data: bytes) -> None:
    """Write the file that was asked for with --out, and say its name.

    Raises:
        EnvironmentProblem: `out_unwritable`, `out_protected`, `out_other_kind`.
    """
    write_file(form_outputs(arguments), arguments.out, kind, data)
    say_beside(arguments.out, f"{arguments.out}\n")


def form_outputs(arguments: argparse.Namespace) -> Outputs:
    """What writes beside FORM."""
    return Outputs(reads=[arguments.form], stores=[default_blocklist()], force=arguments.force)


def _load(path: Path) -> FormResult:
    if path.is_dir() or path.name == "study.yaml":
        read = read_study_folder(path if path.is_dir() else path.parent)
        if read.questionnaire is None:
            return FormResult(None, tuple(read.findings))
        study = read.result.study
        unnamed = study.first_language if study is not None else ""
        result = load_form(read.questionnaire, read.questionnaire_name, attachments=read.beside, unnamed=unnamed)
        if study is None or result.form is None:
            return result
        return replace(result, form=result.form.directed(study.directions))
    data, problem = read_file(path)
    if data is None:
        raise EnvironmentProblem("form_unreadable", *((problem.message, problem.cure) if problem else ("", "")))
    return load_form(data, path.name, attachments=FolderFiles(path.parent))
