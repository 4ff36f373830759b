"""What a command prints of a study that is rehearsed says so: nobody takes its figures for those of a field."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from cati_app.station.folders import is_rehearsal
from cati_app.texts import say

KEY = "rehearsal"
"""Of each object of JSON that is printed."""


@contextmanager
def told_as_rehearsed(arguments: argparse.Namespace) -> Iterator[None]:
    """While a command runs; nothing differs where its study, or the database it names, is not that of a rehearsal."""
    named = [getattr(arguments, "study", None), getattr(arguments, "db", None)]
    folders = [path if path.is_dir() else path.parent for path in named if isinstance(path, Path)]
    if not any(is_rehearsal(folder) for folder in folders):
        yield
        return
    plain = sys.stdout
    sys.stdout = _Told(plain)
    try:
        yield
    finally:
        sys.stdout = plain


class _Told(io.TextIOBase):
    """Text gets a line in front of it, an object of JSON a key."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_told = False

    def write(self, text: str) -> int:
        """Write it."""
        marked = _marked(text)
        if marked is not None:
            self._out.write(marked)
        elif text.strip():
            self._out.write(text if self._is_told else f"{say('Rehearsal: nothing of this is real.')}\n{text}")
        else:
            self._out.write(text)
        self._is_told = True
        return len(text)

    def flush(self) -> None:
        """Hand it on."""
        self._out.flush()

    def isatty(self) -> bool:
        """Whether somebody reads it."""
        return self._out.isatty()

    def fileno(self) -> int:
        """Of what is written on."""
        return self._out.fileno()


def _marked(text: str) -> str | None:
    """JSON with the key; None where it is no JSON."""
    if not text.startswith(("{", "[")):
        return None
    try:
        read = json.loads(text)
    except ValueError:
        return None
    objects = [{KEY: True, **each} if isinstance(each, dict) else each for each in _all(read)]
    told = objects if isinstance(read, list) else objects[0]
    indent = 2 if "\n" in text.rstrip("\n") else None
    return json.dumps(told, ensure_ascii=False, indent=indent) + "\n"


def _all(read: object) -> list[object]:
    return read if isinstance(read, list) else [read]
