"""What became of the files of a questionnaire while somebody works on it: saved, half saved, locked, gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from cati_app.texts import Words
from cati_app.values import dataclass

_WORKBOOKS = (".xlsx", ".xlsm")
Marks = Mapping[Path, tuple[int, int, int] | None]
"""Of each file: time of its last change, size and number; None where it is not there."""


class FileState(StrEnum):
    """How a file stands."""

    WHOLE = "whole"
    HALF = "half"  # a program is just writing it
    LOCKED = "locked"  # it is there, and another program lets nobody read it
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A look at one file.

    Args:
        is_open: A spreadsheet has it open, as its lock file says; what was saved can be read all the same.
    """

    state: FileState
    is_open: bool = False


def look(path: Path) -> FileSeen:
    """How the file stands now; a workbook counts as half saved until it ends as one does."""
    is_open = any(lock.exists() for lock in lock_files(path))
    try:
        before = path.stat()
        data = path.read_bytes()
        after = path.stat()
    except FileNotFoundError:
        return FileSeen(FileState.GONE, is_open)
    except OSError:
        return FileSeen(FileState.LOCKED, is_open)
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size) or len(data) != after.st_size:
        return FileSeen(FileState.HALF, is_open)
    if not data or (path.suffix.lower() in _WORKBOOKS and not is_zipfile(BytesIO(data))):
        return FileSeen(FileState.HALF, is_open)
    return FileSeen(FileState.WHOLE, is_open)


def wait_words(words: Words, file: str, state: FileState) -> str:
    """Why a file is not read yet; blank where it is whole."""
    match state:
        case FileState.GONE:
            return words.say("{file} is not there any more. What it was like last stays in sight.", file=file)
        case FileState.HALF:
            return words.say("{file} is being saved …", file=file)
        case FileState.LOCKED:
            return words.say("{file} is locked by another program. It is read as soon as that lets go.", file=file)
    return ""


def lock_files(path: Path) -> tuple[Path, Path]:
    """What spreadsheets lay beside a workbook that they have open (Excel; LibreOffice)."""
    return path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")


def marks(paths: Iterable[Path]) -> Marks:
    """What tells a saved file from the one before it, also where it was renamed over the old one."""
    return {path: _mark(path) for path in paths}


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
