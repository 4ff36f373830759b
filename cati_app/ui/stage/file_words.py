"""What is said of files that were written and are opened."""

from __future__ import annotations

from pathlib import PurePath

from cati_app.texts import Words


def not_opened(words: Words, files: tuple[str, ...]) -> str:
    """Of files that did not open: their names, why, and where they are to be looked for."""
    names = ", ".join(PurePath(file).name for file in files)
    return words.say(
        "Not opened: {names}. They were moved or deleted since then, or the system has no program for them. They were"
        " written into {folder}.",
        names=names,
        folder=str(PurePath(files[0]).parent),
    )
