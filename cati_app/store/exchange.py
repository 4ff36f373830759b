"""Puts a whole database, with its key file, where another one lies or none does.

It is made beside under another name. From one rename on it counts: whatever is killed afterwards, the next one who
opens the database finishes the exchange. Until then the old files, or none, are what there is.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

_PARTS = ("-wal", "-shm", "-journal", "")
"""What belongs to a database; its journal goes first, the file that names it last."""


_UNDER_WAY = ".part"


def part_of(path: Path) -> Path:
    """Where the new database is made."""
    return path.with_name(path.name + _UNDER_WAY)


def name_meant(path: Path) -> str:
    """What people know the file as, also while it is made under another name."""
    return path.name.removesuffix(_UNDER_WAY)


def incoming_key_of(path: Path) -> Path:
    """Where its key file waits."""
    return path.with_name(f"{path.name}.incoming.key")


def begin(path: Path) -> None:
    """Clear away what a kill left of an exchange that never counted."""
    for ending in _PARTS:
        _named(part_of(path), ending).unlink(missing_ok=True)
    for leftover in (incoming_key_of(path), _aside_of(path)):
        leftover.unlink(missing_ok=True)


def commit(path: Path, aside: str = "") -> None:
    """From here on the new database counts; call `finish` then.

    Args:
        path: The database. Its new file is whole, closed, without a journal.
        aside: What the old files are called from then on; blank where there are none.

    Raises:
        OSError: the new file has a journal still, because the disk failed when it was closed; nothing counts yet.
    """
    journal = _named(part_of(path), "-wal")
    if journal.exists() and journal.stat().st_size:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    if aside:
        _aside_of(path).write_text(aside, encoding="utf-8")
        synced(_aside_of(path))
    synced(part_of(path))
    part_of(path).replace(_incoming_of(path))
    synced(path.parent)


def is_under_way(path: Path) -> bool:
    """Whether an exchange counts and is not finished."""
    return _incoming_of(path).exists()


def finish(path: Path) -> None:
    """Set the old files aside and give the new ones their names; each step may be repeated after a kill."""
    note = _aside_of(path)
    aside = note.read_text(encoding="utf-8") if note.exists() else ""
    key, incoming_key = path.with_name(f"{path.name}.key"), incoming_key_of(path)
    if aside:
        for ending in _PARTS:
            _renamed(_named(path, ending), path.with_name(aside + ending))
        if incoming_key.exists():
            _renamed(key, path.with_name(f"{aside}.key"))
        elif key.exists() and not path.with_name(f"{aside}.key").exists():
            shutil.copy2(key, path.with_name(f"{aside}.key"))  # the one key opens both
    _renamed(incoming_key, key)
    synced(path.parent)
    _renamed(_incoming_of(path), path)
    note.unlink(missing_ok=True)
    synced(path.parent)


def synced(path: Path) -> None:
    """Bring a file or a folder to the disk, where the system can."""
    try:
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:  # a folder on Windows
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _renamed(old: Path, new: Path) -> None:
    if old.exists():
        old.replace(new)


def _incoming_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.incoming")


def _aside_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.incoming.aside")


def _named(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
