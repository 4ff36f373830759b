"""Workbooks once read, in the user's cache folder: plain cells of files that lie unencrypted in the study folder."""

from __future__ import annotations

import os
from pathlib import Path

_MOST = 20  # files; the oldest go first


class WorkbookCache:
    """A folder of small files. Nothing depends on it: what cannot be read or written is left alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """What was put there, or None."""
        try:
            return (self._folder / f"{name}.json").read_bytes()
        except OSError:
            return None

    def put(self, name: str, data: bytes) -> None:
        """Keep something, readable by this user only."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = self._folder / f"{name}.{os.getpid()}.new"
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
            beside.replace(self._folder / f"{name}.json")
            for old in sorted(self._folder.glob("*.json"), key=_age)[_MOST:]:
                old.unlink(missing_ok=True)
        except OSError:
            return


def _age(path: Path) -> float:
    return -path.stat().st_mtime
