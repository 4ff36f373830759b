"""What a planted mistake is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A text of the program replaced by a wrong one; `tests` are files or folders, separated by blanks."""

    what: str
    file: str
    right: str
    wrong: str
    tests: str
