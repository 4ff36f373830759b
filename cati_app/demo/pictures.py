"""Pictures of every screen and kind of question that a shift passes, each once."""

from __future__ import annotations

from pathlib import Path

from cati_app.station.desktop import Desktop


class Pictures:
    """Grabs the window when a name comes up for the first time."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self._desktop = desktop
        self._folder = folder
        self.names: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, name: str) -> None:
        """Take the picture, unless there is one of that name."""
        if name not in self.names:
            self.take(name)

    def take(self, name: str) -> None:
        """Take a picture now."""
        self.names.append(name)
        self._desktop.first.shell.grab().save(str(self._folder / f"{name}.png"))
