"""Where fonts and translations lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resources_folder() -> Path:
    """The folder `resources`.

    Raises:
        FileNotFoundError: neither place has one, so the installation is incomplete.
    """
    for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("resources")


def font_files() -> list[Path]:
    """The bundled fonts."""
    return sorted(path for path in (resources_folder() / "fonts").iterdir() if path.suffix in {".otf", ".ttf"})


def translation_file(language: str) -> Path:
    """The compiled translation of the interface; need not exist."""
    return resources_folder() / "i18n" / f"cati_{language}.qm"
