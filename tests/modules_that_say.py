"""Modules in which a word stands: to take every module apart takes seconds, and to look for a word in them none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def modules_that_say(folder: Path, *words: str) -> Iterator[tuple[str, ast.Module]]:
    """The modules below a folder whose text has one of the words, as part of another one too; by path in the folder."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if any(word in text for word in words):
            yield path.relative_to(folder).as_posix(), ast.parse(text)
