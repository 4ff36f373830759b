"""A hub that was begun in the process of the tests leaves them every processor."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.hub.processor import allowed
from tests.commands import Command

BEFORE = allowed()


@pytest.mark.parametrize("time", [1, 2])
def test_tests_run_on_every_processor(cati: Command, tmp_path: Path, time: int) -> None:
    assert BEFORE == allowed()
    assert cati("hub", "serve", tmp_path / f"none{time}").returncode != 0
