"""Writes a data set in the formats asked for, always with its codebook as CSV and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from cati_app.domain.phrases import Phrase
from cati_app.publish.csv_layout import COMMA, SEMICOLON, CsvLayout
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import codebook_csv, versions_csv
from cati_app.publish.formats.csv_file import csv_lines
from cati_app.publish.formats.files import problems_told
from cati_app.publish.outputs import PDF, SAV, FileKind, Outputs, csv_kind

PARADATA = "paradata"
SEMICOLONS = "csv-semicolon"
FORMATS = ("csv", SEMICOLONS, "sav", PARADATA)
"""Every known format; paradata are a file of their own beside the data set."""
MakeCsv: TypeAlias = Callable[[CsvLayout], Iterable[bytes]]


class UnknownFormat(ValueError):
    """A format nobody can write; the message names the known ones."""

    def __init__(self, name: str) -> None:
        super().__init__(Phrase("unknown format “{name}”; known: {names}", name=name, names=", ".join(FORMATS)))
        self.name = name


def checked_formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats named, each once, without regard to case.

    Raises:
        UnknownFormat: one of them is not known.
    """
    formats = tuple(dict.fromkeys(name.strip().lower() for name in names))
    for name in formats:
        if name not in FORMATS:
            raise UnknownFormat(name)
    return formats


def write_dataset(
    table: DataTable,
    formats: Sequence[str],
    out: Path,
    fonts: Path,
    paradata: MakeCsv | None = None,
    set_aside: MakeCsv | None = None,
    *,
    outputs: Outputs | None = None,
    raw: bool = False,
    named_after: str = "",
    on_progress: Callable[[float], None] = lambda share: None,
) -> list[Path]:
    """Write `STUDY_VERSION.FORMAT` for each format, `STUDY_VERSION_codebook.csv` and `….pdf`.

    Where there were several versions of the questionnaire, `STUDY_VERSION_versions.csv` says what differs.

    Args:
        table: The data set.
        formats: Some of `FORMATS`.
        out: Folder, made if need be; files of the same name and kind are replaced when all are written.
        fonts: Folder with the fonts for print, `Inter-Regular.ttf` and `Inter-SemiBold.ttf`.
        paradata: Gives the paradata piece by piece, `STUDY_VERSION_paradata.csv`, where that format is asked for.
        set_aside: Makes the file of answers without a place in the data set, `STUDY_VERSION_set_aside.csv`.
        outputs: Knows what must not be written on.
        raw: Whether texts in CSV stay as they are, without a mark on what spreadsheets would run as a formula.
        named_after: What the names of files begin with: CSV has no place for a title.
        on_progress: Told the share that is written, from 0 to 1; what it raises ends the work, and no file is changed.

    Returns:
        The files written.

    Raises:
        UnknownFormat: one of the formats is not known; nothing is written.
        EnvironmentProblem: the folder cannot be written or the disk is full; old files are untouched. `out_protected`,
            `out_other_kind` before anything is written.
    """
    wanted = checked_formats(formats)
    outputs = outputs or Outputs()
    layout = _beside(wanted, raw)
    if layout.marked:
        table = replace(
            table, notices=(*table.notices, VariableNotice("", DATA_TERMS.of(table.language)("note_marked")))
        )
    stem = "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", part) for part in (table.study_id, table.version))
    stem = f"{named_after}{stem}"
    with problems_told(out):
        outputs.folder(out)
        files = [
            _File(out / f"{stem}{ending}", kind, made)
            for ending, kind, made in _contents(table, wanted, paradata, set_aside, raw=raw)
        ]
        files += [
            _File(out / f"{stem}_codebook.csv", csv_kind("position"), lambda _: (codebook_csv(table, layout),)),
            _File(out / f"{stem}_codebook.pdf", PDF, lambda _: (_codebook_pdf(table, fonts),)),
        ]
        for file in files:
            outputs.check(file.path, file.kind)
        with ExitStack() as all_or_none:  # each file gets its name when all are written
            for number, file in enumerate(files):
                opened = all_or_none.enter_context(outputs.opened(file.path, file.kind))
                for piece in file.pieces(file.path):
                    on_progress(number / len(files))
                    opened.write(piece)
                opened.flush()
            on_progress(1.0)
    return [file.path for file in files]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a data set; its pieces are made when their turn comes."""

    path: Path
    kind: FileKind
    pieces: Callable[[Path], Iterable[bytes]]


def _contents(
    table: DataTable,
    wanted: Sequence[str],
    paradata: MakeCsv | None,
    set_aside: MakeCsv | None,
    *,
    raw: bool,
) -> Iterator[tuple[str, FileKind, Callable[[Path], Iterable[bytes]]]]:
    """Ending, kind and content of the data themselves, paradata first."""
    beside = _beside(wanted, raw)
    if PARADATA in wanted and paradata is not None:
        yield f"_{PARADATA}.csv", csv_kind("case_id"), lambda _: paradata(beside)
    if set_aside is not None:
        yield "_set_aside.csv", csv_kind("case_id"), lambda _: set_aside(beside)
    for name in wanted:
        if name in _ENDINGS:
            layout = _layout(name, raw)
            yield _ENDINGS[name], csv_kind(table.variables[0].name), partial(_data, table, layout)
        elif name == "sav":
            yield ".sav", SAV, lambda path: _system_file(table, path)
    if table.differences:
        yield "_versions.csv", csv_kind("earlier"), lambda _: versions_csv(table, beside)


_ENDINGS = {"csv": ".csv", SEMICOLONS: "_semicolon.csv"}


def _layout(name: str, raw: bool) -> CsvLayout:
    layout = SEMICOLON if name == SEMICOLONS else COMMA
    return replace(layout, marked=False, bom=False) if raw else layout


def _beside(wanted: Sequence[str], raw: bool) -> CsvLayout:
    """The layout of the codebook and whatever else lies beside the data: semicolons where the data come so alone."""
    return _layout(SEMICOLONS if SEMICOLONS in wanted and "csv" not in wanted else "csv", raw)


def _data(table: DataTable, layout: CsvLayout, path: Path) -> Iterable[bytes]:
    return csv_lines(table, layout)


def _codebook_pdf(table: DataTable, fonts: Path) -> bytes:
    from cati_app.publish.formats.codebook_pdf import codebook_pdf  # noqa: PLC0415 – reportlab loads slowly

    return codebook_pdf(table, fonts)


def _system_file(table: DataTable, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.sav import sav_bytes  # noqa: PLC0415 – pandas takes half a second: only who needs it pays

    with Outputs.scratch(path) as scratch:
        return (sav_bytes(table, scratch),)
