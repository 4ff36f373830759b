"""Which program has a database open: a mark inside the file, beside the lock that somebody may delete."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

OPEN_BY = "open_by"
"""The fact of a database that names who has it open; blank while nobody has."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def new_mark(path: Path, last_event: int) -> str:
    """The mark of this program: machine since its start, process, when that began, file, chance, and the last event."""
    pid = os.getpid()
    return "/".join((_boot(), str(pid), _born(pid), _file(path), secrets.token_hex(8), str(last_event)))


def event_before(mark: str) -> int | None:
    """Number of the last event when the database was opened; None while nobody has it open."""
    last = mark.rpartition("/")[2]
    return int(last) if last.isdigit() else None


def is_at_work(mark: str, path: Path) -> bool:
    """Whether whoever left a mark still runs on this machine, with this file; False where that cannot be known."""
    boot, *rest = mark.split("/")
    if not boot or boot != _boot() or len(rest) != 5 or not rest[0].isdigit():
        return False
    pid, born, file, _, _ = rest
    return bool(born) and born == _born(int(pid)) and file == _file(path)


def _file(path: Path) -> str:
    """A copy of a file is another one."""
    status = path.stat()
    return f"{status.st_dev}:{status.st_ino}"


def _boot() -> str:
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:  # not Linux
        return ""


def _born(pid: int) -> str:
    """When a process began, in ticks since the start of the machine; blank for one that is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    return "" if fields[0] == "Z" else fields[19]
