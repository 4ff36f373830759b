"""`cati check`: everything that is wrong with a study folder or a questionnaire, at once."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from cati_app.cli.report import report
from cati_app.cli.usage import there
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form import Form
from cati_app.engine.xlsform.codes import in_study
from cati_app.engine.xlsform.load import in_order, load_form
from cati_app.engine.xlsform.portable import portability
from cati_app.services.check_study import check_study
from cati_app.study.folder import FolderFiles, read_file, read_study_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY_OR_FORM and --json."""
    parser.add_argument("study", metavar="STUDY_OR_FORM", type=there, help="study folder, study.yaml or questionnaire")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when there are errors among them, else 0."""
    return write_findings(arguments.study, arguments.json, sys.stdout)


def write_findings(path: Path, as_json: bool, out: TextIO) -> int:
    """Write the findings; 1 when there are errors among them, else 0."""
    findings = collect(path)
    if as_json:
        json.dump({"findings": [asdict(one) for one in findings]}, out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        out.write(report(findings))
    return 1 if any(one.severity is Severity.ERROR for one in findings) else 0


def collect(path: Path) -> tuple[Finding, ...]:
    """The findings on a study folder, its study.yaml, or a questionnaire."""
    if path.is_dir() or path.name == "study.yaml":
        return _of_study(path if path.is_dir() else path.parent)
    data, problem = read_file(path)
    if data is None:
        return (problem,) if problem else ()
    return in_order(_of_form(data, path.name, FolderFiles(path.parent), own=False)[1])


def _of_form(data: bytes, name: str, beside: FolderFiles, *, own: bool) -> tuple[Form | None, list[Finding]]:
    """Our own findings; where they hold no error, the second opinion as well. `own`: a study is to run with it."""
    result = load_form(data, name, attachments=beside)
    found = in_study(result.findings) if own else list(result.findings)
    sound = not any(one.severity is Severity.ERROR for one in found)
    return result.form, [*found, *(portability(data, name) if sound else ())]


def _of_study(folder: Path) -> tuple[Finding, ...]:
    read = read_study_folder(folder)
    found = list(read.findings)
    form = None
    if read.questionnaire is not None:
        form, more = _of_form(read.questionnaire, read.questionnaire_name, read.beside, own=True)
        found += more
    if read.result.study is not None:
        found += check_study(read.result.study, form, read.result.lines)
    return in_order(found)
