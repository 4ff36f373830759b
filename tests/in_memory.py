"""Where tests keep what they write: in the memory of the machine, where it has the room, and not on its disk.

Tests end programs at any moment, but no machine: whatever the system has been given is there afterwards, on a disk and
in memory alike. On a disk each commit and each file waits for it, which takes a busy one longer than all that the tests
compute. What only a disk could show, a power cut, has servers of its own (`tests/postgres_machines.py`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_SHARED = Path("/dev/shm")
_FOR_EVERYBODY = 0o1777
ROOM = 4 << 30
"""Bytes that have to be free; a whole run keeps less than a quarter of that at once."""


def folder_in_memory(environment: Mapping[str, str], shared: Path = _SHARED, room: int = ROOM) -> Path | None:
    """For temporary files; None where somebody has chosen another one, the machine has no room, or not for everybody.

    Some tests work as somebody without rights, who keeps temporary files there too.

    Args:
        shared: A folder that is kept in memory.
        room: Bytes that have to be free there.
    """
    if "TMPDIR" in environment or not os.access(shared, os.W_OK):
        return None
    if shared.stat().st_mode & _FOR_EVERYBODY != _FOR_EVERYBODY:
        return None
    there = os.statvfs(shared)
    return shared if there.f_bavail * there.f_frsize >= room else None
