"""What disk, file system and key refuse, in words with a cure."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.exchange import name_meant


@contextmanager
def environment_problems(path: Path) -> Iterator[None]:
    """Turn what disk and file system refuse into messages with a cure; other errors rise unchanged."""
    try:
        yield
    except (sqlcipher3.dbapi2.Error, MemoryError) as error:
        raise problem_of(path, error) or error from error


def problem_of(path: Path, error: BaseException | None) -> EnvironmentProblem | None:
    """What an error of the database means in words; None where disk and file system are not to blame for it."""
    if isinstance(error, MemoryError):  # also what the driver says once a page could not be deciphered
        return _NO_MEMORY.afresh()
    return _worded(path, error) if isinstance(error, sqlcipher3.dbapi2.Error) else None


_NO_LOCKS = frozenset(
    getattr(errno, name) for name in ("ENOLCK", "ENOSYS", "EOPNOTSUPP", "ENOTSUP") if hasattr(errno, name)
)


def file_problem(path: Path, error: OSError) -> EnvironmentProblem:
    """What the file system says about a file that is to be made, in words with a cure."""
    number = error.errno
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return _FULL.afresh()
    if number in _NO_LOCKS:
        return EnvironmentProblem(
            "locks_missing",
            Phrase(
                "The folder of {name} lies on a file system that cannot lock files, so two programs could write at"
                " once. Nothing was changed.",
                name=name_meant(path),
            ),
            "Choose a file on a disk of this machine with --db.",
        )
    if number == errno.EIO:
        return _DISK.afresh()
    return EnvironmentProblem(
        "read_only",
        Phrase("The folder of {name} cannot be written to; nothing was changed.", name=name_meant(path)),
        "Give yourself the right to write there, or choose another file with --db.",
    )


_INDEX_PAGE = 1 << 15
"""By so many bytes the index beside the journal grows; where it cannot, SQLite speaks of an error of the disk."""
_NO_MEMORY = EnvironmentProblem(
    "disk_error",
    "The disk reported an error, or memory ran out. What was acknowledged is stored.",
    "Check the disk, then start again.",
)
_FULL = EnvironmentProblem(
    "disk_full",
    "The disk is full. What was acknowledged is stored; the last step was not.",
    "Free some space, then repeat it.",
)
_DISK = EnvironmentProblem(
    "disk_error",
    "The disk reported an error. What was acknowledged is stored.",
    "Check the disk, then start again.",
)


def _worded(path: Path, error: BaseException | None) -> EnvironmentProblem | None:
    name, text = name_meant(path), str(error)
    problems = (
        (
            "is full",
            _FULL,
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
            "locking protocol",
            file_problem(path, OSError(errno.ENOLCK, "")),
        ),
        (
            "malformed",
            EnvironmentProblem(
                "damaged",
                Phrase("{name} is damaged.", name=name),
                "Keep a copy of the file and restore the newest backup: `cati backup --list` names it.",
            ),
        ),
        (
            "disk I/O",
            _FULL if _has_no_room(path) else _DISK,
        ),
    )
    return next((problem.afresh() for sign, problem in problems if sign in text), None)


def _has_no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _INDEX_PAGE
    except OSError:
        return False
