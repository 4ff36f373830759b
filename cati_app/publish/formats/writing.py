"""Writes a data set in the formats asked for, always with its codebook as CSV and PDF."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from cati_app.publish.csv_layout import CsvLayout
from cati_app.publish.dataset.table import DataTable, VariableNotice
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import codebook_csv
from cati_app.publish.formats.contents import PARADATA, DataPart, MakeCsv, checked_formats, contents, layout_beside
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.guards import guarded
from cati_app.publish.formats.manifest import WrittenFile, manifest_json
from cati_app.publish.outputs import JSON, PDF, FileKind, Outputs, csv_kind
from cati_app.values import dataclass


class MakeCodebook(Protocol):
    """Makes the codebook of a table as a PDF; the same table gives the same bytes."""

    def __call__(self, table: DataTable, *, on_page: Callable[[], None]) -> bytes:
        """The whole document; `on_page` is called at each page, and what it raises ends the work."""
        ...


def write_dataset(
    parts: Sequence[DataPart],
    formats: Sequence[str],
    out: Path,
    codebook: MakeCodebook,
    paradata: MakeCsv | None = None,
    set_aside: MakeCsv | None = None,
    *,
    outputs: Outputs | None = None,
    raw: bool = False,
    named_after: str = "",
    asked: Mapping[str, object] | None = None,
    on_progress: Callable[[float], None] = lambda share: None,
) -> list[Path]:
    """Write `STUDY_VERSION_PART.FORMAT` for each table and format, with a codebook as CSV, and a manifest.

    The table of the interviews goes without a name of its own, and has its codebook as PDF too. Either all files get
    their names or none. Where there were several versions of the questionnaire, `STUDY_VERSION_versions.csv` says what
    differs. All files but `STUDY_VERSION_manifest.json` have the same bytes for the same data; it says what they are,
    and who took them out when.

    Args:
        parts: Tables of a study, at least one; names differ, that of the interviews is blank.
        formats: Some of `FORMATS`.
        out: Folder, made if need be; files of the same name and kind are replaced when all are written.
        codebook: Makes the codebook of the interviews as a PDF; calls what it is handed at each page.
        paradata: Gives the paradata piece by piece, `STUDY_VERSION_paradata.csv`, where that format is asked for and no
            table of them takes that name.
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
    wanted, steps = checked_formats(formats), _Steps(on_progress)
    outputs = outputs or Outputs()
    layout = layout_beside(wanted, raw)
    parts = [DataPart(part.name, _told(part.table, wanted, marked=layout.marked)) for part in parts]
    first = parts[0].table
    stem = "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", text) for text in (first.study_id, first.version))
    stem = f"{named_after}{stem}"
    with problems_told(out):
        outputs.folder(out)
        files: list[_File] = []
        as_table = "csv" in wanted and any(part.name == PARADATA for part in parts)  # it has the name and all of them
        for part in parts:
            named = f"{stem}_{part.name}" if part.name else stem
            apart = set_aside if part is parts[0] else None
            lines = paradata if part is parts[0] and not as_table else None
            made = contents(part, named, wanted, lines, apart, raw=raw)
            files += [_File(out / f"{named}{ending}", kind, pieces) for ending, kind, pieces in made]
            files += _codebooks(part, out / named, layout, partial(codebook, on_page=steps.again))
        written: list[WrittenFile] = []
        asked_for = {"parts": [part.name or "interviews" for part in parts], **(asked or {})}
        manifest = lambda _: (manifest_json([(p.name, p.table) for p in parts], written, asked_for),)  # noqa: E731
        files.append(_File(out / f"{stem}_manifest.json", JSON, manifest))
        for file in files:
            outputs.check(file.path, file.kind)
        _write(files, outputs, written, steps.reach)
    return [file.path for file in files]


def _told(table: DataTable, wanted: Sequence[str], *, marked: bool) -> DataTable:
    """With what the formats cut, and what is marked in CSV."""
    table = guarded(table, wanted)
    if not marked:
        return table
    notice = VariableNotice("", DATA_TERMS.of(table.language)("note_marked"))
    return replace(table, notices=(*table.notices, notice))


def _codebooks(
    part: DataPart, named: Path, layout: CsvLayout, codebook: Callable[[DataTable], bytes]
) -> Iterator[_File]:
    told = replace(part.table, exported=None, log_end="")  # who took it out when stands in the manifest alone
    yield _File(
        named.with_name(f"{named.name}_codebook.csv"), csv_kind("position"), lambda _: (codebook_csv(told, layout),)
    )
    if not part.name:
        yield _File(named.with_name(f"{named.name}_codebook.pdf"), PDF, lambda _: (codebook(told),))


def _write(
    files: Sequence[_File], outputs: Outputs, written: list[WrittenFile], on_progress: Callable[[float], None]
) -> None:
    """Each file gets its name when all are written."""
    with ExitStack() as all_or_none:
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


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a data set; its pieces are made when their turn comes."""

    path: Path
    kind: FileKind
    pieces: Callable[[Path], Iterable[bytes]]


class _Steps:
    """Tells how far the work is, and within a long piece of it the same once more, so that it can be ended there."""

    def __init__(self, on_progress: Callable[[float], None]) -> None:
        self._on_progress = on_progress
        self._share = 0.0

    def reach(self, share: float) -> None:
        """So much is done."""
        self._share = share
        self.again()

    def again(self) -> None:
        """No more than before."""
        self._on_progress(self._share)
