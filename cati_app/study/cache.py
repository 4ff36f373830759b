"""What was made of workbooks and settings, in the user's cache folder: they are unencrypted anyway."""

from __future__ import annotations

import hashlib
import os
import stat
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

_MOST = 40  # files; the oldest go first


class WorkbookCache:
    """A folder of small files. Nothing depends on it: what cannot be read or written is left alone.

    A file that others may write, or that another version of the code wrote, is not read.

    Args:
        folder: Where the files are.
        code: Folder of the Python files that made what is kept; None when that never changes.
    """

    def __init__(self, folder: Path, code: Path | None = None) -> None:
        self._folder = folder
        self._version = version_of(code) if code is not None else "0"

    def get(self, name: str) -> bytes | None:
        """What was put there, or None."""
        try:
            with self._path(name).open("rb") as file:
                return file.read() if _is_private(os.fstat(file.fileno())) else None
        except OSError:
            return None

    def put(self, name: str, data: bytes) -> None:
        """Keep something, readable by this user only."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._path(name)
            beside = path.with_suffix(f".{os.getpid()}.new")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
            beside.replace(path)
            for old in sorted(self._folder.glob("*.kept"), key=_age)[_MOST:]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}-{self._version}.kept"


def _is_private(state: os.stat_result) -> bool:
    """Whether only this user can have written the file; other systems than POSIX guard the folder themselves."""
    if not hasattr(os, "getuid"):
        return True
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@lru_cache(maxsize=1)
def version_of(root: Path) -> str:
    """A fingerprint of Python files as they are now, so that nothing outlives the code that made it."""
    known, folders = hashlib.sha256(), [str(root)]
    for folder in folders:
        for entry in sorted(os.scandir(folder), key=attrgetter("name")):
            if entry.name.endswith(".py"):
                state = entry.stat()
                known.update(f"{entry.path} {state.st_size} {state.st_mtime_ns}\n".encode())
            elif entry.name != "__pycache__" and entry.is_dir():
                folders.append(entry.path)
    return known.hexdigest()[:16]


def _age(path: Path) -> float:
    return -path.stat().st_mtime
