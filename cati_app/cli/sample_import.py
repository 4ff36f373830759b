"""`cati sample import`: a file into the study, with a report that holds rows and reasons but no content."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cati_app.cli.opening import load, open_to_write, sign_in_supervisor, study_arguments, study_outputs
from cati_app.cli.usage import force_argument, there
from cati_app.domain.sampling.reasons import REASONS, Costs
from cati_app.domain.sampling.sample import RowNote
from cati_app.fieldwork.sample.import_sample import ImportOptions
from cati_app.publish.outputs import Outputs, unwritable
from cati_app.publish.reports.import_report import IMPORT_REPORT, ImportReportFile, report_text
from cati_app.sample_files.settings import SINGLE
from cati_app.station.sampling import ImportReport, import_options, read_settings
from cati_app.study.model import SampleColumns, SampleFile
from cati_app.texts import say, say_count
from cati_app.texts.choice import chosen
from cati_app.texts.column_uses import use_word
from cati_app.texts.figures import figures
from cati_app.texts.sample_rows import rows_line

_SHOWN = 20
_EVERY_S = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, FILE, how it is read and what happens to it."""
    study_arguments(parser)
    parser.add_argument("file", metavar=say("FILE"), type=there, help=say("CSV or XLSX, one case a row"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=say("FIELD=COLUMN"),
        type=_pair,
        help=say(
            "what a column holds: number (repeat for several), {names}, or the name of a sample field",
            names=", ".join(SINGLE),
        ),
    )
    parser.add_argument("--encoding", metavar=say("NAME"), help=say("encoding of a CSV file (default: detected)"))
    parser.add_argument("--delimiter", choices=["comma", "semicolon", "tab", "pipe"], help=say("(default: detected)"))
    parser.add_argument("--sheet", metavar=say("NAME"), help=say("sheet of a workbook (default: first visible)"))
    parser.add_argument(
        "--hidden",
        choices=["leave_out", "read"],
        help=say("rows and columns that a workbook hides (default: leave_out)"),
    )
    parser.add_argument("--restore-zeros", action="store_true", help=say("restore the 0 or + of numbers that lost it"))
    parser.add_argument(
        "--replicate-size", type=positive, metavar="N", help=say("hold cases back, N in a random portion")
    )
    parser.add_argument("--seed", type=int, metavar="S", help=say("of the random order (default: a new one, reported)"))
    parser.add_argument("--report", type=Path, metavar="F.csv", help=say("every row that was changed or left out"))
    force_argument(parser)
    parser.add_argument("--strict", action="store_true", help=say("import nothing when anything is left out"))
    parser.add_argument("--dry-run", action="store_true", help=say("say what would happen, change nothing"))


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 when `--strict` kept everything out."""
    loaded = load(arguments.study)
    settings = _settings(arguments, loaded.study.case_list or SampleFile())
    outputs = study_outputs(arguments, loaded, arguments.file)
    if arguments.report is not None:
        outputs.check(arguments.report, IMPORT_REPORT)
    station = open_to_write(loaded, arguments)
    with station.database, _reported(outputs, arguments.report) as notes:
        person, keys = sign_in_supervisor(station, arguments)
        seed = station.new_seed() if arguments.seed is None else arguments.seed
        options = import_options(settings, seed, arguments.strict, arguments.dry_run)
        report = station.importer(keys)(
            person,
            arguments.file,
            read_settings(settings),
            options,
            on_note=notes.add,
            on_progress=RowProgress(arguments.json),
        )
        summary = _summary(report, options)
        if arguments.json:
            sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
        else:
            _print(summary, notes, arguments.report)
    return 0 if report.counts.stored or arguments.dry_run else 1


@contextmanager
def _reported(outputs: Outputs, path: Path | None) -> Iterator[_ReportedNotes]:
    """Notes, and the file for them where one is asked for; it appears once everything is done."""
    if path is None:
        yield _ReportedNotes(None)
        return
    try:
        with outputs.opened(path, IMPORT_REPORT) as file, report_text(file) as text:
            yield _ReportedNotes(ImportReportFile(text, REASONS))
    except OSError as error:
        raise unwritable(path, error) from None


def _settings(arguments: argparse.Namespace, known: SampleFile) -> SampleFile:
    """The study's settings, where the command does not say otherwise."""
    changed: dict[str, Any] = {
        name: getattr(arguments, name)
        for name in ("encoding", "delimiter", "sheet", "hidden", "replicate_size")
        if getattr(arguments, name) is not None
    }
    if arguments.restore_zeros:
        changed["restore_zeros"] = True
    if arguments.map:
        columns = known.columns.model_dump()
        numbers = [column for name, column in arguments.map if name == "number"]
        columns["numbers"] = numbers or columns["numbers"]
        for name, column in arguments.map:
            if name in SINGLE:
                columns[name] = column
            elif name != "number":
                columns["fields"] = {**columns["fields"], name: column}
        changed["columns"] = SampleColumns(**columns)
    return known.model_copy(update=changed)


def _summary(report: ImportReport, options: ImportOptions) -> dict[str, Any]:
    counts = report.counts
    return {
        "stored": counts.stored,
        "rows": counts.rows,
        "added": counts.added,
        "renewed": counts.renewed,
        "unchanged": counts.unchanged,
        "numbers_added": counts.numbers,
        "left_out": dict(sorted(counts.left_out.items())),
        "format": report.format,
        "columns": dict(report.columns),
        "clear": dict(report.clear),
        "sealed": [name for name in report.columns if name not in report.clear],
        "assumed": list(report.assumed),
        "replicate_size": options.replicate_size,
        "seed": options.seed if options.replicate_size else None,
    }


def _print(summary: dict[str, Any], notes: _ReportedNotes, report: Path | None) -> None:
    out = sys.stdout.write
    taken = summary["added"] + summary["renewed"] + summary["unchanged"]
    out(rows_line(chosen(), summary["format"], taken, summary["left_out"]) + "\n")
    for name, column in summary["columns"].items():
        use = summary["clear"].get(name)
        out(f"  {name:<16} ← {column} ({say('clear: {use}', use=use_word(chosen(), use)) if use else say('sealed')})\n")
    if summary["assumed"]:
        out("  " + say("assumed, not declared: {names}", names=", ".join(summary["assumed"])) + "\n")
    for label, name in (
        (say("rows"), "rows"),
        (say("added"), "added"),
        (say("renewed"), "renewed"),
        (say("unchanged"), "unchanged"),
        (say("numbers added"), "numbers_added"),
    ):
        out(f"{label:<16} {summary[name]:>8}\n")
    if size := summary["replicate_size"]:
        out(say("held back in portions of {size}, seed {seed}", size=size, seed=summary["seed"]) + "\n")
    for name, count in summary["left_out"].items():
        reason = REASONS[name]
        out(f"{count:>8} × {say(reason.costs.value)}: {say(reason.message)}\n          → {say(reason.cure)}\n")
    for note in notes.first:
        position = say("row {row}", row=note.row) + (f", {note.column}" if note.column else "")
        out(f"  {position}: {say(REASONS[note.reason].message)}{_other(note)}\n")
    if notes.more:
        told = say("… and {count} more", count=notes.more)
        out(f"  {told}\n" if report else f"  {told}; {say('--report F.csv writes them all')}\n")
    if not summary["stored"]:
        out(say("Nothing was changed.") + "\n")


def _other(note: RowNote) -> str:
    return " " + say("(row {row})", row=note.other_row) if note.other_row else ""


class _ReportedNotes:
    """Keeps the first notes, counts the rest, writes all into the report: rows, columns and reasons, no content."""

    def __init__(self, report: ImportReportFile | None) -> None:
        self.first: list[RowNote] = []
        self.more = 0
        self._report = report

    def add(self, note: RowNote) -> None:
        reason = REASONS[note.reason]
        if reason.costs is not Costs.NOTHING and len(self.first) < _SHOWN:
            self.first.append(note)
        elif reason.costs is not Costs.NOTHING:
            self.more += 1
        if self._report is not None:
            self._report.add(note)


class RowProgress:
    """Rows so far, on the error stream: a line that renews itself for people, JSON lines for programs."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._last = time.monotonic()

    def __call__(self, rows: int) -> None:
        if time.monotonic() - self._last < _EVERY_S:
            return
        self._last = time.monotonic()
        if self._as_json:
            sys.stderr.write(json.dumps({"progress_rows": rows}) + "\n")
        elif sys.stderr.isatty():
            sys.stderr.write("\r" + say_count("{count} row", "{count} rows", rows, count=figures(f"{rows:,}")) + " ")
        sys.stderr.flush()


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals or not name.strip() or not column.strip():
        raise argparse.ArgumentTypeError(say("write FIELD=COLUMN, for instance number=Telefon"))
    return name.strip(), column.strip()


def positive(text: str) -> int:
    """A whole number above 0."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(say("write a whole number above 0"))
    return int(text)
