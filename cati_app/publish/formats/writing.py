"""Writes a data set in the formats asked for, always with its codebook as CSV and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from cati_app.domain.phrases import Phrase
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.formats.codebook import codebook_csv, versions_csv
from cati_app.publish.formats.csv_file import csv_lines
from cati_app.publish.formats.files import problems_told, replace_file, scratch_file

PARADATA = "paradata"
FORMATS = ("csv", "sav", PARADATA)
"""Every known format; paradata are a file of their own beside the data set."""


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
    paradata: Callable[[], Iterable[bytes]] | None = None,
    set_aside: Callable[[], Iterable[bytes]] | None = None,
) -> list[Path]:
    """Write `STUDY_VERSION.FORMAT` for each format, `STUDY_VERSION_codebook.csv` and `….pdf`.

    Where there were several versions of the questionnaire, `STUDY_VERSION_versions.csv` says what differs.

    Args:
        table: The data set.
        formats: Some of `FORMATS`.
        out: Folder, made if need be; files of the same name are replaced, each at once.
        fonts: Folder with the fonts for print, `Inter-Regular.ttf` and `Inter-SemiBold.ttf`.
        paradata: Gives the paradata piece by piece, `STUDY_VERSION_paradata.csv`, where that format is asked for.
        set_aside: Makes the file of answers without a place in the data set, `STUDY_VERSION_set_aside.csv`.

    Returns:
        The files written.

    Raises:
        UnknownFormat: one of the formats is not known; nothing is written.
        EnvironmentProblem: the folder cannot be written or the disk is full; old files are untouched.
    """
    wanted = checked_formats(formats)
    stem = "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", part) for part in (table.study_id, table.version))
    written: list[Path] = []
    with problems_told(out):
        out.mkdir(parents=True, exist_ok=True)
        if PARADATA in wanted and paradata is not None:
            path = out / f"{stem}_{PARADATA}.csv"
            replace_file(path, paradata())
            written.append(path)
        if set_aside is not None:
            path = out / f"{stem}_set_aside.csv"
            replace_file(path, set_aside())
            written.append(path)
        for name in wanted:
            if name == PARADATA:
                continue
            path = out / f"{stem}.{name}"
            replace_file(path, _pieces_of(table, name, path))
            written.append(path)
        if table.differences:
            path = out / f"{stem}_versions.csv"
            replace_file(path, versions_csv(table))
            written.append(path)
        for name, data in _codebooks(table, fonts):
            path = out / f"{stem}_codebook.{name}"
            replace_file(path, (data,))
            written.append(path)
    return written


def _codebooks(table: DataTable, fonts: Path) -> Iterator[tuple[str, bytes]]:
    from cati_app.publish.formats.codebook_pdf import codebook_pdf  # noqa: PLC0415 – reportlab loads slowly, too

    yield "csv", codebook_csv(table)
    yield "pdf", codebook_pdf(table, fonts)


def _pieces_of(table: DataTable, name: str, path: Path) -> Iterable[bytes]:
    if name == "csv":
        return csv_lines(table)
    from cati_app.publish.formats.sav import sav_bytes  # noqa: PLC0415 – pandas takes half a second: only who needs it pays

    with scratch_file(path) as scratch:
        return (sav_bytes(table, scratch),)
