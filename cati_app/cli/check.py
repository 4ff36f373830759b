"""`cati check`: everything that is wrong with a study folder or a questionnaire, at once."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, field, replace
from pathlib import Path
from typing import TextIO

from cati_app.cli.opening import open_station
from cati_app.cli.report import report
from cati_app.cli.times import times_json, times_table
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phrases import Phrase
from cati_app.engine.form.model import Form
from cati_app.engine.sheets.codes import in_study
from cati_app.engine.xlsform.assemble import in_order
from cati_app.engine.xlsform.kept import read_kept
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.portable import portability, unregistered_languages
from cati_app.engine.xlsform.telephone import telephone_findings
from cati_app.engine.xlsform.witness import Undecided, judge_paths
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.folders import default_database
from cati_app.station.loading import LoadedStudy
from cati_app.station.sample_fields import KeptColumns, check_sample, kept_columns
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.study.check_frame import check_frame_against_form
from cati_app.study.check_study import check_study
from cati_app.study.codes import finding as study_finding
from cati_app.study.dossier_file import read_dossier
from cati_app.study.endings import endings
from cati_app.study.files import FolderFiles, read_file
from cati_app.study.focus_groups_file import read_focus_groups
from cati_app.study.folder import read_study_folder
from cati_app.study.frame_file import frame_of, read_frame
from cati_app.study.model import Study
from cati_app.study.tables_file import read_tables
from cati_app.texts import say, worded
from cati_app.texts.choice import chosen
from cati_app.texts.column_uses import use_word
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that is known of a study or questionnaire; the form is None where it has errors."""

    findings: tuple[Finding, ...]
    form: Form | None = None
    undecided: tuple[Undecided, ...] = ()
    endings: tuple[Phrase, ...] = ()  # how interviews of the study end early
    conditions: int = 0
    study: Study | None = None
    columns: KeptColumns = field(default_factory=KeptColumns)  # of the sample


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY_OR_FORM, --times and --json."""
    parser.add_argument(
        "study", metavar=say("STUDY_OR_FORM"), type=there, help=say("study folder, study.yaml or questionnaire")
    )
    parser.add_argument(
        "--db",
        type=Path,
        metavar=say("FILE"),
        help=say("a study's database: what the questionnaire does to its interviews (default: the study's own)"),
    )
    parser.add_argument("--times", action="store_true", help=say("print how long each question takes to read aloud"))
    parser.add_argument("--json", action="store_true", help=say("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when there are errors among them, else 0."""
    return write_findings(arguments.study, arguments.json, sys.stdout, arguments.times, database=arguments.db)


