"""Writes a data set in the formats asked for, always with its codebook as CSV and PDF."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cati_app.domain.phrases import Phrase
from cati_app.publish.csv_layout import COMMA, SEMICOLON, CsvLayout
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import codebook_csv, versions_csv
from cati_app.publish.formats.csv_file import csv_lines
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.guards import guarded
from cati_app.publish.formats.manifest import WrittenFile, manifest_json
from cati_app.publish.outputs import (
    DDI_XML,
    DTA,
    JSON,
    PARQUET,
    PDF,
    R_SCRIPT,
    SAV,
    SPSS_SYNTAX,
    STATA_COMMANDS,
    TRIPLES_XML,
    XLSX,
    FileKind,
    Outputs,
    csv_kind,
)

if TYPE_CHECKING:
    from cati_app.publish.dataset.typed import TypedTable

PARADATA = "paradata"
SEMICOLONS = "csv-semicolon"
DDI, TRIPLES = "ddi", "triples"
SCRIPTS = "r"
"""A CSV without marks, with scripts for R, SPSS and Stata that read it."""
FORMATS = ("csv", SEMICOLONS, "sav", "dta", "xlsx", "parquet", DDI, TRIPLES, SCRIPTS, PARADATA)
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


@dataclass(frozen=True)
class DataPart:
    """A table of an export and what its files are called after; blank for that of the interviews."""

    name: str
    table: DataTable

    @cached_property
    def columns(self) -> TypedTable:
        """Its columns, made once for all formats that want them."""
        from cati_app.publish.dataset.typed import typed_table  # noqa: PLC0415 – numpy: only who needs it pays

        return typed_table(self.table)


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
    asked: Mapping[str, object] | None = None,
    on_progress: Callable[[float], None] = lambda share: None,
) -> list[Path]:
    """Write `STUDY_VERSION.FORMAT` for each format, `STUDY_VERSION_codebook.csv` and `….pdf`, and a manifest.

    Where there were several versions of the questionnaire, `STUDY_VERSION_versions.csv` says what differs. All files
    but `STUDY_VERSION_manifest.json` have the same bytes for the same data; it says what they are, and who took them
    out when.

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
        asked: What was asked for, for the manifest.
        on_progress: Told the share that is written, from 0 to 1; what it raises ends the work, and no file is changed.

    Returns:
        The files written.

    Raises:
        UnknownFormat: one of the formats is not known; nothing is written.
        EnvironmentProblem: the folder cannot be written or the disk is full; old files are untouched. `out_protected`,
            `out_other_kind`, `too_large_for_format` before anything is written.
    """
    wanted = checked_formats(formats)
    table = guarded(table, wanted)
    outputs = outputs or Outputs()
    layout = _beside(wanted, raw)
    if layout.marked:
        table = replace(
            table, notices=(*table.notices, VariableNotice("", DATA_TERMS.of(table.language)("note_marked")))
        )
    stem = "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", part) for part in (table.study_id, table.version))
    stem = f"{named_after}{stem}"
    told = replace(table, exported=None, log_end="")  # who took it out when stands in the manifest alone
    with problems_told(out):
        outputs.folder(out)
        files = [
            _File(out / f"{stem}{ending}", kind, made)
            for ending, kind, made in _contents(DataPart("", table), stem, wanted, paradata, set_aside, raw=raw)
        ]
        files += [
            _File(out / f"{stem}_codebook.csv", csv_kind("position"), lambda _: (codebook_csv(table, layout),)),
            _File(out / f"{stem}_codebook.pdf", PDF, lambda _: (_codebook_pdf(told, fonts),)),
        ]
        written: list[WrittenFile] = []
        manifest = lambda _: (manifest_json(table, written, asked or {}),)  # noqa: E731
        files.append(_File(out / f"{stem}_manifest.json", JSON, manifest))
        for file in files:
            outputs.check(file.path, file.kind)
        with ExitStack() as all_or_none:  # each file gets its name when all are written
            for number, file in enumerate(files):
                opened = all_or_none.enter_context(outputs.opened(file.path, file.kind))
                digest, size = hashlib.sha256(), 0
                for piece in file.pieces(file.path):
                    on_progress(number / len(files))
                    opened.write(piece)
                    digest.update(piece)
                    size += len(piece)
                opened.flush()
                written.append(WrittenFile(file.path.name, size, digest.hexdigest()))
            on_progress(1.0)
    return [file.path for file in files]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a data set; its pieces are made when their turn comes."""

    path: Path
    kind: FileKind
    pieces: Callable[[Path], Iterable[bytes]]


