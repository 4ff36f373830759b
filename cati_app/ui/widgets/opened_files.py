"""Files are opened with the programs that the system has for them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QFileInfo, QUrl
from PySide6.QtGui import QDesktopServices


def open_with_system(files: Iterable[str]) -> tuple[str, ...]:
    """Open each file.

    Returns:
        Those that are gone, or for which the system has no program.
    """
    return tuple(
        file for file in files if not (QFileInfo.exists(file) and QDesktopServices.openUrl(QUrl.fromLocalFile(file)))
    )
