"""One program at a time: the locks of files, and that of a database beside it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.problems import file_problem

_PRIVATE = 0o600
_LOOKED_AGAIN_S = 0.05


class HeldLock(Protocol):
    """A lock that this program has."""

    def release(self) -> None:
        """Let go of it; may be called twice."""
        ...


class LockBusy(Exception):
    """Another program, or another lock of this one, has the file."""


if sys.platform == "win32":
    import errno
    import warnings

    import filelock

    def lock_file(path: Path, wait_s: float = 0.0) -> HeldLock:
        """Lock a file, which is made where it is missing and stays when it is let go of.

        Args:
            path: In a folder that exists.
            wait_s: How long another program is waited for.

        Raises:
            LockBusy: another program still has it.
            OSError: what the file system refuses; ENOLCK where it locks nothing.
        """
        lock = filelock.FileLock(path, mode=_PRIVATE)
        try:
            with warnings.catch_warnings(action="ignore"):
                lock.acquire(timeout=wait_s)
        except filelock.Timeout as error:
            raise LockBusy from error
        if isinstance(lock, filelock.SoftFileLock):  # what it falls back to where the system locks nothing
            lock.release()
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
        return lock

else:
    import fcntl

    class _Flock:
        """The lock of a file that stays open."""

        def __init__(self, number: int) -> None:
            self._number: int | None = number

        def release(self) -> None:
            """Let go of it; the file stays: whoever waits for it has it open."""
            if self._number is not None:
                number, self._number = self._number, None
                os.close(number)

    def lock_file(path: Path, wait_s: float = 0.0) -> HeldLock:
        """Lock a file, which is made where it is missing and stays when it is let go of.

        Args:
            path: In a folder that exists.
            wait_s: How long another program is waited for.

        Raises:
            LockBusy: another program still has it.
            OSError: what the file system refuses; ENOLCK, ENOSYS where it locks nothing.
        """
        until = time.monotonic() + wait_s
        while (number := _locked(path)) is None:
            if time.monotonic() >= until:
                raise LockBusy
            time.sleep(_LOOKED_AGAIN_S)
        return _Flock(number)

    def _locked(path: Path) -> int | None:
        """The number of the open file, locked; None while another program has it."""
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, _PRIVATE)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_there = os.fstat(number).st_nlink > 0  # it may have been deleted since it was opened
        except (BlockingIOError, PermissionError):  # held elsewhere; some file systems say the second
            is_there = False
        except BaseException:
            os.close(number)
            raise
        if is_there:
            return number
        os.close(number)
        return None


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


def take_lock(path: Path) -> HeldLock:
    """The lock of a database, for as long as it is open; raises as `database_lock`."""
    try:
        return lock_file(lock_file_of(path))
    except LockBusy as error:
        raise in_use() from error
    except OSError as error:
        raise file_problem(lock_file_of(path), error) from error


def in_use() -> EnvironmentProblem:
    """What whoever comes second is told."""
    return EnvironmentProblem(
        "in_use",
        "This database is already open in another window of the application.",
        "Continue there: Ctrl+Shift+N opens another window for another person. Or close it first. Commands that only"
        " read work beside it.",
    )
