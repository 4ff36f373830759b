"""One writing application at a time: the lock beside a database."""

from __future__ import annotations

import errno
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.problems import file_problem


def lock_file_of(path: Path) -> Path:
    """What is locked while somebody may write to a database."""
    return path.with_name(f"{path.name}.lock")


@contextmanager
def database_lock(path: Path) -> Iterator[None]:
    """The lock of a database, for those who put another file in its place.

    Raises:
        EnvironmentProblem: `in_use`, `read_only`, `locks_missing`.
    """
    lock = take_lock(path)
    try:
        yield
    finally:
        lock.release()


def take_lock(path: Path) -> filelock.BaseFileLock:
    """The lock of a database, for as long as it is open; raises as `database_lock`."""
    lock = filelock.FileLock(lock_file_of(path))
    try:
        with warnings.catch_warnings(action="ignore"):
            lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise in_use() from error
    except OSError as error:
        raise file_problem(lock_file_of(path), error) from error
    if isinstance(lock, filelock.SoftFileLock):  # what it falls back to where the system locks nothing
        lock.release()
        raise file_problem(lock_file_of(path), OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)))
    return lock


def in_use() -> EnvironmentProblem:
    """What whoever comes second is told."""
    return EnvironmentProblem(
        "in_use",
        "This database is already open in another window of the application.",
        "Continue there: Ctrl+Shift+N opens another window for another person. Or close it first. Commands that only"
        " read work beside it.",
    )
