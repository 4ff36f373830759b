"""The small healthy study as a folder of a command's own."""

from __future__ import annotations

from pathlib import Path

HEALTHY = Path(__file__).parents[2] / "golden" / "broken" / "healthy"


def study_with(folder: Path, settings: str) -> Path:
    """A copy of the study in `folder` / study, with these lines at the end of its study.yaml."""
    made = folder / "study"
    made.mkdir()
    for file in HEALTHY.iterdir():
        (made / file.name).write_bytes(file.read_bytes())
    with (made / "study.yaml").open("a", encoding="utf-8") as text:
        text.write(settings)
    return made
