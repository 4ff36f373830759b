"""What all readers share: programs that may not be there, and what they print."""

from __future__ import annotations

import csv
import io
import shutil

INSTALL = "packaging/system_packages.sh readers"
"""Installs the programs, as root."""


class NotThere(Exception):
    """A program that is not installed; the message says how it gets here."""


class NotAsked(Exception):
    """A reader that needs what the project does not carry, and that nobody asked for."""


def program(name: str) -> str:
    """Where a program is.

    Raises:
        NotThere: it is not installed.
    """
    path = shutil.which(name)
    if path is None:
        raise NotThere(f"{name} is missing: {INSTALL}")
    return path


def last_line(text: str) -> str:
    """The last line that says something."""
    return ([line for line in text.splitlines() if line.strip()] or ["failed without a word"])[-1]


def columns_of(text: str) -> dict[str, list[str]]:
    """Columns of a CSV by name."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return {name: [row[place] for row in rows] for place, name in enumerate(head)}
