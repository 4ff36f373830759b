"""What a user installs: the wheel holds everything that the program needs to run, and finds it there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
_ROOT = Path(__file__).parents[2]
_SOURCES = (
    "pyproject.toml",
    "setup.py",
    "README.md",
    "LICENSE",
    "cati_app",
    "resources",
    "questionnaires",
    "requirements",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that the checkout stays as it is, with a study beside the reference study."""
    sources, out = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("wheel")
    for name in _SOURCES:
        copy = shutil.copytree if (_ROOT / name).is_dir() else shutil.copy
        copy(_ROOT / name, sources / name)
    (sources / "questionnaires" / "private").mkdir()
    (sources / "questionnaires" / "private" / "sample.csv").touch()
    command = ["wheel", str(sources), "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out)]
    built = subprocess.run(
        [sys.executable, "-m", "pip", *command], capture_output=True, text=True, timeout=300, check=False
    )
    assert 0 == built.returncode, built.stderr[-800:]
    return next(out.glob("*.whl"))


def test_the_wheel_holds_resources_and_the_reference_studies_and_no_other(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {name.removeprefix("cati_app/shipped/") for name in names if name.startswith("cati_app/shipped/")}

    there = {str(path.relative_to(_ROOT)) for path in (_ROOT / "resources").rglob("*") if path.is_file()}
    for study in ("lokale-integration", "expertenbefragung"):
        files = (_ROOT / "questionnaires" / study).rglob("*")
        there |= {str(path.relative_to(_ROOT)) for path in files if path.is_file()}
    assert shipped == there
    assert "cati_app/store/migrations/script.py.mako" in names
    assert {"OFL-Inter.txt", "OFL-NotoSansArabic.txt", "LICENSE"} <= {
        Path(name).name for name in names if "/licenses/" in name
    }
    assert not any(name.startswith(("tests", "packaging")) for name in names)


def test_an_installed_program_finds_what_it_ships_with(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    code = (
        "from cati_app.resources import reference_study; from cati_app.ui.assets import font_files;"
        "from cati_app.texts.words import catalogues;"
        "print(reference_study()); print(catalogues() / 'de/LC_MESSAGES/cati.mo'); print(*font_files(), sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert 0 == done.returncode, done.stderr[-800:]
        return done.stdout

    places = run("-c", code).splitlines()
    inside = tmp_path / "installed" / "cati_app" / "shipped"
    assert (True, True) == (all(Path(p).is_relative_to(inside) for p in places), all(Path(p).exists() for p in places))
    assert len(places) > 6
    run("-m", "cati_app", "check", places[0])
