"""`cati convert FORM --to xform|xlsx|paper|qdc --out FILE`: a questionnaire, or a code frame, in another form."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from cati_app.cli.forms import (
    OpenedSource,
    form_arguments,
    form_outputs,
    language_of,
    load_source,
    output_arguments,
    write_out,
)
from cati_app.cli.report import report
from cati_app.cli.usage import say_beside
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.phrases import Phrase
from cati_app.engine.sheets.workbook import Workbook
from cati_app.engine.xlsform.assemble import in_order
from cati_app.engine.xlsform.write import as_xform, as_xlsx
from cati_app.publish.formats.frame_codes import codes_of_frame
from cati_app.publish.formats.refi_qda import qdc_bytes
from cati_app.publish.outputs import PDF, QDC, XFORM, XLSX
from cati_app.publish.paper.document import paper_pdf
from cati_app.resources import shipped
from cati_app.station.paper_names import names_on_paper
from cati_app.study.folder import read_study_folder
from cati_app.study.frame_file import frame_of, read_frame
from cati_app.study.sheet_name import STUDY_SHEET
from cati_app.texts import say

_Converted = tuple[bytes | None, list[Finding]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FORM, --to, --out and --language."""
    form_arguments(parser)
    parser.add_argument(
        "--to",
        required=True,
        choices=sorted(WRITERS),
        help=say("xform; xlsx: the repaired workbook; paper: a PDF for reading and judging; qdc: a study's code frame"),
    )
    output_arguments(parser, "F", say("where the result is written"))
    parser.add_argument(
        "--language",
        default="",
        metavar="L",
        help=say("paper, qdc: one language only (default: all; of qdc the first)"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 1 when a part of the questionnaire could not be converted."""
    form_outputs(arguments).check(arguments.out, KINDS[arguments.to])
    return WRITERS[arguments.to](arguments)


def to_paper(arguments: argparse.Namespace) -> int:
    """A PDF with a chapter for each language."""
    opened = load_source(arguments.form)
    form = opened.source.form
    asked = language_of(form, arguments.language)
    codes = [asked] if asked else [code for code, _ in form.languages]
    made = paper_pdf(
        opened.source,
        shipped("resources") / "fonts",
        codes,
        _known(opened),
        _drafts(opened),
        names_on_paper(opened.study),
    )
    if not made.data:
        raise EnvironmentProblem(
            "letters_without_font",
            Phrase("No font at hand has the letters of: {left_out}.", left_out=", ".join(made.left_out)),
            "Choose another --language.",
        )
    write_out(arguments, PDF, made.data)
    if made.left_out:
        names = ", ".join(made.left_out)
        sys.stderr.write(say("Not printed, because no font at hand has the letters: {names}.", names=names) + "\n")
    return 1 if made.left_out else 0


def _known(opened: OpenedSource) -> dict[str, str]:
    """What the study hands in at the start of every interview."""
    if opened.study is None:
        return {}
    given = opened.study.introduction.model_dump()
    return {f"study_{name}": str(value) for name, value in given.items()}


def _drafts(opened: OpenedSource) -> frozenset[str]:
    languages = opened.study.languages if opened.study else []
    return frozenset(language.code for language in languages if language.status == "draft")


def _to_workbook(arguments: argparse.Namespace, write: Callable[[Workbook], _Converted]) -> int:
    opened = load_source(arguments.form)
    data, more = write(opened.source.workbook)
    findings = in_order([*opened.findings, *more])
    if findings:
        say_beside(arguments.out, report(findings))
    if data is None:
        return 1
    write_out(arguments, KINDS[arguments.to], data)
    return 0


def to_xform(arguments: argparse.Namespace) -> int:
    """An XForm, through pyxform."""
    return _to_workbook(arguments, as_xform)


def to_xlsx(arguments: argparse.Namespace) -> int:
    """The workbook with everything put right."""
    return _to_workbook(arguments, as_xlsx)


def to_codebook(arguments: argparse.Namespace) -> int:
    """The code frame of a study, as programs for qualitative analysis read it.

    Raises:
        EnvironmentProblem: `frame_not_named`, `frame_errors`, `language_unknown`.
    """
    path: Path = arguments.form
    folder = path if path.is_dir() else path.parent
    opened = read_study_folder(folder).result if path.is_dir() or path.name == STUDY_SHEET else None
    if opened is None or opened.study is None or opened.study.frame is None:
        raise EnvironmentProblem(
            "frame_not_named",
            "No study.yaml that can be read names a code frame here.",
            "Give the folder of a study, and name its frame in study.yaml; `cati check STUDY` tells what is wrong.",
        )
    read = read_frame(folder, opened.study, opened.lines)
    if read.settings is None:
        raise EnvironmentProblem(
            "frame_errors",
            report([each for each in read.findings if each.severity is Severity.ERROR]),
            Phrase("Correct the code frame; `cati check {path}` says everything.", path=path),
        )
    frame = frame_of(read.settings)
    language = arguments.language or next(iter(frame.target))
    if language not in frame.target:
        raise EnvironmentProblem(
            "language_unknown",
            Phrase("The code frame has no language “{asked}”.", asked=language),
            Phrase("It has: {names}.", names=", ".join(frame.target)),
        )
    write_out(arguments, QDC, qdc_bytes(opened.study.id, codes_of_frame(frame, language)))
    return 0


WRITERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "paper": to_paper,
    "qdc": to_codebook,
    "xform": to_xform,
    "xlsx": to_xlsx,
}
KINDS = {"paper": PDF, "qdc": QDC, "xform": XFORM, "xlsx": XLSX}
