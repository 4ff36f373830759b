"""The demo shift as an institute would try it: real windows, keys only, exports at the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow


def _demo(out: Path, *arguments: str) -> dict[str, Any]:
    """Play a shift in a process of its own, as the command line does."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "default"}
    command = [sys.executable, "-m", "cati_app", "demo", "--headless", "--out", str(out), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr[-800:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@pytest.fixture(scope="module")
def shift(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A short shift and its folder."""
    out = tmp_path_factory.mktemp("shift")
    return out, _demo(out, "--interviews", "1", "--seed", "7")


def test_shift_ends_with_a_summary(shift: tuple[Path, dict[str, Any]]) -> None:
    _, summary = shift
    assert {"attempts", "dispositions", "completes", "screen_outs", "cells", "unclassified"} == set(summary)
    assert summary["attempts"] == sum(summary["dispositions"].values())
    assert 24 == len(summary["cells"])
    assert 400 == sum(cell["target"] for cell in summary["cells"].values())


def test_shift_leaves_pictures_and_a_data_set(shift: tuple[Path, dict[str, Any]]) -> None:
    out, _ = shift
    names = {path.stem for path in (out / "pictures").iterdir()}
    assert {"login", "dial", "board", "export", "question-arabic", "question-dark", "question-bilingual"} <= names
    assert {"cases", "case-history", "case-why", "correction", "appointments", "appointment-refused", "empty"} <= names
    assert {f"{name}-dark" for name in ("cases", "case-history", "correction", "appointment-refused", "empty")} <= names
    assert {"sample", "sample-columns", "sample-report", "sample-report-dark"} <= names
    assert {".csv", ".sav", ".pdf", ".json"} == {path.suffix for path in (out / "export").iterdir()}


def test_same_seed_gives_the_same_line_also_without_pictures(
    shift: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    assert shift[1] == _demo(tmp_path, "--interviews", "1", "--seed", "7", "--no-pictures")
    assert not (tmp_path / "pictures").exists()


def test_small_targets_fill_and_are_never_exceeded(tmp_path: Path) -> None:
    summary = _demo(tmp_path, "--interviews", "2", "--seed", "9", "--targets-scale", "0.01", "--no-pictures")
    assert 4 == sum(cell["target"] for cell in summary["cells"].values())
    assert 2 == sum(cell["achieved"] == cell["target"] for cell in summary["cells"].values() if cell["target"])
    assert all(cell["achieved"] <= cell["target"] for cell in summary["cells"].values())
    assert 0 < summary["dispositions"].get("quota_filled", 0) <= summary["screen_outs"]
