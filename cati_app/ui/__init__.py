"""The window and everything in it."""

from __future__ import annotations

import ctypes
import sys


def _hold_constants() -> None:
    """Keep None, True, False and NotImplemented alive on Python 3.11.

    PySide6 6.12.0 drops a reference in every call that returns nothing or a truth value (its build takes these
    objects for immortal, which they are only since Python 3.12), so that 3.11 aborts with `none_dealloc` after a
    few thousand calls. A reference count that no session can use up makes them immortal here too.
    Remove when Python 3.11 is given up, or when PySide6 counts again: tests/gui/test_constants.py then fails.
    """
    if sys.version_info < (3, 12):
        for constant in (None, True, False, NotImplemented):
            ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 60


_hold_constants()
