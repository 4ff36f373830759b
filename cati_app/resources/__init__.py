"""Where files that come with the program lie: beside the package in a checkout, inside it when installed (setup.py)."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """A folder that comes with the program, for instance `resources` or `questionnaires/lokale-integration`.

    Raises:
        FileNotFoundError: neither place has it, so the installation is incomplete.
    """
    for folder in (_PACKAGE / "shipped", _PACKAGE.parent):
        if (folder / name).is_dir():
            return folder / name
    raise FileNotFoundError(name)


def reference_study() -> Path:
    """The study that comes with the program."""
    return shipped("questionnaires/lokale-integration")