def write_findings(path: Path, as_json: bool, out: TextIO, times: bool = False, *, database: Path | None = None) -> int:
    """Write the findings; 1 when there are errors among them, else 0."""
    checked = check(path, database)
    if as_json:
        json.dump(_as_json(checked), out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        if times and checked.form is not None:
            out.write(times_table(checked.form) + "\n")
        out.write(report(checked.findings))
        out.write(_columns(checked.columns))
        if checked.endings:
            lines = (f"  {worded(ending)}" for ending in checked.endings)
            out.write("\n".join(["", say("How interviews end before the last question:"), *lines, ""]))
    return 1 if any(finding.severity is Severity.ERROR for finding in checked.findings) else 0


def _columns(columns: KeptColumns) -> str:
    """Which columns of the sample are sealed; blank without any."""
    if not columns.clear and not columns.sealed:
        return ""
    clear = ", ".join(f"{name} ({use_word(chosen(), use)})" for name, use in columns.clear.items()) or "–"
    told = (
        say("Sample fields that anybody who signs in can read: {names}", names=clear),
        say("Sealed, shown in interviews alone: {names}", names=", ".join(columns.sealed) or "–"),
    )
    return "\n".join(["", *told, ""])


def _as_json(checked: Checked) -> dict[str, object]:
    form = checked.form
    return {
        "findings": [asdict(finding) for finding in checked.findings],
        "endings": list(checked.endings),
        "columns": asdict(checked.columns),
        "conditions": checked.conditions,
        "undecided": [asdict(condition) for condition in checked.undecided],
        "times": times_json(form) if form is not None else None,
    }


def collect(path: Path) -> tuple[Finding, ...]:
    """The findings on a study folder, its study.yaml, or a questionnaire."""
    return check(path).findings


def check(path: Path, database: Path | None = None) -> Checked:
    """Everything about a study folder, its study.yaml, or a questionnaire.

    Args:
        database: Of the study; without it the study's own, if there is one.
    """
    if path.is_dir() or path.name == "study.yaml":
        folder = path if path.is_dir() else path.parent
        checked = study_checked(folder)
        return replace(checked, findings=in_order([*checked.findings, *_of_interviews(folder, checked, database)]))
    return form_checked(path)


def form_checked(path: Path) -> Checked:
    """Everything about a questionnaire that stands alone."""
    data, problem = read_file(path)
    if data is None:
        return Checked((problem,) if problem else ())
    return _of_form(data, path.name, FolderFiles(path.parent), None)


def _of_form(data: bytes, name: str, beside: FolderFiles, study: Study | None) -> Checked:
    """Our own findings; where they hold no error, a second opinion and the lints for the telephone as well.

    Args:
        study: That is to run with it, which is stricter.
    """
    result = load_form(data, name, attachments=beside, unnamed=study.first_language if study else "")
    findings = in_study(result.findings) if study else list(result.findings)
    workbook = read_kept(data, name, None)[0] if result.form else None
    if result.form is None or workbook is None or any(finding.severity is Severity.ERROR for finding in findings):
        return Checked(in_order(findings), result.form)
    paths = judge_paths(result.form, workbook)
    names = [language for _, language in result.form.languages]
    more = [
        *portability(data, name),
        *unregistered_languages(names),
        *telephone_findings(result.form, workbook),
        *paths.findings,
    ]
    return Checked(in_order([*findings, *more]), result.form, paths.undecided, conditions=paths.conditions)


def _of_interviews(folder: Path, checked: Checked, database: Path | None) -> list[Finding]:
    """What the questionnaire will do to the interviews of the study, if it is another one than was used so far.

    Raises:
        EnvironmentProblem: the database named cannot be opened.
    """
    if checked.form is None or any(finding.severity is Severity.ERROR for finding in checked.findings):
        return []
    loaded = read_study(folder, workbook_cache())
    if not isinstance(loaded, LoadedStudy):
        return []
    path = database or default_database(loaded.folder, loaded.head.id)
    if database is None and not path.exists():
        return []
    try:
        station = open_station(loaded, path, create=False, writable=False)
    except EnvironmentProblem as problem:
        if database is not None:
            raise
        return [study_finding("form-not-compared", None, "questionnaire", reason=problem.message)]
    with station.database:
        seen = station.foresee_form(None)(PROGRAM)
        findings = station.changes_findings()
    if not seen.is_new or not seen.concerns_anybody:
        return findings
    facts = {"ended": seen.ended, "waiting": seen.waiting}
    version = f"{seen.in_force.study_version} ({seen.in_force.hash[:8]})" if seen.in_force is not None else "–"
    renames = seen.comparison.likely_renames() if seen.comparison is not None else ()
    hints = [study_finding("form-rename-likely", None, "changes", before=b.name, after=a.name) for b, a in renames]
    return [study_finding("form-changed", None, "questionnaire", version=version, **facts), *hints, *findings]


def study_checked(folder: Path) -> Checked:
    """Everything about the files of a study folder; its database is left alone."""
    read = read_study_folder(folder)
    checked = Checked(())
    if read.questionnaire is not None:
        checked = _of_form(read.questionnaire, read.questionnaire_name, read.beside, read.result.study)
    findings = [*read.findings, *checked.findings, *read_tables(folder).findings]
    dossier = read_dossier(folder)
    findings += dossier.findings if dossier is not None else ()
    if read.result.study is not None:
        findings += check_study(read.result.study, checked.form, read.result.lines)
        findings += check_sample(read.result.study, checked.form, read.sample, read.result.lines)
        findings += read_focus_groups(folder, read.result.study).findings
        findings += _of_code_frame(folder, read.result.study, checked.form, read.result.lines)
    known = (
        endings(read.result.study, checked.form) if read.result.study is not None and checked.form is not None else ()
    )
    columns = kept_columns(read.result.study, read.sample) if read.result.study is not None else KeptColumns()
    return replace(checked, findings=in_order(findings), endings=tuple(known), columns=columns, study=read.result.study)


def _of_code_frame(folder: Path, study: Study, form: Form | None, lines: Mapping[str, int]) -> list[Finding]:
    """The code frame that the study names, by itself and beside the questionnaire."""
    read = read_frame(folder, study, lines)
    if read.settings is None or form is None or study.is_expert:  # there the topics of the guide have its codes
        return list(read.findings)
    return [*read.findings, *check_frame_against_form(frame_of(read.settings), form)]
