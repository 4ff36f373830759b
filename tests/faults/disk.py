"""A disk that fails: in a child process, at the n-th write or read of files below a folder, SQLite's and our own.

SQLite is reached through the table of system calls that its Unix VFS offers for tests; its calls of `fsync` are not in
that table. What Python writes is caught in `os` and `open`. A library that writes by itself (pyreadstat) is not caught.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import io
import json
import os
import shutil
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3

from cati_app.domain.errors import EnvironmentProblem
from tests.forked import forked

_KILLED = 9


class Fault(StrEnum):
    """What happens at the n-th step."""

    KILL = "kill"  # the program is gone before a change of a file
    TORN = "torn write"  # half of a write is on the disk, and the program is gone
    FULL = "full disk"  # from then on nothing that takes room can be written
    UNREADABLE = "read error"  # what was to be read then cannot be read any more


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended.

    Args:
        steps: How many steps it has made that the fault may come at.
        code: Of the problem that it told; blank where there was none.
        text: What it said.
        cure: What it advised.
        raw: A traceback, where it ended with an error that is nobody's to read.
    """

    steps: int = 0
    code: str = ""
    text: str = ""
    cure: str = ""
    raw: str = ""
    was_killed: bool = False

    @property
    def is_done(self) -> bool:
        """Whether the work was done."""
        return not (self.was_killed or self.code or self.raw)


def on_failing_disk(
    folder: Path, fault: Fault, step: int, work: Callable[[], object], before: Callable[[], object] = lambda: None
) -> End:
    """Do work in a child of this process whose disk fails at a step.

    Args:
        folder: Below it are the files whose writes and reads count.
        step: From 0; -1: never, to count the steps.
        before: What the child does while its disk is still in order.
    """
    ours, theirs = os.pipe()

    def fails() -> None:
        os.close(ours)
        before()
        end = _worked(_Disk(folder, fault, step), work)
        os.write(theirs, json.dumps(asdict(end)).encode())  # a short line, in one piece

    pid = forked(fails)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8") as told:
        text = told.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in (0, _KILLED), status
    return End(**json.loads(text)) if text else End(was_killed=True)


def _worked(disk: _Disk, work: Callable[[], object]) -> End:
    try:
        disk.begin()
        work()
    except EnvironmentProblem as problem:
        return End(disk.end(), problem.code, str(problem.message), str(problem.cure))
    except BaseException:
        return End(disk.end(), raw=traceback.format_exc()[-3000:])
    return End(disk.end())


class _Disk:
    def __init__(self, folder: Path, fault: Fault, step: int) -> None:
        self._folder = os.path.realpath(folder)
        self._fault = fault
        self._left = step
        self._steps = 0
        self.is_full = False
        self._unreadable: tuple[str, int] | None = None
        self._kept: list[object] = []  # what SQLite holds pointers to

    def begin(self) -> None:
        """From here on the steps count."""
        _Sqlite(self, self._kept).hook()
        _Python(self).hook()

    def end(self) -> int:
        """How many steps there were; none counts any more."""
        steps, self._folder = self._steps, "nowhere"
        return steps

    def path_of(self, file: int) -> str:
        """Of an open file."""
        try:
            return os.readlink(f"/proc/self/fd/{file}")
        except OSError:
            return ""

    def write(self, path: str, half: Callable[[], object] | None = None, *, takes_room: bool = True) -> None:
        """A change of a file is about to be made; OSError where it fails.

        Args:
            half: Writes half of it; None for what is done wholly or not at all.
        """
        if not path.startswith(self._folder) or self._fault is Fault.UNREADABLE:
            return
        if (self._fault is Fault.TORN and half is None) or (self._fault is Fault.FULL and not takes_room):
            return
        if self._is_now():
            if self._fault is Fault.FULL:
                self.is_full = True
            else:
                if self._fault is Fault.TORN and half is not None:
                    half()
                os._exit(_KILLED)
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def read(self, path: str, at: int) -> None:
        """Something is about to be read; OSError where that fails."""
        if self._fault is not Fault.UNREADABLE or not path.startswith(self._folder):
            return
        if self._is_now():
            self._unreadable = path, at
        if self._unreadable == (path, at):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _is_now(self) -> bool:
        self._steps += 1
        self._left -= 1
        return self._left == -1


# -- SQLite ----------------------------------------------------------------------------------------------------------

_INT, _TEXT, _BYTES, _SIZE, _LONG = ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long


def _function(result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments, use_errno=True)


