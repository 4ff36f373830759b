"""Pictures of every screen and kind of question that a shift passes, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice

from cati_app.publish.outputs import PNG, Outputs
from cati_app.station.desktop import Desktop

_LARGE, _NORMAL = 200, 100
"""Text in percent."""


class Pictures:
    """Grabs the window when a name comes up for the first time.

    Args:
        folder: Where they go; None: no picture is taken, and the windows keep their looks.
    """

    def __init__(self, desktop: Desktop, folder: Path | None, outputs: Outputs) -> None:
        self._desktop = desktop
        self._folder = folder
        self._outputs = outputs
        self._names: list[str] = []
        if folder is not None:
            outputs.folder(folder)

    def __call__(self, name: str) -> None:
        """Take the picture, unless there is one of that name."""
        if name not in self._names:
            self.take(name)

    def looks(self, name: str, take: Callable[[str], None], *, large: bool = True) -> None:
        """Dark, and with the largest text; then as before."""
        if self._folder is None:
            return
        theme = self._desktop.theme
        theme.set_looks(dark=True, percent=_NORMAL)
        take(f"{name}-dark")
        if large:
            theme.set_looks(dark=False, percent=_LARGE)
            take(f"{name}-200-percent")
        theme.set_looks(dark=False, percent=_NORMAL)

    def take(self, name: str) -> None:
        """Take a picture now."""
        if self._folder is None:
            return
        self._names.append(name)
        data = QByteArray()
        with_data = QBuffer(data)
        with_data.open(QIODevice.OpenModeFlag.WriteOnly)
        self._desktop.first.shell.grab().save(with_data, "PNG")
        self._outputs.write(self._folder / f"{name}.png", PNG, [bytes(data.data())])
