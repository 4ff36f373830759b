"""The pictures of the architecture show the imports as they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def test_the_pictures_are_those_of_the_imports() -> None:
    run = subprocess.run([sys.executable, "packaging/architecture.py", "--check"], cwd=_ROOT, check=False)

    assert 0 == run.returncode, "run: make architecture"


def test_every_room_has_its_line() -> None:
    page = (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition("| room | what it holds |")[2].partition("\n\n")[0]
    rooms = {path.parent.name for path in (_ROOT / "cati_app").glob("*/__init__.py")}
    rooms |= {path.stem for path in (_ROOT / "cati_app").glob("[a-z]*.py")}

    assert [] == sorted(room for room in rooms if f"`{room}`" not in table)
