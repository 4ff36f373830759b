"""Locks of files: one program at a time, whoever asks and however long."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cati_app.store.locks import LockBusy, lock_file


def test_a_file_is_locked_once_until_it_is_let_go_of(tmp_path: Path) -> None:
    held = lock_file(tmp_path / "a.lock")

    with pytest.raises(LockBusy):
        lock_file(tmp_path / "a.lock")
    held.release()
    held.release()
    lock_file(tmp_path / "a.lock").release()

    assert (tmp_path / "a.lock").exists()  # who waits for it has it open


def test_another_program_is_kept_out_and_a_killed_one_keeps_nobody_out(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from cati_app.store.locks import lock_file;"
        " lock = lock_file(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path / "a.lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert b"held" == other.stdout.readline().strip()
        with pytest.raises(LockBusy):
            lock_file(tmp_path / "a.lock")
        other.kill()
        other.wait()

    lock_file(tmp_path / "a.lock").release()


def test_whoever_waits_gets_it_once_it_is_free(tmp_path: Path) -> None:
    held, asked = lock_file(tmp_path / "a.lock"), threading.Event()

    def release() -> None:
        asked.wait()
        held.release()

    other = threading.Thread(target=release)
    other.start()
    asked.set()
    lock_file(tmp_path / "a.lock", 30.0).release()
    other.join()


def test_a_file_that_was_deleted_meanwhile_locks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.lock"
    opened = os.open
    numbers: list[int] = []

    def open_and_lose(*given: object) -> int:
        numbers.append(opened(*given))  # type: ignore[arg-type]  # as `os.open` takes them
        if len(numbers) == 1:
            path.unlink()
        return numbers[-1]

    monkeypatch.setattr(os, "open", open_and_lose)

    held = lock_file(path, 30.0)

    assert 2 == len(numbers)
    assert path.stat().st_ino == os.fstat(numbers[-1]).st_ino
    held.release()


def test_a_link_in_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        lock_file(tmp_path / "a.lock")

    assert not (tmp_path / "elsewhere").exists()


def test_a_file_system_that_locks_nothing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", no_locks)

    with pytest.raises(OSError, match=os.strerror(errno.ENOSYS)):
        lock_file(tmp_path / "a.lock")
