"""Room for expressions that nest deeply."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ROOM = 6_000  # calls; since Python 3.11 a call of Python by Python takes no space on the machine's stack


@contextmanager
def deep_calls() -> Iterator[None]:
    """Let functions call each other more deeply than usual while an expression is read and compiled."""
    before = sys.getrecursionlimit()
    if before >= _ROOM:
        yield
        return
    sys.setrecursionlimit(_ROOM)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
