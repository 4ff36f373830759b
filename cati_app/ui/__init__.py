"""The window and everything in it."""

from __future__ import annotations

import ctypes
import sys


def _hold_none() -> None:
    """Keep None alive on Python 3.11.

    PySide6 6.12.0 drops one reference to None in every call that returns nothing (its stable-ABI build takes None
    for immortal, which it is only since Python 3.12), so that 3.11 aborts with `none_dealloc` after a few thousand
    calls. A reference count that no session can use up makes None immortal here too.
    Remove when Python 3.11 is given up or PySide6 counts again: then tests/gui/test_none.py says so.
    """
    if sys.version_info < (3, 12):
        ctypes.c_ssize_t.from_address(id(None)).value += 1 << 60


_hold_none()
