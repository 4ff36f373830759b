"""A hub stays on one processor: its two threads share one interpreter, and hand it over between processors at a loss.

Which processor says whoever starts it; for a hub in files, which is one process, one is taken where nobody says so.
Systems that know no such bond (macOS, Windows) let it run anywhere.
"""

from __future__ import annotations

import os
from contextlib import suppress

ANY = "any"
"""What is said for: wherever the system likes."""


def allowed() -> tuple[int, ...]:
    """Numbers of the processors this process may run on, in order; none where the system does not say."""
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


def stay_on(processor: int) -> None:
    """From here on this thread, and every one that it starts, runs there alone.

    Raises:
        ValueError: It is none of those that this process may run on.
        PermissionError: The system lets this process bind itself to none.
    """
    if processor not in allowed():
        raise ValueError(f"not one of {allowed()}")
    os.sched_setaffinity(0, {processor})


def stay_on_some() -> None:
    """The same on one of them, another one for the next process; nothing where there is no choice or no right to it."""
    if len(known := allowed()) > 1:
        with suppress(PermissionError):  # a hub serves more slowly then, and else as well
            stay_on(known[os.getpid() % len(known)])
