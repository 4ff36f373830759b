"""Whether there is a screen for a window."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """Whether a window could be seen."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM") not in (None, "", "offscreen"):
        return True
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