_CALLS = {
    "read": _function(_LONG, _INT, _BYTES, _SIZE),
    "pread": _function(_LONG, _INT, _BYTES, _SIZE, _LONG),
    "pread64": _function(_LONG, _INT, _BYTES, _SIZE, _LONG),
    "write": _function(_LONG, _INT, _BYTES, _SIZE),
    "pwrite": _function(_LONG, _INT, _BYTES, _SIZE, _LONG),
    "pwrite64": _function(_LONG, _INT, _BYTES, _SIZE, _LONG),
    "ftruncate": _function(_INT, _INT, _LONG),
    "unlink": _function(_INT, _TEXT),
}
_POINTER = ctypes.c_void_p
_SET = ctypes.CFUNCTYPE(_INT, _POINTER, _TEXT, _POINTER)
_GET = ctypes.CFUNCTYPE(_POINTER, _POINTER, _TEXT)


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs` as its documentation has it."""

    _fields_ = (
        *(("iVersion", _INT), ("szOsFile", _INT), ("mxPathname", _INT), ("pNext", _POINTER), ("zName", _TEXT)),
        ("pAppData", _POINTER),
        *((name, _POINTER) for name in ("xOpen", "xDelete", "xAccess", "xFullPathname")),
        *((name, _POINTER) for name in ("xDlOpen", "xDlError", "xDlSym", "xDlClose")),
        *((name, _POINTER) for name in ("xRandomness", "xSleep", "xCurrentTime", "xGetLastError")),
        ("xCurrentTimeInt64", _POINTER),
        ("xSetSystemCall", _SET),
        ("xGetSystemCall", _GET),
        ("xNextSystemCall", _POINTER),
    )


class _Sqlite:
    def __init__(self, disk: _Disk, kept: list[object]) -> None:
        self._disk = disk
        self._kept = kept

    def hook(self) -> None:
        library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None)
        for name, kind in _CALLS.items():
            pointer = vfs.contents.xGetSystemCall(ctypes.cast(vfs, _POINTER), name.encode())
            if pointer:
                hooked = kind(self._around(name, kind(pointer)))
                self._kept += [hooked, vfs]
                done = vfs.contents.xSetSystemCall(
                    ctypes.cast(vfs, _POINTER), name.encode(), ctypes.cast(hooked, _POINTER)
                )
                assert done == 0

    def _around(self, name: str, real: Any) -> Callable[..., int]:
        disk = self._disk

        def call(file: Any, *rest: Any) -> int:
            try:
                if name == "unlink":
                    disk.write(os.fsdecode(file), takes_room=False)
                elif name == "ftruncate":
                    disk.write(disk.path_of(file), takes_room=rest[0] > os.fstat(file).st_size)
                elif "read" in name:
                    disk.read(disk.path_of(file), rest[2] if len(rest) > 2 else -1)
                else:
                    data, size, *at = rest
                    disk.write(disk.path_of(file), lambda: real(file, data, size // 2, *at))
            except OSError as error:
                ctypes.set_errno(error.errno or errno.EIO)
                return -1
            return int(real(file, *rest))

        return call


# -- Python ----------------------------------------------------------------------------------------------------------


class _Python:
    def __init__(self, disk: _Disk) -> None:
        self._disk = disk

    def hook(self) -> None:
        disk = self._disk
        for name in ("replace", "rename", "unlink", "remove", "rmdir", "mkdir", "truncate"):
            self._patch(name, partial(self._about_to_change, takes_room=name == "mkdir"))
        self._patch("fsync", lambda file: disk.write(disk.path_of(file), takes_room=False))
        real_write, real_send, real_read = os.write, os.sendfile, os.read

        def write(file: int, data: Any) -> int:
            disk.write(disk.path_of(file), lambda: real_write(file, bytes(data)[: len(data) // 2]))
            return real_write(file, data)

        def sendfile(target: int, source: int, at: int, size: int) -> int:
            disk.read(disk.path_of(source), at)
            half = os.fstat(source).st_size // 2
            if at < os.fstat(source).st_size:
                disk.write(disk.path_of(target), lambda: real_send(target, source, at, half))
            return real_send(target, source, at, size)

        def read(file: int, size: int) -> bytes:
            disk.read(disk.path_of(file), -1)
            return real_read(file, size)

        os.write, os.sendfile, os.read = write, sendfile, read  # type: ignore[assignment]
        io.open = builtins.open = self._open
        real_usage = shutil.disk_usage

        def usage(path: Any) -> Any:
            return real_usage(path)._replace(free=0) if disk.is_full else real_usage(path)

        shutil.disk_usage = usage

    def _about_to_change(self, path: Any, *, takes_room: bool) -> None:
        self._disk.write(os.path.abspath(path), takes_room=takes_room)

    def _patch(self, name: str, before: Callable[[Any], None]) -> None:
        real = getattr(os, name)

        def call(path: Any, *rest: Any, **more: Any) -> Any:
            if more.get("dir_fd") is None:  # else it clears a folder away, which nothing depends on
                before(path)
            return real(path, *rest, **more)

        setattr(os, name, call)

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        raw = _File(self._disk, file, mode.replace("t", "").replace("b", ""), closefd, opener)
        if buffering == 0:
            return raw
        if "+" in mode:
            buffered: Any = io.BufferedRandom(raw)
        else:
            buffered = io.BufferedWriter(raw) if set(mode) & set("wax") else io.BufferedReader(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)


class _File(io.FileIO):
    def __init__(self, disk: _Disk, file: Any, mode: str, closefd: bool, opener: Any) -> None:
        is_new = isinstance(file, (str, os.PathLike)) and bool(set(mode) & set("wx"))
        if is_new:
            disk.write(os.path.abspath(file))
        super().__init__(file, mode, closefd, opener)
        self._disk = disk
        self._path = disk.path_of(self.fileno())

    def write(self, data: Any, /) -> int:
        view = bytes(data)
        self._disk.write(self._path, lambda: super(_File, self).write(view[: len(view) // 2]))
        return super().write(view)

    def readinto(self, buffer: Any, /) -> int:
        self._disk.read(self._path, self.tell() if self.seekable() else -1)
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self._disk.read(self._path, self.tell() if self.seekable() else -1)
        return super().readall()
