"""What disk, file system and key refuse, in words with a cure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase


@contextmanager
def environment_problems(path: Path) -> Iterator[None]:
    """Turn what disk and file system refuse into messages with a cure; other errors rise unchanged."""
    try:
        yield
    except sqlcipher3.dbapi2.Error as error:
        raise problem_of(path, error) or error from error


def problem_of(path: Path, error: BaseException | None) -> EnvironmentProblem | None:
    """What an error of the database means in words; None where disk and file system are not to blame for it."""
    return _worded(path, error) if isinstance(error, sqlcipher3.dbapi2.Error) else None


def _worded(path: Path, error: BaseException | None) -> EnvironmentProblem | None:
    name, text = path.name, str(error)
    problems = (
        (
            "is full",
            EnvironmentProblem(
                "disk_full",
                "The disk is full. What was acknowledged is stored; the last step was not.",
                "Free some space, then repeat it.",
            ),
        ),
        (
            "not a database",
            EnvironmentProblem(
                "wrong_key",
                Phrase("{name} cannot be opened with this key, or it is not a database of cati.", name=name),
                "Check the passphrase and the file; nothing was changed.",
            ),
        ),
        (
            "readonly",
            EnvironmentProblem(
                "read_only",
                Phrase("{name} or its folder is read-only; nothing was changed.", name=name),
                "Give yourself the right to write there, or choose another file with --db.",
            ),
        ),
        (
            "unable to open",
            EnvironmentProblem(
                "read_only",
                Phrase("{name} cannot be opened or made in this folder.", name=name),
                "Check that the folder exists and that you may write there, or choose another file with --db.",
            ),
        ),
        (
            "database is locked",
            EnvironmentProblem(
                "in_use",
                "Another application is writing to this database just now.",
                "Close it, or try again in a moment.",
            ),
        ),
        (
            "malformed",
            EnvironmentProblem(
                "damaged",
                Phrase("{name} is damaged.", name=name),
                "Keep a copy of the file and restore the last backup.",
            ),
        ),
        (
            "disk I/O",
            EnvironmentProblem(
                "disk_error",
                "The disk reported an error. What was acknowledged is stored.",
                "Check the disk, then start again.",
            ),
        ),
    )
    return next((problem for sign, problem in problems if sign in text), None)
