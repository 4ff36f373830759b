"""Pictures of every screen and kind of question that a shift passes, each once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice

from cati_app.publish.outputs import PNG, Outputs
from cati_app.station.desktop import Desktop


class Pictures:
    """Grabs the window when a name comes up for the first time."""

    def __init__(self, desktop: Desktop, folder: Path, outputs: Outputs) -> None:
        self._desktop = desktop
        self._folder = folder
        self._outputs = outputs
        self.names: list[str] = []
        outputs.folder(folder)

    def __call__(self, name: str) -> None:
        """Take the picture, unless there is one of that name."""
        if name not in self.names:
            self.take(name)

    def take(self, name: str) -> None:
        """Take a picture now."""
        self.names.append(name)
        data = QByteArray()
        with_data = QBuffer(data)
        with_data.open(QIODevice.OpenModeFlag.WriteOnly)
        self._desktop.first.shell.grab().save(with_data, "PNG")
        self._outputs.write(self._folder / f"{name}.png", PNG, [bytes(data.data())])
