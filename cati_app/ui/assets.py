"""The fonts that come with the program."""

from __future__ import annotations

from pathlib import Path

from cati_app.resources import shipped


def font_files() -> list[Path]:
    """The bundled fonts."""
    return sorted(path for path in (shipped("resources") / "fonts").iterdir() if path.suffix in {".otf", ".ttf"})
