"""`cati convert FORM --to xform|xlsx --out FILE`: a questionnaire in another form, repairs included."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cati_app.cli.report import report
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.xlsform.load import in_order, load_form
from cati_app.engine.xlsform.read import read_workbook
from cati_app.engine.xlsform.repair.workbook import repaired
from cati_app.engine.xlsform.workbook import Workbook
from cati_app.engine.xlsform.write import as_xform, as_xlsx
from cati_app.study.folder import FolderFiles, read_file

_Converted = tuple[bytes | None, list[Finding]]


def _xlsx(workbook: Workbook) -> _Converted:
    return as_xlsx(workbook), []


_WRITERS: dict[str, Callable[[Workbook], _Converted]] = {"xform": as_xform, "xlsx": _xlsx}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM, --to, --out."""
    parser.add_argument("form", metavar="FORM", type=Path, help="questionnaire: .xlsx, .xls, .csv, .md or XForm .xml")
    parser.add_argument("--to", choices=sorted(_WRITERS), required=True, help="what to write")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and print the findings; 1 when there are errors among them, and then nothing is written."""
    data, findings = converted(arguments.form, arguments.to)
    if findings:
        sys.stdout.write(report(findings))
    if data is None:
        return 1
    try:
        arguments.out.write_bytes(data)
    except OSError as error:
        raise EnvironmentProblem(
            "cannot_write", f"{arguments.out} cannot be written: {error.strerror}.", "Choose another place with --out."
        ) from error
    sys.stdout.write(f"Written: {arguments.out}\n")
    return 0


def converted(path: Path, kind: str) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The questionnaire as `kind`, None when errors keep it from being one; with everything found on the way."""
    source, problem = read_file(path)
    if source is None:
        return None, (problem,) if problem else ()
    result = load_form(source, path.name, attachments=FolderFiles(path.parent))
    workbook, _ = read_workbook(source, path.name)
    if workbook is None or any(one.severity is Severity.ERROR for one in result.findings):
        return None, result.findings
    data, more = _WRITERS[kind](repaired(workbook)[0])
    return data, in_order([*result.findings, *more])