def _contents(
    part: DataPart,
    stem: str,
    wanted: Sequence[str],
    paradata: MakeCsv | None,
    set_aside: MakeCsv | None,
    *,
    raw: bool,
) -> Iterator[tuple[str, FileKind, Callable[[Path], Iterable[bytes]]]]:
    """Ending, kind and content of the data themselves, paradata first."""
    table, beside = part.table, _beside(wanted, raw)
    if PARADATA in wanted and paradata is not None:
        yield f"_{PARADATA}.csv", csv_kind("case_id"), lambda _: paradata(beside)
    if set_aside is not None:
        yield "_set_aside.csv", csv_kind("case_id"), lambda _: set_aside(beside)
    for name in wanted:
        if name in _ENDINGS:
            layout = _layout(name, raw)
            yield _ENDINGS[name], csv_kind(table.variables[0].name), partial(_data, table, layout)
        elif name == SCRIPTS:
            yield from _scripts(part, stem)
        elif name == TRIPLES:
            yield from _triples(part, stem)
        elif name == DDI:
            yield "_ddi.xml", DDI_XML, partial(_ddi, part, stem)
        elif name in _BINARY:
            kind, made = _BINARY[name]
            yield f".{name}", kind, partial(made, part)
    if table.differences:
        yield "_versions.csv", csv_kind("earlier"), lambda _: versions_csv(table, beside)


def _scripts(part: DataPart, stem: str) -> Iterator[tuple[str, FileKind, Callable[[Path], Iterable[bytes]]]]:
    from cati_app.publish.formats.plain_csv import plain_lines  # noqa: PLC0415 – who wants no scripts loads none
    from cati_app.publish.formats.script_r import r_script  # noqa: PLC0415
    from cati_app.publish.formats.script_spss import spss_script  # noqa: PLC0415
    from cati_app.publish.formats.script_stata import stata_script  # noqa: PLC0415

    table, plain = part.table, f"{stem}_plain.csv"
    yield "_plain.csv", csv_kind(table.variables[0].name), lambda _: plain_lines(table)
    yield ".R", R_SCRIPT, lambda path: r_script(table, plain, path.name)
    yield ".sps", SPSS_SYNTAX, lambda _: spss_script(table, plain)
    yield ".do", STATA_COMMANDS, lambda _: stata_script(table, plain)


def _triples(part: DataPart, stem: str) -> Iterator[tuple[str, FileKind, Callable[[Path], Iterable[bytes]]]]:
    from cati_app.publish.formats.triples import triples_documents  # noqa: PLC0415

    description, data = triples_documents(part.table, f"{stem}_sss.csv")
    yield ".sss", TRIPLES_XML, lambda _: (description,)
    yield "_sss.csv", csv_kind(part.table.variables[0].name), lambda _: data


def _ddi(part: DataPart, stem: str, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.ddi import ddi_pieces  # noqa: PLC0415

    return ddi_pieces(part.columns, stem)


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


# Heavy libraries are loaded by who needs them alone.


def _system_file(part: DataPart, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.sav import sav_bytes  # noqa: PLC0415

    with Outputs.scratch(path) as scratch:
        return (sav_bytes(part.table, scratch),)


def _stata(part: DataPart, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.dta import dta_pieces  # noqa: PLC0415

    return dta_pieces(part.columns)


def _parquet(part: DataPart, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.parquet import parquet_pieces  # noqa: PLC0415

    return parquet_pieces(part.columns)


def _workbook(part: DataPart, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.xlsx import xlsx_pieces  # noqa: PLC0415

    return xlsx_pieces(part.table)


_BINARY: Mapping[str, tuple[FileKind, Callable[[DataPart, Path], Iterable[bytes]]]] = {
    "sav": (SAV, _system_file),
    "dta": (DTA, _stata),
    "xlsx": (XLSX, _workbook),
    "parquet": (PARQUET, _parquet),
}
