"""What disk, file system and key refuse, in words with a cure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2
from sqlalchemy.exc import DBAPIError

from cati_app.domain.errors import EnvironmentProblem


@contextmanager
def environment_problems(path: Path) -> Iterator[None]:
    """Turn what disk and file system refuse into messages with a cure; other errors rise unchanged."""
    try:
        yield
    except DBAPIError as error:
        raise _worded(path, error.orig) or error from error
    except sqlcipher3.dbapi2.Error as error:
        raise _worded(path, error) or error from error


def _worded(path: Path, error: BaseException | None) -> EnvironmentProblem | None:
    text = str(error)
    name = path.name
    for sign, code, message, cure in (
        (
            "is full",
            "disk_full",
            "The disk is full. What was acknowledged is stored; the last step was not.",
            "Free some space, then repeat it.",
        ),
        (
            "not a database",
            "wrong_key",
            f"{name} cannot be opened with this key, or it is not a database of cati.",
            "Check the passphrase and the file; nothing was changed.",
        ),
        (
            "readonly",
            "read_only",
            f"{name} or its folder is read-only; nothing was changed.",
            "Give yourself the right to write there, or choose another file with --db.",
        ),
        (
            "unable to open",
            "read_only",
            f"{name} cannot be opened or made in this folder.",
            "Check that the folder exists and that you may write there, or choose another file with --db.",
        ),
        (
            "database is locked",
            "in_use",
            "Another application is writing to this database just now.",
            "Close it, or try again in a moment.",
        ),
        ("malformed", "damaged", f"{name} is damaged.", "Keep a copy of the file and restore the last backup."),
        (
            "disk I/O",
            "disk_error",
            "The disk reported an error. What was acknowledged is stored.",
            "Check the disk, then start again.",
        ),
    ):
        if sign in text:
            return EnvironmentProblem(code, message, cure)
    return None
