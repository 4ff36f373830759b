"""What an export holds in each format: endings, kinds of files, and how their content is made when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cati_app.domain.phrases import Phrase
from cati_app.publish.csv_layout import COMMA, SEMICOLON, CsvLayout
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.formats.codebook import versions_csv
from cati_app.publish.formats.csv_file import csv_lines
from cati_app.publish.outputs import (
    DDI_XML,
    DTA,
    PARQUET,
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


def contents(
    part: DataPart,
    stem: str,
    wanted: Sequence[str],
    paradata: MakeCsv | None,
    set_aside: MakeCsv | None,
    *,
    raw: bool,
) -> Iterator[tuple[str, FileKind, Callable[[Path], Iterable[bytes]]]]:
    """Ending, kind and content of the data themselves, paradata first."""
    table, beside = part.table, layout_beside(wanted, raw)
    if PARADATA in wanted and paradata is not None:
        yield f"_{PARADATA}.csv", csv_kind("case_id"), lambda _: paradata(beside)
    if set_aside is not None:
        yield "_set_aside.csv", csv_kind("case_id"), lambda _: set_aside(beside)
    for name in wanted:
        if name in _ENDINGS:
            layout = layout_of(name, raw)
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


def layout_of(name: str, raw: bool) -> CsvLayout:
    """The layout of a CSV format."""
    layout = SEMICOLON if name == SEMICOLONS else COMMA
    return replace(layout, marked=False, bom=False) if raw else layout


def layout_beside(wanted: Sequence[str], raw: bool) -> CsvLayout:
    """The layout of the codebook and whatever else lies beside the data: semicolons where the data come so alone."""
    return layout_of(SEMICOLONS if SEMICOLONS in wanted and "csv" not in wanted else "csv", raw)


def _data(table: DataTable, layout: CsvLayout, path: Path) -> Iterable[bytes]:
    return csv_lines(table, layout)


# Heavy libraries are loaded by who needs them alone.


def _system_file(part: DataPart, path: Path) -> Iterable[bytes]:
    from cati_app.publish.formats.sav import sav_pieces  # noqa: PLC0415

    with Outputs.scratch(path) as scratch:
        yield from sav_pieces(part.columns, scratch)


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
