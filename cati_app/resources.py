"""Where files that come with the program lie: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """A folder that comes with the program, for instance `resources` or `questionnaires`."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def reference_study() -> Path:
    """The study that comes with the program."""
    return shipped("questionnaires") / "lokale-integration"
